import * as z from "zod";
import {
  badFields,
  badQuery,
  dataOf,
  failure,
  keyFailures,
  keyName,
  notFound,
  page,
  pageOf,
  scope,
  stillInProgress,
  success,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

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

export const listApiKeys = defineRoute({
  operationId: "listApiKeys",
  method: "GET",
  path: "/api/whatsapp/api-keys",
  summary: "The tenant's API keys, without their secrets",
  resource: "api-keys",
  scope: "admin",
  query: z.strictObject(page),
  responses: { 200: { description: "the keys", body: pageOf(apiKey) }, ...badQuery, ...keyFailures },
});

export const createApiKey = defineRoute({
  operationId: "createApiKey",
  method: "POST",
  path: "/api/whatsapp/api-keys",
  summary: "Make an API key; its secret is shown this once",
  resource: "api-keys",
  scope: "admin",
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
    tenantId: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: "a tenant id of a-z, 0-9 and - up to 40 characters" })
      .optional()
      .meta({ description: "only for the operator's bootstrap key; makes that tenant" }),
  }),
  responses: {
    201: { description: "the key with its secret", body: dataOf(apiKey.extend({ key: z.string() })) },
    ...badFields,
    ...stillInProgress,
    ...keyFailures,
    403: failure("the key lacks the scope, or only the operator may name a tenant"),
  },
});

export const revokeApiKey = defineRoute({
  operationId: "revokeApiKey",
  method: "DELETE",
  path: "/api/whatsapp/api-keys/{keyId}",
  summary: "Revoke an API key; it stops working within 60 seconds",
  resource: "api-keys",
  scope: "admin",
  params: z.strictObject({ keyId: z.string() }),
  responses: {
    200: { description: "revoked", body: z.object({ success }) },
    ...notFound("key"),
    ...badFields,
    ...keyFailures,
  },
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

export const listAudit = defineRoute({
  operationId: "listAudit",
  method: "GET",
  path: "/api/whatsapp/audit",
  summary: "Who changed what and when, the latest first; kept for 400 days",
  resource: "api-keys",
  scope: "admin",
  query: z.strictObject(page),
  responses: { 200: { description: "a page of changes", body: pageOf(auditEntry) }, ...badQuery, ...keyFailures },
});
