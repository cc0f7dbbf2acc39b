import type { DomainEvent } from "./events.ts";
import type { Page, PageQuery } from "../pages.ts";
import type { Webhook, WebhookDelivery } from "./webhook.ts";
import type { ReceiverTrouble, ReceiverWatch } from "./receiver-trouble.ts";

/** What webhooks need of the world. Rules as in refs.ts. */

export interface WebhookRef {
  readonly tenantId: string;
  readonly webhookId: string;
}

export interface WebhookStore {
  /** @throws ConditionRefused when it exists */
  create(webhook: Webhook): Promise<void>;
  find(ref: WebhookRef): Promise<Webhook | undefined>;
  /** Those of a tenant, few as they are, in the order in which they were made. */
  list(tenantId: string): Promise<readonly Webhook[]>;
  /** @throws ConditionRefused when it is gone, or was changed since it was read */
  save(webhook: Webhook, seen: Webhook): Promise<void>;
  remove(ref: WebhookRef): Promise<void>;
}

export interface DeliveryRef extends WebhookRef {
  readonly deliveryId: string;
}

export interface WebhookDeliveryStore {
  /** @returns what is there: the one given, or one of that id that was there before */
  create(delivery: WebhookDelivery): Promise<WebhookDelivery>;
  find(ref: DeliveryRef): Promise<WebhookDelivery | undefined>;
  /** The latest first. */
  page(ref: WebhookRef, query: PageQuery): Promise<Page<WebhookDelivery>>;
  /** Those that are not over and were not asked for again, the oldest first, from behind that id on. */
  waiting(ref: WebhookRef, after: string, limit: number): Promise<readonly WebhookDelivery[]>;
  /** Writes it with its version raised. @throws ConditionRefused when it was changed since it was read */
  save(delivery: WebhookDelivery): Promise<WebhookDelivery>;
  findTrouble(ref: WebhookRef): Promise<ReceiverTrouble | undefined>;
  /** Makes the receiver busy until then. @throws ConditionRefused when it is busy already, or well meanwhile */
  takeTurn(ref: WebhookRef, now: number, until: number): Promise<void>;
  saveTrouble(ref: WebhookRef, trouble: ReceiverTrouble | undefined): Promise<void>;
}

/** What is to be done about webhooks. */
export type WebhookTicket =
  | { readonly kind: "event"; readonly event: DomainEvent; readonly onlyTo?: string }
  | ({ readonly kind: "attempt"; /** Epoch ms; not before. */ readonly dueAt: number } & DeliveryRef)
  | ({ readonly kind: "receiver"; readonly dueAt: number } & ReceiverWatch & WebhookRef);

export interface WebhookQueue {
  /**
   * @param delayMs how long the ticket stays hidden; may be cut short to what the queue can do
   * @throws TicketRefused when the queue will never take it; every other error may pass
   */
  enqueue(ticket: WebhookTicket, delayMs: number): Promise<void>;
}

/** An event that its queue did not take: it stands here until it is published, or counts as failed. */
export interface OwedEvent {
  readonly event: DomainEvent;
  /** Epoch ms. */
  readonly owedAt: number;
  /** Why its queue will never take it. */
  readonly refusedBecause?: string;
}

export interface OwedEventStore {
  /** The same event is owed once, however often it is written down. */
  put(owed: OwedEvent): Promise<void>;
  /** Of all tenants, the longest untried first. May miss for a moment what was just written. */
  page(query: PageQuery): Promise<Page<OwedEvent>>;
  /** It was tried in vain: the others are tried before it is tried again. */
  postpone(owed: OwedEvent, now: number): Promise<void>;
  remove(event: Pick<DomainEvent, "tenantId" | "eventId">): Promise<void>;
}
