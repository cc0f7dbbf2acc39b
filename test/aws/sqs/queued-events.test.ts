import { eventPatienceMs, QueuedEvents } from "../../../aws/sqs/queued-events.ts";
import { TicketRefused } from "../../../core/errors.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import { listenersHoldMs, type Webhook } from "../../../core/webhook/webhook.ts";
import type { OwedEvent, WebhookTicket } from "../../../core/webhook/webhook-ports.ts";
import { someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/**
 * Who listens is read at most once in a while, and by then every process knows of a change; what the queue does not take at
 * once is written down, and no change waits for it.
 */

const webhook: Webhook = {
  tenantId: "acme",
  webhookId: "whk_1",
  url: "https://receiver.example/",
  events: ["*"],
  active: true,
  secret: "whsec_test",
  createdAt: someTime,
  updatedAt: someTime,
};

const event = (tenantId: string): DomainEvent => ({
  eventId: "evt_1",
  type: "recipient.sent",
  tenantId,
  at: someTime,
  data: {},
});

function aPublisher() {
  const clock = new FakeClock(someTime);
  const list: Webhook[] = [];
  const told: WebhookTicket[] = [];
  const owed: OwedEvent[] = [];
  const state = {
    reads: 0,
    list: (): Promise<void> => Promise.resolve(),
    fails: false,
    enqueue: (): Promise<void> => Promise.resolve(),
    put: (): Promise<void> => Promise.resolve(),
  };
  const events = new QueuedEvents({
    webhooks: {
      list: async (tenantId) => {
        state.reads += 1;
        await state.list();
        if (state.fails) throw new Error("no answer");
        return list.filter((one) => one.tenantId === tenantId);
      },
    },
    queue: {
      enqueue: async (ticket) => {
        await state.enqueue();
        told.push(ticket);
      },
    },
    owed: {
      put: async (one) => {
        await state.put();
        owed.push(one);
      },
    },
    clock,
  });
  const publish = (tenantId = "acme") => events.publish(tenantId, "recipient.sent", async () => event(tenantId));
  return { clock, webhooks: list, told, owed, state, publish, events };
}

it("reads who listens once for what happens at once, each tenant's by itself", async () => {
  const { publish, state, webhooks, told } = aPublisher();
  webhooks.push(webhook);
  await Promise.all([publish(), publish(), publish("other")]);
  await publish();
  expect(state.reads).toBe(2);
  expect(told).toEqual([1, 2, 3].map(() => ({ kind: "event", event: event("acme") })));
});

it("tells a webhook that was made a while ago, however busy the tenant is", async () => {
  const { publish, webhooks, told, clock } = aPublisher();
  await publish();
  webhooks.push(webhook);
  await clock.advance(listenersHoldMs - 1);
  await publish();
  expect(told).toEqual([]);
  await clock.advance(1);
  await publish();
  expect(told).toHaveLength(1);
});

it("tells no webhook of what happened before it was made, but for the second in which it was", async () => {
  const { events, webhooks, told } = aPublisher();
  webhooks.push(webhook);
  for (const at of [someTime - 3_600_000, someTime - 2_000, someTime - 1_999, someTime]) {
    await events.publish("acme", "message.received", async () => ({ ...event("acme"), at }));
  }
  expect(told).toMatchObject([{ event: { at: someTime - 1_999 } }, { event: { at: someTime } }]);
});

it("tells all the same when it can't be read who listens, and reads again", async () => {
  const { publish, state, told } = aPublisher();
  state.fails = true;
  await publish();
  expect(told).toHaveLength(1);
  state.fails = false;
  await publish();
  expect([told.length, state.reads]).toEqual([1, 2]);
});

describe("an event whose queue", () => {
  const aListener = () => {
    const publisher = aPublisher();
    publisher.webhooks.push(webhook);
    return publisher;
  };

  it("takes it is owed to nobody, and leaves no wait behind", async () => {
    const { publish, owed, clock } = aListener();
    await publish();
    expect([owed, clock.pending]).toEqual([[], 0]);
  });

  it("refuses it for good is written down with the reason", async () => {
    const { publish, owed, state, clock } = aListener();
    state.enqueue = () => Promise.reject(new TicketRefused("too long"));
    await publish();
    expect(owed).toEqual([{ event: event("acme"), owedAt: someTime, refusedBecause: "too long" }]);
    expect(clock.pending).toBe(0);
  });

  it.each(["throttled", "unreachable", "no such queue"])("is %s is written down to be told later", async (trouble) => {
    const { publish, owed, state } = aListener();
    state.enqueue = () => Promise.reject(new Error(trouble));
    await publish();
    expect(owed).toEqual([{ event: event("acme"), owedAt: someTime }]);
  });

  it("says nothing holds up its change for a moment only", async () => {
    const { publish, owed, state, clock } = aListener();
    state.enqueue = () => new Promise(() => undefined);
    const published = publish();
    await clock.advance(eventPatienceMs - 1);
    expect(owed).toEqual([]);
    await clock.advance(1);
    await published;
    expect(owed).toHaveLength(1);
  });

  const silent = () => new Promise<never>(() => undefined);

  it("is owed where it can't be read who listens, and its change waits no longer than for a silent queue", async () => {
    const { publish, owed, state, clock } = aListener();
    state.list = silent;
    const published = publish();
    await clock.advance(eventPatienceMs);
    await published;
    expect(owed).toEqual([{ event: event("acme"), owedAt: someTime + eventPatienceMs }]);
    expect(clock.pending).toBe(0);
  });

  it("says nothing after reads that said nothing holds up its change no longer than one of them", async () => {
    const { events, owed, state, clock } = aListener();
    state.enqueue = silent;
    const facts: unknown[] = [];
    const published = events.publish("acme", "recipient.sent", async (ifInTime) => {
      const [first, second] = [await ifInTime<string>(silent), await ifInTime(() => Promise.resolve("never asked"))];
      facts.push(first, second);
      return event("acme");
    });
    await clock.advance(eventPatienceMs);
    await published;
    expect([facts, owed.length, clock.pending]).toEqual([[undefined, undefined], 1, 0]);
  });

  it("and whose table take nothing holds up its change as the table itself does", async () => {
    const { publish, state } = aListener();
    state.enqueue = () => Promise.reject(new Error("unreachable"));
    state.put = () => Promise.reject(new Error("throttled"));
    await expect(publish()).rejects.toThrow("throttled");
  });
});
