import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useDraft, useForgottenAtEnd } from "../../parts/draft.ts";
import { errorOf, ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { ContactFields } from "./contact-fields.tsx";
import { changedFields, fieldProblems, typedFields } from "./fields-of-contact.ts";
import { contactsChanged, type OfList } from "../../parts/lists/queries.ts";

interface ChangeContactProps {
  readonly of: OfList;
  readonly contact: Contact;
  readonly close: () => void;
}

/** Name and fields; a number can't be changed. What was typed and not saved is forgotten when it is left. */
export function ChangeContact({ of, contact, close }: ChangeContactProps) {
  const { t } = useTranslation("lists");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const { number } = contact;
  const draftName = `contact/${of.listId}/${number}`;
  const { draft, typed, change } = useDraft(draftName, {
    name: contact.name ?? "",
    fields: typedFields(contact.fields),
    begun: contact.fields,
  });
  useForgottenAtEnd(draftName);
  const [isTried, setTried] = useState(false);
  const problems = fieldProblems(draft.fields);
  const saving = useMutation({
    mutationFn: async () => {
      // The API takes fields as a whole: they are read once more, so that what others changed meanwhile stays.
      const fields =
        typed.fields === undefined
          ? undefined
          : changedFields(draft.begun, typed.fields, (await api().getContact({ ...of, number })).data.fields);
      return await api().updateContact({
        ...of,
        number,
        ...(typed.name === undefined ? {} : { name: typed.name.trim() === "" ? null : typed.name }),
        ...(fields === undefined ? {} : { fields }),
      });
    },
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
          change={(fields) => change({ fields, begun: draft.begun })}
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
