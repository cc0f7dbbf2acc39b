import { Anchor, Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Webhook } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { AddWebhook } from "./add-webhook.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";

export function Webhooks() {
  const { t } = useTranslation("developers");
  const [isAdding, { open, close }] = useDisclosure();
  const [secret, setSecret] = useState<string>();
  const queries = useQueryClient();
  const pages = useCursorPages(["webhooks"], (cursor, signal) =>
    api().listWebhooks({ limit: 25, ...given({ cursor }) }, { signal }),
  );
  const { data, error, refetch } = pages.query;
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed">{t("webhooks.lead")}</Text>
        <Button onClick={open}>{t("webhooks.add")}</Button>
      </Group>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows />}
      {data?.data.length === 0 && <Nothing>{t("webhooks.none")}</Nothing>}
      {data?.data.map((webhook) => (
        <WebhookCard key={webhook.webhookId} webhook={webhook} />
      ))}
      <PageButtons pages={pages} />
      <AddWebhook
        isOpen={isAdding}
        close={close}
        made={(made) => {
          close();
          setSecret(made);
          void queries.invalidateQueries({ queryKey: ["webhooks"] });
        }}
      />
      <SecretOnce
        title={t("webhooks.secretTitle")}
        hint={t("webhooks.secretHint")}
        secret={secret}
        close={() => {
          setSecret(undefined);
        }}
      />
    </Stack>
  );
}

function WebhookCard({ webhook: { webhookId, url, events, description, active } }: { readonly webhook: Webhook }) {
  const { t } = useTranslation("developers");
  return (
    <Card withBorder p="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4}>
          <Anchor component={Link} href={`/developers/webhooks/${webhookId}`} fw={600} className="written">
            {url}
          </Anchor>
          {description !== undefined && (
            <Text size="sm" className="written">
              {description}
            </Text>
          )}
          <Text size="sm" c="dimmed" className="written">
            {events.join(", ")}
          </Text>
        </Stack>
        <Badge variant="light" color={active ? "green" : "gray"} tt="none" style={{ flexShrink: 0 }}>
          {active ? t("webhooks.active") : t("webhooks.inactive")}
        </Badge>
      </Group>
    </Card>
  );
}
