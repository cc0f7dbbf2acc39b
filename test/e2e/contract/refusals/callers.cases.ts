import { type Case, base, json, lists, message, send } from "./case.ts";

const unauthenticated: Pick<Case, "wanted" | "answered"> = {
  wanted: [401, "UNAUTHENTICATED"],
  answered: { "www-authenticate": 'Bearer realm="whatsapp-broadcast"' },
};
const list = `GET ${base}/lists`;

/** Who calls is refused. */
export const callerCases: readonly Case[] = [
  { name: "no key", ask: list, as: null, ...unauthenticated },
  { name: "no key and no user-id", ask: "GET /status", as: null, ...unauthenticated },
  {
    name: "no key, and a body that is no JSON",
    ask: lists,
    as: null,
    headers: json,
    body: () => "{",
    ...unauthenticated,
  },
  { name: "a malformed key", ask: list, as: null, headers: { "x-api-key": "wab_nonsense" }, ...unauthenticated },
  {
    name: "a key of 10,000 characters",
    ask: list,
    as: null,
    headers: { "x-api-key": "k".repeat(10_000) },
    ...unauthenticated,
  },
  { name: "an unknown key of the right form", ask: list, as: "unknown", ...unauthenticated },
  { name: "a revoked key, never used before", ask: list, as: "revoked", ...unauthenticated },
  { name: "an expired key", ask: list, as: "expired", ...unauthenticated },
  {
    name: "another way of authorization",
    ask: list,
    as: null,
    headers: { authorization: "Basic dXNlcjpwYXNz" },
    ...unauthenticated,
  },
  { name: "Bearer without a key", ask: list, as: null, headers: { authorization: "Bearer" }, ...unauthenticated },
  { name: "a read key that writes", ask: lists, as: "read", json: { name: "Baru" }, wanted: [403, "SCOPE_MISSING"] },
  {
    name: "a read key that asks for a QR code",
    ask: "GET /qrcode",
    as: "read",
    headers: { "user-id": "shop" },
    wanted: [403, "SCOPE_MISSING"],
  },
  {
    name: "a read key that sends",
    ask: send,
    as: "read",
    json: { listId: "{list}", message },
    wanted: [403, "SCOPE_MISSING"],
  },
  {
    name: "a write key that makes keys",
    ask: "POST /api/whatsapp/api-keys",
    as: "write",
    json: { name: "k", scopes: ["read"] },
    wanted: [403, "SCOPE_MISSING"],
  },
  {
    name: "a write key that lists keys",
    ask: "GET /api/whatsapp/api-keys",
    as: "write",
    wanted: [403, "SCOPE_MISSING"],
  },
  { name: "a key of another session", ask: list, as: "elsewhere", wanted: [404, "SESSION_NOT_FOUND"] },
];
