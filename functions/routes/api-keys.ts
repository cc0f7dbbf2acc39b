import * as z from "zod";
import { productVersion } from "../../core/product-version.ts";
import { haltedBy, maxHaltReason } from "../../core/sending/halt.ts";
import { whatsAppNetworks } from "../../core/whatsapp.ts";
import { sessionStates } from "../../core/session/session.ts";
import { dataOf, keyName, numbersOf, page, pageOf, scope, success, tenantId, text, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";
import { whatsapp } from "./session-fields.ts";

const route = routesOf({ resource: "api-keys", scope: "admin" });

const apiKey = z
  .object({
    keyId: z.string(),
    tenantId: z.string(),
    name: z.string(),
    scopes: z.array(scope),
    sessions: z.array(z.string()).optional(),
    createdAt: time,
    expiresAt: time.optional(),
    lastUsedAt: time.optional(),
    revokedAt: time.optional(),
  })
  .meta({ id: "ApiKey" });

export const listApiKeys = route({
  operationId: "listApiKeys",
  method: "GET",
  path: "/api/whatsapp/api-keys",
  summary: "List API keys",
  description: "The tenant's keys, the revoked ones too, without their secrets.",
  query: z.strictObject(page),
  answers: { 200: { description: "the keys", body: pageOf(apiKey) } },
});

export const getOwnApiKey = routesOf({ resource: "api-keys" })({
  operationId: "getOwnApiKey",
  method: "GET",
  path: "/api/whatsapp/api-keys/self",
  summary: "Get the key that asks",
  description:
    "What the key that asks may do, and in which tenant; the deployment's version, and whether its messages go to WhatsApp.",
  scope: "read",
  answers: {
    200: {
      description: "the key that asks, without its secret",
      body: dataOf(
        apiKey.pick({ keyId: true, tenantId: true, scopes: true, sessions: true, expiresAt: true }).extend({
          name: apiKey.shape.name.optional(),
          operator: z.boolean().meta({ description: "it is the deployment's own key, which has no name" }),
          deployment: z
            .object({
              version: z.string().meta({ description: "of this product", examples: [productVersion] }),
              network: z.enum(whatsAppNetworks).meta({ description: "simulated: phones of a laptop's own" }),
            })
            .meta({ description: "what the key speaks to" }),
        }),
      ),
    },
  },
});

export const createApiKey = route({
  operationId: "createApiKey",
  method: "POST",
  path: "/api/whatsapp/api-keys",
  summary: "Create an API key",
  description:
    "Makes a key with some of the scopes, for all sessions of the tenant or only for those that are named. The secret `key` is answered this once and kept nowhere: store it at once.",
  idempotent: true,
  answersSecret: true,
  body: z.strictObject({
    name: keyName,
    scopes: z.array(scope).min(1).max(3),
    sessions: z
      .array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/))
      .min(1)
      .max(100)
      .optional(),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    tenantId: tenantId.optional().meta({ description: "only for the operator's bootstrap key; makes that tenant" }),
  }),
  answers: { 201: { description: "the key with its secret", body: dataOf(apiKey.extend({ key: z.string() })) } },
  refusals: { 403: "the key lacks the scope, or only the operator may name a tenant" },
});

export const revokeApiKey = route({
  operationId: "revokeApiKey",
  method: "DELETE",
  path: "/api/whatsapp/api-keys/{keyId}",
  summary: "Revoke an API key",
  description: "The key stops working within 60 seconds, for good.",
  params: z.strictObject({ keyId: z.string() }),
  answers: { 200: { description: "revoked", body: z.object({ success }) } },
  missing: "key",
});

const auditEntry = z
  .object({
    auditId: z.string(),
    at: time,
    keyId: z.string(),
    operation: z.string(),
    target: z.record(z.string(), z.string()),
    status: z.int(),
    requestId: z.string(),
  })
  .meta({ id: "AuditEntry" });

export const listAudit = route({
  operationId: "listAudit",
  method: "GET",
  path: "/api/whatsapp/audit",
  summary: "List changes",
  description:
    "Who changed what and when, the latest first. An entry is kept for 400 days. Requests that only read leave none.",
  query: z.strictObject(page),
  answers: { 200: { description: "a page of changes", body: pageOf(auditEntry) } },
});

const sendingRoute = routesOf({ resource: "api-keys", path: "/api/whatsapp/operations/sending" });

const halt = z.object({
  of: z.enum(["deployment", "tenant"]),
  by: z.enum(haltedBy).meta({ description: "the operator, or an admin of the tenant" }),
  reason: z.string(),
  since: time,
  keyId: z.string(),
});

const heldPage = z.object({
  version: z.string(),
  error: z.string(),
  since: time,
  media: z.boolean().meta({ description: "only campaigns with a file wait" }),
  tenantId: z.string().optional().meta({ description: "only that tenant's campaigns wait; absent: all" }),
});

const sending = z
  .object({
    tenantId: z.string().optional().meta({ description: "absent where the operator asks about the deployment" }),
    halted: z.boolean(),
    by: halt.shape.by.optional(),
    reason: halt.shape.reason.optional(),
    since: halt.shape.since.optional(),
    halts: z.array(halt).meta({ description: "each that holds; the first is the one that is named beside it" }),
    pages: z
      .array(heldPage)
      .optional()
      .meta({ description: "for the operator: versions of WhatsApp's page that failed in several sessions" }),
  })
  .meta({ id: "Sending" });

export const getSending = sendingRoute({
  operationId: "getSending",
  method: "GET",
  summary: "Ask whether sending is halted",
  description:
    "Whether sending is halted in the deployment or in the tenant, by whom, why and since when. The operator is also told what WhatsApp's page holds up.",
  scope: "read",
  query: z.strictObject({
    tenantId: tenantId
      .optional()
      .meta({ description: "only for the operator's bootstrap key; absent: the deployment" }),
  }),
  answers: { 200: { description: "of the deployment and of the tenant", body: dataOf(sending) } },
  refusals: { 403: "the key lacks the scope, or only the operator may name another tenant" },
});

export const setSending = sendingRoute({
  operationId: "setSending",
  method: "PUT",
  summary: "Halt sending, or lift the halt",
  description:
    "The operator's bootstrap key halts the whole deployment or one tenant, a tenant's admin key its own. Once a halt is answered, at most one more message a session goes. Campaigns wait and go on by themselves once the halt is lifted. Lifted for the deployment, campaigns that wait for WhatsApp's page because it failed in other sessions go on, too.",
  scope: "admin",
  body: z
    .strictObject({
      halted: z.boolean(),
      reason: text(maxHaltReason).optional().meta({ description: "why; wanted of a halt" }),
      tenantId: tenantId
        .optional()
        .meta({ description: "only for the operator's bootstrap key; absent: the deployment" }),
    })
    .refine(({ halted, reason }) => !halted || reason !== undefined, {
      error: `a reason of 1 to ${maxHaltReason} characters`,
      path: ["reason"],
    })
    .meta({ anyOf: [{ properties: { halted: { const: false } } }, { required: ["reason"] }] }),
  answers: { 200: { description: "how it is now", body: dataOf(sending) } },
  refusals: {
    403: "the key lacks the scope or is limited to some sessions, or only the operator may name another tenant or lift this halt",
  },
});

const operatorRoute = routesOf({ resource: "api-keys", method: "GET", scope: "admin", query: z.strictObject(page) });
const operatorOnly = { 403: "the key is not the operator's" } as const;

const tenant = z.object({
  tenantId: z.string(),
  createdAt: time.optional(),
  halt: halt
    .pick({ by: true, reason: true, since: true })
    .optional()
    .meta({ description: "what halts this tenant alone" }),
  sessions: z.int(),
  sessionsByState: numbersOf(sessionStates),
});

export const listTenants = operatorRoute({
  operationId: "listTenants",
  path: "/api/whatsapp/operations/tenants",
  summary: "List tenants",
  description: "For the operator's key: every tenant that a key was made for, with its sessions by state.",
  answers: { 200: { description: "a page of tenants", body: pageOf(tenant) } },
  refusals: operatorOnly,
});

const worker = z.object({
  slot: z.int(),
  workerId: z
    .string()
    .optional()
    .meta({ description: "absent: no worker holds the slot", examples: ["9f2c"] }),
  version: z
    .string()
    .optional()
    .meta({ description: "the worker's version of this product", examples: [productVersion] }),
  since: time.optional(),
  lastBeatAt: time.optional(),
  capacity: z.int(),
  sessions: z.int(),
  connected: z.int(),
  pages: z.array(whatsapp.pick({ version: true, unavailable: true }).extend({ sessions: z.int() })),
});

export const listWorkers = operatorRoute({
  operationId: "listWorkers",
  path: "/api/whatsapp/operations/workers",
  summary: "List the workers' slots",
  description:
    "For the operator's key: who holds each slot, since when, when it last said so, its sessions, and the versions of WhatsApp's page that these found.",
  answers: { 200: { description: "a page of slots", body: pageOf(worker) } },
  refusals: operatorOnly,
});
