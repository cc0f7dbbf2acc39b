import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

const atFirst = 8;

interface VariableChipsProps {
  readonly fields: readonly string[];
  readonly insert: (name: string) => void;
}

/** Name, number and each field of the list: a press puts it where the caret is. */
export function VariableChips({ fields, insert }: VariableChipsProps) {
  const { t } = useTranslation("message");
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? fields : fields.slice(0, atFirst);
  const names = [
    { name: "name", label: t("name") },
    { name: "number", label: t("number") },
    ...shown.map((name) => ({ name, label: name })),
  ];
  return (
    <Group gap={6} role="group" aria-label={t("variables")}>
      {names.map(({ name, label }) => (
        <Button
          key={name}
          size="compact-xs"
          variant="light"
          radius="xl"
          maw={220}
          leftSection={<IconPlus size={12} aria-hidden />}
          aria-label={t("insertVariable", { name: label })}
          onClick={() => insert(name)}
        >
          <Text inherit truncate>
            {label}
          </Text>
        </Button>
      ))}
      {fields.length > shown.length && (
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(true)}>
          {t("moreVariables", { count: fields.length - shown.length })}
        </Button>
      )}
    </Group>
  );
}
