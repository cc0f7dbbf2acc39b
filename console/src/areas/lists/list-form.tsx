import { ActionIcon, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { ApiError, type List } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { useDraft, useForgottenAtEnd } from "../../parts/draft.ts";
import { Dialog, DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";

interface NewListProps {
  readonly sessionId: string;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Makes a list and goes to it: what comes next is to bring contacts in. */
export function NewList({ sessionId, isOpen, close }: NewListProps) {
  const { t } = useTranslation("lists");
  const { t: common } = useTranslation();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const form = useDraft(`list/${sessionId}/new`, { name: "", description: "" });
  const repeat = useRepeatKey();
  const creating = useMutation({
    mutationFn: async () => {
      const input = { sessionId, ...withoutEmpty(form.draft) };
      return (await api().createList(input, { idempotencyKey: repeat.keyOf(input) })).data;
    },
    onSuccess: (list) => {
      repeat.renew();
      leave();
      void queries.invalidateQueries({ queryKey: ["lists", sessionId] });
      void tellDone(t("lists.created", { name: list.name }));
      go(`/s/${sessionId}/lists/${list.listId}`);
    },
  });
  const leave = (): void => {
    form.forget();
    creating.reset();
    close();
  };
  return (
    <Dialog isOpen={isOpen} close={leave} title={t("lists.newTitle")}>
      <Fields
        draft={form.draft}
        change={form.change}
        error={creating.error}
        isBusy={creating.isPending}
        verb={common("action.create")}
        submit={() => creating.mutate()}
        close={leave}
      />
    </Dialog>
  );
}

const withoutEmpty = ({ name, description }: Draft) => ({ name, ...(description === "" ? {} : { description }) });

export function RenameList({ sessionId, list }: { readonly sessionId: string; readonly list: List }) {
  const { t } = useTranslation("lists");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <ActionIcon variant="subtle" color="gray" aria-label={t("lists.renameOf", { name: list.name })} onClick={open}>
        <IconPencil size={18} aria-hidden />
      </ActionIcon>
      <Dialog isOpen={isOpen} close={close} title={t("lists.renameTitle")}>
        <Rename sessionId={sessionId} list={list} close={close} />
      </Dialog>
    </>
  );
}

function Rename({ sessionId, list, close }: { sessionId: string; list: List; close: () => void }) {
  const { t } = useTranslation("lists");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const draftName = `list/${list.listId}`;
  useForgottenAtEnd(draftName);
  const form = useDraft(draftName, { name: list.name, description: list.description ?? "" });
  const changing = useMutation({
    mutationFn: async () => {
      const { name, description } = form.typed;
      return await api().updateList({
        sessionId,
        listId: list.listId,
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description: description.trim() === "" ? null : description }),
      });
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["lists", sessionId] });
      void tellDone(t("lists.saved"));
      close();
    },
  });
  return (
    <Fields
      draft={form.draft}
      change={form.change}
      error={changing.error}
      isBusy={changing.isPending}
      verb={common("action.save")}
      submit={() => (Object.keys(form.typed).length === 0 ? close() : changing.mutate())}
      close={close}
    />
  );
}

interface Draft {
  readonly name: string;
  readonly description: string;
}

interface FieldsProps {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly verb: string;
  readonly submit: () => void;
  readonly close: () => void;
}

function Fields({ draft, change, error, isBusy, verb, submit, close }: FieldsProps) {
  const { t } = useTranslation("lists");
  const taken = error instanceof ApiError && error.code === "LIST_NAME_TAKEN" ? error.message : undefined;
  return (
    <DialogForm
      verb={verb}
      submit={submit}
      close={close}
      isBusy={isBusy}
      error={taken === undefined ? error : null}
      besideFields={["name", "description"]}
    >
      <TextInput
        label={t("lists.name")}
        placeholder={t("lists.nameHint")}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={taken ?? errorOf(error, "name")}
        data-autofocus
        required
      />
      <Textarea
        label={t("lists.description")}
        description={t("lists.descriptionHint")}
        value={draft.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
        error={errorOf(error, "description")}
        autosize
        minRows={2}
        maxRows={6}
      />
    </DialogForm>
  );
}
