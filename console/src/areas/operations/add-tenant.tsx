import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { randomKey } from "../../api/random-key.ts";
import { ErrorNote, errorOf } from "../../parts/error-note.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";

/** A tenant begins with its first key, which may do everything in it. */
export function AddTenant({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation("operations");
  const { t: common } = useTranslation();
  const [tenantId, setTenantId] = useState("");
  const [name, setName] = useState("admin");
  const [secret, setSecret] = useState<string>();
  const [idempotencyKey, setIdempotencyKey] = useState(randomKey);
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: async () => (await api().createApiKey({ name, scopes: ["admin"], tenantId }, { idempotencyKey })).data,
    onSuccess: ({ key }) => {
      setIdempotencyKey(randomKey());
      setTenantId("");
      making.reset();
      close();
      setSecret(key);
      void queries.invalidateQueries({ queryKey: ["tenants"] });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("addTenant")}
        closeButtonProps={{ "aria-label": common("action.close") }}
      >
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t("tenant")}
              description={t("tenantHint")}
              value={tenantId}
              onChange={(event) => {
                setTenantId(event.currentTarget.value);
              }}
              error={errorOf(making.error, "tenantId")}
              required
              data-autofocus
            />
            <TextInput
              label={t("keyName")}
              value={name}
              onChange={(event) => {
                setName(event.currentTarget.value);
              }}
              error={errorOf(making.error, "name")}
              required
            />
            <ErrorNote error={making.error} besideFields={["tenantId", "name"]} />
            <Group justify="flex-end">
              <Button type="submit" loading={making.isPending} disabled={tenantId === "" || name === ""}>
                {common("action.create")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <SecretOnce
        title={t("secretTitle")}
        hint={t("secretHint")}
        secret={secret}
        close={() => {
          setSecret(undefined);
        }}
      />
    </>
  );
}
