import * as stores from "../../../aws/open.ts";
import { idOf } from "../../../core/ids.ts";
import { aUlid } from "../../support/builders.ts";
import { tenantId, type Case, type Places } from "./worlds.ts";

/** Sessions, keys, webhooks and opt-outs. */
export const accessCases = ({ at, env, next }: Places): readonly Case[] => [
  {
    name: "POST /sessions",
    operationId: "createSession",
    status: 201,
    world: async () => {
      const sessionId = `made-${next()}`;
      return {
        path: "/api/whatsapp/sessions",
        ask: { json: { sessionId } },
        made: async () =>
          (await stores.sessions(env()).list(tenantId)).filter((one) => one.sessionId === sessionId).length,
      };
    },
  },
  {
    name: "POST /api-keys",
    operationId: "createApiKey",
    status: 201,
    world: async () => {
      const name = `kunci ${next()}`;
      return {
        path: "/api/whatsapp/api-keys",
        ask: { json: { name, scopes: ["read"] } },
        made: async () => (await stores.apiKeys(env()).list(tenantId)).filter((one) => one.name === name).length,
      };
    },
  },
  {
    name: "POST /opt-outs",
    operationId: "addOptOut",
    status: 201,
    world: async () => {
      const own = `62814${String(10_000_000 + next())}`;
      return {
        path: "/api/whatsapp/opt-outs",
        ask: { json: { number: own } },
        made: async () => ((await stores.optOuts(env()).find(tenantId, own)) === undefined ? 0 : 1),
      };
    },
  },
  {
    name: "POST /webhooks, then there are as many as there may be",
    operationId: "createWebhook",
    status: 201,
    world: async () => {
      const url = `https://hooks.example.com/${next()}`;
      const { list, create, remove } = bound(stores.webhooks(env()));
      const added: Parameters<typeof create>[0][] = [];
      return {
        path: "/api/whatsapp/webhooks",
        ask: { json: { url, events: ["campaign.*"] } },
        made: async () => (await list(tenantId)).filter((one) => one.url === url).length,
        spoil: async () => {
          const now = at().now();
          for (let left = 20 - (await list(tenantId)).length; left > 0; left -= 1) {
            const place = { tenantId, webhookId: idOf("webhook", aUlid()), url: "https://hooks.example.com/" };
            const webhook = {
              ...place,
              events: ["*"],
              active: false,
              secret: "whsec_0",
              createdAt: now,
              updatedAt: now,
            };
            await create(webhook);
            added.push(webhook);
          }
        },
        mend: async () => {
          for (const webhook of added) await remove(webhook);
          for (const webhook of await list(tenantId)) if (webhook.url !== url) await remove(webhook);
        },
      };
    },
  },
  {
    name: "POST redeliver",
    operationId: "redeliver",
    status: 202,
    world: async () => {
      const now = at().now();
      const webhookId = idOf("webhook", aUlid());
      const its = { tenantId, webhookId, url: "https://hooks.example.com/", events: ["*"], secret: "whsec_0" };
      const webhooks = bound(stores.webhooks(env()));
      for (const one of await webhooks.list(tenantId)) await webhooks.remove(one);
      await webhooks.create({ ...its, active: true, createdAt: now, updatedAt: now });
      const deliveryId = idOf("delivery", aUlid());
      const deliveries = stores.webhookDeliveries(env());
      await deliveries.create({
        ...{ tenantId, webhookId, deliveryId, eventId: "evt_1", type: "webhook.test", body: "{}" },
        ...{ state: "delivered", attempts: [], attemptCount: 1, attemptsInRound: 1, roundFrom: now },
        ...{ deliveredAt: now, createdAt: now, version: 1 },
      });
      return {
        path: `/api/whatsapp/webhooks/${webhookId}/deliveries/${deliveryId}/redeliver`,
        ask: {},
        made: async () => ((await deliveries.find({ tenantId, webhookId, deliveryId }))?.version ?? 0) - 1,
      };
    },
  },
  {
    name: "POST /webhooks/{webhookId}/test",
    operationId: "testWebhook",
    status: 202,
    world: async () => {
      const now = at().now();
      const webhookId = idOf("webhook", aUlid());
      const its = { tenantId, webhookId, url: "https://hooks.example.com/", events: ["*"], secret: "whsec_0" };
      const webhooks = bound(stores.webhooks(env()));
      for (const one of await webhooks.list(tenantId)) await webhooks.remove(one);
      await webhooks.create({ ...its, active: true, createdAt: now, updatedAt: now });
      // Its event's id is drawn from the request's: told twice, it is one delivery.
      return { path: `/api/whatsapp/webhooks/${webhookId}/test`, ask: {}, made: async () => 1 };
    },
  },
];

/** Methods that may be taken apart. */
function bound(webhooks: ReturnType<typeof stores.webhooks>) {
  return {
    list: webhooks.list.bind(webhooks),
    create: webhooks.create.bind(webhooks),
    remove: webhooks.remove.bind(webhooks),
  };
}
