import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { ConditionRefused } from "../../../core/errors.ts";
import { newDelivery, type Webhook } from "../../../core/webhook/webhook.ts";
import { aUlid, someTime } from "../../support/builders.ts";
import { storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();

const aWebhook = (its: Partial<Webhook> = {}): Webhook => ({
  tenantId: aUlid(),
  webhookId: `whk_${aUlid()}`,
  url: "https://receiver.example/",
  events: ["campaign.*"],
  active: true,
  secret: "whsec_test",
  createdAt: someTime,
  updatedAt: someTime,
  ...its,
});

describe("webhooks", () => {
  test("are found again whole, by their tenant only, and listed as they were made", async () => {
    const { webhooks } = stores();
    const [first, second] = [aWebhook({ webhookId: "whk_1" }), aWebhook({ webhookId: "whk_2" })];
    const its = { ...second, tenantId: first.tenantId, sessions: ["shop"], description: "Toko" };
    for (const one of [its, first, aWebhook()]) await webhooks.create(one);
    expect(await webhooks.find(its)).toEqual(its);
    expect(await webhooks.find({ ...its, tenantId: "other" })).toBeUndefined();
    expect(await webhooks.list(first.tenantId)).toEqual([first, its]);
    await expect(webhooks.create(first)).rejects.toThrow(ConditionRefused);
  });

  test("are changed by who saw the latest, and not brought back when they are gone", async () => {
    const { webhooks } = stores();
    const seen = aWebhook();
    await webhooks.create(seen);
    const changed = { ...seen, active: false, updatedAt: seen.updatedAt + 1 };
    await webhooks.save(changed, seen);
    await expect(webhooks.save({ ...seen, url: "https://else.example/" }, seen)).rejects.toThrow(ConditionRefused);
    await webhooks.remove(changed);
    await webhooks.remove(changed);
    await expect(webhooks.save(changed, changed)).rejects.toThrow(ConditionRefused);
    expect(await webhooks.find(seen)).toBeUndefined();
  });
});

const aDelivery = (webhook: Webhook, at = someTime) =>
  newDelivery(
    webhook,
    { eventId: `evt_${aUlid()}`, type: "campaign.started", tenantId: webhook.tenantId, at, data: {} },
    at,
  );

describe("deliveries", () => {
  test("of one event are one, and what was there stays", async () => {
    const { webhookDeliveries } = stores();
    const delivery = aDelivery(aWebhook());
    const first = await webhookDeliveries.create(delivery);
    const saved = await webhookDeliveries.save({ ...first, attemptCount: 1 });
    expect(await webhookDeliveries.create(delivery)).toEqual(saved);
    expect(await webhookDeliveries.find(delivery)).toEqual(saved);
    expect(saved.version).toBe(first.version + 1);
  });

  test("are changed by who saw the latest", async () => {
    const { webhookDeliveries } = stores();
    const first = await webhookDeliveries.create(aDelivery(aWebhook()));
    await webhookDeliveries.save({ ...first, attemptCount: 1 });
    await expect(webhookDeliveries.save({ ...first, attemptCount: 2 })).rejects.toThrow(ConditionRefused);
  });

  test("come page by page, the latest first, without the trouble of their receiver", async () => {
    const { webhookDeliveries } = stores();
    const webhook = aWebhook();
    const made = [0, 1, 2].map((minute) => aDelivery(webhook, someTime + minute * 60_000));
    for (const one of [...made, aDelivery(aWebhook())]) await webhookDeliveries.create(one);
    await webhookDeliveries.saveTrouble(webhook, { failures: 1, freeAt: someTime });
    const first = await webhookDeliveries.page(webhook, { limit: 2 });
    const after = first.next === undefined ? {} : { after: first.next };
    const second = await webhookDeliveries.page(webhook, { limit: 2, ...after });
    expect([...first.items, ...second.items].map(({ deliveryId }) => deliveryId)).toEqual(
      made.map(({ deliveryId }) => deliveryId).toReversed(),
    );
  });
});

describe("a receiver in trouble", () => {
  test("has its waiting deliveries listed, the oldest first, however many others lie between", async () => {
    const { webhookDeliveries } = stores();
    const webhook = aWebhook();
    const made = Array.from({ length: 230 }, (_, minute) => aDelivery(webhook, someTime + minute * 60_000));
    for (const [minute, one] of made.entries()) {
      await webhookDeliveries.create(minute % 110 === 5 ? one : { ...one, state: "delivered" });
    }
    await webhookDeliveries.saveTrouble(webhook, { failures: 1, freeAt: someTime, watch: { by: "a", after: "dlv_0" } });
    const waiting = async (after: string, limit: number) =>
      (await webhookDeliveries.waiting(webhook, after, limit)).map(({ deliveryId }) => deliveryId);
    const [first, second, third] = [5, 115, 225].map((minute) => made[minute]?.deliveryId ?? "");
    expect(await waiting("dlv_0", 50)).toEqual([first, second, third]);
    expect(await waiting("dlv_0", 2)).toEqual([first, second]);
    expect(await waiting(first ?? "", 50)).toEqual([second, third]);
    expect(await waiting(third ?? "", 50)).toEqual([]);
  });

  test("is called by one at a time, and not before it is free", async () => {
    const { webhookDeliveries } = stores();
    const webhook = aWebhook();
    expect(await webhookDeliveries.findTrouble(webhook)).toBeUndefined();
    await webhookDeliveries.saveTrouble(webhook, { failures: 2, freeAt: someTime });
    expect(await webhookDeliveries.findTrouble(webhook)).toMatchObject({ failures: 2, freeAt: someTime });
    await expect(webhookDeliveries.takeTurn(webhook, someTime - 1, someTime + 10)).rejects.toThrow(ConditionRefused);
    await webhookDeliveries.takeTurn(webhook, someTime, someTime + 10);
    await expect(webhookDeliveries.takeTurn(webhook, someTime, someTime + 10)).rejects.toThrow(ConditionRefused);
    await webhookDeliveries.takeTurn(webhook, someTime + 10, someTime + 20);
    await webhookDeliveries.saveTrouble(webhook, undefined);
    expect(await webhookDeliveries.findTrouble(webhook)).toBeUndefined();
  });
});

test("a ticket comes as it was put on the queue, and one with a delay not at once", async () => {
  const { webhookQueue, webhooksQueueUrl, sqs } = stores();
  const place = { tenantId: "acme", webhookId: "whk_1", deliveryId: "dlv_1" };
  const later = { kind: "attempt", dueAt: someTime, ...place } as const;
  const event = { eventId: "evt_1", type: "campaign.started", tenantId: "acme", at: someTime, data: { a: 1 } } as const;
  await webhookQueue.enqueue(later, 60_000);
  await webhookQueue.enqueue({ kind: "event", event }, 0);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: webhooksQueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  expect(Messages.map(({ Body = "" }) => JSON.parse(Body) as unknown)).toEqual([{ kind: "event", event }]);
});
