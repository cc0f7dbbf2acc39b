import { Badge, Button, Code, Collapse, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { WebhookDelivery } from "../../../../clients/typescript/src/index.ts";
import { api } from "../../api/client.ts";
import { given } from "../../api/given.ts";
import { PageButtons, useCursorPages } from "../../parts/cursor-pages.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { tellDone } from "../../parts/notices.tsx";
import { Nothing, WaitingRows } from "../../parts/page.tsx";
import { useFormat } from "../../words/format.ts";

export type DeliveryFilter = "all" | WebhookDelivery["status"];

interface DeliveriesProps {
  readonly webhookId: string;
  readonly filter: DeliveryFilter;
}

const colors = { pending: "blue", delivered: "green", failed: "red" } as const;

/** Each event that was sent, with every try and its answer. */
export function Deliveries({ webhookId, filter }: DeliveriesProps) {
  const { t } = useTranslation("developers");
  const pages = useCursorPages(
    ["webhooks", webhookId, "deliveries", filter],
    (cursor, signal) =>
      api().listDeliveries(
        { webhookId, limit: 25, ...given({ status: filter === "all" ? undefined : filter, cursor }) },
        { signal },
      ),
    { isMoving: ({ data }) => data.some(({ status }) => status === "pending") },
  );
  const { data, error, refetch } = pages.query;
  return (
    <Stack gap="xs">
      <ErrorNote error={error} again={() => void refetch()} />
      {data === undefined && error === null && <WaitingRows />}
      {data?.data.length === 0 && <Nothing>{t("webhooks.noDeliveries")}</Nothing>}
      {data?.data.map((delivery) => (
        <DeliveryRow key={delivery.deliveryId} webhookId={webhookId} delivery={delivery} />
      ))}
      <PageButtons pages={pages} />
    </Stack>
  );
}

interface DeliveryRowProps {
  readonly webhookId: string;
  readonly delivery: WebhookDelivery;
}

function DeliveryRow({ webhookId, delivery }: DeliveryRowProps) {
  const { t } = useTranslation("developers");
  const format = useFormat();
  const queries = useQueryClient();
  const [isOpen, { toggle }] = useDisclosure();
  const { deliveryId, type, status, attempts, attemptCount, createdAt, event } = delivery;
  const sending = useMutation({
    mutationFn: async () => await api().redeliver({ webhookId, deliveryId }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["webhooks", webhookId] });
      await tellDone(t("webhooks.sentAgain"));
    },
  });
  return (
    <div>
      <UnstyledButton w="100%" py="xs" onClick={toggle} aria-expanded={isOpen}>
        <Group justify="space-between" wrap="nowrap">
          <Text fw={500}>{type}</Text>
          <Group gap="xs" wrap="nowrap">
            <Text size="sm" c="dimmed" visibleFrom="sm">
              {`${format.time(createdAt)} · ${t("webhooks.tries", { count: attemptCount })}`}
            </Text>
            <Badge variant="light" color={colors[status]} tt="none">
              {t(`webhooks.state.${status}`)}
            </Badge>
          </Group>
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Stack gap="xs" pb="md">
          {attempts.map(({ at, tookMs, status: answered, problem }) => (
            <Text key={at} size="sm" className="written">
              {`${format.time(at)} · ${problem ?? String(answered ?? "")} · ${tookMs} ms`}
            </Text>
          ))}
          <Code block className="written">
            {JSON.stringify(event, null, 2)}
          </Code>
          <ErrorNote error={sending.error} />
          <div>
            <Button
              size="xs"
              variant="default"
              loading={sending.isPending}
              onClick={() => {
                sending.mutate();
              }}
            >
              {t("webhooks.again")}
            </Button>
          </div>
        </Stack>
      </Collapse>
    </div>
  );
}
