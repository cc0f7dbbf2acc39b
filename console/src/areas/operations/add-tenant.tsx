import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { useRepeatKey } from "../../api/repeat-key.ts";
import { Dialog, DialogForm } from "../../parts/dialog.tsx";
import { errorOf } from "../../parts/error-note.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";

/** A tenant begins with its first key, which may do everything in it. */
export function AddTenant({ isOpen, close }: { readonly isOpen: boolean; readonly close: () => void }) {
  const { t } = useTranslation("operations");
  const { t: common } = useTranslation();
  const [tenantId, setTenantId] = useState("");
  const [name, setName] = useState("admin");
  const [secret, setSecret] = useState<string>();
  const repeat = useRepeatKey();
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: async () => {
      const input = { name, scopes: ["admin" as const], tenantId };
      return (await api().createApiKey(input, { idempotencyKey: repeat.keyOf(input) })).data;
    },
    onSuccess: ({ key }) => {
      repeat.renew();
      setTenantId("");
      making.reset();
      close();
      setSecret(key);
      void queries.invalidateQueries({ queryKey: ["tenants"] });
    },
  });
  return (
    <>
      <Dialog isOpen={isOpen} close={close} title={t("addTenant")}>
        <DialogForm
          verb={common("action.create")}
          submit={() => making.mutate()}
          close={close}
          isBusy={making.isPending}
          isIncomplete={tenantId === "" || name === ""}
          error={making.error}
          besideFields={["tenantId", "name"]}
        >
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
        </DialogForm>
      </Dialog>
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
