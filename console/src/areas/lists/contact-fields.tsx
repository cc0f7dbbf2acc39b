import { Button, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorOf } from "../../parts/error-note.tsx";
import type { FieldProblem, TypedField } from "./fields-of-contact.ts";

interface ContactFieldsProps {
  readonly fields: readonly TypedField[];
  readonly problems: readonly (FieldProblem | undefined)[];
  readonly error: unknown;
  readonly change: (fields: readonly TypedField[]) => void;
}

/** A contact's own fields, and a way to add one. */
export function ContactFields({ fields, problems, error, change }: ContactFieldsProps) {
  const { t } = useTranslation("lists");
  const set = (place: number, changes: Partial<TypedField>): void =>
    change(fields.map((field, at) => (at === place ? { ...field, ...changes } : field)));
  const words = { same: t("form.sameField"), unnamed: t("form.noFieldName") } as const;
  return (
    <Fieldset legend={t("form.fields")}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("form.fieldsHint", { example: `{{ ${fields.find(({ name }) => name !== "")?.name ?? "kota"} }}` })}
        </Text>
        {fields.map((field, place) => {
          const problem = problems[place];
          const value = (
            <TextInput
              label={field.isNew === true ? t("form.fieldValue") : field.name}
              value={field.value}
              onChange={(event) => set(place, { value: event.currentTarget.value })}
              error={errorOf(error, `fields/${field.name}`)}
              flex={1}
              miw={160}
            />
          );
          if (field.isNew !== true) return <div key={place}>{value}</div>;
          return (
            <Group key={place} gap="sm" align="start" wrap="wrap">
              <TextInput
                label={t("form.fieldName")}
                value={field.name}
                onChange={(event) => set(place, { name: event.currentTarget.value })}
                error={problem === undefined ? undefined : words[problem]}
                flex={1}
                miw={160}
              />
              {value}
            </Group>
          );
        })}
        <Group>
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change([...fields, { name: "", value: "", isNew: true }])}
          >
            {t("form.addField")}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
