import { Grid, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { useAddress } from "../../parts/address.ts";
import { Bars } from "../../parts/charts/bars.tsx";
import { Card } from "../../parts/charts/card.tsx";
import { Days } from "../../parts/charts/days.tsx";
import { DayRange } from "../../parts/day-range.tsx";
import { dayIn } from "../../parts/days.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, Page } from "../../parts/page.tsx";
import { inOrder } from "../../parts/states/reasons.tsx";
import { paintOf } from "../../parts/states/state-bar.tsx";
import { useReason } from "../../parts/states/states.tsx";
import { addWords } from "../../words/words.ts";
import { Compared } from "./compared.tsx";
import { Engaged } from "./engaged.tsx";
import { rangeOf, spans, type Range } from "./range.ts";
import { Totals } from "./totals.tsx";
import * as words from "./words.ts";

addWords("statistics", words);

/** How the session does over time. */
export default function Statistics({ params: { sessionId } }: { readonly params: { readonly sessionId: string } }) {
  const { t } = useTranslation("statistics");
  const sessions = useQuery(sessionsQuery);
  const zone = useSessionZone(sessionId);
  const [member, setMembers] = useAddress();
  const range = rangeOf(member, dayIn(new Date().toISOString(), zone ?? "UTC"));
  return (
    <Page title={t("title")}>
      <Group align="flex-end" gap="sm" className="not-printed">
        <SegmentedControl
          aria-label={t("range")}
          value={range.span ?? ""}
          onChange={(span) => setMembers({ span, from: "", to: "" })}
          data={[
            ...spans.map((days) => ({ value: String(days), label: t("last", { days }) })),
            { value: "all", label: t("all") },
          ]}
        />
        <DayRange
          label={t("between")}
          placeholder={t("anyDay")}
          from={range.from}
          to={range.to}
          change={(from = "", to = "") => setMembers({ from, to, span: "" })}
          w={260}
        />
      </Group>
      {zone === undefined && <ErrorNote error={sessions.error} again={() => void sessions.refetch()} />}
      {zone !== undefined && <Body sessionId={sessionId} range={range} />}
    </Page>
  );
}

function Body({ sessionId, range: { from, to } }: { readonly sessionId: string; readonly range: Range }) {
  const { t } = useTranslation("statistics");
  const reason = useReason();
  const bounds = given({ from, to });
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    queryKey: ["stats", sessionId, bounds],
    queryFn: async ({ signal }) => (await api().getStats({ sessionId, ...bounds }, { signal })).data,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  if (data === undefined) {
    return isPending ? (
      <Skeleton height={560} className="after-a-moment" role="status" aria-label={t("title")} />
    ) : (
      <ErrorNote error={error} again={() => void refetch()} />
    );
  }
  const failures = inOrder(data.failuresByReason).map(([word, count]) => ({
    key: word,
    word: reason("reason", word),
    count,
    color: paintOf("failed"),
  }));
  const hint = t("byDayHint", { zone: data.timezone });
  return (
    <Stack gap="md" aria-busy={isPlaceholderData} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      <ErrorNote error={error} again={() => void refetch()} />
      <Totals totals={data.totals} rates={data.rates} campaigns={data.campaigns} />
      <Card title={t("byDay")} hint={hint}>
        {data.byDay.length === 0 ? (
          <Nothing>{t("nothing")}</Nothing>
        ) : (
          <Days byDay={data.byDay} from={from} to={to} label={hint} />
        )}
      </Card>
      <Compared sessionId={sessionId} bounds={bounds} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Card title={t("reasons")}>
            {failures.length === 0 ? (
              <Text size="sm">{t("noFailures")}</Text>
            ) : (
              <Bars caption={t("reasons")} bars={failures} />
            )}
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Engaged contacts={data.mostEngaged} />
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
