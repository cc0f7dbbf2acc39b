import * as z from "zod";
import { dataOf, keyName, page, pageOf, scope, success, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";

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
  summary: "The tenant's API keys, without their secrets",
  query: z.strictObject(page),
  answers: { 200: { description: "the keys", body: pageOf(apiKey) } },
});

export const createApiKey = route({
  operationId: "createApiKey",
  method: "POST",
  path: "/api/whatsapp/api-keys",
  summary: "Make an API key; its secret is shown this once",
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
  answers: { 201: { description: "the key with its secret", body: dataOf(apiKey.extend({ key: z.string() })) } },
  refusals: { 403: "the key lacks the scope, or only the operator may name a tenant" },
});

export const revokeApiKey = route({
  operationId: "revokeApiKey",
  method: "DELETE",
  path: "/api/whatsapp/api-keys/{keyId}",
  summary: "Revoke an API key; it stops working within 60 seconds",
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
  summary: "Who changed what and when, the latest first; kept for 400 days",
  query: z.strictObject(page),
  answers: { 200: { description: "a page of changes", body: pageOf(auditEntry) } },
});
