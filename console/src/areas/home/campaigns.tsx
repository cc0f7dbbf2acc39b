import { Anchor, Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { doneOf } from "../../parts/states/campaign-counts.ts";
import { CampaignState } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import type { OverviewCampaign } from "./overview.ts";

/** What runs, waits or is paused, with how far each is. */
export function Campaigns({ campaigns }: { readonly campaigns: readonly OverviewCampaign[] }) {
  const { t } = useTranslation("home");
  return (
    <section aria-label={t("running")}>
      <Title order={2} size="h5" mb="xs">
        {t("running")}
      </Title>
      {campaigns.length === 0 && <Text c="dimmed">{t("noneRunning")}</Text>}
      <Stack gap="sm">
        {campaigns.map((campaign) => (
          <CampaignCard key={campaign.campaignId} campaign={campaign} />
        ))}
      </Stack>
    </section>
  );
}

function CampaignCard({ campaign }: { readonly campaign: OverviewCampaign }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { sessionId, campaignId, name, status } = campaign;
  const { done, of: total } = doneOf(campaign);
  const words = t("progress", { done: format.count(done), total: format.count(total) });
  return (
    <Card withBorder p="sm">
      <Group justify="space-between" wrap="nowrap">
        <Anchor
          component={Link}
          href={`/s/${sessionId}/campaigns/${campaignId}`}
          fw={600}
          lineClamp={1}
          className="written"
        >
          {name}
        </Anchor>
        <CampaignState state={status} />
      </Group>
      {status !== "scheduled" && (
        <Group gap="sm" mt="xs" wrap="nowrap">
          <Progress value={total === 0 ? 0 : (done / total) * 100} flex={1} aria-label={words} />
          <Text size="sm" className="numbers" style={{ whiteSpace: "nowrap" }}>
            {words}
          </Text>
        </Group>
      )}
    </Card>
  );
}
