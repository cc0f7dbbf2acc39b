import { Button, Group, Modal, MultiSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { randomKey } from "../../api/random-key.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { ErrorNote, errorOf } from "../../parts/error-note.tsx";

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
  const [idempotencyKey, setIdempotencyKey] = useState(randomKey);
  const { data: known = [] } = useQuery(sessionsQuery);
  const making = useMutation({
    mutationFn: async () =>
      (
        await api().createApiKey(
          { name, scopes: [scope], ...(sessions.length === 0 ? {} : { sessions }) },
          { idempotencyKey },
        )
      ).data,
    onSuccess: ({ key }) => {
      setIdempotencyKey(randomKey());
      setName("");
      setSessions([]);
      making.reset();
      made(key);
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t("keys.add")}
      closeButtonProps={{ "aria-label": common("action.close") }}
    >
      <form onSubmit={submit}>
        <Stack>
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
          <ErrorNote error={making.error} besideFields={["name", "sessions"]} />
          <Group justify="flex-end">
            <Button type="submit" loading={making.isPending} disabled={name.trim() === ""}>
              {common("action.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
