import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { useDraft, useForgottenAtEnd } from "../../parts/draft.ts";
import { DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { ContactFields } from "./contact-fields.tsx";
import { fieldProblems, fieldsOf, type TypedField } from "./fields-of-contact.ts";
import { contactsChanged, contactsKey, type OfList } from "../../parts/lists/queries.ts";
import type { ContactPage } from "./search.ts";

/** One contact by hand, with the fields that those on show have. */
export function NewContact({ of, close }: { readonly of: OfList; readonly close: () => void }) {
  const { t } = useTranslation("lists");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const [known] = useState(() => fieldsOnShow(queries.getQueriesData<ContactPage>({ queryKey: contactsKey(of) })));
  const draftName = `contact/${of.listId}/new`;
  useForgottenAtEnd(draftName);
  const { draft, change } = useDraft(draftName, { number: "", name: "", fields: known });
  const repeat = useRepeatKey();
  const [isTried, setTried] = useState(false);
  const problems = fieldProblems(draft.fields);
  const adding = useMutation({
    mutationFn: async () => {
      const { number, name, fields } = draft;
      const input = { ...of, number, ...given({ name: name.trim() }), fields: fieldsOf(fields) };
      return (await api().addContacts(input, { idempotencyKey: repeat.keyOf(input) })).data;
    },
    onSuccess: ({ updated }) => {
      repeat.renew();
      close();
      void contactsChanged(queries, of);
      void tellDone(updated > 0 ? t("form.updated") : t("form.added"));
    },
  });
  const add = (): void => {
    setTried(true);
    if (problems.every((problem) => problem === undefined)) adding.mutate();
  };
  const { error } = adding;
  return (
    <DialogForm
      verb={common("action.add")}
      submit={add}
      close={close}
      isBusy={adding.isPending}
      error={error}
      besideFields={["number", "name"]}
    >
      <TextInput
        label={t("contacts.number")}
        description={t("form.numberHint")}
        value={draft.number}
        onChange={(event) => change({ number: event.currentTarget.value })}
        error={errorOf(error, "number")}
        inputMode="tel"
        data-autofocus
        required
      />
      <TextInput
        label={t("contacts.name")}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errorOf(error, "name")}
      />
      <ContactFields
        fields={draft.fields}
        problems={isTried ? problems : []}
        error={error}
        change={(fields) => change({ fields })}
      />
    </DialogForm>
  );
}

const mostOffered = 8;

function fieldsOnShow(cached: readonly (readonly [unknown, ContactPage | undefined])[]): readonly TypedField[] {
  const contacts = cached.flatMap(([key, page]) =>
    Array.isArray(key) && key.includes("page") ? (page?.data ?? []) : [],
  );
  const names = new Set(contacts.flatMap(({ fields }) => Object.keys(fields)));
  return [...names].slice(0, mostOffered).map((name) => ({ name, value: "" }));
}
