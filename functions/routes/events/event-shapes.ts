import * as z from "zod";
import { failings } from "../../../core/campaign/streak.ts";
import { recipientReasons } from "../../../core/campaign/recipient.ts";
import { directReasons } from "../../../core/sending/direct-message.ts";
import { limitChanges } from "../../../core/session/account-limits.ts";
import { sessionFailures } from "../../../core/session/session.ts";
import { eventTypes, testEventType, type EventType } from "../../../core/webhook/events.ts";
import { inboundTypes, pageFeatures } from "../../../core/whatsapp.ts";
import { figures } from "../campaign-views.ts";
import { campaignState, missingVariables, pauseReason, sameAccountAs, sessionState, time } from "../fields.ts";
import { limits } from "../session-fields.ts";
import { importCounts } from "../imports.ts";
import { sample } from "../words/samples.ts";

/** What each event carries as `data`; docs/events.md has each with an example. */

const id = (description: string, example: string) => z.string().meta({ description, examples: [example] });
const reasonText = z
  .object({
    id: id("in Indonesian", "Nomor tidak terdaftar di WhatsApp"),
    en: id("in English", "The number is not on WhatsApp"),
  })
  .optional()
  .meta({ description: "the reason as a sentence" });

const ofSession = z.object({
  state: sessionState,
  connected: z.boolean(),
  number: z.string().optional(),
  reason: z.enum(sessionFailures).optional().meta({ description: "of session.failed: why" }),
});

const pageChanged = z.object({
  version: id("WhatsApp's own name for the build of its page", "2.3000.1029"),
  stops: z.enum(["nothing", "media", "sending"]).meta({ description: "what can't be sent by that page" }),
  unavailable: z
    .array(
      z.object({ member: z.string(), feature: z.enum(pageFeatures).meta({ description: "what stops without it" }) }),
    )
    .meta({ description: "what the page lacks of what this system needs; empty when all is there again" }),
});

const limitsChanged = z.object({
  changes: z.array(z.enum(limitChanges)).meta({ description: "what is news" }),
  ...limits.shape,
});

const received = z.object({
  whatsAppId: z.string(),
  from: id("number of the writer; the LID where the number is not known", sample.number),
  lid: id("WhatsApp's other name for the writer, where the message came under it", "123456789012345").optional(),
  to: id("the session's own number", sample.ownNumber).optional(),
  type: z.enum(inboundTypes).meta({ description: "what the person sent" }),
  body: id("the text, or the caption of the file", "Is it still open?"),
  hasMedia: z.boolean().meta({ description: "whether a file came with it; the file is named, not fetched" }),
  media: z
    .object({
      kind: z.enum(inboundTypes),
      contentType: z.string().optional(),
      fileName: id("name of a document", "invoice.pdf").optional(),
    })
    .optional()
    .meta({ description: "the file, as the phone names it" }),
  quotedMessageId: id("WhatsApp's id of the message that it answers", "3EB0C431C26A1916E07E").optional(),
  campaignId: z
    .string()
    .optional()
    .meta({ description: "the campaign that it answers: whose message it quotes, else the last one of seven days" }),
  campaignName: z.string().optional(),
  sentAt: time.meta({ description: "when it was written, by the phone's clock: ISO 8601, UTC" }),
});

const ofMessage = z.object({
  messageId: z.string(),
  number: z.string(),
  status: z.enum(["sent", "delivered", "read", "failed", "in_doubt"]).meta({ description: "its new state" }),
  reason: z.enum(directReasons).optional().meta({ description: "why it failed or is in doubt" }),
  reasonText,
});

const recipientOutcomes = ["sent", "delivered", "read", "replied", "failed", "skipped", "in_doubt"] as const;
const ofRecipient = z.object({
  campaignId: z.string(),
  campaignName: z.string().optional(),
  listId: z.string(),
  number: z.string(),
  name: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  messageId: z.string().optional(),
  attempt: z.int(),
  status: z.enum(recipientOutcomes).meta({ description: "the recipient's new state" }),
  reason: z.enum(recipientReasons).optional().meta({ description: "why nothing was delivered, or it is not known" }),
  reasonText,
  missing: missingVariables,
  sameAccountAs,
});
const replied = ofRecipient.extend({
  reply: z
    .object({
      whatsAppId: z.string(),
      type: z.enum(inboundTypes).meta({ description: "what the person sent" }),
      body: id("the text, or the caption of the file", "Yes please"),
    })
    .optional()
    .meta({ description: "what the person wrote back" }),
});

const planned = z.object({
  campaignId: z.string(),
  name: z.string().meta({ description: "name of the campaign", examples: ["December sale"] }),
  status: campaignState,
  total: z.int(),
  sendAt: time.optional(),
});
/** The figures are left out where they can't be read in time. */
const changed = planned.omit({ sendAt: true }).extend({
  pausedBecause: pauseReason.optional(),
  ...z.object(figures).partial().shape,
});

const failingCampaign = changed.pick({ campaignId: true, name: true }).extend({
  because: z.enum(failings).meta({
    description:
      "refused: WhatsApp refused as many messages since it took one; not_on_whatsapp: as many of the last 100 numbers have no WhatsApp",
  }),
  count: z.int().meta({ description: "how many by now", examples: [5] }),
  pausesAt: z
    .int()
    .meta({ description: "with how many it pauses itself; of numbers not before 100 were tried", examples: [10] }),
});

const imported = z.object({
  importId: z.string(),
  listId: z.string(),
  state: z.enum(["completed", "failed"]).meta({ description: "how it ended" }),
  ...importCounts,
});

const optedOut = z.object({
  number: z.string(),
  source: z.enum(["reply", "api"]).meta({ description: "reply: by a keyword; api: by hand" }),
});

const byFamily: Readonly<Record<string, z.ZodObject>> = {
  session: ofSession,
  message: ofMessage,
  recipient: ofRecipient,
  campaign: changed,
  import: imported,
  opt_out: optedOut,
};
/** Types that carry something else than the others of their family. */
const byType: Readonly<Record<string, z.ZodObject>> = {
  "session.page_changed": pageChanged,
  "session.limits_changed": limitsChanged,
  "message.received": received,
  "recipient.replied": replied,
  "campaign.scheduled": planned,
  "campaign.failing": failingCampaign,
  "opt_out.removed": optedOut.pick({ number: true }),
  [testEventType]: z.object({ webhookId: z.string() }),
};

function dataOf(type: string): z.ZodObject {
  const [family = ""] = type.split(".");
  const shape = byType[type] ?? byFamily[family];
  if (shape === undefined) throw new Error(`no shape for ${type}`);
  return shape;
}

/** The body of each event's call. */
export const eventShapes: Readonly<Record<EventType | typeof testEventType, z.ZodObject>> = Object.fromEntries(
  ([...eventTypes, testEventType] as const).map((type) => [
    type,
    z.object({
      id: id("id of the event; the same however often it comes: a receiver drops what it knows", sample.eventId),
      type: z.literal(type).meta({ description: "type of the event" }),
      createdAt: time.meta({ description: "when it happened: ISO 8601, UTC" }),
      sessionId: z
        .string()
        .optional()
        .meta({ description: "the session that it happened in; absent where it is about none" }),
      data: dataOf(type).meta({ description: "what happened" }),
    }),
  ]),
) as unknown as Readonly<Record<EventType | typeof testEventType, z.ZodObject>>;
