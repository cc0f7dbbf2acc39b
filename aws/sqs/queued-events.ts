import type { Clock } from "../../core/time/clock.ts";
import { TicketRefused } from "../../core/errors.ts";
import {
  isWanted,
  type DomainEvent,
  type EventFacts,
  type EventPublisher,
  type EventType,
} from "../../core/webhook/events.ts";
import { Patience, type IfInTime } from "../../core/patience.ts";
import { listenersHoldMs, listensTo, type Webhook } from "../../core/webhook/webhook.ts";
import type { OwedEventStore, WebhookQueue, WebhookStore } from "../../core/webhook/webhook-ports.ts";

/**
 * How long a change waits for all that its event asks for, reads and queue together: then the event is published with less, or
 * written as an owed event, and the change is made.
 */
export const eventPatienceMs = 250;

export interface EventTaking {
  readonly webhooks: Pick<WebhookStore, "list">;
  readonly queue: WebhookQueue;
  readonly owed: Pick<OwedEventStore, "put">;
  readonly clock: Clock;
}

/**
 * Publishes the events that a webhook listens to: on their queue, or, when the queue does not take one at once, as an owed
 * event, which the sweep publishes. So no trouble of the queue holds up the change. The tenant's webhooks are read at most
 * once in `listenersHoldMs`, and a change of webhooks is answered only after that time: the caller who has the answer
 * misses nothing from then on.
 */
export class QueuedEvents implements EventPublisher {
  readonly #taking: EventTaking;
  readonly #seen = new Map<string, { readonly readAt: number; readonly list: Promise<readonly Webhook[]> }>();

  constructor(taking: EventTaking) {
    this.#taking = taking;
  }

  async publish(
    tenantId: string,
    type: EventType,
    make: (ifInTime: IfInTime) => Promise<EventFacts | undefined>,
  ): Promise<void> {
    const patience = new Patience(this.#taking.clock, eventPatienceMs);
    const webhooks = await patience.ifInTime(() => this.#listOf(tenantId));
    if (webhooks?.some(({ active, events }) => active && isWanted(events, type)) === false) return;
    const facts = await make(patience.ifInTime);
    if (facts === undefined) return;
    const event: DomainEvent = { ...facts, tenantId, type };
    if (webhooks?.some((webhook) => listensTo(webhook, event)) === false) return;
    await this.#takeDown(event, patience);
  }

  async #takeDown(event: DomainEvent, patience: Patience): Promise<void> {
    const { queue, owed, clock } = this.#taking;
    const taking = () =>
      queue.enqueue({ kind: "event", event }, 0).then(
        () => "taken" as const,
        (error: unknown) => error,
      );
    const outcome = await patience.outcomeOf(taking, "not_taken_yet");
    if (outcome === "taken") return;
    const refused = outcome instanceof TicketRefused ? { refusedBecause: outcome.message } : {};
    await owed.put({ event, owedAt: clock.now(), ...refused });
  }

  /** `undefined` when it could not be read: then the event is published, and its delivery finds out which webhooks get it. */
  async #listOf(tenantId: string): Promise<readonly Webhook[] | undefined> {
    const now = this.#taking.clock.elapsed();
    for (const [tenant, { readAt }] of this.#seen) if (now - readAt >= listenersHoldMs) this.#seen.delete(tenant);
    const list = this.#seen.get(tenantId)?.list ?? this.#taking.webhooks.list(tenantId);
    if (!this.#seen.has(tenantId)) this.#seen.set(tenantId, { readAt: now, list });
    try {
      return await list;
    } catch {
      // A read that failed is read again by the next one.
      this.#seen.delete(tenantId);
      return undefined;
    }
  }
}
