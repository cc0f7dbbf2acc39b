import { Table } from "@mantine/core";
import { useFormat } from "../../words/format.ts";
import { useReason } from "./states.tsx";

/** The most frequent first. */
export const inOrder = (
  counted: Readonly<Record<string, number>>,
): readonly (readonly [word: string, count: number])[] =>
  Object.entries(counted)
    .filter(([, count]) => count > 0)
    .sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one.localeCompare(other));

interface ReasonsProps {
  readonly title: string;
  readonly counted: Readonly<Record<string, number>>;
}

/** How many recipients got nothing, by the API's reasons. */
export function Reasons({ title, counted }: ReasonsProps) {
  const reason = useReason();
  const { count } = useFormat();
  return (
    <Table verticalSpacing={4} horizontalSpacing={0} withRowBorders={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" colSpan={2}>
            {title}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {inOrder(counted).map(([word, number]) => (
          <Table.Tr key={word}>
            <Table.Td>{reason("reason", word)}</Table.Td>
            <Table.Td ta="right" className="numbers">
              {count(number)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
