import { TicketRefused } from "../../../core/errors.ts";
import type { Bell, BellListener, ProfileStore, Ticket } from "../../../core/session/session-ports.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import type { Webhook } from "../../../core/webhook/webhook.ts";
import type { WebhookQueue, WebhookTicket } from "../../../core/webhook/webhook-ports.ts";
import type { FakeClock } from "../fake-clock.ts";
import { tenantId } from "./refs.ts";

/** Files, tickets and events of a deployment, kept in memory; faults come from a test. */

export class MemoryFiles implements ProfileStore {
  readonly files = new Map<string, Uint8Array>();
  async save(key: string, archive: Uint8Array): Promise<void> {
    this.files.set(key, archive);
  }
  async load(key: string): Promise<Uint8Array | undefined> {
    return this.files.get(key);
  }
  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.files.delete(key);
  }
}

/** Tickets are heard at once, unless a fault befalls them. */
export class MemoryBell implements Bell, BellListener {
  readonly #waiting = new Map<number, Ticket[]>();
  readonly #listeners = new Map<number, () => void>();
  faultOf: (ticket: Ticket) => "ticket_lost" | "ticket_doubled" | undefined = () => undefined;

  async ring(slot: number, ticket: Ticket): Promise<void> {
    const fault = this.faultOf(ticket);
    if (fault === "ticket_lost") return;
    const tickets = fault === "ticket_doubled" ? [ticket, ticket] : [ticket];
    this.#waiting.set(slot, [...(this.#waiting.get(slot) ?? []), ...tickets]);
    this.#listeners.get(slot)?.();
  }

  async hear(slot: number, signal: AbortSignal): Promise<readonly Ticket[]> {
    if (!this.#waiting.has(slot) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#listeners.set(slot, resolve);
        signal.addEventListener("abort", () => {
          resolve();
        });
      });
    }
    const heard = this.#waiting.get(slot) ?? [];
    this.#waiting.delete(slot);
    return heard;
  }
}

/** Trouble of the queue of events: what it never takes, what may pass, an answer that is lost, and no answer at all. */
export const eventFaults = ["event_refused", "event_unreachable", "event_unanswered", "event_silent"] as const;
export type EventFault = (typeof eventFaults)[number];

/** After so long the client of a queue gives up, as that of SQS does. */
const silentForMs = 5_000;

/** Listens to everything. */
export const listener: Webhook = {
  tenantId,
  webhookId: `whk_${"0".repeat(26)}`,
  url: "https://receiver.example/",
  events: ["*"],
  active: true,
  secret: "whsec_test",
  createdAt: 0,
  updatedAt: 0,
};

/** The queue of events, and the one webhook that listens. */
export class MemoryEvents implements WebhookQueue {
  readonly #clock: FakeClock;
  readonly published: DomainEvent[] = [];
  /** Whether a webhook listens to everything. */
  isHeard = true;
  faultOf: (event: DomainEvent) => EventFault | undefined = () => undefined;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  readonly webhooks = { list: async (): Promise<readonly Webhook[]> => (this.isHeard ? [listener] : []) };

  async enqueue(ticket: WebhookTicket): Promise<void> {
    if (ticket.kind !== "event") return;
    const fault = this.faultOf(ticket.event);
    if (fault === "event_refused") throw new TicketRefused("refused for good");
    if (fault === "event_unreachable") throw new Error("the queue of events is unreachable");
    if (fault === "event_silent") {
      await this.#clock.wait(silentForMs);
      throw new Error("the queue of events says nothing");
    }
    this.published.push(ticket.event);
    if (fault === "event_unanswered") throw new Error("the answer of the queue of events is lost");
  }
}
