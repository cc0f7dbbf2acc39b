import { Button, Group, Paper, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { useFormat } from "../../words/format.ts";
import { contactsChanged, type OfList } from "../../parts/lists/queries.ts";

interface SelectedProps {
  readonly of: OfList;
  readonly name: string;
  readonly numbers: ReadonlySet<string>;
  readonly clear: () => void;
}

/** The API takes so many numbers a request. */
const numbersAtOnce = 1_000;

/** What is done with the contacts that were ticked, on this page and those before it. */
export function Selected({ of, name, numbers, clear }: SelectedProps) {
  const { t } = useTranslation("lists");
  const format = useFormat();
  const queries = useQueryClient();
  const count = numbers.size;
  const total = format.count(count);
  const remove = async (): Promise<void> => {
    const all = [...numbers];
    let removed = 0;
    try {
      for (let from = 0; from < all.length; from += numbersAtOnce) {
        const { data } = await api().deleteContacts({ ...of, numbers: all.slice(from, from + numbersAtOnce) });
        removed += data.deleted;
      }
    } finally {
      if (removed > 0) void contactsChanged(queries, of);
    }
    void tellDone(t("contacts.removed", { count: removed, total: format.count(removed) }));
  };
  if (count === 0) return null;
  return (
    <Paper withBorder p="xs" pos="sticky" top={64} style={{ zIndex: 2 }}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status">
          {t("contacts.selected", { count, total })}
        </Text>
        <Group gap="xs">
          <Button variant="subtle" size="xs" onClick={clear}>
            {t("contacts.unselect")}
          </Button>
          <ConfirmButton
            size="xs"
            title={t("contacts.removeTitle")}
            question={t("contacts.removeQuestion", { count, total, name })}
            verb={t("contacts.removeSelected")}
            act={remove}
            done={clear}
          >
            {t("contacts.removeSelected")}
          </ConfirmButton>
        </Group>
      </Group>
    </Paper>
  );
}
