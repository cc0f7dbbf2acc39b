import { Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormat } from "../../words/format.ts";

/** More slots than a deployment has workers. */
const atMost = 100;

/** Who holds each slot, its sessions, and which pages of WhatsApp's these found. */
export function Workers() {
  const { t } = useTranslation("operations");
  const format = useFormat();
  const { data, error, refetch } = usePolled(["workers"], async ({ signal }) => {
    const found = await api().listWorkers({ limit: atMost }, { signal });
    return found.data;
  });
  return (
    <div>
      <Title order={2} size="h4" mb="sm">
        {t("workers")}
      </Title>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows rows={4} />}
      {data?.length === 0 && <Nothing>{t("noWorkers")}</Nothing>}
      {data !== undefined && data.length > 0 && (
        <WideTable label={t("workers")} minWidth={720}>
          <Table.Thead>
            <Table.Tr>
              {(["slot", "worker", "version", "beat", "sessions", "page"] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(column)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map(({ slot, workerId, version, lastBeatAt, sessions, connected, capacity, pages }) => (
              <Table.Tr key={slot}>
                <Table.Td className="numbers">{slot}</Table.Td>
                <Table.Td className="written">{workerId ?? t("free")}</Table.Td>
                <Table.Td>{version}</Table.Td>
                <Table.Td>{lastBeatAt === undefined ? "" : format.ago(lastBeatAt)}</Table.Td>
                <Table.Td className="numbers">
                  {`${format.count(sessions)} / ${format.count(capacity)}, ${format.count(connected)} ${t("connected")}`}
                </Table.Td>
                <Table.Td>
                  <Stack gap={2}>
                    {pages.map((page) => (
                      <Text key={page.version} size="sm" className="written">
                        {t("pageOf", { version: page.version, count: page.sessions })}
                        {page.unavailable.length > 0 &&
                          ` · ${t("unavailable", { what: page.unavailable.map(({ member }) => member).join(", ") })}`}
                      </Text>
                    ))}
                  </Stack>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </div>
  );
}
