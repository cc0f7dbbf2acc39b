import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Clock } from "../core/clock.ts";
import { isWanted, type DomainEvent, type EventPublisher, type EventType } from "../core/events.ts";
import { listenersHoldMs, listensTo, type Webhook } from "../core/webhook.ts";
import type { WebhookQueue, WebhookStore, WebhookTicket } from "../core/webhook-ports.ts";
import { systemClock } from "./system-clock.ts";

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
 * Puts events on the queue of those who listen. Who listens is read at most once in `listenersHoldMs` a tenant, and a
 * change of webhooks is answered only after that time: whoever has the answer misses nothing from then on.
 */
export class QueuedEvents implements EventPublisher {
  readonly #webhooks: Pick<WebhookStore, "list">;
  readonly #queue: WebhookQueue;
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #seen = new Map<string, { readonly readAt: number; readonly list: Promise<readonly Webhook[]> }>();

  constructor(webhooks: Pick<WebhookStore, "list">, queue: WebhookQueue, clock: Pick<Clock, "elapsed"> = systemClock) {
    this.#webhooks = webhooks;
    this.#queue = queue;
    this.#clock = clock;
  }

  async publish(tenantId: string, type: EventType, make: () => Promise<DomainEvent | undefined>): Promise<void> {
    const webhooks = await this.#listOf(tenantId);
    if (!webhooks.some(({ active, events }) => active && isWanted(events, type))) return;
    const event = await make();
    if (event === undefined || !webhooks.some((webhook) => listensTo(webhook, event))) return;
    await this.#queue.enqueue({ kind: "event", event }, 0);
  }

  async #listOf(tenantId: string): Promise<readonly Webhook[]> {
    const now = this.#clock.elapsed();
    for (const [tenant, { readAt }] of this.#seen) if (now - readAt >= listenersHoldMs) this.#seen.delete(tenant);
    const seen = this.#seen.get(tenantId);
    if (seen !== undefined) return await seen.list;
    const list = this.#webhooks.list(tenantId);
    this.#seen.set(tenantId, { readAt: now, list });
    // A read that failed is read again by the next one.
    list.catch(() => this.#seen.delete(tenantId));
    return await list;
  }
}
