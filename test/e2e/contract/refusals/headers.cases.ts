import { type Case, base, bulk, csv, invalid, lists } from "./case.ts";

const noUser: Case["wanted"] = [400, "USER_ID_REQUIRED", "/headers/user-id"];
const badCursor: Case["wanted"] = [400, "INVALID_CURSOR", "/query/cursor"];
const badKey: Case["wanted"] = [400, "INVALID_HEADER", "/headers/idempotency-key"];
const page = `GET ${base}/lists/{list}/contacts`;

/** A header or query is refused. */
export const headerCases: readonly Case[] = [
  { name: "no user-id", ask: "GET /status", wanted: noUser },
  { name: "no user-id under the other base path", ask: "GET /api/whatsapp/qrcode", wanted: noUser },
  { name: "an empty user-id", ask: "GET /qrcode", headers: { "user-id": "" }, wanted: noUser },
  { name: "a reserved user-id", ask: "GET /qrcode", headers: { "user-id": "Sessions" }, wanted: noUser },
  { name: "a user-id with a slash", ask: "GET /qrcode", headers: { "user-id": "a/b" }, wanted: noUser },
  { name: "a user-id of 65 characters", ask: "GET /qrcode", headers: { "user-id": "a".repeat(65) }, wanted: noUser },
  { name: "a user-id in Latin-1", ask: "GET /status", headers: { "user-id": "tokó" }, wanted: noUser },
  { name: "two user-ids", ask: "GET /status", headers: { "user-id": "shop, unlinked" }, wanted: noUser },
  { name: "limit=0", ask: `${page}?limit=0`, wanted: invalid("/query/limit") },
  { name: "limit=101", ask: `GET ${base}/lists?limit=101`, wanted: invalid("/query/limit") },
  { name: "limit=abc", ask: `GET ${base}/campaigns?limit=abc`, wanted: invalid("/query/limit") },
  { name: "limit=1.5", ask: `${page}?limit=1.5`, wanted: invalid("/query/limit") },
  { name: "limit without a value", ask: `${page}?limit=`, wanted: invalid("/query/limit") },
  { name: "two limits", ask: `${page}?limit=1&limit=2`, wanted: invalid("/query/limit") },
  { name: "an unknown query parameter", ask: `${page}?page=2`, wanted: invalid("/query/page") },
  { name: "a search of 101 characters", ask: `${page}?search=${"a".repeat(101)}`, wanted: invalid("/query/search") },
  { name: "a made-up cursor", ask: `${page}?cursor=MQ.abc`, wanted: badCursor },
  { name: "a cursor with something behind it", ask: `${page}?cursor={cursor}x`, wanted: badCursor },
  { name: "the cursor of another query", ask: `${page}?cursor={cursor}&search=62`, wanted: badCursor },
  {
    name: "the cursor of another list",
    ask: `GET ${base}/lists/{empty}/contacts?cursor={cursor}`,
    wanted: badCursor,
  },
  { name: "the cursor of another route", ask: `GET ${base}/lists?cursor={cursor}`, wanted: badCursor },
  {
    name: "an Idempotency-Key with spaces",
    ask: lists,
    json: { name: "Baru" },
    headers: { "idempotency-key": "a b" },
    wanted: badKey,
  },
  {
    name: "an Idempotency-Key of 256 characters",
    ask: lists,
    json: { name: "Baru" },
    headers: { "idempotency-key": "k".repeat(256) },
    wanted: badKey,
  },
  {
    name: "an empty Idempotency-Key",
    ask: lists,
    json: { name: "Baru" },
    headers: { "idempotency-key": "" },
    wanted: badKey,
  },
  {
    name: "an unknown country for a CSV",
    ask: `${bulk}?defaultCountry=XX`,
    headers: csv,
    body: () => "number\n628123456789\n",
    wanted: invalid("/query/defaultCountry"),
  },
  {
    name: "an unknown mode for a CSV",
    ask: `${bulk}?mode=merge`,
    headers: csv,
    body: () => "number\n628123456789\n",
    wanted: invalid("/query/mode"),
  },
  {
    name: "bom=maybe for a report",
    ask: `GET ${base}/export/campaign/{campaign}?bom=maybe`,
    wanted: invalid("/query/bom"),
  },
];
