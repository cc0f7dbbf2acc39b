import { Button, Grid, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { CsvButton } from "../../parts/download/csv-button.tsx";
import { useSessionZone } from "../../api/session-zone.ts";
import { isOver } from "../../parts/states/campaign-counts.ts";
import { ofCampaign, pathOf, useCampaign, type OfCampaign } from "../../parts/states/campaign-query.ts";
import { Bars } from "../../parts/charts/bars.tsx";
import { Card } from "../../parts/charts/card.tsx";
import { Days } from "../../parts/charts/days.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page } from "../../parts/page.tsx";
import { inOrder } from "../../parts/states/reasons.tsx";
import { paintOf } from "../../parts/states/state-bar.tsx";
import { CampaignState, useReason } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { Outcome } from "./outcome.tsx";
import { Replies } from "./replies.tsx";
import * as words from "./words.ts";

addWords("report", words);

/** What a campaign came to, to be shown to others: on the screen, on paper and as a file. */
export default function Report({ params: named }: { readonly params: OfCampaign }) {
  const params = ofCampaign(named);
  const { t } = useTranslation("report");
  const { data: campaign, error, isPending, refetch } = useCampaign(params);
  return (
    <Page
      title={campaign === undefined ? t("title") : t("of", { name: campaign.name })}
      actions={
        <Group gap="sm" className="not-printed">
          <Button
            component={Link}
            href={pathOf(params)}
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
          >
            {t("back")}
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => print()}>
            {t("print")}
          </Button>
          {campaign !== undefined && (
            <CsvButton
              sessionId={params.sessionId}
              name={campaign.name}
              make={async (signal) => await api().exportCampaign(params, { signal })}
            >
              {t("csv")}
            </CsvButton>
          )}
        </Group>
      }
    >
      <ErrorNote error={error} again={() => void refetch()} />
      {isPending && <Skeleton height={600} className="after-a-moment" role="status" aria-label={t("title")} />}
      {campaign !== undefined && <Body of={params} campaign={campaign} />}
    </Page>
  );
}

function Body({ of, campaign }: { readonly of: OfCampaign; readonly campaign: Campaign }) {
  const { t } = useTranslation("report");
  const zone = useSessionZone(of.sessionId) ?? "UTC";
  const reason = useReason();
  const { byDay = [], failuresByReason, skippedByReason, startedAt } = campaign;
  if (startedAt === undefined) return <Nothing>{t("notStarted")}</Nothing>;
  const bars = (counted: Readonly<Record<string, number>>, color: string) =>
    inOrder(counted).map(([word, count]) => ({ key: word, word: reason("reason", word), count, color }));
  const skipped = bars(skippedByReason, paintOf("skipped"));
  return (
    <Stack gap="md">
      <Span campaign={campaign} zone={zone} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Outcome campaign={campaign} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Card title={t("reasons")}>
              {inOrder(failuresByReason).length === 0 ? (
                <Text size="sm">{t("noFailures")}</Text>
              ) : (
                <Bars caption={t("reasons")} bars={bars(failuresByReason, paintOf("failed"))} />
              )}
            </Card>
            {skipped.length > 0 && (
              <Card title={t("skippedReasons")}>
                <Bars caption={t("skippedReasons")} bars={skipped} />
              </Card>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      {byDay.length > 0 && (
        <Card title={t("byDay")} hint={t("byDayHint", { zone })}>
          <Days byDay={byDay} label={t("byDayHint", { zone })} />
        </Card>
      )}
      <Replies of={of} replied={campaign.counts.replied} zone={zone} />
    </Stack>
  );
}

function Span({ campaign, zone }: { readonly campaign: Campaign; readonly zone: string }) {
  const { t } = useTranslation("report");
  const { time } = useFormat(zone);
  const { startedAt, finishedAt, createdAt } = campaign;
  const from = time(startedAt ?? createdAt);
  return (
    <Group gap="sm">
      <CampaignState state={campaign.status} />
      <Text size="sm">
        {isOver(campaign) && finishedAt !== undefined
          ? t("span", { from, to: time(finishedAt) })
          : t("since", { from })}
      </Text>
    </Group>
  );
}
