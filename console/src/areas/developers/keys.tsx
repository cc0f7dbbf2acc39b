import { Badge, Button, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useFormat } from "../../words/format.ts";
import { AddKey } from "./add-key.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";

export function Keys() {
  const { t } = useTranslation("developers");
  const [isAdding, { open, close }] = useDisclosure();
  const [secret, setSecret] = useState<string>();
  const queries = useQueryClient();
  const pages = useCursorPages(["api-keys"], (cursor, signal) =>
    api().listApiKeys({ limit: 25, ...given({ cursor }) }, { signal }),
  );
  const { data, error, refetch } = pages.query;
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed">{t("keys.lead")}</Text>
        <Button onClick={open}>{t("keys.add")}</Button>
      </Group>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows />}
      {data?.data.length === 0 && <Nothing>{t("keys.none")}</Nothing>}
      {data !== undefined && data.data.length > 0 && <KeysTable keys={data.data} />}
      <PageButtons pages={pages} />
      <AddKey
        isOpen={isAdding}
        close={close}
        made={(key) => {
          close();
          setSecret(key);
          void queries.invalidateQueries({ queryKey: ["api-keys"] });
        }}
      />
      <SecretOnce
        title={t("keys.secretTitle")}
        hint={t("keys.secretHint")}
        secret={secret}
        close={() => {
          setSecret(undefined);
        }}
      />
    </Stack>
  );
}

function KeysTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { t } = useTranslation("developers");
  const { t: common } = useTranslation();
  return (
    <WideTable label={t("tabs.keys")} minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          {(["name", "scopes", "sessions", "used", "expires"] as const).map((column) => (
            <Table.Th key={column} scope="col">
              {t(`keys.${column}`)}
            </Table.Th>
          ))}
          <Table.Th scope="col">
            <VisuallyHidden>{common("action.change")}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <KeyRow key={key.keyId} apiKey={key} />
        ))}
      </Table.Tbody>
    </WideTable>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const queries = useQueryClient();
  const { keyId, name, scopes, sessions, lastUsedAt, expiresAt, revokedAt } = apiKey;
  return (
    <Table.Tr>
      <Table.Td className="written">{name}</Table.Td>
      <Table.Td>{scopes.map((scope) => t(`keys.scope.${scope}`)).join(", ")}</Table.Td>
      <Table.Td className="written">{sessions?.join(", ") ?? t("keys.allSessions")}</Table.Td>
      <Table.Td>{lastUsedAt === undefined ? t("keys.notUsed") : format.ago(lastUsedAt)}</Table.Td>
      <Table.Td>{expiresAt === undefined ? t("keys.never") : format.time(expiresAt)}</Table.Td>
      <Table.Td ta="end">
        {revokedAt !== undefined ? (
          <Badge color="gray" variant="light" tt="none">
            {t("keys.revoked")}
          </Badge>
        ) : (
          <ConfirmButton
            size="xs"
            title={t("keys.revokeTitle", { name })}
            question={t("keys.revokeQuestion")}
            verb={t("keys.revoke")}
            act={async () => await api().revokeApiKey({ keyId })}
            done={() => void queries.invalidateQueries({ queryKey: ["api-keys"] })}
          >
            {t("keys.revoke")}
          </ConfirmButton>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
