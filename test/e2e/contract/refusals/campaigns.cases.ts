import { type Case, base, invalid, message, send } from "./case.ts";

const fields = { listId: "{list}", message };
const unreadable: Case["wanted"] = [422, "MESSAGE_UNREADABLE", "/message"];

/** A broadcast is refused. */
export const campaignCases: readonly Case[] = [
  { name: "without a list", ask: send, json: { message }, wanted: invalid("/listIds") },
  {
    name: "with listId and listIds",
    ask: send,
    json: { ...fields, listIds: ["{list}"] },
    wanted: invalid("/listIds"),
  },
  { name: "with no list in listIds", ask: send, json: { listIds: [], message }, wanted: invalid("/listIds") },
  {
    name: "to an unknown list",
    ask: send,
    json: { listIds: ["{list}", "lst_x"], message },
    wanted: [404, "LIST_NOT_FOUND", "/listIds/1"],
  },
  {
    name: "to another session's list",
    ask: send,
    json: { listIds: ["{unlinkedList}"], message },
    wanted: [404, "LIST_NOT_FOUND", "/listIds/0"],
  },
  {
    name: "without an unknown list",
    ask: send,
    json: { ...fields, excludeListIds: ["lst_x"] },
    wanted: [404, "LIST_NOT_FOUND", "/excludeListIds/0"],
  },
  {
    name: "to an empty list",
    ask: send,
    json: { listId: "{empty}", message },
    wanted: [422, "AUDIENCE_EMPTY", "/listIds"],
  },
  {
    name: "to a list that it excludes",
    ask: send,
    json: { ...fields, excludeListIds: ["{list}"] },
    wanted: [422, "AUDIENCE_EMPTY", "/listIds"],
  },
  { name: "without a message", ask: send, json: { listId: "{list}" }, wanted: invalid("/message") },
  { name: "with an empty message", ask: send, json: { ...fields, message: "" }, wanted: invalid("/message") },
  {
    name: "with a message of 16,385 characters",
    ask: send,
    json: { ...fields, message: "a".repeat(16_385) },
    wanted: invalid("/message"),
  },
  {
    name: "with a value for a variable without a name, which no map of DynamoDB may hold",
    ask: send,
    json: { ...fields, variables: { "": "x" } },
    wanted: invalid("/variables/"),
  },
  {
    name: "with a tag that is never closed",
    ask: send,
    json: { ...fields, message: "Halo\nkak {{ name" },
    wanted: unreadable,
    error: { line: 2, column: 5 },
  },
  {
    name: "with an unknown tag",
    ask: send,
    json: { ...fields, message: "Halo {% include 'x' %}" },
    wanted: unreadable,
    error: { line: 1, column: 6 },
  },
  {
    name: "with an unknown filter",
    ask: send,
    json: { ...fields, message: "Halo {{ name | shout }}" },
    wanted: unreadable,
    error: { line: 1 },
  },
  { name: "with an unknown field", ask: send, json: { ...fields, pesan: "Halo" }, wanted: invalid("/pesan") },
  {
    name: "with a variable that is a number",
    ask: send,
    json: { ...fields, variables: { diskon: 20 } },
    wanted: invalid("/variables/diskon"),
  },
  {
    name: "with a gap below zero",
    ask: send,
    json: { ...fields, pacing: { minGapMs: -1 } },
    wanted: invalid("/pacing/minGapMs"),
  },
  {
    name: "with a least gap above the greatest",
    ask: send,
    json: { ...fields, pacing: { minGapMs: 2, maxGapMs: 1 } },
    wanted: invalid("/pacing/minGapMs"),
  },
  {
    name: "with half a new chat a day",
    ask: send,
    json: { ...fields, pacing: { newChatsPerDay: 1.5 } },
    wanted: invalid("/pacing/newChatsPerDay"),
  },
  {
    name: "with more new chats a day than may be asked for",
    ask: send,
    json: { ...fields, pacing: { newChatsPerDay: 1_001 } },
    wanted: invalid("/pacing/newChatsPerDay"),
  },
  {
    name: "with no bound of new chats, which only a session may say",
    ask: send,
    json: { ...fields, pacing: { newChatsPerDay: null } },
    wanted: invalid("/pacing/newChatsPerDay"),
  },
  {
    name: "with quiet hours in no timezone",
    ask: send,
    json: { ...fields, quietHours: { from: "21:00", to: "06:00", timezone: "Mars" } },
    wanted: invalid("/quietHours/timezone"),
  },
  {
    name: "with quiet hours at 25:00",
    ask: send,
    json: { ...fields, quietHours: { from: "25:00", to: "06:00", timezone: "Asia/Jakarta" } },
    wanted: invalid("/quietHours/from"),
  },
  {
    name: "on a session that was never linked",
    ask: "POST /api/whatsapp/unlinked/broadcast/send",
    json: { listId: "{unlinkedList}", message },
    wanted: [503, "SESSION_NOT_CONNECTED"],
    error: { qrRequired: true },
  },
  {
    name: "pausing a completed campaign",
    ask: `POST ${base}/campaigns/{campaign}/pause`,
    wanted: [409, "CAMPAIGN_STATE"],
    error: { status: "completed", allowed: ["retry", "delete"] },
  },
  {
    name: "resuming a completed campaign",
    ask: `POST ${base}/campaigns/{campaign}/resume`,
    wanted: [409, "CAMPAIGN_STATE"],
    error: { status: "completed", allowed: ["retry", "delete"] },
  },
  {
    name: "stopping a completed campaign",
    ask: `POST ${base}/campaigns/{campaign}/stop`,
    wanted: [409, "CAMPAIGN_STATE"],
    error: { status: "completed", allowed: ["retry", "delete"] },
  },
];
