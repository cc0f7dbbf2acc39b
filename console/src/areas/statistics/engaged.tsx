import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Card } from "../../parts/charts/card.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { useFormat } from "../../words/format.ts";

interface EngagedProps {
  readonly contacts: readonly {
    readonly number: string;
    readonly name?: string;
    readonly replied: number;
    readonly read: number;
  }[];
}

export function Engaged({ contacts }: EngagedProps) {
  const { t } = useTranslation("statistics");
  const { count } = useFormat();
  return (
    <Card title={t("engaged")} hint={t("engagedHint")}>
      {contacts.length === 0 ? (
        <Text size="sm">{t("noEngaged")}</Text>
      ) : (
        <Table verticalSpacing={6} horizontalSpacing="xs">
          <caption className="for-readers">{t("engaged")}</caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("number")}</Table.Th>
              <Table.Th scope="col" visibleFrom="xs">
                {t("name")}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t("replies")}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t("reads")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {contacts.map(({ number, name, replied, read }) => (
              <Table.Tr key={number}>
                <Table.Td className="numbers" style={{ whiteSpace: "nowrap" }}>
                  {numberAsWritten(number)}
                </Table.Td>
                <Table.Td className="written" visibleFrom="xs">
                  {name}
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {count(replied)}
                </Table.Td>
                <Table.Td ta="right" className="numbers">
                  {count(read)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}
