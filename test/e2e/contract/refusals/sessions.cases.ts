import { type Case, invalid } from "./case.ts";

/** Fields of sessions and API keys are refused. */
export const sessionCases: readonly Case[] = [
  { name: "a session without an id", ask: "POST /api/whatsapp/sessions", json: {}, wanted: invalid("/sessionId") },
  {
    name: "a session whose id is reserved",
    ask: "POST /api/whatsapp/sessions",
    json: { sessionId: "api-keys" },
    wanted: invalid("/sessionId"),
  },
  {
    name: "a session whose id has a dot",
    ask: "POST /api/whatsapp/sessions",
    json: { sessionId: "a.b" },
    wanted: invalid("/sessionId"),
  },
  {
    name: "a session that exists",
    ask: "POST /api/whatsapp/sessions",
    json: { sessionId: "shop" },
    wanted: [409, "SESSION_EXISTS"],
  },
  {
    name: "an API key without scopes",
    ask: "POST /api/whatsapp/api-keys",
    json: { name: "k", scopes: [] },
    wanted: invalid("/scopes"),
  },
  {
    name: "an API key with an unknown scope",
    ask: "POST /api/whatsapp/api-keys",
    json: { name: "k", scopes: ["root"] },
    wanted: invalid("/scopes/0"),
  },
  {
    name: "an API key that expires some day",
    ask: "POST /api/whatsapp/api-keys",
    json: { name: "k", scopes: ["read"], expiresAt: "besok" },
    wanted: invalid("/expiresAt"),
  },
  {
    name: "an API key of a tenant with a slash",
    ask: "POST /api/whatsapp/api-keys",
    json: { name: "k", scopes: ["read"], tenantId: "a/b" },
    wanted: invalid("/tenantId"),
  },
];
