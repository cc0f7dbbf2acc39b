import "./bars.css";
import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../../words/format.ts";

export interface Bar {
  readonly key: string;
  readonly word: ReactNode;
  readonly count: number;
  /** Beside the number, such as the share that it is. */
  readonly hint?: string;
  readonly color?: string;
}

interface BarsProps {
  readonly caption: string;
  readonly bars: readonly Bar[];
  /** What the longest bar may be; the largest of them where nothing is said. */
  readonly of?: number;
}

/** A table that is a chart as well: a bar behind each word, as long as its number says. */
export function Bars({ caption, bars, of }: BarsProps) {
  const format = useFormat();
  const whole = Math.max(1, of ?? 0, ...bars.map(({ count }) => count));
  return (
    <Table verticalSpacing={6} horizontalSpacing={0} withRowBorders={false} layout="fixed">
      <caption className="for-readers">{caption}</caption>
      <colgroup>
        <col style={{ width: "32%" }} />
        <col />
        <col style={{ width: 112 }} />
      </colgroup>
      <Table.Tbody>
        {bars.map(({ key, word, count, hint, color }) => (
          <Table.Tr key={key}>
            <Table.Th scope="row" fw={400} className="written" pr="sm">
              {word}
            </Table.Th>
            <Table.Td>
              <div className="bar">
                <div
                  className="bar-fill"
                  style={{ width: `${(100 * count) / whole}%`, ...(color === undefined ? {} : { background: color }) }}
                />
              </div>
            </Table.Td>
            <Table.Td ta="right" className="numbers">
              <strong>{format.count(count)}</strong>
              {hint !== undefined && <div className="bar-hint">{hint}</div>}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
