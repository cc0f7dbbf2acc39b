import { createHash } from "node:crypto";
import type { IfInTime } from "../patience.ts";

/** What happens in the system, for whoever listens outside. Events say what is the case; they never carry secrets. */

export const eventTypes = [
  "session.stopped",
  "session.starting",
  "session.awaiting_qr",
  "session.ready",
  "session.disconnected",
  "session.logged_out",
  "session.failed",
  "message.sent",
  "message.delivered",
  "message.read",
  "message.failed",
  "message.in_doubt",
  "message.received",
  "campaign.scheduled",
  "campaign.started",
  "campaign.paused",
  "campaign.resumed",
  "campaign.stopped",
  "campaign.completed",
  "recipient.sent",
  "recipient.delivered",
  "recipient.read",
  "recipient.replied",
  "recipient.failed",
  "recipient.skipped",
  "recipient.in_doubt",
  "import.completed",
  "import.failed",
  "opt_out.added",
  "opt_out.removed",
] as const;
export type EventType = (typeof eventTypes)[number];
/** Sent by hand to one webhook, whatever it listens to. */
export const testEventType = "webhook.test";

export interface DomainEvent {
  /** The same event has the same id, however often it is told. */
  readonly eventId: string;
  readonly type: EventType | typeof testEventType;
  readonly tenantId: string;
  readonly sessionId?: string;
  /** Epoch ms. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** @param what tells this event from every other, and is alike when the same is told again */
export const eventIdOf = (...what: readonly (string | number)[]): string =>
  `evt_${createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32)}`;

const families = [...new Set(eventTypes.map((type) => type.slice(0, type.indexOf("."))))];
/** What a webhook may listen to: one type, all of a family, or everything. */
export const eventFilters: readonly string[] = ["*", ...families.map((family) => `${family}.*`), ...eventTypes];

export const isWanted = (filters: readonly string[], type: string): boolean =>
  filters.some((filter) => filter === "*" || filter === type || filter === `${type.slice(0, type.indexOf("."))}.*`);

/** Tells what happens. */
export interface EventPublisher {
  /**
   * Takes the event down for good, when anybody of the tenant listens to that type; it is on its way once this resolves.
   * @param make asked only then; answers nothing when there is nothing to tell after all. What it adds to the change itself
   * it reads by `ifInTime`, because the change waits for it
   */
  publish(
    tenantId: string,
    type: EventType,
    make: (ifInTime: IfInTime) => Promise<DomainEvent | undefined>,
  ): Promise<void>;
}
