import { ConditionRefused } from "../../../core/errors.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import {
  askedAgain,
  givenUpBecause,
  retryForMs,
  type Webhook,
  type WebhookDelivery,
} from "../../../core/webhook/webhook.ts";
import { type ReceiverTrouble } from "../../../core/webhook/receiver-trouble.ts";
import type { WebhookTicket } from "../../../core/webhook/webhook-ports.ts";
import type { ReceiverAnswer, WebhookCall } from "../../../functions/webhooks/call.ts";
import { deliverBatch } from "../../../functions/webhooks/deliver.ts";
import type { Delivering } from "../../../functions/webhooks/delivering.ts";
import { someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { isOurWebhook } from "../../support/receivers/former-receiver.ts";
import { isStandardWebhook } from "../../support/receivers/standard-receiver.ts";

const webhook = (webhookId: string): Webhook => ({
  tenantId: "acme",
  webhookId,
  url: `https://${webhookId}.example/`,
  events: ["*"],
  active: true,
  secret: `whsec_${"t".repeat(32)}`,
  createdAt: someTime,
  updatedAt: someTime,
});

const event: DomainEvent = {
  eventId: "evt_1",
  type: "recipient.sent",
  tenantId: "acme",
  at: someTime,
  data: { number: "628123456789" },
};

/** Stores in memory and a queue of which nothing is lost; `crashAt` kills the Lambda at that call, once. */
function aWorld(webhooks: readonly Webhook[], answer: (call: WebhookCall) => Promise<ReceiverAnswer>) {
  const clock = new FakeClock(someTime);
  const deliveries = new Map<string, WebhookDelivery>();
  const troubles = new Map<string, ReceiverTrouble>();
  const queue: { ticket: WebhookTicket; at: number }[] = [];
  const calls: { readonly eventId: string; readonly url: string; readonly at: number }[] = [];
  const points: string[] = [];
  let crashAt: number | undefined;
  const at = (point: string) => {
    points.push(point);
    if (crashAt === undefined || (crashAt -= 1) >= 0) return;
    crashAt = undefined;
    throw new Error(`killed at ${point}`);
  };
  const watched = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get:
        (target, member) =>
        async (...given: unknown[]) => {
          at(`${name}.${String(member)}:before`);
          const result: unknown = await (Reflect.get(target, member) as (...all: unknown[]) => unknown)(...given);
          at(`${name}.${String(member)}:after`);
          return result;
        },
    });
  const keyOf = ({ webhookId, deliveryId }: { webhookId: string; deliveryId: string }) => `${webhookId}/${deliveryId}`;
  const delivering: Delivering = {
    webhooks: watched("webhooks", {
      create: async () => undefined,
      find: async ({ webhookId }) => webhooks.find((one) => one.webhookId === webhookId),
      list: async () => webhooks,
      save: async () => undefined,
      remove: async () => undefined,
    }),
    webhookDeliveries: watched("deliveries", {
      create: async (delivery) => {
        const there = deliveries.get(keyOf(delivery)) ?? delivery;
        deliveries.set(keyOf(delivery), there);
        return there;
      },
      find: async (ref) => deliveries.get(keyOf(ref)),
      page: async () => ({ items: [...deliveries.values()] }),
      waiting: async (ref, after, limit) =>
        [...deliveries.values()]
          .filter(({ webhookId, state }) => webhookId === ref.webhookId && state === "pending")
          .filter(({ deliveryId }) => deliveryId > after)
          .toSorted((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1))
          .slice(0, limit),
      save: async (delivery) => {
        if (deliveries.get(keyOf(delivery))?.version !== delivery.version) throw new ConditionRefused("changed");
        const raised = { ...delivery, version: delivery.version + 1 };
        deliveries.set(keyOf(delivery), raised);
        return raised;
      },
      findTrouble: async ({ webhookId }) => troubles.get(webhookId),
      takeTurn: async ({ webhookId }, now, until) => {
        const trouble = troubles.get(webhookId);
        if (trouble === undefined || trouble.freeAt > now) throw new ConditionRefused("busy");
        troubles.set(webhookId, { ...trouble, freeAt: until });
      },
      saveTrouble: async ({ webhookId }, trouble) => {
        if (trouble === undefined) troubles.delete(webhookId);
        else troubles.set(webhookId, trouble);
      },
    }),
    webhookQueue: watched("queue", {
      enqueue: async (ticket, delayMs) => {
        queue.push({ ticket, at: clock.now() + Math.min(Math.max(0, delayMs), 900_000) });
      },
    }),
    clock,
    random: () => 0,
    call: async (call) => {
      at("call:before");
      calls.push({ eventId: call.headers["x-webhook-id"] ?? "", url: call.url, at: clock.now() });
      const answered = await answer(call);
      at("call:after");
      return answered;
    },
    log: (message) => points.push(message),
  };
  /** Takes every ticket whose time has come until none is left, or a day and a half is over. */
  const run = async (untilMs = 1.5 * retryForMs) => {
    const end = someTime + untilMs;
    while (queue.length > 0) {
      queue.sort((a, b) => a.at - b.at);
      const [next] = queue;
      if (next === undefined || next.at > end) return;
      queue.shift();
      if (next.at > clock.now()) await clock.advance(next.at - clock.now());
      const settled = Promise.allSettled(deliverBatch(delivering, [next.ticket]));
      const [result] = await settled;
      // SQS delivers again what was not done.
      if (result?.status === "rejected") queue.push({ ticket: next.ticket, at: clock.now() + 60_000 });
    }
  };
  return {
    clock,
    deliveries,
    troubles,
    queue,
    calls,
    points,
    run,
    delivering,
    crash: (after: number) => {
      crashAt = after;
    },
  };
}

const tell = { ticket: { kind: "event", event } as const, at: someTime };

test("killed at any point, the receiver still gets the event at least once and under one id", async () => {
  const measured = aWorld([webhook("whk_1")], async () => ({ status: 204 }));
  measured.queue.push(tell);
  await measured.run();
  const points = measured.points.length;
  expect(points).toBeGreaterThan(8);
  for (let point = 0; point < points; point += 1) {
    const world = aWorld([webhook("whk_1")], async () => ({ status: 204 }));
    world.queue.push(tell);
    world.crash(point);
    await world.run();
    expect(world.calls.length).toBeGreaterThanOrEqual(1);
    expect(new Set(world.calls.map(({ eventId }) => eventId))).toEqual(new Set(["evt_1"]));
    expect([...world.deliveries.values()]).toMatchObject([{ state: "delivered", eventId: "evt_1" }]);
  }
});

test("a failing receiver is tried for a day with growing pauses, then the delivery is kept as failed", async () => {
  const world = aWorld([webhook("whk_1")], async () => ({ status: 500 }));
  world.queue.push(tell);
  await world.run();
  const [delivery] = world.deliveries.values();
  expect(delivery).toMatchObject({ state: "failed" });
  expect(world.calls.length).toBeGreaterThan(8);
  expect((world.calls.at(-1)?.at ?? 0) - someTime).toBeLessThanOrEqual(retryForMs);
  expect((world.calls.at(-1)?.at ?? 0) - someTime).toBeGreaterThan(retryForMs / 2);
  expect(world.points).toContain("a webhook delivery was given up");
});

test("each attempt of an event bears its id and the time of the attempt, also when it is asked for again", async () => {
  const sent: (WebhookCall & { readonly at: number })[] = [];
  const world = aWorld([webhook("whk_1")], async (call) => {
    sent.push({ ...call, at: world.clock.now() });
    return { status: sent.length === 3 || sent.length === 5 ? 204 : 500 };
  });
  world.queue.push(tell);
  await world.run();
  const [delivered] = world.deliveries.values();
  if (delivered === undefined) throw new Error("no delivery");
  await world.clock.advance(7 * 24 * 3_600_000);
  const asked = await world.delivering.webhookDeliveries.save(askedAgain(delivered, "01", world.clock.now()));
  world.queue.push({ ticket: { kind: "attempt", ...asked, dueAt: world.clock.now() }, at: world.clock.now() });
  await world.run(30 * 24 * 3_600_000);
  expect(sent).toHaveLength(5);
  const clock = jest.spyOn(Date, "now");
  for (const { headers, body, at } of sent) {
    const seconds = String(Math.floor(at / 1_000));
    expect(headers).toMatchObject({ "webhook-id": "evt_1", "webhook-timestamp": seconds });
    expect(headers).toMatchObject({ "x-webhook-id": "evt_1", "x-webhook-timestamp": seconds });
    clock.mockReturnValue(at);
    expect(isStandardWebhook(webhook("whk_1").secret, headers, body)).toBe(true);
    expect(isOurWebhook([webhook("whk_1").secret], headers, body)).toBe(true);
  }
  clock.mockRestore();
  expect(new Set(sent.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(5);
});

test("overlapping failures of a receiver that hangs count from the start of the earliest, until it answers", async () => {
  let hangs = true;
  const took: Readonly<Record<string, number>> = { evt_1: 4_000, evt_2: 10_000, evt_3: 10_000 };
  const world = aWorld([webhook("whk_a")], async ({ headers }) => {
    if (!hangs) return { status: 204 };
    await world.clock.wait(took[headers["x-webhook-id"] ?? ""] ?? 0);
    return { problem: "no answer" };
  });
  const { clock, delivering, troubles } = world;
  const startedAt = clock.now();
  const calls: Promise<void>[] = [];
  for (const eventId of Object.keys(took)) {
    calls.push(...deliverBatch(delivering, [{ kind: "event", event: { ...event, eventId } }]));
    await clock.advance(700);
  }
  const since: (number | undefined)[] = [];
  for (let second = 0; second < 15; second += 1) {
    await clock.advance(1_000);
    since.push(troubles.get("whk_a")?.failingSince);
  }
  await Promise.all(calls);
  expect(since.slice(-1)).toEqual([startedAt]);
  expect(new Set(since)).toEqual(new Set([undefined, startedAt]));
  hangs = false;
  await world.run(60 * 60_000);
  expect(troubles.get("whk_a")?.failingSince).toBeUndefined();
});

test("an event that is told twice is one delivery", async () => {
  const world = aWorld([webhook("whk_1")], async () => ({ status: 200 }));
  world.queue.push(tell, tell);
  await world.run();
  expect(world.calls).toHaveLength(1);
});

test("a hanging receiver holds up neither another's delivery nor more than one call of its own", async () => {
  const world = aWorld([webhook("whk_slow"), webhook("whk_well")], async ({ url }) => {
    if (url.includes("slow")) await world.clock.wait(10_000);
    return url.includes("slow") ? { problem: "no answer within 10000 ms" } : { status: 204 };
  });
  const tickets = Array.from({ length: 5 }, (_, index) => ({
    kind: "event" as const,
    event: { ...event, eventId: `evt_${index}` },
  }));
  const batch = Promise.all(deliverBatch(world.delivering, tickets));
  await world.clock.advance(1_000);
  expect(world.calls.filter(({ url }) => url.includes("well"))).toHaveLength(5);
  await world.clock.advance(10_000);
  await batch;
  expect(world.calls.filter(({ url }) => url.includes("slow"))).toHaveLength(1);
  // The others were put off, and the one that was tried is left to the receiver's own ticket: none is lost.
  const waiting = Object.groupBy(world.queue, ({ ticket }) => ticket.kind);
  expect([waiting.attempt?.length, waiting.receiver?.length]).toEqual([4, 1]);
});

describe("a receiver that is dead for hours", () => {
  const events = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ticket: { kind: "event", event: { ...event, eventId: `evt_${index}` } } as const,
      at: someTime,
    }));
  const hourMs = 3_600_000;

  test("costs the same whether one event waits for it or five hundred", async () => {
    const costs: number[] = [];
    for (const count of [1, 500]) {
      const world = aWorld([webhook("whk_1")], async () => ({ status: 500 }));
      world.queue.push(...events(count));
      await world.run(2 * hourMs);
      const before = world.points.length;
      await world.run(12 * hourMs);
      expect([...world.deliveries.values()].filter(({ state }) => state === "pending")).toHaveLength(count);
      costs.push(world.points.length - before);
      expect(world.queue.map(({ ticket }) => ticket.kind)).toEqual(["receiver"]);
    }
    const [one = 0, many = 0] = costs;
    expect(one).toBeGreaterThan(0);
    // Ten hours of breaks of ten minutes: a try in each, of about ten calls of a store, before and after each of which is counted.
    expect(many).toBeLessThan(60 * 2 * 12);
  });

  test("gets all that waited within minutes once it is well, each once", async () => {
    const world = aWorld([webhook("whk_1")], async () => ({
      status: world.clock.now() < someTime + hourMs ? 500 : 204,
    }));
    world.queue.push(...events(120));
    await world.run(hourMs + 30 * 60_000);
    // But for those that were tried and wait for their own time.
    const waiting = [...world.deliveries.values()].filter(({ state }) => state !== "delivered");
    expect(waiting.filter(({ attemptCount }) => attemptCount === 0)).toEqual([]);
    expect(waiting.length).toBeLessThan(10);
    await world.run();
    expect([...world.deliveries.values()].filter(({ state }) => state !== "delivered")).toEqual([]);
    const well = world.calls.filter(({ at }) => at >= someTime + hourMs).map(({ eventId }) => eventId);
    expect([well.length, new Set(well).size]).toEqual([120, 120]);
    expect(world.queue).toEqual([]);
  });

  test("loses nothing to a kill at any point", async () => {
    const answer = (clock: FakeClock) => async () => ({ status: clock.now() < someTime + 20_000 ? 500 : 204 });
    const start = (): ReturnType<typeof aWorld> => {
      const world: ReturnType<typeof aWorld> = aWorld([webhook("whk_1")], async () => await answer(world.clock)());
      world.queue.push(...events(3));
      return world;
    };
    const measured = start();
    await measured.run();
    const points = measured.points.length;
    expect(points).toBeGreaterThan(30);
    for (let point = 0; point < points; point += 1) {
      const world = start();
      world.crash(point);
      await world.run();
      expect([...world.deliveries.values()].map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
      expect(world.queue).toEqual([]);
    }
  });

  test("gives all of them up after a day", async () => {
    const world = aWorld([webhook("whk_1")], async () => ({ status: 500 }));
    world.queue.push(...events(120));
    await world.run();
    expect([...world.deliveries.values()].filter(({ state }) => state !== "failed")).toEqual([]);
    expect(world.queue).toEqual([]);
  });

  test("comes back by itself to what was put off before receivers were watched", async () => {
    const world = aWorld([webhook("whk_1")], async () => ({ status: 204 }));
    await world.delivering.webhookDeliveries.saveTrouble(webhook("whk_1"), { failures: 3, freeAt: someTime + 60_000 });
    world.queue.push(...events(3));
    await world.run();
    expect([...world.deliveries.values()].map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
  });
});

test("a receiver that answers 410 is called no more: its webhook is switched off, and what waits ends with the reason", async () => {
  const hooks = [webhook("whk_1")];
  const world = aWorld(hooks, async () => ({ status: 410 }));
  Object.assign(world.delivering, {
    webhooks: {
      ...world.delivering.webhooks,
      find: async () => hooks[0],
      list: async () => hooks,
      save: async (changed: Webhook) => {
        hooks[0] = changed;
      },
    },
  });
  for (let index = 0; index < 3; index += 1) {
    const one = { ...event, eventId: `evt_${index}`, at: someTime + index };
    world.queue.push({ ticket: { kind: "event", event: one }, at: someTime + index });
  }
  await world.run(60 * 60_000);
  expect(world.calls).toHaveLength(1);
  expect(hooks[0]).toMatchObject({ active: false, inactiveBecause: "gone" });
  const [first, ...others] = [...world.deliveries.values()];
  expect(first).toMatchObject({ state: "failed", attempts: [{ status: 410 }] });
  for (const { state, attempts } of others) {
    expect([state, attempts.at(-1)?.problem]).toEqual(["failed", givenUpBecause.gone]);
  }
});
