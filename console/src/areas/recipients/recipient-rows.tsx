import { Anchor, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Recipient } from "../../../../clients/typescript/src/index.ts";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { RecipientState, useReason } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";

export const rowHeight = 46;

interface RecipientRowsProps {
  readonly recipients: readonly Recipient[];
  readonly zone: string;
  readonly open: (number: string) => void;
}

export function RecipientRows({ recipients, zone, open }: RecipientRowsProps) {
  const { t } = useTranslation("recipients");
  return (
    <Table highlightOnHover layout="fixed" verticalSpacing={10}>
      <caption className="for-readers">{t("caption")}</caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("number")}</Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {t("name")}
          </Table.Th>
          <Table.Th scope="col" w={140}>
            {t("state")}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="md">
            {t("reason")}
          </Table.Th>
          <Table.Th scope="col" w={230} visibleFrom="lg">
            {t("last")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {recipients.map((recipient) => (
          <Row key={recipient.number} recipient={recipient} zone={zone} open={open} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  readonly recipient: Recipient;
  readonly zone: string;
  readonly open: (number: string) => void;
}

function Row({ recipient, zone, open }: RowProps) {
  const { t } = useTranslation("recipients");
  const { time } = useFormat(zone);
  const inWords = useReason();
  const { number, name, status, reason, history } = recipient;
  const last = history.at(-1)?.at;
  const written = numberAsWritten(number);
  const why = reason === undefined ? undefined : inWords("reason", reason);
  return (
    <Table.Tr>
      <Table.Td valign="top">
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="left"
          className="numbers"
          aria-label={t("open", { number: written })}
          onClick={() => open(number)}
        >
          {written}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm" className="written" lineClamp={2}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td valign="top" visibleFrom="sm">
        <Text size="sm" className="written" lineClamp={2}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td valign="top">
        <RecipientState state={status} />
        <Text size="xs" c="dimmed" hiddenFrom="md">
          {why}
        </Text>
      </Table.Td>
      <Table.Td valign="top" visibleFrom="md">
        <Text size="sm">{why}</Text>
      </Table.Td>
      <Table.Td valign="top" visibleFrom="lg">
        <Text size="sm">{last === undefined ? "" : time(last)}</Text>
      </Table.Td>
    </Table.Tr>
  );
}
