import { Alert, Button, Group, List as Bullets, Progress, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Import, List } from "../../../../clients/typescript/src/index.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import type { OfList } from "../../parts/lists/queries.ts";
import { BadRows } from "./bad-rows.tsx";
import { useCheck, useHead } from "./check.ts";
import { mapped, type Choices, type Column, type Source } from "./choices.ts";
import { Columns } from "./columns.tsx";
import { Counts } from "./counts.tsx";
import { FirstRows } from "./first-rows.tsx";
import { Options } from "./options.tsx";
import { Start } from "./start.tsx";

interface CheckedProps {
  readonly of: OfList;
  readonly list: List;
  readonly source: Source;
  readonly choices: Choices;
  readonly change: (changes: Partial<Choices>) => void;
  readonly otherFile: () => void;
  readonly started: (importId: string) => void;
}

/** What the API makes of the file, read anew after each choice; nothing is written until the person starts it. */
export function Checked({ of, list, source, choices, change, otherFile, started }: CheckedProps) {
  const { t } = useTranslation("imports");
  const { query, job } = useCheck(of, source, choices);
  // After a choice that the file can't be read by, the last good reading is not on show.
  const read = query.isError ? undefined : query.data;
  const isNow = query.isSuccess && !query.isPlaceholderData && !query.isFetching;
  const head = useHead(source, read);
  const columns = read?.columns ?? head[0]?.map((header, index) => columnOf(header, index)) ?? [];
  const samples = ({ place, header, field, readAs }: Column): readonly string[] => {
    const rows = header === undefined ? head : head.slice(1);
    const written = rows.map((row) => row[place - 1]?.trim() ?? "").filter((cell) => cell !== "");
    if (head.length > 0) return written.slice(0, 3);
    return (read?.firstRows ?? [])
      .map((row) => (readAs === "number" ? row.number : readAs === "name" ? row.name : row.fields?.[field ?? ""]))
      .filter((cell) => cell !== undefined && cell !== "")
      .slice(0, 3) as string[];
  };
  // Which row is the header stays as it was on show when columns were chosen by it.
  const header =
    choices.header === "" && read?.header !== undefined ? (read.header ? "true" : "false") : choices.header;
  return (
    <Stack gap="xl">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {t("check.title")}
          </Title>
          <Button variant="subtle" size="xs" onClick={otherFile}>
            {t("drop.other")}
          </Button>
        </Group>
        <Text size="sm" className="written" fw={600}>
          {choices.fileName}
        </Text>
        {query.isFetching && <Checking job={job} />}
        <ErrorNote error={query.error} again={() => void query.refetch()} />
        {read !== undefined && <Counts read={read} />}
        <Warnings read={read} />
      </Stack>
      {columns.length > 0 && (
        <Columns
          columns={columns}
          areRead={read !== undefined}
          mapping={choices.mapping}
          samples={samples}
          choose={(column, use, field) => change({ header, mapping: mapped(choices.mapping, column, use, field) })}
        />
      )}
      {read !== undefined && <FirstRows read={read} />}
      {read !== undefined && <BadRows of={of} importId={read.importId} count={read.invalid} name={list.name} />}
      <Options choices={choices} read={read} change={change} />
      {!query.isError && (
        <Start
          of={of}
          list={list}
          source={source}
          choices={choices}
          read={isNow ? read : undefined}
          started={started}
        />
      )}
    </Stack>
  );
}

const columnOf = (header: string, index: number): Column => ({ place: index + 1, header, readAs: "left_out" });

function Checking({ job }: { readonly job: Import | undefined }) {
  const { t } = useTranslation("imports");
  const isWaiting = job?.state === "queued" && job.rowsRead === 0 && job.totalRows !== undefined;
  return (
    <div role="status" className="after-a-moment">
      <Text size="sm">{isWaiting ? t("check.waits") : t("check.checking")}</Text>
      <Progress.Root size="sm" mt={4}>
        <Progress.Section value={(job?.progress ?? 0.02) * 100} aria-label={t("check.checking")} animated striped />
      </Progress.Root>
    </div>
  );
}

/** What was read otherwise than it was written, in the API's own sentences. */
function Warnings({ read }: { readonly read: Import | undefined }) {
  const warnings = read?.warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow">
      <Bullets size="sm">
        {warnings.map(({ code, message }, index) => (
          <Bullets.Item key={`${code} ${index}`} className="written">
            {message}
          </Bullets.Item>
        ))}
      </Bullets>
    </Alert>
  );
}
