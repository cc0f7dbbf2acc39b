import { figuresOf, noCounts, type Counts } from "../../../core/campaign/progress.ts";
import { reasonSentences } from "../../../core/campaign/reason-sentences.ts";
import type { RecipientReason } from "../../../core/campaign/recipient.ts";
import type { DirectReason } from "../../../core/sending/direct-message.ts";
import type { EventType, testEventType } from "../../../core/webhook/events.ts";
import { sample } from "../words/samples.ts";

/** What each event looks like, in the document and in docs/events.md. A member that only some events of a type have stands in one of the family. */

type Data = Readonly<Record<string, unknown>>;

const because = (reason: RecipientReason | DirectReason) => ({ reason, reasonText: reasonSentences[reason] });

const ofSession = (state: string, more: Data = {}): Data => ({ state, connected: state === "ready", ...more });

const ofMessage = (status: string, more: Data = {}): Data => ({
  messageId: sample.messageId,
  number: sample.number,
  status,
  ...more,
});

const ofRecipient = (status: string, more: Data = {}): Data => ({
  campaignId: sample.campaignId,
  campaignName: "December sale",
  listId: sample.listId,
  number: sample.number,
  name: "Budi Santoso",
  fields: { kota: "Bandung" },
  messageId: "3EB0A1C7E4F2097D5B6830",
  attempt: 1,
  status,
  ...more,
});

const planned = (status: string, more: Data = {}): Data => ({
  campaignId: sample.campaignId,
  name: "December sale",
  status,
  total: 1_250,
  ...more,
});
const halfWay: Counts = { ...noCounts, sent: 100, delivered: 150, read: 200, replied: 50, failed: 125 };
const atItsEnd: Counts = { ...noCounts, sent: 60, delivered: 540, read: 480, replied: 120, failed: 50 };
const counted = (status: string, counts: Counts, more: Data = {}): Data =>
  planned(status, { ...figuresOf(status, 1_250, counts), ...more });

const ofImport = (state: string, more: Data): Data => ({
  importId: sample.importId,
  listId: sample.listId,
  state,
  rowsRead: 1_300,
  added: 1_180,
  updated: 70,
  skipped: 0,
  duplicates: 38,
  invalid: 12,
  removed: 0,
  optedOut: 9,
  ...more,
});

/** The members of `data`. */
const dataOf: Readonly<Record<EventType | typeof testEventType, Data>> = {
  "session.stopped": ofSession("stopped"),
  "session.starting": ofSession("starting"),
  "session.awaiting_qr": ofSession("awaiting_qr"),
  "session.ready": ofSession("ready", { number: sample.ownNumber }),
  "session.disconnected": ofSession("disconnected"),
  "session.logged_out": ofSession("logged_out"),
  "session.failed": ofSession("failed", { reason: "link_not_completed" }),
  "session.page_changed": {
    version: "2.3000.1029",
    stops: "media",
    unavailable: [{ member: "WAWebPrepRawMedia.prepRawMedia", feature: "media" }],
  },
  "session.limits_changed": {
    changes: ["timelock_began"],
    newChats: { used: 12, total: 50, resetsAt: "2026-12-02T00:00:00.000Z" },
    timelocked: true,
    timelockedUntil: "2026-12-02T02:00:00.000Z",
    restricted: false,
    checkedAt: "2026-12-01T02:00:00.000Z",
  },
  "message.sent": ofMessage("sent"),
  "message.delivered": ofMessage("delivered"),
  "message.read": ofMessage("read"),
  "message.failed": ofMessage("failed", because("not_on_whatsapp")),
  "message.in_doubt": ofMessage("in_doubt", because("no_answer")),
  "message.received": {
    whatsAppId: "3EB0C431C26A1916E07E",
    from: sample.number,
    lid: "123456789012345",
    to: sample.ownNumber,
    type: "document",
    body: "Here is the receipt 👍",
    hasMedia: true,
    media: { kind: "document", contentType: "application/pdf", fileName: "receipt.pdf" },
    quotedMessageId: "3EB0A1C7E4F2097D5B6830",
    campaignId: sample.campaignId,
    campaignName: "December sale",
    sentAt: "2026-12-01T02:00:00.000Z",
  },
  "campaign.scheduled": planned("scheduled", { sendAt: "2026-12-02T02:00:00.000Z" }),
  "campaign.started": planned("running"),
  "campaign.failing": {
    campaignId: sample.campaignId,
    name: "December sale",
    because: "refused",
    count: 5,
    pausesAt: 10,
  },
  "campaign.paused": counted("paused", halfWay, { pausedBecause: "failure_streak" }),
  "campaign.resumed": counted("running", halfWay),
  "campaign.stopped": counted("stopped", halfWay),
  "campaign.completed": counted("completed", atItsEnd),
  "recipient.sent": ofRecipient("sent"),
  "recipient.delivered": ofRecipient("delivered"),
  "recipient.read": ofRecipient("read"),
  "recipient.replied": ofRecipient("replied", {
    reply: { whatsAppId: "3EB0C431C26A1916E07E", type: "text", body: "Yes please" },
  }),
  "recipient.failed": ofRecipient("failed", { ...because("missing_variable"), missing: ["kota"], fields: {} }),
  "recipient.skipped": ofRecipient("skipped", { ...because("same_account"), sameAccountAs: sample.otherNumber }),
  "recipient.in_doubt": ofRecipient("in_doubt", because("no_answer")),
  "import.completed": ofImport("completed", {}),
  "import.failed": ofImport("failed", {
    rowsRead: 400,
    added: 350,
    updated: 38,
    duplicates: 10,
    invalid: 2,
    optedOut: 3,
  }),
  "opt_out.added": { number: sample.number, source: "reply" },
  "opt_out.removed": { number: sample.number },
  "webhook.test": { webhookId: sample.webhookId },
};

/** Of a tenant, not of one of its sessions. */
const ofNoSession: readonly string[] = ["opt_out.removed", "webhook.test"] satisfies (keyof typeof dataOf)[];

/** The body of each event's call. */
export const eventExamples = Object.fromEntries(
  Object.entries(dataOf).map(([type, data]) => [
    type,
    {
      id: sample.eventId,
      type,
      createdAt: "2026-12-01T02:00:00.000Z",
      ...(ofNoSession.includes(type) ? {} : { sessionId: sample.sessionId }),
      data,
    },
  ]),
) as unknown as Readonly<Record<EventType | typeof testEventType, object>>;
