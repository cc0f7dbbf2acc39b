import { defined } from "../defined.ts";
import { announced, publish, tellsNothing } from "./announced.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { directReachableFrom } from "../sending/direct-message.ts";
import { toldReason, type FactsOfRecipient } from "./event-facts.ts";
import { eventIdOf, type EventPublisher, type EventType } from "./events.ts";
import type { AdvanceChange, RecipientStore } from "../campaign/recipient-ports.ts";
import type { OptOutStore } from "../contact/contact-ports.ts";
import type { ImportStore } from "../import/import-ports.ts";
import type { DirectMessageStore } from "../sending/sending-ports.ts";
import type { SessionStore } from "../session/session-ports.ts";
import { mayBecome, reasonDetailsOf, type Recipient } from "../campaign/recipient.ts";
import type { Session } from "../session/session.ts";
import type { InboundMessage } from "../whatsapp.ts";

/** What is told of each port's changes, see announced.ts. */

/** The store without the methods that publish events, so that its holder cannot change a row and forget the event. */
export type SilentRecipients = Omit<RecipientStore, "claim" | "claimAgain" | "advance">;

/** @param factsOf what else is known of a row */
export function announceRecipients(
  store: RecipientStore,
  events: EventPublisher,
  factsOf: FactsOfRecipient,
): RecipientStore {
  const tell = async (
    tenantId: string,
    state: string,
    { at, reason, reply, sameAccountAs }: Pick<AdvanceChange, "at" | "reason" | "reply" | "sameAccountAs">,
    find: () => Promise<Recipient | undefined>,
  ) => {
    const type = `recipient.${state}`;
    await publish(events, tenantId, type, async (ifInTime) => {
      const row = await find();
      if (row === undefined) return undefined;
      const { sessionId, campaignId, number, listId, messageId, attempt } = row;
      const { campaignName, ...contact } = await factsOf(row, ifInTime);
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
  };
  return announced<RecipientStore>(store, {
    find: tellsNothing,
    look: tellsNothing,
    page: tellsNothing,
    ofNumber: tellsNothing,
    claimAgain: (_, row) => tell(row.tenantId, row.state, claimOf(row), async () => row),
    claim: (row) => tell(row.tenantId, row.state, claimOf(row), async () => row),
    advance: ({ tenantId, campaignId, number }, to, change) =>
      tell(tenantId, to, change, async () => {
        const row = await store.find(tenantId, campaignId, number);
        return row !== undefined && mayBecome(row.state, to) ? row : undefined;
      }),
  });
}

const claimOf = ({ claimedAt, reason }: Recipient) => ({ at: claimedAt, ...defined({ reason }) });

export type SilentDirects = Omit<DirectMessageStore, "advance">;

export const announceDirects = (store: DirectMessageStore, events: EventPublisher): DirectMessageStore =>
  announced<DirectMessageStore>(store, {
    create: tellsNothing,
    find: tellsNothing,
    open: tellsNothing,
    since: tellsNothing,
    countOpen: tellsNothing,
    ofNumber: tellsNothing,
    advance: async (message, to, { at, reason }) => {
      const { tenantId, sessionId, directId, number } = message;
      const type = `message.${to}`;
      await publish(events, tenantId, type, async () => {
        const seen = await store.find(message);
        if (seen === undefined || !directReachableFrom[to].includes(seen.state)) return undefined;
        return {
          eventId: eventIdOf("message", tenantId, directId, to),
          type: type as EventType,
          tenantId,
          sessionId,
          at,
          data: { messageId: directId, number, status: to, ...toldReason(reason) },
        };
      });
    },
  });

export type SilentSessions = Omit<SessionStore, "save">;

export const announceSessions = (store: SessionStore, events: EventPublisher): SessionStore =>
  announced<SessionStore>(store, {
    find: tellsNothing,
    glimpse: tellsNothing,
    list: tellsNothing,
    create: tellsNothing,
    want: tellsNothing,
    ask: tellsNothing,
    beginLogout: tellsNothing,
    beginDeletion: tellsNothing,
    tellShared: tellsNothing,
    deleting: tellsNothing,
    waiting: tellsNothing,
    countWaiting: tellsNothing,
    ownedBy: tellsNothing,
    take: tellsNothing,
    save: async ({ tenantId, sessionId }, { state, since, number }) => {
      if (state === undefined || since === undefined) return;
      const type = `session.${state}`;
      await publish(events, tenantId, type, async () => ({
        eventId: eventIdOf("session", tenantId, sessionId, state, since),
        type: type as EventType,
        tenantId,
        sessionId,
        at: since,
        data: { state, connected: state === "ready", ...(typeof number === "string" ? { number } : {}) },
      }));
    },
  });

export type SilentImports = Omit<ImportStore, "save">;

export const announceImports = (store: ImportStore, events: EventPublisher): ImportStore =>
  announced<ImportStore>(store, {
    find: tellsNothing,
    page: tellsNothing,
    queueOf: tellsNothing,
    unfinished: tellsNothing,
    create: tellsNothing,
    readCsv: tellsNothing,
    saveRejected: tellsNothing,
    readRejected: tellsNothing,
    save: async ({ tenantId, sessionId, listId, importId, state, counts, finishedAt, createdAt }) => {
      const type = `import.${state}`;
      await publish(events, tenantId, type, async () => ({
        eventId: eventIdOf("import", tenantId, importId, state),
        type: type as EventType,
        tenantId,
        sessionId,
        at: finishedAt ?? createdAt,
        data: { importId, listId, state, ...counts },
      }));
    },
  });

export type SilentOptOuts = Omit<OptOutStore, "put" | "remove">;

export const announceOptOuts = (store: OptOutStore, events: EventPublisher): OptOutStore =>
  announced<OptOutStore>(store, {
    find: tellsNothing,
    findMany: tellsNothing,
    page: tellsNothing,
    numberFor: tellsNothing,
    put: async ({ tenantId, number, optedOutAt, source, sessionId }) => {
      await events.publish(tenantId, "opt_out.added", async () => {
        if ((await store.find(tenantId, number)) !== undefined) return undefined;
        return {
          eventId: eventIdOf("opt_out", tenantId, number, optedOutAt, "added"),
          type: "opt_out.added",
          tenantId,
          ...defined({ sessionId }),
          at: optedOutAt,
          data: { number: await store.numberFor(tenantId, number), source },
        };
      });
    },
    remove: async (tenantId, number, now) => {
      await events.publish(tenantId, "opt_out.removed", async () => {
        const seen = await store.find(tenantId, number);
        if (seen === undefined) return undefined;
        return {
          eventId: eventIdOf("opt_out", tenantId, seen.number, seen.optedOutAt, "removed"),
          type: "opt_out.removed",
          tenantId,
          at: now,
          data: { number: seen.number },
        };
      });
    },
  });

/** A message that came in, as its event tells it. */
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
      type: "message.received",
      tenantId,
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
