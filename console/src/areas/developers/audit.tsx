import { Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormat } from "../../words/format.ts";

/** Who changed what and when. */
export function Audit() {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const pages = useCursorPages(["audit"], (cursor, signal) =>
    api().listAudit({ limit: 25, ...given({ cursor }) }, { signal }),
  );
  const { data, error, refetch } = pages.query;
  return (
    <Stack>
      <Text c="dimmed">{t("audit.lead")}</Text>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows />}
      {data?.data.length === 0 && <Nothing>{t("audit.none")}</Nothing>}
      {data !== undefined && data.data.length > 0 && (
        <WideTable label={t("tabs.audit")} minWidth={720}>
          <Table.Thead>
            <Table.Tr>
              {(["at", "operation", "target", "key", "status"] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(`audit.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map(({ auditId, at, operation, target, keyId, status }) => (
              <Table.Tr key={auditId}>
                <Table.Td>{format.time(at)}</Table.Td>
                <Table.Td>{operation}</Table.Td>
                <Table.Td className="written">{Object.values(target).join(" · ")}</Table.Td>
                <Table.Td>{keyId}</Table.Td>
                <Table.Td className="numbers">{status}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      <PageButtons pages={pages} />
    </Stack>
  );
}
