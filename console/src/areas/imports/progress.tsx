import { Alert, Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Import, List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Waiting } from "../../parts/page.tsx";
import { useFormat } from "../../words/format.ts";
import { contactsChanged, type OfList } from "../../parts/lists/queries.ts";
import { BadRows } from "./bad-rows.tsx";
import { readyIn } from "./counts.tsx";

export const isOver = ({ state }: Pick<Import, "state">): boolean => state === "completed" || state === "failed";

interface OneImportProps {
  readonly of: OfList;
  readonly list: List;
  readonly importId: string;
  readonly another: () => void;
}

/** How far an import is, and what came of it once it is over. */
export function OneImport({ of, list, importId, another }: OneImportProps) {
  const queries = useQueryClient();
  const { data, error, refetch } = usePolled(
    ["imports", of.listId, "one", importId],
    async ({ signal }) => (await api().getImport({ ...of, importId }, { signal })).data,
    { isOver },
  );
  const isFinished = data !== undefined && isOver(data);
  const { sessionId, listId } = of;
  useEffect(() => {
    if (!isFinished) return;
    void contactsChanged(queries, { sessionId, listId });
    void queries.invalidateQueries({ queryKey: ["imports", listId, "page"] });
  }, [isFinished, queries, sessionId, listId]);
  if (data === undefined)
    return error === null ? <Waiting /> : <ErrorNote error={error} again={() => void refetch()} />;
  return isFinished ? (
    <Finished of={of} list={list} job={data} another={another} />
  ) : (
    <>
      <ErrorNote error={error} again={() => void refetch()} />
      <Running job={data} />
    </>
  );
}

export function Running({ job }: { readonly job: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const { state, rowsRead, totalRows, progress } = job;
  const words =
    state === "queued" && rowsRead === 0
      ? t("progress.queued")
      : totalRows === undefined
        ? t("progress.reading")
        : t("progress.running", { read: format.count(rowsRead), rows: format.count(totalRows) });
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600} role="status" className="numbers">
            {words}
          </Text>
          <Text className="numbers">{format.percent(progress)}</Text>
        </Group>
        <Progress.Root size="lg">
          <Progress.Section value={progress * 100} aria-label={t("progress.title")} animated striped />
        </Progress.Root>
        <Text size="sm" c="dimmed">
          {t("progress.leave")}
        </Text>
      </Stack>
    </Paper>
  );
}

function Finished({ of, list, job, another }: Omit<OneImportProps, "importId"> & { readonly job: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const to = `/s/${of.sessionId}`;
  const isFailed = job.state === "failed";
  const ready = readyIn(job);
  const counts = [
    [job.added, t("progress.added")],
    [job.updated, t("progress.updated")],
    [job.skipped - job.duplicates, t("progress.skipped")],
    [job.duplicates, t("check.twice")],
    [job.invalid, t("check.bad")],
    [job.optedOut, t("check.optedOut")],
    [job.removed, t("progress.removed")],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${format.count(count)} ${word}`);
  return (
    <Stack>
      <Alert
        role="status"
        color={isFailed ? "red" : "green"}
        icon={isFailed ? <IconAlertTriangle aria-hidden /> : <IconCircleCheck aria-hidden />}
      >
        <Title order={2} size="h5" className="written">
          {isFailed ? t("progress.failed") : t("progress.done", { count: ready, total: format.count(ready) })}
        </Title>
        {job.problem !== undefined && (
          <Text size="sm" className="written">
            {job.problem}
          </Text>
        )}
        <Text size="sm" className="numbers">
          {said.join(", ")}
        </Text>
      </Alert>
      <BadRows of={of} importId={job.importId} count={job.invalid} name={list.name} />
      <Group gap="sm">
        <Button component={Link} href={`${to}/lists/${of.listId}`}>
          {t("progress.toContacts")}
        </Button>
        {!isFailed && (
          <Button variant="default" component={Link} href={`${to}/compose?list=${of.listId}`}>
            {t("progress.compose")}
          </Button>
        )}
        <Button variant="default" onClick={another}>
          {t("progress.another")}
        </Button>
      </Group>
    </Stack>
  );
}
