import { Alert, Group, Paper, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usedAs, uses, type Choices, type Column, type Use } from "./choices.ts";

interface ColumnsProps {
  readonly columns: readonly Column[];
  /** Whether they were found by the API; else the person says first which one has the number. */
  readonly areRead: boolean;
  readonly mapping: Choices["mapping"];
  /** Some cells of a column. */
  readonly samples: (column: Column) => readonly string[];
  readonly choose: (column: Column, use: Use, field?: string) => void;
}

/** Each column with what it holds, and what it is used as. */
export function Columns({ columns, areRead, mapping, samples, choose }: ColumnsProps) {
  const { t } = useTranslation("imports");
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t("columns.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("columns.lead")}
      </Text>
      {!areRead && <Alert color="yellow">{t("columns.noNumber")}</Alert>}
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {columns.map((column) => (
          <li key={column.place}>
            <OneColumn
              column={column}
              told={mapping[String(column.place)]}
              isRead={areRead}
              samples={samples(column)}
              taken={columns.filter(({ place }) => place !== column.place).map(({ field }) => field)}
              choose={(use, field) => choose(column, use, field)}
            />
          </li>
        ))}
      </Stack>
    </Stack>
  );
}

interface OneColumnProps {
  readonly column: Column;
  readonly told: string | null | undefined;
  readonly isRead: boolean;
  readonly samples: readonly string[];
  readonly taken: readonly (string | undefined)[];
  readonly choose: (use: Use, field?: string) => void;
}

function OneColumn({ column, told, isRead, samples, taken, choose }: OneColumnProps) {
  const { t } = useTranslation("imports");
  const { place, header = "", readAs, field } = column;
  const title = header.trim() === "" ? t("columns.place", { place }) : header;
  const use = told === undefined ? (isRead ? readAs : null) : usedAs(told);
  const words = { number: "number", name: "name", field: "field", left_out: "leftOut" } as const;
  const name = typeof told === "string" ? told : field;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="start" gap="sm">
        <Stack gap={2} flex={1} miw={160} style={{ overflow: "hidden" }}>
          <Text size="sm" fw={600} lineClamp={2} className="written">
            {title}
          </Text>
          <Text size="sm" c="dimmed" lineClamp={1} className="written">
            {samples.length === 0 ? t("columns.empty") : samples.join(" · ")}
          </Text>
        </Stack>
        <Stack gap="xs" w={{ base: "100%", xs: 220 }}>
          <Select
            aria-label={t("columns.useOf", { column: title })}
            placeholder={t("columns.use")}
            data={uses.map((one) => ({ value: one, label: t(`columns.${words[one]}`) }))}
            value={use}
            onChange={(one) => {
              if (one !== null) choose(one);
            }}
            allowDeselect={false}
          />
          {use === "field" && name !== undefined && (
            <FieldName
              key={name}
              label={t("columns.fieldOf", { column: title })}
              name={name}
              taken={taken}
              save={(next) => choose("field", next)}
            />
          )}
        </Stack>
      </Group>
    </Paper>
  );
}

interface FieldNameProps {
  readonly label: string;
  readonly name: string;
  readonly taken: readonly (string | undefined)[];
  readonly save: (name: string) => void;
}

/** Read anew when the person is done with typing. */
function FieldName({ label, name, taken, save }: FieldNameProps) {
  const { t } = useTranslation("imports");
  const [typed, setTyped] = useState(name);
  const isTaken = taken.includes(typed.trim());
  const done = (): void => {
    const next = typed.trim();
    if (next === "") setTyped(name);
    else if (next !== name && !isTaken) save(next);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={typed}
      maxLength={64}
      leftSection={<span aria-hidden>{"{{"}</span>}
      rightSection={<span aria-hidden>{"}}"}</span>}
      error={isTaken ? t("columns.same") : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === "Enter") done();
      }}
    />
  );
}
