import { Alert, Button, Card, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Webhook } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { usePolled } from "../../api/polling.ts";
import { ConfirmButton } from "../../parts/confirm.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { Page, Waiting } from "../../parts/page.tsx";
import { useFormat } from "../../words/format.ts";
import { addWords } from "../../words/words.ts";
import { Deliveries, type DeliveryFilter } from "./deliveries.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";
import * as words from "./words.ts";

addWords("developers", words);

interface WebhookPageProps {
  readonly params: { readonly webhookId: string };
}

type Answered = Awaited<ReturnType<ReturnType<typeof api>["getWebhook"]>>["data"];

/** What was sent to one webhook, and what its receiver answers. */
export default function WebhookPage({ params: { webhookId } }: WebhookPageProps) {
  const { t } = useTranslation("developers");
  const [filter, setFilter] = useState<DeliveryFilter>("all");
  const { data, error, refetch } = usePolled(
    ["webhooks", webhookId],
    async ({ signal }) => (await api().getWebhook({ webhookId }, { signal })).data,
  );
  return (
    <Page title={data?.url ?? t("tabs.webhooks")}>
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined ? (
        error === null && <Waiting />
      ) : (
        <>
          <Standing webhook={data} />
          <Actions webhook={data} />
          <Group justify="space-between">
            <Title order={2} size="h4">
              {t("webhooks.deliveries")}
            </Title>
            <SegmentedControl
              aria-label={t("webhooks.status")}
              value={filter}
              onChange={(value) => {
                setFilter(value);
              }}
              data={[
                { value: "all", label: t("webhooks.all") },
                ...(["pending", "delivered", "failed"] as const).map((value) => ({
                  value,
                  label: t(`webhooks.state.${value}`),
                })),
              ]}
            />
          </Group>
          <Deliveries webhookId={webhookId} filter={filter} />
        </>
      )}
    </Page>
  );
}

function Standing({ webhook }: { readonly webhook: Answered }) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const { active, inactiveBecause, failingSince, lastAnswer, events, description } = webhook;
  const answer =
    lastAnswer === undefined
      ? t("webhooks.noAnswer")
      : `${t("webhooks.lastAnswer")}: ${lastAnswer.problem ?? String(lastAnswer.status ?? "")} · ${format.time(lastAnswer.at)}`;
  return (
    <Card withBorder>
      <Stack gap="xs">
        {!active && (
          <Alert color="yellow">{inactiveBecause === "gone" ? t("webhooks.gone") : t("webhooks.inactive")}</Alert>
        )}
        {failingSince !== undefined && (
          <Alert color="red">{t("webhooks.failing", { when: format.time(failingSince) })}</Alert>
        )}
        {description !== undefined && <Text className="written">{description}</Text>}
        <Text size="sm" className="written">
          {answer}
        </Text>
        <Text size="sm" c="dimmed" className="written">
          {events.join(", ")}
        </Text>
      </Stack>
    </Card>
  );
}

function Actions({ webhook: { webhookId, url, active } }: { readonly webhook: Webhook }) {
  const { t } = useTranslation("developers");
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [secret, setSecret] = useState<string>();
  const refresh = async () => await queries.invalidateQueries({ queryKey: ["webhooks"] });
  const testing = useMutation({
    mutationFn: async () => await api().testWebhook({ webhookId }),
    onSuccess: async () => {
      await refresh();
      await tellDone(t("webhooks.tested"));
    },
  });
  const switching = useMutation({
    mutationFn: async () => await api().updateWebhook({ webhookId, active: !active }),
    onSuccess: refresh,
  });
  return (
    <>
      <ErrorNote error={testing.error ?? switching.error} />
      <Group>
        <Button
          loading={testing.isPending}
          onClick={() => {
            testing.mutate();
          }}
        >
          {t("webhooks.test")}
        </Button>
        <Button
          variant="default"
          loading={switching.isPending}
          onClick={() => {
            switching.mutate();
          }}
        >
          {active ? t("webhooks.off") : t("webhooks.on")}
        </Button>
        <ConfirmButton
          color="green"
          title={t("webhooks.rotateTitle")}
          question={t("webhooks.rotateQuestion")}
          verb={t("webhooks.rotate")}
          act={async () => {
            setSecret((await api().updateWebhook({ webhookId, rotateSecret: true })).data.secret);
            await refresh();
          }}
        >
          {t("webhooks.rotate")}
        </ConfirmButton>
        <ConfirmButton
          title={t("webhooks.removeTitle")}
          question={t("webhooks.removeQuestion", { url })}
          verb={t("webhooks.remove")}
          act={async () => await api().removeWebhook({ webhookId })}
          done={() => {
            go("/developers/webhooks");
            void refresh();
          }}
        >
          {t("webhooks.remove")}
        </ConfirmButton>
      </Group>
      <SecretOnce
        title={t("webhooks.secretTitle")}
        hint={t("webhooks.secretHint")}
        secret={secret}
        close={() => {
          setSecret(undefined);
        }}
      />
    </>
  );
}
