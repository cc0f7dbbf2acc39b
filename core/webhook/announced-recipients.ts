import type { AdvanceChange, RecipientClaims, RecipientRows } from "../campaign/recipient-ports.ts";
import { reasonDetailsOf, type Recipient, type RecipientState } from "../campaign/recipient.ts";
import { mayBecome } from "../sending/delivery.ts";
import { defined } from "../defined.ts";
import { publish } from "./announced.ts";
import { reasonFacts, type FactsOfRecipient } from "./event-facts.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/**
 * Publishes what becomes of recipients, see announced.ts.
 * @param factsOf what else is known of a row
 */
export function announcedRecipients(
  store: RecipientClaims & Pick<RecipientRows, "find">,
  events: EventPublisher,
  factsOf: FactsOfRecipient,
): RecipientClaims {
  const announce = (
    tenantId: string,
    state: RecipientState,
    { at, reason, reply, sameAccountAs }: Pick<AdvanceChange, "at" | "reason" | "reply" | "sameAccountAs">,
    find: () => Promise<Recipient | undefined>,
  ): Promise<void> =>
    publish(events, tenantId, `recipient.${state}`, async (ifInTime) => {
      const row = await find();
      if (row === undefined) return undefined;
      const { sessionId, campaignId, number, listId, messageId, attempt } = row;
      const { campaignName, ...contact } = await factsOf(row, ifInTime);
      return {
        eventId: eventIdOf("recipient", tenantId, campaignId, number, attempt, state),
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
          ...reasonFacts(reason),
          ...(reason === undefined ? {} : reasonDetailsOf({ ...row, reason, ...defined({ sameAccountAs }) })),
          reply: reply && { whatsAppId: reply.id, type: reply.type, body: reply.body },
        }),
      };
    });
  /** A row that is skipped or failed from the start has its outcome by its claim. */
  const announceClaim = (row: Recipient): Promise<void> => {
    const { tenantId, state, claimedAt, reason } = row;
    return announce(tenantId, state, { at: claimedAt, ...defined({ reason }) }, async () => row);
  };
  return {
    async claim(row) {
      await announceClaim(row);
      await store.claim(row);
    },
    async claimAgain(seen, row) {
      await announceClaim(row);
      await store.claimAgain(seen, row);
    },
    async advance(key, to, change) {
      const { tenantId, campaignId, number } = key;
      await announce(tenantId, to, change, async () => {
        const row = await store.find(tenantId, campaignId, number);
        return row !== undefined && mayBecome(row.state, to) ? row : undefined;
      });
      return await store.advance(key, to, change);
    },
  };
}
