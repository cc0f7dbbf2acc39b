import { Button, Group, Text, TextInput } from "@mantine/core";
import { IconDeviceMobileMessage } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { errorOf, ErrorNote } from "../../parts/error-note.tsx";
import { numberAsWritten } from "../../parts/phone-number.tsx";
import { contentFields, lackingOf } from "./broadcast.ts";
import { useKeyFor } from "./sending.ts";
import type { BroadcastForm } from "./use-broadcast.ts";

/** One message to a number of one's own, as the contact on show would get it. */
export function TestSend({ form }: { readonly form: BroadcastForm }) {
  const { t } = useTranslation("compose");
  const { sessionId, draft, change, contacts, preview, at } = form;
  const { keyFor, answered } = useKeyFor(`compose/${sessionId}/test`);
  const shown = preview.contacts[at] ?? preview.contacts[0];
  const contact = contacts.find(({ number }) => number === shown?.number);
  const testing = useMutation({
    mutationFn: async () => {
      const body = {
        number: draft.testNumber,
        ...contentFields(draft),
        ...(contact?.name === undefined ? {} : { name: contact.name }),
        ...(contact === undefined ? {} : { fields: contact.fields }),
      };
      return (await api().sendTest({ sessionId, ...body }, { idempotencyKey: keyFor(body) })).data;
    },
    onSuccess: answered,
  });
  const { error } = testing;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        testing.mutate();
      }}
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t("testHint")}
      </Text>
      <Group align="start" gap="sm">
        <TextInput
          aria-label={t("testNumber")}
          placeholder="0812 3456 789"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          value={draft.testNumber}
          onChange={(event) => change({ testNumber: event.currentTarget.value })}
          error={errorOf(error, "number")}
          style={{ flex: "1 1 180px" }}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconDeviceMobileMessage size={18} aria-hidden />}
          loading={testing.isPending}
          disabled={draft.testNumber.trim() === "" || lackingOf(draft).includes("content")}
        >
          {t("testSend")}
        </Button>
      </Group>
      <div role="status">
        {testing.isSuccess && (
          <Text size="sm" mt="xs">
            {t(testing.data.status === "sent" ? "testSent" : "testPending", {
              number: numberAsWritten(testing.data.number),
            })}
          </Text>
        )}
      </div>
      <ErrorNote error={error} besideFields={["number"]} />
    </form>
  );
}
