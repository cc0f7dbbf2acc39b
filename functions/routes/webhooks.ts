import * as z from "zod";
import { eventFilters } from "../../core/webhook/events.ts";
import { deliveryStates, inactiveReasons } from "../../core/webhook/webhook.ts";
import { dataOf, page, pageOf, success, time, webhookDescription } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "webhooks", scope: "admin" });

const base = "/api/whatsapp/webhooks" as const;

const filter = z.enum(eventFilters as [string, ...string[]]).meta({ examples: ["campaign.*"] });
const filters = z.array(filter).min(1).max(50);

export const webhook = z
  .object({
    webhookId: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    description: z.string().optional(),
    active: z.boolean(),
    inactiveBecause: z.enum(inactiveReasons).optional().meta({
      description: "user: switched off by a person; gone: its receiver answered 410",
    }),
    sessions: z.array(z.string()).optional(),
    previousSecretUntil: time.optional().meta({ description: "the secret before this one signs as well until then" }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Webhook" });
export const answered = {
  failingSince: time.optional().meta({ description: "the first of the failures in a row" }),
  lastAnswer: z
    .object({ at: time, status: z.int().optional(), problem: z.string().optional() })
    .optional()
    .meta({ description: "what its receiver answered last, or why there was no answer" }),
};
const shownOnce = z.string().meta({
  description: "signs what is sent, after Standard Webhooks: `whsec_` and 24 bytes in base64; shown this once",
});

const delivery = z
  .object({
    deliveryId: z.string(),
    eventId: z.string(),
    type: z.string(),
    status: z.enum(deliveryStates),
    attempts: z.array(
      z.object({
        at: time,
        tookMs: z.int(),
        status: z.int().optional(),
        problem: z.string().optional(),
      }),
    ),
    attemptCount: z.int(),
    createdAt: time,
    nextAttemptAt: time.optional(),
    deliveredAt: time.optional(),
    event: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "WebhookDelivery" });

const url = z
  .string()
  .max(2_048)
  .meta({
    format: "uri",
    description: "an https URL on the public internet, without user, password and fragment; kept in its normal form",
    examples: ["https://hooks.example.com/whatsapp"],
  });
const one = z.strictObject({ webhookId: z.string() });

export const listWebhooks = route({
  operationId: "listWebhooks",
  method: "GET",
  path: base,
  summary: "List webhooks",
  description: "The tenant's webhooks, without their secrets.",
  query: z.strictObject(page),
  answers: { 200: { description: "the webhooks", body: pageOf(webhook) } },
});

export const createWebhook = route({
  operationId: "createWebhook",
  method: "POST",
  path: base,
  summary: "Create a webhook",
  description:
    "From now on events of the named types are sent to the address (see Webhooks of this document). The signing `secret` is answered this once: store it at once, and check the signature of each call by it, with a library of Standard Webhooks (https://www.standardwebhooks.com).",
  idempotent: true,
  answersSecret: true,
  body: z.strictObject({ url, events: filters, description: webhookDescription.optional() }),
  answers: { 201: { description: "the webhook with its secret", body: dataOf(webhook.extend({ secret: shownOnce })) } },
  refusals: { 409: "the tenant has as many webhooks as it may, or the first request is still in progress" },
});

export const getWebhook = route({
  operationId: "getWebhook",
  method: "GET",
  path: `${base}/{webhookId}`,
  summary: "Get a webhook",
  description: "One webhook, with what its receiver answered last and since when it fails, if it does.",
  params: one,
  answers: {
    200: {
      description: "the webhook",
      body: dataOf(webhook.extend(answered)),
    },
  },
  missing: "webhook",
});

export const updateWebhook = route({
  operationId: "updateWebhook",
  method: "PUT",
  path: `${base}/{webhookId}`,
  summary: "Change a webhook",
  description:
    "Changes its events, address or description, switches it off or on, or changes its secret (`rotateSecret`). What is not named stays. The secret before the new one signs as well for 24 hours.",
  params: one,
  body: z
    .strictObject({
      url: url.optional(),
      events: filters.optional(),
      description: webhookDescription.optional(),
      active: z.boolean().optional(),
      rotateSecret: z.boolean().optional().meta({
        description: "true: a new secret is answered this once; those of the last 24 hours sign as well",
      }),
    })
    .refine((changes) => Object.keys(changes).length > 0, { error: "at least one change" })
    .meta({ minProperties: 1 }),
  answers: { 200: { description: "the webhook", body: dataOf(webhook.extend({ secret: shownOnce.optional() })) } },
  missing: "webhook",
  refusals: { 409: "it was changed meanwhile, or its secret so often that five of the last 24 hours still sign" },
});

export const removeWebhook = route({
  operationId: "removeWebhook",
  method: "DELETE",
  path: `${base}/{webhookId}`,
  summary: "Delete a webhook",
  description: "Nothing is sent to it any more.",
  params: one,
  answers: { 200: { description: "removed", body: z.object({ success }) } },
  missing: "webhook",
});

export const testWebhook = route({
  operationId: "testWebhook",
  method: "POST",
  path: `${base}/{webhookId}/test`,
  summary: "Send a test event",
  description:
    "Sends a `webhook.test` event, signed like any other, also where the webhook does not listen to it. The delivery says later what its receiver answered.",
  params: one,
  idempotent: true,
  answers: {
    202: {
      description: "it is on its way",
      body: dataOf(z.object({ deliveryId: z.string(), eventId: z.string() })),
    },
  },
  missing: "webhook",
});

export const listDeliveries = route({
  operationId: "listDeliveries",
  method: "GET",
  path: `${base}/{webhookId}/deliveries`,
  summary: "List what was sent to a webhook",
  description: "Each event that was sent, with every try and its answer, the latest first. Kept for 30 days.",
  params: one,
  query: z.strictObject({ ...page, status: z.enum(deliveryStates).optional() }),
  answers: { 200: { description: "a page of deliveries", body: pageOf(delivery) } },
  missing: "webhook",
});

export const redeliver = route({
  operationId: "redeliver",
  method: "POST",
  path: `${base}/{webhookId}/deliveries/{deliveryId}/redeliver`,
  summary: "Send an event again",
  description:
    "Sends the event of a delivery once more, with the same event id, and tries for another 24 hours if need be.",
  params: z.strictObject({ webhookId: z.string(), deliveryId: z.string() }),
  idempotent: true,
  answers: { 202: { description: "it is on its way", body: dataOf(delivery) } },
  missing: "webhook or delivery",
  refusals: { 409: "it changed meanwhile, or the first request is still in progress" },
});
