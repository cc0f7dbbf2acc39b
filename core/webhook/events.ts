import { createHash } from "node:crypto";
import type { IfInTime } from "../patience.ts";

/** What happens in the system, for receivers outside. Events say what is the case; they never carry secrets. */

export const eventTypes = [
  "session.stopped",
  "session.starting",
  "session.awaiting_qr",
  "session.ready",
  "session.disconnected",
  "session.logged_out",
  "session.failed",
  "session.page_changed",
  "session.limits_changed",
  "message.sent",
  "message.delivered",
  "message.read",
  "message.failed",
  "message.in_doubt",
  "message.received",
  "campaign.scheduled",
  "campaign.started",
  "campaign.failing",
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
/** Sent by hand to one webhook, also where it does not listen to it. */
export const testEventType = "webhook.test";

export interface DomainEvent {
  /** The same event has the same id, however often it is published. */
  readonly eventId: string;
  readonly type: EventType | typeof testEventType;
  readonly tenantId: string;
  readonly sessionId?: string;
  /** Epoch ms. */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** @param what identifies the event; the same parts give the same id */
export const eventIdOf = (...what: readonly (string | number)[]): string =>
  `evt_${createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32)}`;

const families = [...new Set(eventTypes.map((type) => type.slice(0, type.indexOf("."))))];
/** What a webhook may listen to: one type, all of a family, or everything. */
export const eventFilters: readonly string[] = ["*", ...families.map((family) => `${family}.*`), ...eventTypes];

export const isWanted = (filters: readonly string[], type: string): boolean =>
  filters.some((filter) => filter === "*" || filter === type || filter === `${type.slice(0, type.indexOf("."))}.*`);

/** What is said of an event beside its type and its tenant. */
export type EventFacts = Omit<DomainEvent, "type" | "tenantId">;

/** Publishes events to the webhooks that listen. */
export interface EventPublisher {
  /**
   * Publishes the event if a webhook of the tenant listens to that type; once this resolves it can't be lost any more.
   * @param make called only then; answers `undefined` when there is no event after all. What it adds to the change itself
   * it reads by `ifInTime`, because the change waits for it
   */
  publish(
    tenantId: string,
    type: EventType,
    make: (ifInTime: IfInTime) => Promise<EventFacts | undefined>,
  ): Promise<void>;
}
