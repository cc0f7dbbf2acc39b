import { Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../api/sessions.ts";
import type { ChosenFile } from "../../parts/files/chosen-file.ts";
import { ContactPreview } from "../../parts/message/contact-preview.tsx";
import { listsQuery } from "../../parts/lists/choice.ts";
import { useFirstContacts } from "../../parts/message/use-fields.ts";
import { usePreview } from "../../parts/message/use-preview.ts";
import { sameName, variablesIn } from "../../parts/message/variables.ts";
import { senderOf } from "../../parts/message/sender.ts";

/** Whose values the preview has: a list's contacts', or those that are typed. */
export function usePreviewChoice(sessionId: string) {
  const [listId, setListId] = useState<string>();
  const { fields } = useFirstContacts(sessionId, listId);
  return { listId, setListId, fields };
}

interface TemplatePreviewProps {
  readonly sessionId: string;
  readonly text: string;
  readonly file: ChosenFile | null;
  readonly choice: ReturnType<typeof usePreviewChoice>;
}

const own = "";

export function TemplatePreview({ sessionId, text, file, choice: { listId, setListId } }: TemplatePreviewProps) {
  const { t } = useTranslation("templates");
  const session = useSession(sessionId);
  const { data: lists = [] } = useQuery(listsQuery(sessionId, ""));
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const names = variablesIn(text).filter((name) => sameName(name) !== "number");
  const valueOf = (name: string): string =>
    values[sameName(name)] ?? (sameName(name) === "name" ? t("sampleName") : "");
  const contact = {
    name: valueOf("name"),
    fields: Object.fromEntries(names.filter((name) => sameName(name) !== "name").map((name) => [name, valueOf(name)])),
  };
  const preview = usePreview(sessionId, { message: text, ...(listId === undefined ? { contact } : { listId }) });
  return (
    <Stack gap="xs" component="section" aria-label={t("preview")}>
      {lists.length > 0 && (
        <Select
          label={t("contactsOf")}
          data={[
            { value: own, label: t("ownValues") },
            ...lists.map((list) => ({ value: list.listId, label: list.name })),
          ]}
          value={listId ?? own}
          onChange={(chosen) => setListId(chosen === null || chosen === own ? undefined : chosen)}
          allowDeselect={false}
        />
      )}
      {listId === undefined &&
        names.map((name) => (
          <TextInput
            key={sameName(name)}
            size="xs"
            label={name}
            value={valueOf(name)}
            onChange={(event) => setValues({ ...values, [sameName(name)]: event.currentTarget.value })}
          />
        ))}
      <ContactPreview
        sender={senderOf(session, sessionId)}
        text={text}
        file={file ?? undefined}
        preview={preview}
        isMadeUp={listId === undefined}
      />
    </Stack>
  );
}
