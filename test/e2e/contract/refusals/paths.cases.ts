import { type Case, base, csv, message } from "./case.ts";

const noRoute: Case["wanted"] = [404, "ROUTE_NOT_FOUND"];
const notAllowed = (allow: string): Pick<Case, "wanted" | "answered"> => ({
  wanted: [405, "METHOD_NOT_ALLOWED"],
  answered: { allow },
});
const noSession: Case["wanted"] = [404, "SESSION_NOT_FOUND"];
const noList: Case["wanted"] = [404, "LIST_NOT_FOUND"];
const noCampaign: Case["wanted"] = [404, "CAMPAIGN_NOT_FOUND"];
const never = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

/** Where to is refused. */
export const pathCases: readonly Case[] = [
  { name: "an unknown route", ask: "GET /api/whatsapp/shop/broadcast/nothing", wanted: noRoute },
  { name: "two slashes at the end", ask: "GET /health//", wanted: noRoute },
  { name: "two slashes", ask: "GET //", wanted: noRoute },
  { name: "a path that looks like an address", ask: "GET //example.com/_simulator/deliveries", wanted: noRoute },
  { name: "POST on the root", ask: "POST /", ...notAllowed("GET") },
  { name: "a file that the console does not have", ask: "GET /console/nothing.js", wanted: noRoute },
  { name: "PATCH on lists", ask: `PATCH ${base}/lists`, ...notAllowed("GET, POST") },
  { name: "PUT on send", ask: `PUT ${base}/send`, ...notAllowed("POST") },
  { name: "OPTIONS on status", ask: "OPTIONS /status", ...notAllowed("GET") },
  { name: "POST on status under the other base path", ask: "POST /api/whatsapp/status", ...notAllowed("GET") },
  { name: "a session that was never created", ask: "GET /api/whatsapp/nobody/broadcast/lists", wanted: noSession },
  {
    name: "sending from a session that was never created",
    ask: "POST /api/whatsapp/nobody/broadcast/send",
    json: { listId: "{list}", message },
    wanted: noSession,
  },
  {
    name: "a session whose name is a reserved word",
    ask: "GET /api/whatsapp/webhooks/broadcast/lists",
    wanted: noSession,
  },
  {
    name: "a session with a name of other characters",
    ask: "GET /api/whatsapp/a%23b%2F..%00/broadcast/lists",
    wanted: noSession,
  },
  {
    name: "a session with a name of 3,000 characters",
    ask: `GET /api/whatsapp/${"s".repeat(3_000)}/broadcast/lists`,
    wanted: noSession,
  },
  {
    name: "a session's resource that was never created",
    ask: "GET /api/whatsapp/sessions/nobody",
    wanted: noSession,
  },
  { name: "a list that was never made", ask: `GET ${base}/lists/lst_${never}`, wanted: noList },
  { name: "a malformed list id", ask: `GET ${base}/lists/1`, wanted: noList },
  { name: "a list id of 3,000 characters", ask: `GET ${base}/lists/lst_${"0".repeat(3_000)}`, wanted: noList },
  { name: "another kind's id for a list", ask: `GET ${base}/lists/{campaign}`, wanted: noList },
  { name: "another session's list", ask: `GET ${base}/lists/{unlinkedList}`, wanted: noList },
  { name: "contacts of a list that was never made", ask: `GET ${base}/lists/lst_${never}/contacts`, wanted: noList },
  {
    name: "contacts for a list that was never made",
    ask: `POST ${base}/lists/lst_${never}/contacts`,
    json: { number: "628123456789" },
    wanted: noList,
  },
  {
    name: "a CSV for a list that was never made",
    ask: `POST ${base}/lists/lst_${never}/contacts/bulk`,
    headers: csv,
    body: () => "number\n628123456789\n",
    wanted: noList,
  },
  {
    name: "an import that was never made",
    ask: `GET ${base}/lists/{list}/imports/imp_${never}`,
    wanted: [404, "IMPORT_NOT_FOUND"],
  },
  {
    name: "a malformed import id",
    ask: `GET ${base}/lists/{list}/imports/x/errors.csv`,
    wanted: [404, "IMPORT_NOT_FOUND"],
  },
  { name: "a campaign that was never made", ask: `GET ${base}/campaigns/cmp_${never}`, wanted: noCampaign },
  { name: "a malformed campaign id", ask: `POST ${base}/campaigns/1/pause`, wanted: noCampaign },
  {
    name: "a report of a campaign that was never made",
    ask: `GET ${base}/export/campaign/cmp_${never}`,
    wanted: noCampaign,
  },
  {
    name: "another session's campaign",
    ask: "GET /api/whatsapp/unlinked/broadcast/campaigns/{campaign}",
    wanted: noCampaign,
  },
  {
    name: "an unknown API key's id",
    ask: `DELETE /api/whatsapp/api-keys/key_${never}`,
    wanted: [404, "API_KEY_NOT_FOUND"],
  },
  {
    name: "a malformed API key's id",
    ask: `DELETE /api/whatsapp/api-keys/${"k".repeat(3_000)}`,
    wanted: [404, "API_KEY_NOT_FOUND"],
  },
];
