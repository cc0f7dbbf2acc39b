import { Button, Group, Table, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { SessionState } from "../../parts/states/states.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormat } from "../../words/format.ts";
import { AddTenant } from "./add-tenant.tsx";

/** Every tenant, with its sessions by state. */
export function Tenants() {
  const { t } = useTranslation("operations");
  const format = useFormat();
  const [isAdding, { open, close }] = useDisclosure();
  const pages = useCursorPages(["tenants"], (cursor, signal) =>
    api().listTenants({ limit: 25, ...given({ cursor }) }, { signal }),
  );
  const { data, error, refetch } = pages.query;
  return (
    <div>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t("tenants")}
        </Title>
        <Button onClick={open}>{t("addTenant")}</Button>
      </Group>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows rows={4} />}
      {data?.data.length === 0 && <Nothing>{t("noTenants")}</Nothing>}
      {data !== undefined && data.data.length > 0 && (
        <WideTable label={t("tenants")} minWidth={640}>
          <Table.Thead>
            <Table.Tr>
              {(["tenant", "created", "sessions"] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(column)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.data.map(({ tenantId, createdAt, sessions, sessionsByState, halt }) => (
              <Table.Tr key={tenantId}>
                <Table.Td className="written">
                  {tenantId}
                  {halt !== undefined && ` · ${t("halted")}`}
                </Table.Td>
                <Table.Td>{createdAt === undefined ? "" : format.time(createdAt)}</Table.Td>
                <Table.Td>
                  <Group gap="xs">
                    <span className="numbers">{format.count(sessions)}</span>
                    {Object.entries(sessionsByState)
                      .filter(([, count]) => count > 0)
                      .map(([state, count]) => (
                        <Group key={state} gap={4} wrap="nowrap">
                          <SessionState state={state} />
                          <span className="numbers">{format.count(count)}</span>
                        </Group>
                      ))}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
      <PageButtons pages={pages} />
      <AddTenant isOpen={isAdding} close={close} />
    </div>
  );
}
