import { transition, type CampaignAction } from "./campaign.ts";
import { directReachableFrom } from "./direct-message.ts";
import { eventIdOf, eventTypes, type EventPublisher, type EventType } from "./events.ts";
import type {
  CampaignStore,
  DirectMessageStore,
  ImportStore,
  OptOutStore,
  RecipientStore,
  SessionStore,
} from "./ports.ts";
import { mayBecome, type Recipient } from "./recipient.ts";
import type { Session } from "./session.ts";
import type { InboundMessage } from "./whatsapp.ts";

/**
 * Stores that tell what is about to change: the event is enqueued before the row changes, so that a crash between them
 * tells it twice and never not at all. The repeat bears the same id, made from what changed and not from when.
 */

type Hooks<Store extends object> = {
  readonly [Method in keyof Store]?: Store[Method] extends (...given: infer Given) => Promise<unknown>
    ? (...given: Given) => Promise<void>
    : never;
};

/** The store, with something done before some of its calls. */
function before<Port extends object, Store extends Port>(store: Store, hooks: Hooks<Port>): Store {
  return new Proxy(store, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member, target);
      if (typeof value !== "function") return value;
      const method = value as (...given: unknown[]) => unknown;
      const hook = (hooks as Readonly<Record<PropertyKey, ((...given: unknown[]) => Promise<void>) | undefined>>)[
        member
      ];
      if (hook === undefined) return method.bind(target);
      return async (...given: unknown[]) => {
        await hook(...given);
        return await method.apply(target, given);
      };
    },
  });
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

/** A store without the calls that tell, as are the others of that name: nobody can forget to tell by it. */
export type SilentRecipients = Omit<RecipientStore, "claim" | "advance">;

export function announceRecipients<Store extends RecipientStore>(store: Store, events: EventPublisher): Store {
  const tell = async (
    tenantId: string,
    state: string,
    at: number,
    reason: string | undefined,
    find: () => Promise<Recipient | undefined>,
  ) => {
    const type = `recipient.${state}`;
    await publish(events, tenantId, type, async () => {
      const row = await find();
      if (row === undefined) return undefined;
      const { sessionId, campaignId, number, listId, messageId, attempt } = row;
      return {
        eventId: eventIdOf("recipient", tenantId, campaignId, number, attempt, state),
        type: type as EventType,
        tenantId,
        sessionId,
        at,
        data: {
          campaignId,
          listId,
          number,
          messageId,
          attempt,
          status: state,
          ...(reason === undefined ? {} : { reason }),
        },
      };
    });
  };
  return before<RecipientStore, Store>(store, {
    claim: (row) => tell(row.tenantId, row.state, row.claimedAt, row.reason, async () => row),
    advance: ({ tenantId, campaignId, number }, to, { at, reason }) =>
      tell(tenantId, to, at, reason, async () => {
        const row = await store.find(tenantId, campaignId, number);
        return row !== undefined && mayBecome(row.state, to) ? row : undefined;
      }),
  });
}

export type SilentDirects = Omit<DirectMessageStore, "advance">;

export const announceDirects = <Store extends DirectMessageStore>(store: Store, events: EventPublisher): Store =>
  before<DirectMessageStore, Store>(store, {
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
          data: { messageId: directId, number, status: to, ...(reason === undefined ? {} : { reason }) },
        };
      });
    },
  });

export type SilentSessions = Omit<SessionStore, "save">;

export const announceSessions = <Store extends SessionStore>(store: Store, events: EventPublisher): Store =>
  before<SessionStore, Store>(store, {
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

export type SilentCampaigns = Omit<CampaignStore, "create" | "apply">;

const eventOfAction: Readonly<Partial<Record<CampaignAction, EventType>>> = {
  launch: "campaign.started",
  hold: "campaign.paused",
  change: "campaign.scheduled",
  pause: "campaign.paused",
  resume: "campaign.resumed",
  stop: "campaign.stopped",
  complete: "campaign.completed",
  reopen: "campaign.resumed",
  retry: "campaign.resumed",
};

export const announceCampaigns = <Store extends CampaignStore>(store: Store, events: EventPublisher): Store =>
  before<CampaignStore, Store>(store, {
    create: async ({ tenantId, sessionId, campaignId, name, status, total, createdAt }) => {
      const type = status === "scheduled" ? "campaign.scheduled" : "campaign.started";
      await events.publish(tenantId, type, async () => ({
        eventId: eventIdOf("campaign", tenantId, campaignId, type),
        type,
        tenantId,
        sessionId,
        at: createdAt,
        data: { campaignId, name, status, total },
      }));
    },
    apply: async (ref, action, { now, pausedBecause }) => {
      const { tenantId, sessionId, campaignId } = ref;
      const type = eventOfAction[action];
      if (type === undefined) return;
      await events.publish(tenantId, type, async () => {
        const seen = await store.find(ref);
        const status = seen === undefined ? undefined : transition(seen.status, action);
        if (seen === undefined || status === undefined) return undefined;
        return {
          // A campaign may be paused more than once: the change before it tells one pause from another.
          eventId: eventIdOf("campaign", tenantId, campaignId, type, seen.changedAt ?? seen.createdAt),
          type,
          tenantId,
          sessionId,
          at: now,
          data: { campaignId, name: seen.name, status, ...(pausedBecause === undefined ? {} : { pausedBecause }) },
        };
      });
    },
  });

export type SilentImports = Omit<ImportStore, "save">;

export const announceImports = <Store extends ImportStore>(store: Store, events: EventPublisher): Store =>
  before<ImportStore, Store>(store, {
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

export const announceOptOuts = <Store extends OptOutStore>(store: Store, events: EventPublisher): Store =>
  before<OptOutStore, Store>(store, {
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

/** Somebody wrote to the session. */
export const announceReceived = (
  events: EventPublisher,
  { tenantId, sessionId }: Pick<Session, "tenantId" | "sessionId">,
  { id, from, body, at }: InboundMessage,
): Promise<void> =>
  events.publish(tenantId, "message.received", async () => ({
    eventId: eventIdOf("received", tenantId, sessionId, id),
    type: "message.received",
    tenantId,
    sessionId,
    at,
    data: { from, body, whatsAppId: id },
  }));
