import { Group, MultiSelect, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { List } from "../../../../clients/typescript/src/index.ts";
import { ErrorNote } from "../../parts/error-note.tsx";
import { listsQuery } from "../../parts/lists/choice.ts";
import { useFormat } from "../../words/format.ts";
import { useLists } from "../../parts/lists/use-lists.ts";

interface ListChoiceProps {
  readonly sessionId: string;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: readonly string[];
  readonly onChange: (listIds: readonly string[]) => void;
  readonly error: string | undefined;
  /** In place of the choice where there is no list at all. */
  readonly none?: ReactNode;
  readonly required?: boolean;
}

/** Lists by name, found by what is typed: a session may have hundreds. */
export function ListChoice({ sessionId, value, onChange, none, placeholder, ...field }: ListChoiceProps) {
  const { t } = useTranslation("compose");
  const { count } = useFormat();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 250);
  const { data: found, error, refetch } = useQuery(listsQuery(sessionId, search));
  const chosen = useLists(sessionId, value);
  const known = new Map<string, List>([...(found ?? []), ...chosen].map((list) => [list.listId, list]));
  // A list of the address or of a former campaign may be on its way, or gone.
  const data = [
    ...[...known.values()].map(({ listId, name }) => ({ value: listId, label: name })),
    ...value.filter((listId) => !known.has(listId)).map((listId) => ({ value: listId, label: listId })),
  ];
  if (found?.length === 0 && search === "" && value.length === 0 && none !== undefined) return none;
  return (
    <>
      <MultiSelect
        {...field}
        {...(placeholder === undefined || value.length > 0 ? {} : { placeholder })}
        data={data}
        value={[...value]}
        onChange={onChange}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        hidePickedOptions
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
        nothingFoundMessage={t("noneFound")}
        renderOption={({ option }) => (
          <Group justify="space-between" wrap="nowrap" w="100%">
            <Text size="sm" className="written" lineClamp={2}>
              {option.label}
            </Text>
            <Text size="xs" c="dimmed" className="numbers">
              {count(known.get(option.value)?.contactCount ?? 0)}
            </Text>
          </Group>
        )}
      />
      <ErrorNote error={error} again={() => void refetch()} />
    </>
  );
}
