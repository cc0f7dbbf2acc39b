import { Anchor, Checkbox, Group, Table, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../../../clients/typescript/src/index.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { numberAsWritten, PhoneNumber } from "../../parts/phone-number.tsx";
import { useFormat } from "../../words/format.ts";
import { ContactStatus } from "./contact-status.tsx";
import type { OfList } from "../../parts/lists/queries.ts";

/** Of each row, so that nothing jumps when the rows come. */
export const contactRowHeight = 58;
/** Wider tables are read in a contact's own dialog. */
const mostColumns = 12;

interface ContactTableProps {
  readonly of: OfList;
  readonly contacts: readonly Contact[];
  /** They are of the page or the search before, while the next ones are on their way. */
  readonly isOld: boolean;
  /** Absent for a key that may change nothing. */
  readonly selected: ReadonlySet<string> | undefined;
  readonly select: (numbers: ReadonlySet<string>) => void;
  readonly open: (number: string) => void;
}

/** A page of contacts, with the fields that they have as columns. */
export function ContactTable({ of, contacts, isOld, selected, select, open }: ContactTableProps) {
  const { t } = useTranslation("lists");
  const format = useFormat(useSessionZone(of.sessionId));
  const fields = useMemo(
    () => [...new Set(contacts.flatMap(({ fields }) => Object.keys(fields)))].slice(0, mostColumns),
    [contacts],
  );
  const choose = (numbers: readonly string[], isChosen: boolean): void => {
    const next = new Set(selected);
    for (const number of numbers)
      if (isChosen) next.add(number);
      else next.delete(number);
    select(next);
  };
  const numbers = contacts.map(({ number }) => number);
  const chosen = numbers.filter((number) => selected?.has(number));
  return (
    <Table.ScrollContainer minWidth={360 + 140 * fields.length} type="native">
      <Table highlightOnHover opacity={isOld ? 0.5 : 1} aria-busy={isOld}>
        <Table.Thead>
          <Table.Tr>
            {selected !== undefined && (
              <Table.Th scope="col" w={40}>
                <Checkbox
                  aria-label={t("contacts.selectAll")}
                  checked={chosen.length === numbers.length}
                  indeterminate={chosen.length > 0 && chosen.length < numbers.length}
                  onChange={(event) => choose(numbers, event.currentTarget.checked)}
                />
              </Table.Th>
            )}
            <Table.Th scope="col">{t("contacts.contact")}</Table.Th>
            <Table.Th scope="col">{t("contacts.status")}</Table.Th>
            {fields.map((field) => (
              <Table.Th key={field} scope="col" maw={220}>
                <Text span size="sm" fw={700} truncate="end" display="block" maw={200} title={field}>
                  {field}
                </Text>
              </Table.Th>
            ))}
            <Table.Th scope="col">{t("contacts.added")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {contacts.map((contact) => {
            const { number, name } = contact;
            const who = name ?? numberAsWritten(number);
            return (
              <Table.Tr key={number} h={contactRowHeight}>
                {selected !== undefined && (
                  <Table.Td>
                    <Checkbox
                      aria-label={t("contacts.select", { who })}
                      checked={selected.has(number)}
                      onChange={(event) => choose([number], event.currentTarget.checked)}
                    />
                  </Table.Td>
                )}
                <Table.Th scope="row" fw={400} maw={260}>
                  <Anchor
                    component="button"
                    type="button"
                    fw={600}
                    size="sm"
                    ta="start"
                    maw={240}
                    truncate="end"
                    display="block"
                    title={who}
                    onClick={() => open(number)}
                  >
                    {who}
                  </Anchor>
                  {name !== undefined && (
                    <Text size="sm" c="dimmed" component="div">
                      <PhoneNumber digits={number} />
                    </Text>
                  )}
                </Table.Th>
                <Table.Td>
                  <Group wrap="nowrap">
                    <ContactStatus status={contact.status} />
                  </Group>
                </Table.Td>
                {fields.map((field) => (
                  <Table.Td key={field}>
                    <Text size="sm" truncate="end" maw={200} title={contact.fields[field]}>
                      {contact.fields[field]}
                    </Text>
                  </Table.Td>
                ))}
                <Table.Td style={{ whiteSpace: "nowrap" }} className="numbers">
                  <Text size="sm" c="dimmed">
                    {format.time(contact.addedAt)}
                  </Text>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
