import type { AdvanceChange, RecipientClaims, RecipientKey, RecipientRows } from "../campaign/recipient-ports.ts";
import { reasonDetailsOf, type Recipient, type RecipientState } from "../campaign/recipient.ts";
import { mayBecome } from "../sending/delivery.ts";
import { defined } from "../defined.ts";
import { publish } from "./announced.ts";
import { toldReason, type FactsOfRecipient } from "./event-facts.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";

/** Publishes what becomes of recipients, see announced.ts. */
export class AnnouncedRecipients implements RecipientClaims {
  readonly #store: RecipientClaims & Pick<RecipientRows, "find">;
  readonly #events: EventPublisher;
  readonly #factsOf: FactsOfRecipient;

  /** @param factsOf what else is known of a row */
  constructor(store: RecipientClaims & Pick<RecipientRows, "find">, events: EventPublisher, factsOf: FactsOfRecipient) {
    this.#store = store;
    this.#events = events;
    this.#factsOf = factsOf;
  }

  async claim(row: Recipient): Promise<void> {
    await this.#publishClaim(row);
    await this.#store.claim(row);
  }

  async claimAgain(seen: Recipient, row: Recipient): Promise<void> {
    await this.#publishClaim(row);
    await this.#store.claimAgain(seen, row);
  }

  async advance(key: RecipientKey, to: RecipientState, change: AdvanceChange): Promise<Recipient | undefined> {
    const { tenantId, campaignId, number } = key;
    await this.#publish(tenantId, to, change, async () => {
      const row = await this.#store.find(tenantId, campaignId, number);
      return row !== undefined && mayBecome(row.state, to) ? row : undefined;
    });
    return await this.#store.advance(key, to, change);
  }

  /** A row that is skipped or failed from the start has its outcome by its claim. */
  #publishClaim(row: Recipient): Promise<void> {
    const { tenantId, state, claimedAt, reason } = row;
    return this.#publish(tenantId, state, { at: claimedAt, ...defined({ reason }) }, async () => row);
  }

  #publish(
    tenantId: string,
    state: RecipientState,
    { at, reason, reply, sameAccountAs }: Pick<AdvanceChange, "at" | "reason" | "reply" | "sameAccountAs">,
    find: () => Promise<Recipient | undefined>,
  ): Promise<void> {
    const type = `recipient.${state}`;
    return publish(this.#events, tenantId, type, async (ifInTime) => {
      const row = await find();
      if (row === undefined) return undefined;
      const { sessionId, campaignId, number, listId, messageId, attempt } = row;
      const { campaignName, ...contact } = await this.#factsOf(row, ifInTime);
      return {
        eventId: eventIdOf("recipient", tenantId, campaignId, number, attempt, state),
        type: type as EventType,
        tenantId,
        sessionId,
        at,
        data: defined({
          campaignId,
          campaignName,
          listId,
          number,
          ...contact,
          messageId,
          attempt,
          status: state,
          ...toldReason(reason),
          ...(reason === undefined ? {} : reasonDetailsOf({ ...row, reason, ...defined({ sameAccountAs }) })),
          reply: reply && { whatsAppId: reply.id, type: reply.type, body: reply.body },
        }),
      };
    });
  }
}
