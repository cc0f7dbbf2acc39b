import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useDraft } from "../../parts/draft.ts";
import { errorOf, ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { ContactFields } from "./contact-fields.tsx";
import { fieldProblems, fieldsOf, typedFields } from "./fields-of-contact.ts";
import { contactsChanged, type OfList } from "../../parts/lists/queries.ts";

interface ChangeContactProps {
  readonly of: OfList;
  readonly contact: Contact;
  readonly close: () => void;
}

/** Name and fields; a number can't be changed. Closing forgets what was typed. */
export function ChangeContact({ of, contact, close }: ChangeContactProps) {
  const { t } = useTranslation("lists");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const { number } = contact;
  const { draft, typed, change } = useDraft(`contact/${of.listId}/${number}`, {
    name: contact.name ?? "",
    fields: typedFields(contact.fields),
  });
  const [isTried, setTried] = useState(false);
  const problems = fieldProblems(draft.fields);
  const saving = useMutation({
    mutationFn: async () =>
      await api().updateContact({
        ...of,
        number,
        ...(typed.name === undefined ? {} : { name: typed.name.trim() === "" ? null : typed.name }),
        ...(typed.fields === undefined ? {} : { fields: fieldsOf(typed.fields) }),
      }),
    onSuccess: () => {
      close();
      void contactsChanged(queries, of);
      void tellDone(t("lists.saved"));
    },
  });
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(typed).length === 0) close();
    else if (problems.every((problem) => problem === undefined)) saving.mutate();
  };
  return (
    <form onSubmit={save} noValidate>
      <Stack>
        <TextInput
          label={t("contacts.name")}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={errorOf(saving.error, "name")}
          data-autofocus
        />
        <ContactFields
          fields={draft.fields}
          problems={isTried ? problems : []}
          error={saving.error}
          change={(fields) => change({ fields })}
        />
        <ErrorNote error={saving.error} besideFields={["name"]} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {common("action.cancel")}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {common("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
