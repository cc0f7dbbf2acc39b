import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { isWanted, type DomainEvent, type EventPublisher, type EventType } from "../core/events.ts";
import { listensTo } from "../core/webhook.ts";
import type { WebhookQueue, WebhookStore, WebhookTicket } from "../core/webhook-ports.ts";

/** SQS delays a message no longer. */
const longestDelaySeconds = 900;

export class SqsWebhookQueue implements WebhookQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async enqueue(ticket: WebhookTicket, delayMs: number): Promise<void> {
    const DelaySeconds = Math.min(Math.max(0, Math.ceil(delayMs / 1_000)), longestDelaySeconds);
    await this.#client.send(
      new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody: JSON.stringify(ticket), DelaySeconds }),
    );
  }
}

/**
 * Puts events on the queue of those who listen. Who listens is read each time: half a read unit is less than a message
 * on the queue, and a webhook that was made a moment ago misses nothing.
 */
export class QueuedEvents implements EventPublisher {
  readonly #webhooks: WebhookStore;
  readonly #queue: WebhookQueue;

  constructor(webhooks: WebhookStore, queue: WebhookQueue) {
    this.#webhooks = webhooks;
    this.#queue = queue;
  }

  async publish(tenantId: string, type: EventType, make: () => Promise<DomainEvent | undefined>): Promise<void> {
    const webhooks = await this.#webhooks.list(tenantId);
    if (!webhooks.some(({ active, events }) => active && isWanted(events, type))) return;
    const event = await make();
    if (event === undefined || !webhooks.some((webhook) => listensTo(webhook, event))) return;
    await this.#queue.enqueue({ kind: "event", event }, 0);
  }
}
