import { ConditionRefused } from "../../../core/errors.ts";
import type { DomainEvent } from "../../../core/events.ts";
import { retryForMs, type ReceiverTrouble, type Webhook, type WebhookDelivery } from "../../../core/webhook.ts";
import type { WebhookTicket } from "../../../core/webhook-ports.ts";
import type { ReceiverAnswer, WebhookCall } from "../../../functions/webhooks/call.ts";
import { deliverBatch, type Delivering } from "../../../functions/webhooks/deliver.ts";
import { someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const webhook = (webhookId: string): Webhook => ({
  tenantId: "acme",
  webhookId,
  url: `https://${webhookId}.example/`,
  events: ["*"],
  active: true,
  secret: "whsec_test",
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
      const [next] = queue.splice(0, 1);
      if (next === undefined || next.at > end) return;
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
  // The others were put off, none is lost.
  expect(world.queue.filter(({ ticket }) => ticket.kind === "attempt")).toHaveLength(5);
});
