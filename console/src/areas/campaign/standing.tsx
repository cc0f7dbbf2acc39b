import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconClockPause, IconInfoCircle, IconPlayerPause } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { pathOf } from "../../parts/states/campaign-query.ts";
import { useReason } from "../../parts/states/states.tsx";
import { waitOf } from "../../parts/states/waits.ts";
import { useFormat } from "../../words/format.ts";
import type { en } from "./words.ts";

interface StandingProps {
  readonly sessionId: string;
  readonly campaign: Campaign;
  readonly zone: string;
}

/** What it does now, in a sentence; what it waits for and until when; why it is paused, and what to do about it. */
export function Standing(props: StandingProps) {
  const { campaign } = props;
  const sentence = useSentence(props);
  const isCalm =
    campaign.failing === undefined &&
    campaign.status !== "paused" &&
    (campaign.waitingFor === undefined || campaign.waitingFor === "pacing");
  const advice = <Advice {...props} />;
  if (isCalm) {
    return (
      <Stack gap={4}>
        <Text>{sentence}</Text>
        {advice}
      </Stack>
    );
  }
  const [color, Picture] =
    campaign.failing !== undefined
      ? (["yellow", IconAlertTriangle] as const)
      : campaign.status === "paused"
        ? (["yellow", IconPlayerPause] as const)
        : (["blue", IconClockPause] as const);
  return (
    <Alert color={color} icon={<Picture aria-hidden />} title={sentence} role="status">
      <Stack gap={4}>{advice}</Stack>
    </Alert>
  );
}

function useSentence({ campaign, zone }: StandingProps): string {
  const { t } = useTranslation("campaign");
  // A start is told in the timezone that it was planned in, which may be another than the session's.
  const format = useFormat(campaign.status === "scheduled" ? (campaign.timezone ?? zone) : zone);
  const reason = useReason();
  const {
    status,
    waitingFor,
    waitingUntil,
    pausedBecause = "user",
    sendAt,
    finishedAt,
    createdAt,
    retrying,
  } = campaign;
  if (status === "paused") return t("standing.paused", { why: reason("pausedBecause", pausedBecause) });
  if (status === "completed" || status === "stopped")
    return t(`standing.${status}`, { time: format.time(finishedAt ?? createdAt) });
  if (waitingFor !== undefined && waitingFor !== "pacing") {
    const what = reason("waitingFor", waitOf(campaign) ?? waitingFor);
    if (status === "scheduled") return t("standing.scheduledWaits", { what });
    return waitingUntil === undefined
      ? t("standing.waiting", { what })
      : t("standing.waitingUntil", { what, time: format.time(waitingUntil) });
  }
  if (status === "scheduled")
    return t("standing.scheduled", { time: format.time(sendAt ?? createdAt), ago: format.ago(sendAt ?? createdAt) });
  if (retrying === undefined) return t("standing.running");
  const states = retrying.map((state) => t(state === "failed" ? "standing.retryFailed" : "standing.retryInDoubt"));
  return t("standing.retrying", { states: states.join(", ") });
}

/** Waits of which the page of the number says more. */
const ofTheNumber: readonly Campaign["waitingFor"][] = ["session", "whatsapp_limit", "new_chats"];

/** What a person can do about it, with a way there. */
function Advice({ sessionId, campaign }: StandingProps) {
  const { t, i18n } = useTranslation("campaign");
  const { status, pausedBecause, waitingFor, failing, page, campaignId, counts } = campaign;
  const { count } = useFormat();
  const why = status === "paused" ? (pausedBecause ?? "user") : undefined;
  const todo = `todo.${why ?? ""}`;
  const toSession =
    why === "session_logged_out" ||
    why === "number_changed" ||
    (status === "running" && ofTheNumber.includes(waitingFor));
  return (
    <>
      {why !== undefined && i18n.exists(todo, { ns: "campaign" }) && (
        <Text size="sm">{t(todo as `todo.${keyof typeof en.todo}`)}</Text>
      )}
      {status === "running" && waitOf(campaign) === "no_new_chats" && <Text size="sm">{t("standing.noNewChats")}</Text>}
      {failing !== undefined && (
        <Text size="sm">
          {t(failing.because === "refused" ? "standing.refusedInARow" : "standing.notOnWhatsApp", {
            number: count(failing.count),
            pausesAt: count(failing.pausesAt),
          })}
        </Text>
      )}
      {page !== undefined && (
        <Text size="sm" className="written">
          {t("standing.page", { error: page.error })}{" "}
          {page.version !== undefined && t("standing.pageVersion", { version: page.version })}
        </Text>
      )}
      {toSession && <Way href={`/sessions/${sessionId}`}>{t("openSession")}</Way>}
      {(why === "failure_streak" || failing !== undefined) && counts.failed > 0 && (
        <Way href={`${pathOf({ sessionId, campaignId })}/recipients?status=failed`}>{t("openFailed")}</Way>
      )}
      {(why === "audience_empty" || waitingFor === "import") && (
        <Way href={`/s/${sessionId}/lists`}>{t("openLists")}</Way>
      )}
    </>
  );
}

function Way({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Text size="sm">
      <IconInfoCircle size={14} aria-hidden style={{ verticalAlign: "-2px", marginRight: 4 }} />
      <Anchor component={Link} href={href} inherit underline="always">
        {children}
      </Anchor>
    </Text>
  );
}
