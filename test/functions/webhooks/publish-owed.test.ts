import { TicketRefused } from "../../../core/errors.ts";
import type { DomainEvent } from "../../../core/webhook/events.ts";
import { retryForMs, type Webhook, type WebhookDelivery } from "../../../core/webhook/webhook.ts";
import type { OwedEvent, WebhookTicket } from "../../../core/webhook/webhook-ports.ts";
import { publishOwed } from "../../../functions/webhooks/publish-owed.ts";
import { someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** What the queue of events did not take is told by the sweep, or stands as failed with the reason. */

const webhook = (webhookId: string, events: readonly string[] = ["*"]): Webhook => ({
  tenantId: "acme",
  webhookId,
  url: `https://${webhookId}.example/`,
  events,
  active: true,
  secret: "whsec_test",
  createdAt: someTime,
  updatedAt: someTime,
});

const event = (serial: number): DomainEvent => ({
  eventId: `evt_${serial}`,
  type: "campaign.stopped",
  tenantId: "acme",
  at: someTime,
  data: { name: "Promo" },
});

function aWorld(owedAtFirst: readonly OwedEvent[], enqueue: (ticket: WebhookTicket) => Promise<void>) {
  const clock = new FakeClock(someTime);
  const owed = [...owedAtFirst];
  /** Where the index has each, in its order. What was taken away it lists for a moment more. */
  const index = owed.map((one, at) => ({ one, sort: String(at).padStart(6, "0") }));
  const deliveries: WebhookDelivery[] = [];
  const alarms: unknown[] = [];
  const removeOwed = ({ eventId }: Pick<DomainEvent, "eventId">) => {
    owed.splice(
      owed.findIndex((one) => one.event.eventId === eventId),
      1,
    );
  };
  let moved = 100_000;
  const state = { removes: (): Promise<void> => Promise.resolve() };
  const run = () =>
    publishOwed({
      owedEvents: {
        put: async () => undefined,
        page: async ({ limit, after = "" }) => {
          const listed = index.filter(({ sort }) => sort > after);
          const last = listed.length > limit ? listed[limit - 1] : undefined;
          const items = listed.slice(0, limit).flatMap(({ one }) => (owed.includes(one) ? [one] : []));
          return { items, ...(last === undefined ? {} : { next: last.sort }) };
        },
        postpone: async (one) => {
          index.splice(
            index.findIndex((listed) => listed.one === one),
            1,
          );
          index.push({ one, sort: String(moved++) });
        },
        remove: async (one) => {
          await state.removes();
          removeOwed(one);
        },
      },
      webhooks: { list: async () => [webhook("whk_a"), webhook("whk_b"), webhook("whk_c", ["import.*"])] },
      webhookDeliveries: {
        create: async (delivery) => {
          const there = deliveries.find(({ deliveryId }) => deliveryId === delivery.deliveryId);
          if (there === undefined) deliveries.push(delivery);
          return there ?? delivery;
        },
      },
      webhookQueue: { enqueue },
      clock,
      logger: { warn: () => undefined, error: (_, { alarm }) => alarms.push(alarm) },
    });
  return { clock, owed, deliveries, alarms, state, run };
}

const owing = (serial: number, its: Partial<OwedEvent> = {}): OwedEvent => ({
  event: event(serial),
  owedAt: someTime,
  ...its,
});

test("what is owed is told as it is, however much, and owed no more", async () => {
  const told: WebhookTicket[] = [];
  const many = Array.from({ length: 120 }, (_, serial) => owing(serial));
  const { run, owed } = aWorld(many, async (ticket) => void told.push(ticket));
  expect(await run()).toBe(120);
  expect(told).toEqual(many.map((one) => ({ kind: "event", event: one.event })));
  expect(owed).toEqual([]);
});

test("a queue that takes nothing is asked once a round, and what is owed stays", async () => {
  let asked = 0;
  const { run, owed, deliveries } = aWorld(
    Array.from({ length: 120 }, (_, serial) => owing(serial)),
    async () => {
      asked += 1;
      throw new Error("unreachable");
    },
  );
  expect(await run()).toBe(0);
  expect([asked < 120, owed.length, deliveries]).toEqual([true, 120, []]);
});

test("one that can't be told stands in no other's way", async () => {
  const { run, owed } = aWorld(
    Array.from({ length: 120 }, (_, serial) => owing(serial)),
    async (ticket) => {
      if (ticket.kind === "event" && ticket.event.eventId === "evt_0") throw new Error("throttled");
    },
  );
  await run();
  expect(owed.map((one) => one.event.eventId)).toEqual(["evt_0"]);
});

test("one that the queue refused for good becomes a failed delivery for each that listens, with the reason", async () => {
  const refusedBecause = "the queue of events refused it: too long";
  const { run, owed, deliveries, alarms } = aWorld([owing(1, { refusedBecause })], async () => undefined);
  expect(await run()).toBe(1);
  expect(owed).toEqual([]);
  expect(deliveries.map(({ webhookId }) => webhookId)).toEqual(["whk_a", "whk_b"]);
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({
      eventId: "evt_1",
      state: "failed",
      attempts: [{ at: someTime, problem: refusedBecause }],
    });
  }
  expect(alarms).toEqual(["webhook_given_up", "webhook_given_up"]);
});

test("one that the queue refuses only now becomes the same", async () => {
  const { run, deliveries } = aWorld([owing(1)], () => Promise.reject(new TicketRefused("refused: too long")));
  expect(await run()).toBe(1);
  expect(deliveries[0]?.attempts[0]?.problem).toBe("refused: too long");
});

test("one that no queue took for a day becomes the same, and not before", async () => {
  const { run, clock, owed, deliveries } = aWorld([owing(1)], () => Promise.reject(new Error("unreachable")));
  await clock.advance(retryForMs);
  expect([await run(), owed.length, deliveries]).toEqual([0, 1, []]);
  await clock.advance(1);
  expect(await run()).toBe(1);
  expect(deliveries[0]?.attempts[0]?.problem).toBe("the queue of events took nothing for a day");
});

test("a crash between telling and forgetting tells it again, under the same id", async () => {
  const told: string[] = [];
  const world = aWorld([owing(1)], async (ticket) => {
    if (ticket.kind === "event") told.push(ticket.event.eventId);
  });
  world.state.removes = () => Promise.reject(new Error("killed"));
  await world.run();
  world.state.removes = () => Promise.resolve();
  await world.run();
  expect([told, world.owed]).toEqual([["evt_1", "evt_1"], []]);
});
