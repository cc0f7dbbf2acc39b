import { MultiSelect, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { Dialog, DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";

interface AddKeyProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made: (key: string) => void;
}

const scopes = ["read", "write", "admin"] as const;
type Scope = (typeof scopes)[number];

export function AddKey({ isOpen, close, made }: AddKeyProps) {
  const { t } = useTranslation("developers");
  const { t: common } = useTranslation();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("write");
  const [sessions, setSessions] = useState<string[]>([]);
  const repeat = useRepeatKey();
  const { data: known = [] } = useQuery(sessionsQuery);
  const making = useMutation({
    mutationFn: async () => {
      const input = { name, scopes: [scope], ...(sessions.length === 0 ? {} : { sessions }) };
      return (await api().createApiKey(input, { idempotencyKey: repeat.keyOf(input) })).data;
    },
    onSuccess: ({ key }) => {
      repeat.renew();
      setName("");
      setScope("write");
      setSessions([]);
      making.reset();
      made(key);
    },
  });
  return (
    <Dialog isOpen={isOpen} close={close} title={t("keys.add")}>
      <DialogForm
        verb={common("action.create")}
        submit={() => making.mutate()}
        close={close}
        isBusy={making.isPending}
        isIncomplete={name.trim() === ""}
        error={making.error}
        besideFields={["name", "sessions"]}
      >
        <TextInput
          label={t("keys.name")}
          description={t("keys.nameHint")}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
          error={errorOf(making.error, "name")}
          required
          data-autofocus
        />
        <div>
          <Text size="sm" fw={500} id="scopes-of-key">
            {t("keys.scopes")}
          </Text>
          <SegmentedControl
            aria-labelledby="scopes-of-key"
            fullWidth
            value={scope}
            onChange={(value) => {
              setScope(value);
            }}
            data={scopes.map((value) => ({ value, label: t(`keys.scope.${value}`) }))}
          />
        </div>
        <MultiSelect
          label={t("keys.sessions")}
          description={t("keys.sessionsHint")}
          data={known.map(({ sessionId, label }) => ({ value: sessionId, label: label ?? sessionId }))}
          value={sessions}
          onChange={setSessions}
          searchable
          error={errorOf(making.error, "sessions")}
        />
      </DialogForm>
    </Dialog>
  );
}
