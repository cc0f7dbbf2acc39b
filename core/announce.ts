import { transition, type Campaign, type CampaignAction } from "./campaign.ts";
import { directReachableFrom } from "./direct-message.ts";
import { campaignFacts, toldReason, type FactsOfRecipient } from "./event-facts.ts";
import { eventIdOf, eventTypes, type EventPublisher, type EventType } from "./events.ts";
import type {
  AdvanceChange,
  CampaignStore,
  DirectMessageStore,
  ImportStore,
  OptOutStore,
  ProgressStore,
  RecipientStore,
  SessionStore,
} from "./ports.ts";
import { mayBecome, type Recipient } from "./recipient.ts";
import type { Session } from "./session.ts";
import type { InboundMessage } from "./whatsapp.ts";

/**
 * Stores that tell what is about to change: the event is taken down before the row changes, so that a crash between them
 * tells it twice and never not at all. The repeat bears the same id, made from what changed and not from when.
 */

/** Said of a method that changes nothing that an event tells of. */
const tellsNothing = "tells_nothing";

type Hook<Method> = Method extends (...given: infer Given) => Promise<unknown>
  ? (...given: Given) => Promise<void>
  : never;
/** What is told before each method of a port. Every one is named, so that a new one does not compile until it is. */
type Hooks<Port extends object> = { readonly [Method in keyof Port]: Hook<Port[Method]> | typeof tellsNothing };

/** The port on that store, with what its hooks tell before its methods. */
function announced<Port extends object>(store: Port, hooks: Hooks<Port>): Port {
  type Call = (...given: unknown[]) => Promise<unknown>;
  const methods = Object.entries(hooks as Readonly<Record<string, Call | typeof tellsNothing>>).map(([name, hook]) => {
    const method = (Reflect.get(store, name) as Call).bind(store);
    if (hook === tellsNothing) return [name, method] as const;
    const telling: Call = async (...given) => {
      await hook(...given);
      return await method(...given);
    };
    return [name, telling] as const;
  });
  return Object.fromEntries(methods) as Port;
}

const isEventType = (type: string): type is EventType => (eventTypes as readonly string[]).includes(type);

/** Nothing is told of a state that is no event, such as a claim. */
async function publish(
  events: EventPublisher,
  tenantId: string,
  type: string,
  make: Parameters<EventPublisher["publish"]>[2],
): Promise<void> {
  if (isEventType(type)) await events.publish(tenantId, type, make);
}

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
    { at, reason, reply }: Pick<AdvanceChange, "at" | "reason" | "reply">,
    find: () => Promise<Recipient | undefined>,
  ) => {
    const type = `recipient.${state}`;
    await publish(events, tenantId, type, async () => {
      const row = await find();
      if (row === undefined) return undefined;
      const { sessionId, campaignId, number, listId, messageId, attempt } = row;
      const { campaignName, ...contact } = await factsOf(row);
      return {
        eventId: eventIdOf("recipient", tenantId, campaignId, number, attempt, state),
        type: type as EventType,
        tenantId,
        sessionId,
        at,
        data: {
          campaignId,
          ...(campaignName === undefined ? {} : { campaignName }),
          listId,
          number,
          ...contact,
          messageId,
          attempt,
          status: state,
          ...toldReason(reason),
          ...(reply === undefined ? {} : { reply: { whatsAppId: reply.id, type: reply.type, body: reply.body } }),
        },
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

const claimOf = ({ claimedAt, reason }: Recipient) => ({ at: claimedAt, ...(reason === undefined ? {} : { reason }) });

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

export type SilentCampaigns = Omit<CampaignStore, "create" | "apply" | "change">;

const eventOfAction: Readonly<Partial<Record<CampaignAction, EventType>>> = {
  launch: "campaign.started",
  hold: "campaign.paused",
  pause: "campaign.paused",
  renumber: "campaign.paused",
  resume: "campaign.resumed",
  stop: "campaign.stopped",
  complete: "campaign.completed",
  retry: "campaign.resumed",
};

/** What is told of a campaign that is to be sent as it is now. */
const planned = (
  { tenantId, sessionId, campaignId, name, status, total, schedule }: Campaign,
  type: EventType,
  eventId: string,
  at: number,
) => ({
  eventId,
  type,
  tenantId,
  sessionId,
  at,
  data: {
    campaignId,
    name,
    status,
    total,
    ...(schedule === undefined ? {} : { sendAt: new Date(schedule.sendAt).toISOString() }),
  },
});

/** @param progress where the counts of a campaign stand */
export const announceCampaigns = (
  store: CampaignStore,
  events: EventPublisher,
  progress: Pick<ProgressStore, "find">,
): CampaignStore =>
  announced<CampaignStore>(store, {
    find: tellsNothing,
    body: tellsNothing,
    page: tellsNothing,
    open: tellsNothing,
    settle: tellsNothing,
    clearAway: tellsNothing,
    forget: tellsNothing,
    running: tellsNothing,
    create: async (campaign) => {
      const { tenantId, campaignId, status, createdAt } = campaign;
      const type = status === "scheduled" ? "campaign.scheduled" : "campaign.started";
      const eventId = eventIdOf("campaign", tenantId, campaignId, type);
      await events.publish(tenantId, type, async () => planned(campaign, type, eventId, createdAt));
    },
    change: async (_, changed) => {
      const { tenantId, campaignId, createdAt, changedAt = createdAt, changedBy = changedAt } = changed;
      const type = "campaign.scheduled";
      const eventId = eventIdOf("campaign", tenantId, campaignId, type, changedBy);
      await events.publish(tenantId, type, async () => planned(changed, type, eventId, changedAt));
    },
    apply: async (ref, action, { now, pausedBecause, total }) => {
      const { tenantId, sessionId, campaignId } = ref;
      const type = eventOfAction[action];
      if (type === undefined) return;
      await events.publish(tenantId, type, async () => {
        const seen = await store.find(ref);
        const status = seen === undefined ? undefined : transition(seen.status, action);
        if (seen === undefined || status === undefined) return undefined;
        const figures = await campaignFacts(progress, total === undefined ? seen : { ...seen, total }, status);
        return {
          // A campaign may be paused more than once: the change before it tells one pause from another.
          eventId: eventIdOf("campaign", tenantId, campaignId, type, seen.changedAt ?? seen.createdAt),
          type,
          tenantId,
          sessionId,
          at: now,
          data: {
            campaignId,
            name: seen.name,
            status,
            ...(pausedBecause === undefined ? {} : { pausedBecause }),
            ...figures,
          },
        };
      });
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
    put: async ({ tenantId, number, optedOutAt, source, sessionId }) => {
      await events.publish(tenantId, "opt_out.added", async () => {
        if ((await store.find(tenantId, number)) !== undefined) return undefined;
        return {
          eventId: eventIdOf("opt_out", tenantId, number, optedOutAt, "added"),
          type: "opt_out.added",
          tenantId,
          ...(sessionId === undefined ? {} : { sessionId }),
          at: optedOutAt,
          data: { number, source },
        };
      });
    },
    remove: async (tenantId, number, now) => {
      await events.publish(tenantId, "opt_out.removed", async () => {
        const seen = await store.find(tenantId, number);
        if (seen === undefined) return undefined;
        return {
          eventId: eventIdOf("opt_out", tenantId, number, seen.optedOutAt, "removed"),
          type: "opt_out.removed",
          tenantId,
          at: now,
          data: { number },
        };
      });
    },
  });

/**
 * A person wrote to the session.
 *
 * @param number the session's own
 * @param campaignOf the campaign that it answers; read only where a webhook listens
 */
export const announceReceived = (
  events: EventPublisher,
  { tenantId, sessionId, number }: Pick<Session, "tenantId" | "sessionId" | "number">,
  { id, from, type, body, at, media, quotedMessageId }: InboundMessage,
  campaignOf: () => Promise<Pick<Campaign, "campaignId" | "name"> | undefined>,
): Promise<void> =>
  events.publish(tenantId, "message.received", async () => {
    const campaign = await campaignOf();
    return {
      eventId: eventIdOf("received", tenantId, sessionId, id),
      type: "message.received",
      tenantId,
      sessionId,
      at,
      data: {
        whatsAppId: id,
        from,
        ...(number === undefined ? {} : { to: number }),
        type,
        body,
        hasMedia: media !== undefined,
        ...(media === undefined ? {} : { media: { kind: type, ...media } }),
        ...(quotedMessageId === undefined ? {} : { quotedMessageId }),
        ...(campaign === undefined ? {} : { campaignId: campaign.campaignId, campaignName: campaign.name }),
        sentAt: new Date(at).toISOString(),
      },
    };
  });
