import { Stack, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { useFormat } from "../../words/format.ts";
import { shownStates } from "../states/campaign-counts.ts";
import { StateLegend } from "../states/state-bar.tsx";
import { DayChart } from "./day-chart.tsx";
import { filledDays, sumOfDays } from "./filled-days.ts";

export type DayFigures = NonNullable<Campaign["byDay"]>[number];

interface DaysProps {
  readonly byDay: readonly DayFigures[];
  /** Days of the span, where it has bounds: those on which nothing was sent are shown, too. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** What the chart shows, for those who hear it. */
  readonly label: string;
}

/** The figures of each day as a chart, and the same as a table. */
export function Days({ byDay, from, to, label }: DaysProps) {
  return (
    <Stack gap="sm">
      <DayChart days={filledDays(byDay, from, to)} label={label} />
      <StateLegend counts={sumOfDays(byDay)} />
      <DayTable byDay={byDay} label={label} />
    </Stack>
  );
}

function DayTable({ byDay, label }: Pick<DaysProps, "byDay" | "label">) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = sumOfDays(byDay);
  const states = shownStates.filter((state) => (sums[state] ?? 0) > 0);
  return (
    <details className="as-table">
      <summary>{t("asTable")}</summary>
      <Table.ScrollContainer minWidth={140 + 90 * states.length}>
        <Table striped verticalSpacing={4}>
          <caption className="for-readers">{label}</caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("day")}</Table.Th>
              {states.map((state) => (
                <Table.Th key={state} scope="col" ta="right">
                  {t(`recipientState.${state}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {byDay.map(({ day, counts }) => (
              <Table.Tr key={day}>
                <Table.Th scope="row" fw={400}>
                  {format.day(day)}
                </Table.Th>
                {states.map((state) => (
                  <Table.Td key={state} ta="right" className="numbers">
                    {format.count(state === "notReached" ? 0 : counts[state])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
