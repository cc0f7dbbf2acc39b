import { Anchor, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Import } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useSessionZone } from "../../api/session-zone.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { WaitingRows } from "../../parts/page.tsx";
import { StateBadge } from "../../parts/states/states.tsx";
import { useFormat } from "../../words/format.ts";
import type { OfList } from "../../parts/lists/queries.ts";

const looks = {
  queued: { color: "gray", icon: IconClock },
  running: { color: "blue", icon: IconPlayerPlay },
  completed: { color: "green", icon: IconCircleCheck },
  failed: { color: "red", icon: IconAlertTriangle },
} as const;

/** The list's imports with their outcome, the latest first. Dry runs are none of them. */
export function EarlierImports({ of }: { readonly of: OfList }) {
  const { t } = useTranslation("imports");
  const format = useFormat(useSessionZone(of.sessionId));
  const pages = useCursorPages(["imports", of.listId, "page"], (cursor, signal) =>
    api().listImports({ ...of, limit: 100, ...given({ cursor }) }, { signal }),
  );
  const { query } = pages;
  const imports = query.data?.data.filter(({ dryRun }) => !dryRun) ?? [];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("earlier.title")}
      </Title>
      <ErrorNote error={query.error} again={() => void query.refetch()} />
      {query.isPending && <WaitingRows rows={2} />}
      {query.data !== undefined && imports.length === 0 && pages.next === undefined && (
        <Text size="sm" c="dimmed">
          {t("earlier.none")}
        </Text>
      )}
      {imports.length > 0 && (
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("earlier.when")}</Table.Th>
              <Table.Th scope="col" w={110}>
                {t("earlier.state")}
              </Table.Th>
              <Table.Th scope="col">{t("earlier.result")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {imports.map((job) => (
              <Table.Tr key={job.importId}>
                <Table.Th scope="row" fw={400}>
                  <Anchor
                    size="sm"
                    component={Link}
                    href={`/s/${of.sessionId}/lists/${of.listId}/import?import=${job.importId}`}
                    aria-label={t("earlier.open", { time: format.time(job.createdAt) })}
                  >
                    {format.time(job.createdAt)}
                  </Anchor>
                </Table.Th>
                <Table.Td>
                  <State state={job.state} />
                </Table.Td>
                <Table.Td className="written">
                  <Text size="sm">
                    {job.problem ??
                      t("earlier.summary", {
                        added: format.count(job.added),
                        updated: format.count(job.updated),
                        invalid: format.count(job.invalid),
                      })}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <PageButtons pages={pages} />
    </Stack>
  );
}

function State({ state }: Pick<Import, "state">) {
  const { t } = useTranslation("imports");
  return <StateBadge looks={looks} state={state} word={t(`state.${state}`)} className="state" miw="max-content" />;
}
