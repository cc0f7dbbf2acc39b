import "./charts.css";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../words/format.ts";
import { shownStates, type Counts } from "../states/campaign-counts.ts";
import { paintOf } from "../states/state-bar.tsx";
import { niceTop } from "./nice-top.ts";

interface DayChartProps {
  readonly days: readonly { readonly day: string; readonly counts: Counts }[];
  readonly label: string;
}

/** Recipients of each day by what became of them, one on the other. The same figures stand beside it as a table. */
export function DayChart({ days, label }: DayChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const states = shownStates.filter((state) => days.some(({ counts }) => (counts[state] ?? 0) > 0));
  const sumOf = (counts: Counts): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const top = niceTop(Math.max(0, ...days.map(({ counts }) => sumOf(counts))));
  const wordsOf = (day: string, counts: Counts): string =>
    [
      format.day(day),
      ...states
        .filter((state) => (counts[state] ?? 0) > 0)
        .map((state) => `${t(`recipientState.${state}`)}: ${format.count(counts[state] ?? 0)}`),
    ].join("\n");
  const [first, last] = [days.at(0)?.day, days.at(-1)?.day];
  return (
    <div role="img" aria-label={label} className="day-chart">
      <div className="day-chart-scale numbers" aria-hidden>
        {[top, top / 2, 0].map((at) => (
          <span key={at}>{Number.isInteger(at) ? format.count(at) : ""}</span>
        ))}
      </div>
      <div className="day-chart-columns">
        {days.map(({ day, counts }) => (
          <div key={day} className="day-chart-column" title={wordsOf(day, counts)}>
            {states.map((state) => (
              <div
                key={state}
                style={{ height: `${(100 * (counts[state] ?? 0)) / top}%`, background: paintOf(state) }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className="day-chart-days" aria-hidden>
        <span>{first !== undefined && format.day(first)}</span>
        <span>{last !== undefined && last !== first && format.day(last)}</span>
      </div>
    </div>
  );
}
