import type { Campaign } from "../campaign/campaign.ts";
import { defined } from "../defined.ts";
import type { Session } from "../session/session.ts";
import type { InboundMessage } from "../whatsapp.ts";
import { eventIdOf, type EventPublisher } from "./events.ts";

/** A message that came in, as its event carries it. */
export interface Received {
  /** Under its writer's number, as far as that is known. */
  readonly message: InboundMessage;
  /** The campaign that it answers. */
  readonly campaign: Pick<Campaign, "campaignId" | "name"> | undefined;
}

/**
 * A person wrote to the session.
 *
 * @param number the session's own
 * @param find called only where a webhook listens
 */
export const announceReceived = (
  events: EventPublisher,
  { tenantId, sessionId, number }: Pick<Session, "tenantId" | "sessionId" | "number">,
  find: () => Promise<Received>,
): Promise<void> =>
  events.publish(tenantId, "message.received", async () => {
    const { message, campaign } = await find();
    const { id, from, lid, type, body, at, media, quotedMessageId } = message;
    return {
      eventId: eventIdOf("received", tenantId, sessionId, id),
      sessionId,
      at,
      data: defined({
        whatsAppId: id,
        from,
        lid,
        to: number,
        type,
        body,
        hasMedia: media !== undefined,
        media: media && { kind: type, ...media },
        quotedMessageId,
        campaignId: campaign?.campaignId,
        campaignName: campaign?.name,
        sentAt: new Date(at).toISOString(),
      }),
    };
  });
