import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { doneOf, isOver, leftOf } from "../../parts/states/campaign-counts.ts";
import { pathOf } from "../../parts/states/campaign-query.ts";
import { StateBar, StateLegend } from "../../parts/states/state-bar.tsx";
import { useFormat } from "../../words/format.ts";
import type { CampaignBodyProps } from "./props.ts";
import { Standing } from "./standing.tsx";

/** The number that matters, and what stands between it and the end. */
export function ProgressCard({ sessionId, campaign, zone, answeredAt }: CampaignBodyProps) {
  const { t } = useTranslation("campaign");
  const format = useFormat(zone);
  const { done, of } = doneOf(campaign);
  const left = leftOf(campaign);
  const end = endOf(campaign, answeredAt);
  return (
    <Paper withBorder p={{ base: "md", sm: "lg" }} component="section" aria-labelledby="progress">
      <Title order={2} size="h5" id="progress" className="for-readers">
        {t("progress")}
      </Title>
      <Stack gap="md">
        <Group justify="space-between" align="flex-end" gap="xs">
          <Group gap="sm" align="baseline">
            <span className="hero-number numbers">{format.count(done)}</span>
            <Text c="dimmed">{t("ofAll", { total: format.count(of) })}</Text>
          </Group>
          <Text fw={650} size="xl" className="numbers">
            {format.percent(campaign.progress)}
          </Text>
        </Group>
        <StateBar counts={campaign.counts} of={of} height={22} />
        <StateLegend
          counts={campaign.counts}
          hrefOf={(state) => `${pathOf({ sessionId, campaignId: campaign.campaignId })}/recipients?status=${state}`}
        />
        <Standing sessionId={sessionId} campaign={campaign} zone={zone} />
        {!isOver(campaign) && (
          <Group gap="lg">
            {left > 0 && (
              <Text size="sm" className="numbers">
                {t("left", { number: format.count(left) })}
              </Text>
            )}
            {end !== undefined ? (
              <Text size="sm">{t("ends", { time: format.time(end), ago: format.ago(end) })}</Text>
            ) : (
              isOpenEnded(campaign) && <Text size="sm">{t("noEnd")}</Text>
            )}
          </Group>
        )}
        <Spoken progress={campaign.progress} />
      </Stack>
    </Paper>
  );
}

/** While it waits for these, the API gives no estimate. */
const isOpenEnded = ({ status, waitingFor = "pacing" }: Campaign): boolean =>
  status === "running" && ["session", "operator", "page"].includes(waitingFor);

/** An estimate that has passed says nothing any more. */
const endOf = ({ estimatedFinishAt: end }: Campaign, now: number): string | undefined =>
  end === undefined || Date.parse(end) < now ? undefined : end;

/** To be heard at each tenth that is done, not at each message. */
function Spoken({ progress }: { readonly progress: number }) {
  const { t } = useTranslation("campaign");
  const { percent } = useFormat();
  return (
    <span role="status" className="for-readers">
      {t("percentDone", { percent: percent(Math.floor(progress * 10) / 10) })}
    </span>
  );
}
