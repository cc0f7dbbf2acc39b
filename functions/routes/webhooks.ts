import * as z from "zod";
import { eventFilters } from "../../core/webhook/events.ts";
import { deliveryStates, inactiveReasons } from "../../core/webhook/webhook.ts";
import {
  badFields,
  badQuery,
  dataOf,
  failure,
  keyFailures,
  notFound,
  page,
  pageOf,
  stillInProgress,
  success,
  time,
  webhookDescription,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/webhooks" as const;

const filter = z.enum(eventFilters as [string, ...string[]]).meta({ examples: ["campaign.*"] });
const filters = z.array(filter).min(1).max(50);

const webhook = z
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
const shownOnce = z.string().meta({ description: "signs what is sent; shown this once" });

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

export const listWebhooks = defineRoute({
  operationId: "listWebhooks",
  method: "GET",
  path: base,
  summary: "The tenant's webhooks, without their secrets",
  resource: "webhooks",
  scope: "admin",
  query: z.strictObject(page),
  responses: { 200: { description: "the webhooks", body: pageOf(webhook) }, ...badQuery, ...keyFailures },
});

export const createWebhook = defineRoute({
  operationId: "createWebhook",
  method: "POST",
  path: base,
  summary: "Have events sent to an address; the signing secret is shown this once",
  resource: "webhooks",
  scope: "admin",
  idempotent: true,
  answersSecret: true,
  body: z.strictObject({ url, events: filters, description: webhookDescription.optional() }),
  responses: {
    201: { description: "the webhook with its secret", body: dataOf(webhook.extend({ secret: shownOnce })) },
    ...badFields,
    409: failure("the tenant has as many webhooks as it may, or the first request is still in progress"),
    ...keyFailures,
  },
});

export const getWebhook = defineRoute({
  operationId: "getWebhook",
  method: "GET",
  path: `${base}/{webhookId}`,
  summary: "One webhook",
  resource: "webhooks",
  scope: "admin",
  params: one,
  responses: {
    200: {
      description: "the webhook",
      body: dataOf(
        webhook.extend({
          failingSince: time.optional().meta({ description: "the first of the failures in a row" }),
          lastAnswer: z
            .object({ at: time, status: z.int().optional(), problem: z.string().optional() })
            .optional()
            .meta({ description: "what its receiver answered last, or why there was no answer" }),
        }),
      ),
    },
    ...badQuery,
    ...notFound("webhook"),
    ...keyFailures,
  },
});

export const updateWebhook = defineRoute({
  operationId: "updateWebhook",
  method: "PUT",
  path: `${base}/{webhookId}`,
  summary: "Change its events or address, switch it off or on, or change its secret",
  resource: "webhooks",
  scope: "admin",
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
  responses: {
    200: { description: "the webhook", body: dataOf(webhook.extend({ secret: shownOnce.optional() })) },
    ...badFields,
    ...notFound("webhook"),
    409: failure("it was changed meanwhile, or its secret so often that five of the last 24 hours still sign"),
    ...keyFailures,
  },
});

export const removeWebhook = defineRoute({
  operationId: "removeWebhook",
  method: "DELETE",
  path: `${base}/{webhookId}`,
  summary: "Remove a webhook; nothing is sent to it any more",
  resource: "webhooks",
  scope: "admin",
  params: one,
  responses: {
    200: { description: "removed", body: z.object({ success }) },
    ...notFound("webhook"),
    ...badFields,
    ...keyFailures,
  },
});

export const testWebhook = defineRoute({
  operationId: "testWebhook",
  method: "POST",
  path: `${base}/{webhookId}/test`,
  summary: "Send it a webhook.test event, signed like any other",
  resource: "webhooks",
  scope: "admin",
  params: one,
  idempotent: true,
  responses: {
    202: {
      description: "it is on its way",
      body: dataOf(z.object({ deliveryId: z.string(), eventId: z.string() })),
    },
    ...badFields,
    ...notFound("webhook"),
    ...stillInProgress,
    ...keyFailures,
  },
});

export const listDeliveries = defineRoute({
  operationId: "listDeliveries",
  method: "GET",
  path: `${base}/{webhookId}/deliveries`,
  summary: "What was sent to it and what became of that, the latest first; kept for 30 days",
  resource: "webhooks",
  scope: "admin",
  params: one,
  query: z.strictObject({ ...page, status: z.enum(deliveryStates).optional() }),
  responses: {
    200: { description: "a page of deliveries", body: pageOf(delivery) },
    ...badQuery,
    ...notFound("webhook"),
    ...keyFailures,
  },
});

export const redeliver = defineRoute({
  operationId: "redeliver",
  method: "POST",
  path: `${base}/{webhookId}/deliveries/{deliveryId}/redeliver`,
  summary: "Send it once more, with the same event id",
  resource: "webhooks",
  scope: "admin",
  params: z.strictObject({ webhookId: z.string(), deliveryId: z.string() }),
  idempotent: true,
  responses: {
    202: { description: "it is on its way", body: dataOf(delivery) },
    ...badFields,
    ...notFound("webhook or delivery"),
    409: failure("it changed meanwhile, or the first request is still in progress"),
    ...keyFailures,
  },
});
