import { allowedActions, type PersonAction } from "../../../core/campaign/campaign.ts";
import type { ErrorCode, ErrorDetail, NamedErrorOptions } from "../../../core/errors.ts";
import type { Route } from "../route.ts";
import { sample } from "../words/samples.ts";

/** What a failure of each code looks like, for the OpenAPI document, where it says more than its code's sentence. */

const { sessionId, campaignId, listId, importId, templateId, filename, number, ownNumber, otherNumber } = sample;
const pausedCampaignId = "cmp_01KB7Q2M4T8N6R3V5X9Z1C7D2N";

/** A file has 4 MB at most; a test compares it with the edge's. */
const maxBodyBytes = 4 * 1024 * 1024;

const detail = (pointer: string, came: string, wanted: string): { readonly details: readonly ErrorDetail[] } => ({
  details: [{ pointer, came, wanted }],
});
const usedBy = (...ids: readonly string[]): NamedErrorOptions => ({
  facts: { count: ids.length },
  members: { usedBy: ids },
});
const unfinished = { importId, listId, state: "running", progress: 0.42 };
const unknown = { variable: "kotta", line: 1, column: 16, known: ["kota", "name", "number"] };

export const refused: Readonly<Partial<Record<ErrorCode, NamedErrorOptions>>> = {
  USER_ID_REQUIRED: detail("/headers/user-id", "nothing", "1 to 64 of A-Z a-z 0-9 _ -, no reserved word"),
  INVALID_CURSOR: detail("/query/cursor", "a cursor that is not of this query", "nextCursor as answered"),
  LIST_NAME_TAKEN: { facts: { name: "Customers of Bandung" } },
  LIST_IN_USE: usedBy(campaignId, pausedCampaignId),
  LIST_NOT_EMPTY: {
    facts: { count: 1_204 },
    ...detail(
      "/query/ifEmpty",
      "a list with 1204 contacts",
      "a list without contacts; without ifEmpty the list goes with its contacts",
    ),
  },
  MEDIA_IN_USE: usedBy(campaignId, pausedCampaignId),
  CAMPAIGN_IN_USE: usedBy(campaignId, pausedCampaignId),
  IMPORT_RUNNING: {
    facts: { import: importId, list: listId, percent: 42 },
    members: { ...unfinished, imports: [unfinished] },
    ...detail(
      "/allowPartial",
      `import ${importId} into list ${listId} at 42 %`,
      "lists without an unfinished import, or allowPartial: true to send to the contacts that are there now",
    ),
  },
  DUPLICATE_SEND: {
    facts: { campaign: campaignId, seconds: 10 },
    members: { campaignId },
    ...detail(
      "/allowDuplicate",
      `the message and the lists of campaign ${campaignId}, less than 10 s after it`,
      "another message, other lists, an Idempotency-Key, or allowDuplicate: true to send it twice",
    ),
  },
  NUMBER_CHANGED: {
    facts: { sender: ownNumber, number: otherNumber },
    members: { sender: ownNumber, number: otherNumber },
  },
  NOBODY_TO_RETRY: {
    facts: { statuses: "failed" },
    members: { status: "completed" },
    ...detail(
      "/statuses",
      "statuses that no recipient has who still stands in the lists: failed",
      "statuses that `counts` has some of",
    ),
  },
  MEDIA_NOT_READY: {
    facts: { state: "checking" },
    members: { state: "checking" },
    ...detail("/media/filename", "a file that is checking", "a file that is ready"),
  },
  FIRST_CAMPAIGN_DELETED: { facts: { campaign: campaignId } },
  SESSION_EXISTS: { facts: { session: sessionId } },
  SESSION_DELETING: { facts: { session: sessionId } },
  SESSION_LIMIT: { facts: { limit: 500 } },
  SESSION_LINKED: { facts: { number: ownNumber }, members: { state: "ready" } },
  SESSION_IN_USE: { members: { campaignId } },
  NUMBER_LINKED: { facts: { number: ownNumber, session: "shop2" }, members: { sessionId: "shop2" } },
  PAIRING_OVERTAKEN: { facts: { number: otherNumber }, members: { number: otherNumber } },
  WEBHOOK_LIMIT: { facts: { limit: 20 } },
  SECRET_CHANGES_LIMIT: { facts: { limit: 5, until: "2026-12-02T02:00:00.000Z" } },
  BODY_TOO_LARGE: {
    facts: { limit: maxBodyBytes },
    ...detail("", `${maxBodyBytes + 1} bytes`, `at most ${maxBodyBytes} bytes`),
  },
  AUDIENCE_EMPTY: detail("/listIds", "lists without a contact", "at least one contact"),
  CSV_UNREADABLE: {
    facts: { line: 2 },
    ...detail("/file/line/2", "nothing below the header", "at least one contact"),
  },
  UNKNOWN_VARIABLE: {
    facts: { ...unknown, known: unknown.known.join(", ") },
    members: { ...unknown, unknown: [unknown.variable] },
    ...detail(
      "/message",
      `${unknown.variable} at line 1, column 16, which no contact of the lists has`,
      `one of ${unknown.known.join(", ")}; or a default, as {{ ${unknown.variable} | default: "..." }}`,
    ),
  },
  NUMBER_NOT_ON_WHATSAPP: { facts: { number }, ...detail("/number", `"${number}"`, "a number that is on WhatsApp") },
  NEW_CHATS_LIMITED: {
    facts: { number, until: "2026-12-02T02:00:00.000Z" },
    members: { because: "timelock", until: "2026-12-02T02:00:00.000Z" },
    sentence: "NEW_CHATS_LIMITED_UNTIL",
    ...detail("/number", `"${number}"`, "a number that the account has a chat with"),
  },
  MESSAGE_REFUSED: { members: { reason: "rejected_by_whatsapp" } },
  SESSION_NOT_CONNECTED: { members: { qrRequired: true, state: "logged_out" } },
  PAGE_CHANGED: { members: { qrRequired: false } },
  SENDING_HALTED: {
    facts: { reason: "complaints are looked into" },
    members: {
      qrRequired: false,
      by: "tenant",
      reason: "complaints are looked into",
      since: "2026-12-01T02:00:00.000Z",
    },
  },
};

/** What a body named that is not there. What a path named is answered without details. */
export const absent = ({ resource }: Pick<Route, "resource">): typeof refused => ({
  LIST_NOT_FOUND: detail(resource === "templates" ? "/listId" : "/listIds/0", `"${listId}"`, "a list of this session"),
  TEMPLATE_NOT_FOUND: detail("/templateId", `"${templateId}"`, "a template of this session"),
  MEDIA_NOT_FOUND: detail("/media/filename", `"${filename}"`, "a file that was uploaded to this session"),
  ...(resource === "campaigns"
    ? { CAMPAIGN_NOT_FOUND: detail("/remainderOf", `"${campaignId}"`, "a stopped campaign of this session") }
    : {}),
});

/** What is answered before any route sees the request. A test compares it with the front's own. */
export const ofTheFront = [
  { status: 400, code: "INVALID_PATH", message: "Bad Request" },
  { status: 408, code: "REQUEST_TIMEOUT", message: "Request Timeout" },
  { status: 417, code: "INVALID_HEADER", message: "Expectation Failed" },
  { status: 431, code: "HEADERS_TOO_LARGE", message: "Request Header Fields Too Large" },
] as const;

/** Of an action that a campaign's state forbids: once all is sent, or before. */
export function forbidden(action: PersonAction): NamedErrorOptions {
  const status = allowedActions("completed").includes(action) ? "running" : "completed";
  const allowed = allowedActions(status);
  return { facts: { status, allowed: allowed.join(", ") }, members: { status, allowed } };
}

/** Codes of an operation beside those that its kind implies, by operationId. */
export const codesOfOperations: Readonly<Record<string, readonly ErrorCode[]>> = {
  createSession: ["SESSION_EXISTS", "SESSION_DELETING", "SESSION_LIMIT"],
  getQrCode: ["SESSION_LIMIT"],
  requestPairingCode: ["SESSION_LINKED", "NUMBER_LINKED", "PAIRING_OVERTAKEN"],
  deleteSession: ["SESSION_IN_USE"],
  createList: ["LIST_NAME_TAKEN"],
  updateList: ["LIST_NAME_TAKEN"],
  deleteList: ["LIST_IN_USE", "LIST_NOT_EMPTY"],
  deleteContacts: ["LIST_IN_USE"],
  importContacts: ["LIST_IN_USE", "CSV_UNREADABLE"],
  deleteUpload: ["MEDIA_IN_USE"],
  createTemplate: ["MEDIA_NOT_READY"],
  updateTemplate: ["MEDIA_NOT_READY", "CHANGED_MEANWHILE"],
  sendMessage: [
    "MEDIA_NOT_READY",
    "NEW_CHATS_LIMITED",
    "NUMBER_NOT_ON_WHATSAPP",
    "MESSAGE_REFUSED",
    "SESSION_NOT_CONNECTED",
    "SENDING_HALTED",
    "PAGE_CHANGED",
  ],
  sendTest: ["MEDIA_NOT_READY", "NEW_CHATS_LIMITED", "SESSION_NOT_CONNECTED", "SENDING_HALTED"],
  sendCampaign: [
    "IMPORT_RUNNING",
    "DUPLICATE_SEND",
    "MEDIA_NOT_READY",
    "UNKNOWN_VARIABLE",
    "AUDIENCE_EMPTY",
    "SESSION_NOT_CONNECTED",
    "PAGE_CHANGED",
  ],
  scheduleCampaign: ["MEDIA_NOT_READY", "UNKNOWN_VARIABLE", "SESSION_NOT_CONNECTED"],
  changeCampaign: ["CAMPAIGN_STATE", "CHANGED_MEANWHILE", "MEDIA_NOT_READY"],
  deleteCampaign: ["CAMPAIGN_STATE", "CAMPAIGN_IN_USE"],
  pauseCampaign: ["CAMPAIGN_STATE"],
  resumeCampaign: ["CAMPAIGN_STATE", "NUMBER_CHANGED", "IMPORT_RUNNING"],
  stopCampaign: ["CAMPAIGN_STATE"],
  retryCampaign: ["CAMPAIGN_STATE", "NOBODY_TO_RETRY", "NUMBER_CHANGED"],
  listRecipients: ["FIRST_CAMPAIGN_DELETED"],
  createWebhook: ["WEBHOOK_LIMIT"],
  updateWebhook: ["CHANGED_MEANWHILE", "SECRET_CHANGES_LIMIT"],
  redeliver: ["CHANGED_MEANWHILE"],
};
