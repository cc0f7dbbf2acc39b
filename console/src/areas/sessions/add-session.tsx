import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { keepSession } from "../../app/chosen-session.ts";
import { Dialog, DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";
import { ownTimezone } from "../../parts/timezones.ts";

/** An id that the API takes, made of a name as people write it. */
export const idFrom = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 64);

/** Names a number that is to be linked; its page then shows the code. */
export function AddSession({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation("sessions");
  const [label, setLabel] = useState("");
  const [written, setWritten] = useState<string>();
  const repeat = useRepeatKey();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const sessionId = written ?? idFrom(label);
  const making = useMutation({
    mutationFn: async () => {
      // Without a timezone of its own the session's days and times are in UTC, which is no shop's.
      const input = { sessionId, timezone: ownTimezone(), ...(label.trim() === "" ? {} : { label }) };
      return await api().createSession(input, { idempotencyKey: repeat.keyOf(input) });
    },
    onSuccess: async () => {
      repeat.renew();
      setLabel("");
      setWritten(undefined);
      close();
      await queries.invalidateQueries({ queryKey: ["sessions"] });
      // The pages of lists and campaigns are about the new number from now on.
      keepSession(sessionId);
      go(`/sessions/${sessionId}`);
    },
  });
  return (
    <Dialog isOpen={isOpen} close={close} title={t("add")}>
      <DialogForm
        verb={t("create")}
        submit={() => making.mutate()}
        close={close}
        isBusy={making.isPending}
        isIncomplete={sessionId === ""}
        error={making.error}
        besideFields={["label", "sessionId"]}
      >
        <TextInput
          label={t("label")}
          description={t("labelHint")}
          value={label}
          onChange={(event) => {
            setLabel(event.currentTarget.value);
          }}
          error={errorOf(making.error, "label")}
          data-autofocus
        />
        <TextInput
          label={t("id")}
          description={t("idHint")}
          value={sessionId}
          onChange={(event) => {
            setWritten(event.currentTarget.value);
          }}
          error={errorOf(making.error, "sessionId")}
          required
        />
      </DialogForm>
    </Dialog>
  );
}
