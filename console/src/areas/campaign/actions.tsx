import { Button } from "@mantine/core";
import { IconCopy, IconPencil, IconPlayerPause, IconPlayerStop, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { api } from "../../api/client.ts";
import { useRights } from "../../api/rights.ts";
import { leftOf } from "../../parts/states/campaign-counts.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { useFormat } from "../../words/format.ts";
import { Problem } from "./problem.tsx";
import { useAskAgain, type ActionProps } from "./props.ts";
import { RemainderButton } from "./remainder-button.tsx";
import { ResumeButton } from "./resume-button.tsx";
import { RetryButton } from "./retry-button.tsx";

/** What may be done with it in its state. */
export function Actions({ sessionId, campaign }: ActionProps) {
  const { t } = useTranslation("campaign");
  const { mayWrite } = useRights();
  if (!mayWrite) return null;
  const { status, campaignId, counts } = campaign;
  const props = { sessionId, campaign };
  const compose = `/s/${sessionId}/compose`;
  return (
    <>
      {status === "running" && <PauseButton {...props} />}
      {status === "paused" && campaign.pausedBecause !== "first_deleted" && <ResumeButton {...props} />}
      {(status === "paused" || status === "completed") && counts.failed + counts.in_doubt > 0 && (
        <RetryButton {...props} />
      )}
      {status === "stopped" && counts.notReached > 0 && <RemainderButton {...props} />}
      {status === "scheduled" && (
        <Button
          component={Link}
          href={`${compose}?campaign=${campaignId}`}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          {t("change")}
        </Button>
      )}
      <Button
        component={Link}
        href={`${compose}?from=${campaignId}`}
        variant="default"
        leftSection={<IconCopy size={16} aria-hidden />}
      >
        {t("duplicate")}
      </Button>
      {(status === "running" || status === "paused" || status === "scheduled") && <StopButton {...props} />}
      {(status === "scheduled" || status === "completed" || status === "stopped") && <DeleteButton {...props} />}
    </>
  );
}

function PauseButton({ sessionId, campaign: { campaignId } }: ActionProps) {
  const { t } = useTranslation("campaign");
  const askAgain = useAskAgain({ sessionId });
  const pausing = useMutation({
    mutationFn: async () => await api().pauseCampaign({ sessionId, campaignId }),
    onSettled: askAgain,
  });
  return (
    <>
      <Button
        loading={pausing.isPending}
        onClick={() => pausing.mutate()}
        leftSection={<IconPlayerPause size={16} aria-hidden />}
      >
        {t("pause")}
      </Button>
      <Problem error={pausing.error} title={t("pause")} close={pausing.reset} />
    </>
  );
}

function StopButton({ sessionId, campaign }: ActionProps) {
  const { t } = useTranslation("campaign");
  const { count } = useFormat();
  const askAgain = useAskAgain({ sessionId });
  const { campaignId, name } = campaign;
  const left = leftOf(campaign);
  return (
    <ConfirmButton
      leftSection={<IconPlayerStop size={16} aria-hidden />}
      title={t("stopTitle")}
      question={
        campaign.status === "scheduled"
          ? t("stopScheduled", { name })
          : `${t("stopQuestion", { name, count: left, formatted: count(left) })}\n${campaign.status === "running" ? t("stopHint") : ""}`
      }
      verb={t("stop")}
      act={async () => await api().stopCampaign({ sessionId, campaignId })}
      done={() => void askAgain()}
    >
      {t("stop")}
    </ConfirmButton>
  );
}

function DeleteButton({ sessionId, campaign: { campaignId, name, total } }: ActionProps) {
  const { t } = useTranslation("campaign");
  const { count } = useFormat();
  const [, go] = useLocation();
  const queries = useQueryClient();
  return (
    <ConfirmButton
      leftSection={<IconTrash size={16} aria-hidden />}
      title={t("removeTitle")}
      question={t("removeQuestion", { name, total: count(total) })}
      verb={t("remove")}
      act={async () => await api().deleteCampaign({ sessionId, campaignId })}
      done={() => {
        void tellDone(t("removed"));
        go(`/s/${sessionId}/campaigns`);
        queries.removeQueries({ queryKey: ["campaigns", sessionId, campaignId] });
        void queries.invalidateQueries({ queryKey: ["campaigns", sessionId] });
      }}
    >
      {t("remove")}
    </ConfirmButton>
  );
}
