import "./campaign.css";
import { Button, Grid, Group, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { IconReportAnalytics, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useSessionZone } from "../../api/session-zone.ts";
import { pathOf, useCampaign, type OfCampaign } from "../../parts/states/campaign-query.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Page } from "../../parts/page.tsx";
import { CampaignState } from "../../parts/states/states.tsx";
import { addWords } from "../../words/words.ts";
import { Actions } from "./actions.tsx";
import { Figures } from "./figures.tsx";
import { MessageCard } from "./message-card.tsx";
import { PaceCard } from "./pace-card.tsx";
import { ProgressCard } from "./progress-card.tsx";
import type { CampaignBodyProps } from "./props.ts";
import { ReasonsCard } from "./reasons-card.tsx";
import { SettingsCard } from "./settings-card.tsx";
import * as words from "./words.ts";

addWords("campaign", words);

/** How far one campaign is, and whether it is healthy. */
export default function CampaignPage({ params }: { readonly params: OfCampaign }) {
  const { t } = useTranslation("campaign");
  const zone = useSessionZone(params.sessionId);
  const query = useCampaign(params);
  const { data: campaign, error, isPending, dataUpdatedAt } = query;
  return (
    <Page
      title={campaign?.name ?? t("title")}
      actions={
        campaign !== undefined && <Actions key={campaign.campaignId} sessionId={params.sessionId} campaign={campaign} />
      }
    >
      <ErrorNote error={error} again={() => void query.refetch()} />
      {campaign === undefined ? (
        isPending && <Skeleton height={560} className="after-a-moment" role="status" aria-label={t("title")} />
      ) : (
        <Stack gap="md">
          <Group justify="space-between">
            <CampaignState state={campaign.status} />
            <Views of={params} />
          </Group>
          <Body
            key={campaign.campaignId}
            sessionId={params.sessionId}
            campaign={campaign}
            zone={zone ?? "UTC"}
            answeredAt={dataUpdatedAt}
          />
        </Stack>
      )}
    </Page>
  );
}

function Views({ of }: { readonly of: OfCampaign }) {
  const { t } = useTranslation("campaign");
  return (
    <Group gap="xs">
      <Button
        component={Link}
        href={`${pathOf(of)}/recipients`}
        variant="default"
        leftSection={<IconUsers size={16} aria-hidden />}
      >
        {t("recipients")}
      </Button>
      <Button
        component={Link}
        href={`${pathOf(of)}/report`}
        variant="default"
        leftSection={<IconReportAnalytics size={16} aria-hidden />}
      >
        {t("report")}
      </Button>
    </Group>
  );
}

function Body(props: CampaignBodyProps) {
  return (
    <>
      <ProgressCard {...props} />
      <Figures {...props} />
      <PaceCard {...props} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <MessageCard {...props} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <SimpleGrid cols={1} spacing="md">
            <ReasonsCard {...props} />
            <SettingsCard {...props} />
          </SimpleGrid>
        </Grid.Col>
      </Grid>
    </>
  );
}
