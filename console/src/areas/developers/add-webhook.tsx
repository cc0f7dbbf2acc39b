import { Button, Group, Modal, Stack, TagsInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { randomKey } from "../../api/random-key.ts";
import { useDraft } from "../../parts/draft.ts";
import { ErrorNote, errorOf } from "../../parts/error-note.tsx";

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
  const [idempotencyKey, setIdempotencyKey] = useState(randomKey);
  const making = useMutation({
    mutationFn: async () => {
      const { url, events, description } = draft;
      const input = { url, events: events as never, ...(description.trim() === "" ? {} : { description }) };
      return (await api().createWebhook(input, { idempotencyKey })).data;
    },
    onSuccess: ({ secret }) => {
      setIdempotencyKey(randomKey());
      forget();
      making.reset();
      made(secret);
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  const { error } = making;
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("webhooks.add")}
      closeButtonProps={{ "aria-label": common("action.close") }}
    >
      <form onSubmit={submit}>
        <Stack>
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
          <ErrorNote error={error} besideFields={["url", "events", "description"]} />
          <Group justify="flex-end">
            <Button type="submit" loading={making.isPending} disabled={draft.url === "" || draft.events.length === 0}>
              {common("action.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
