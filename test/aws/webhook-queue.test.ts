import { QueuedEvents } from "../../aws/webhook-queue.ts";
import type { DomainEvent } from "../../core/events.ts";
import { listenersHoldMs, type Webhook } from "../../core/webhook.ts";
import type { WebhookTicket } from "../../core/webhook-ports.ts";
import { someTime } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** Who listens is read at most once in a while, and by then everybody knows of a change. */

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
  const webhooks: Webhook[] = [];
  const told: WebhookTicket[] = [];
  const state = { reads: 0, fails: false };
  const events = new QueuedEvents(
    {
      list: async (tenantId) => {
        state.reads += 1;
        if (state.fails) throw new Error("no answer");
        return webhooks.filter((one) => one.tenantId === tenantId);
      },
    },
    {
      enqueue: async (ticket) => {
        told.push(ticket);
      },
    },
    clock,
  );
  const publish = (tenantId = "acme") => events.publish(tenantId, "recipient.sent", async () => event(tenantId));
  return { clock, webhooks, told, state, publish };
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

it("reads again after a read that failed", async () => {
  const { publish, state, webhooks, told } = aPublisher();
  webhooks.push(webhook);
  state.fails = true;
  await expect(publish()).rejects.toThrow("no answer");
  state.fails = false;
  await publish();
  expect(told).toHaveLength(1);
});
