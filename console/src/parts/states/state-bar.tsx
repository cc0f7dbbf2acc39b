import { Box, Group, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useFormat } from "../../words/format.ts";
import { shownStates, type Counts, type ShownState } from "./campaign-counts.ts";
import { looksOfRecipients } from "./states.tsx";
import "./state-bar.css";

/** What stands for a state in bars and charts: its one colour, in shades that are told from those beside them. */
const shades: Readonly<Record<ShownState, readonly [light: number, dark: number]>> = {
  replied: [6, 5],
  read: [7, 5],
  delivered: [4, 3],
  sent: [6, 6],
  sending: [6, 5],
  in_doubt: [5, 4],
  failed: [7, 6],
  skipped: [6, 5],
  notReached: [4, 7],
};
export function paintOf(state: ShownState): string {
  const { color } = looksOfRecipients[state];
  const [light, dark] = shades[state];
  return `light-dark(var(--mantine-color-${color}-${light}), var(--mantine-color-${color}-${dark}))`;
}

interface StateBarProps {
  readonly counts: Counts;
  /** What the whole bar stands for. */
  readonly of: number;
  readonly height?: number;
}

/** How many recipients are in which state, as parts of one bar. Its words are its name. */
export function StateBar({ counts, of, height = 10 }: StateBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = partsOf(counts);
  const named = parts.map(([state, count]) => `${t(`recipientState.${state}`)}: ${format.count(count)}`);
  const whole = Math.max(of, 1);
  return (
    <div className="state-bar" style={{ height }} role="img" aria-label={named.length === 0 ? "0" : named.join(", ")}>
      {parts.map(([state, count], index) => (
        <Tooltip key={state} label={named[index]} withinPortal>
          <div style={{ width: `${(100 * count) / whole}%`, background: paintOf(state) }} />
        </Tooltip>
      ))}
    </div>
  );
}

const partsOf = (counts: Counts): readonly (readonly [ShownState, number])[] =>
  shownStates.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count > 0 ? [[state, count] as const] : [];
  });

/** What the colours of the bar mean, each with its icon, word and number. @param hrefOf where those recipients are listed */
export function StateLegend({
  counts,
  hrefOf,
}: {
  readonly counts: Counts;
  readonly hrefOf?: (state: ShownState) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Group component="ul" gap="xs" className="state-legend">
      {partsOf(counts).map(([state, count]) => {
        const Picture = looksOfRecipients[state].icon;
        const entry = (
          <>
            <Box component="span" className="state-mark" style={{ background: paintOf(state) }} aria-hidden />
            <Picture size={14} aria-hidden />
            <Text span size="sm">
              {t(`recipientState.${state}`)}
            </Text>
            <Text span size="sm" fw={650} className="numbers">
              {format.count(count)}
            </Text>
          </>
        );
        return (
          <li key={state}>
            {hrefOf === undefined ? (
              <span className="state-entry">{entry}</span>
            ) : (
              <Link href={hrefOf(state)} className="state-entry">
                {entry}
              </Link>
            )}
          </li>
        );
      })}
    </Group>
  );
}
