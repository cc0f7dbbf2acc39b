import "@mantine/charts/styles.css";
import "./charts.css";
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../words/format.ts";
import { shownStates, type Counts } from "../campaign-counts.ts";
import { paintOf } from "../state-bar.tsx";

interface DayChartProps {
  readonly days: readonly { readonly day: string; readonly counts: Counts }[];
  readonly label: string;
}

/** Recipients of each day by what became of them, one on the other. Loaded when it is first drawn: charts are large. */
export default function DayChart({ days, label }: DayChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const states = shownStates.filter((state) => days.some(({ counts }) => (counts[state] ?? 0) > 0));
  return (
    <div role="img" aria-label={label}>
      <BarChart
        h={280}
        type="stacked"
        data={days.map(({ day, counts }) => ({ day: format.day(day), ...counts }))}
        dataKey="day"
        series={states.map((state) => ({ name: state, label: t(`recipientState.${state}`), color: paintOf(state) }))}
        valueFormatter={format.count}
        maxBarWidth={56}
        tickLine="none"
        gridAxis="x"
        xAxisProps={{ minTickGap: 24 }}
        yAxisProps={{ width: 56, allowDecimals: false }}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
