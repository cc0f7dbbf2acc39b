import { TagsInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { useDraft } from "../../parts/draft.ts";
import { Dialog, DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";

interface AddWebhookProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made: (secret: string) => void;
}

/** Groups of events to begin with; single ones can be typed. */
const groups = ["*", "campaign.*", "recipient.*", "message.*", "session.*", "import.*", "opt_out.*"];

export function AddWebhook({ isOpen, close, made }: AddWebhookProps) {
  const { t } = useTranslation("developers");
  const { t: common } = useTranslation();
  const { draft, change, forget } = useDraft("webhook", { url: "", description: "", events: ["campaign.*"] });
  const repeat = useRepeatKey();
  const making = useMutation({
    mutationFn: async () => {
      const { url, events, description } = draft;
      const input = { url, events: events as never, ...(description.trim() === "" ? {} : { description }) };
      return (await api().createWebhook(input, { idempotencyKey: repeat.keyOf(input) })).data;
    },
    onSuccess: ({ secret }) => {
      repeat.renew();
      forget();
      making.reset();
      made(secret);
    },
  });
  const { error } = making;
  return (
    <Dialog isOpen={isOpen} close={close} title={t("webhooks.add")}>
      <DialogForm
        verb={common("action.create")}
        submit={() => making.mutate()}
        close={close}
        isBusy={making.isPending}
        isIncomplete={draft.url === "" || draft.events.length === 0}
        error={making.error}
        besideFields={["url", "events", "description"]}
      >
        <TextInput
          label={t("webhooks.url")}
          description={t("webhooks.urlHint")}
          placeholder="https://"
          type="url"
          value={draft.url}
          onChange={(event) => {
            change({ url: event.currentTarget.value });
          }}
          error={errorOf(error, "url")}
          required
          data-autofocus
        />
        <TagsInput
          label={t("webhooks.events")}
          description={t("webhooks.eventsHint")}
          data={groups}
          value={draft.events}
          onChange={(events) => {
            change({ events });
          }}
          error={errorOf(error, "events")}
        />
        <TextInput
          label={t("webhooks.description")}
          value={draft.description}
          onChange={(event) => {
            change({ description: event.currentTarget.value });
          }}
          error={errorOf(error, "description")}
        />
      </DialogForm>
    </Dialog>
  );
}
