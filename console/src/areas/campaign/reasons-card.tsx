import { Paper, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { inOrder, Reasons } from "../../parts/states/reasons.tsx";
import type { CampaignBodyProps } from "./props.ts";

/** Why recipients got nothing: those that failed, and those that were left out on purpose. */
export function ReasonsCard({ campaign: { failuresByReason, skippedByReason } }: CampaignBodyProps) {
  const { t } = useTranslation("campaign");
  const [hasFailures, hasSkipped] = [failuresByReason, skippedByReason].map((counted) => inOrder(counted).length > 0);
  if (hasFailures !== true && hasSkipped !== true) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="reasons">
      <Title order={2} size="h5" mb="sm" id="reasons">
        {t("reasons")}
      </Title>
      <Stack gap="md">
        {hasFailures && <Reasons title={t("reasonsFailed")} counted={failuresByReason} />}
        {hasSkipped && <Reasons title={t("reasonsSkipped")} counted={skippedByReason} />}
      </Stack>
    </Paper>
  );
}
