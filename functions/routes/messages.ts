import * as z from "zod";
import { directReasons } from "../../core/sending/direct-message.ts";
import { maxMessageLength } from "../../core/content/message-text.ts";
import { contentFields, contentRules, likelyMistakes, notBoth, saysSomething } from "./content.ts";
import { contactFields, country, oneNumber, writtenName } from "./contact-fields.ts";
import { dataOf, inMessage, isSendableText, ofSession, sendableText, success, time, warningsOf } from "./fields.ts";
import { routesOf } from "./define-route.ts";
import { userIdHeader, userIdRequired } from "./session-fields.ts";

const route = routesOf({ resource: "messages" });

const messageText = z.string().max(maxMessageLength).refine(isSendableText, sendableText).meta(inMessage).optional();

const sendRequest = z
  .strictObject({
    number: oneNumber,
    message: messageText.meta({
      minLength: 1,
      description: "the text, or the caption of the file; may be left out only with a file",
    }),
    caption: messageText.meta({ minLength: 1, description: "another name of the message, where a file goes with it" }),
    media: z.strictObject({ filename: z.string().max(100) }).optional(),
    quotedMessageId: z
      .string()
      .regex(/^[\w.@-]{1,128}$/, { error: "the id of a message, ours or WhatsApp's" })
      .optional()
      .meta({
        description:
          "the message that this one answers: one of this session's chat with the number, by our id, by WhatsApp's, or by WhatsApp's with the chat before it",
      }),
  })
  // What functions/messages/messages.ts checks.
  .meta({
    ...notBoth("message", "caption"),
    anyOf: [{ required: ["message"] }, { required: ["media"] }],
  });

const warnings = warningsOf(`opted_out: \`number\` asked to get no broadcasts; ${likelyMistakes}`);
const sent = z.object({ id: z.string(), timestamp: z.int().meta({ description: "seconds since 1970" }) });

export const sendMessage = route({
  operationId: "sendMessage",
  method: "POST",
  path: "/send-message",
  alsoAt: ["/api/whatsapp/send-message"],
  summary: "Send a message",
  description:
    "Sends one message to one number and waits up to 20 seconds for WhatsApp's server to have it: 200 then, else 202 with the id to ask for later. With an `Idempotency-Key` a repeat never sends twice. Messages to a number arrive in the order of their answers. People who opted out of broadcasts still get it.",
  scope: "write",
  session: "user-id",
  headers: userIdHeader,
  body: sendRequest,
  idempotent: true,
  answers: {
    200: {
      description: "WhatsApp's server has it",
      body: z.object({ success, message: z.string(), data: sent, warnings }),
    },
    202: {
      description:
        "accepted, and not confirmed yet; GET /api/whatsapp/{sessionId}/messages/{id} says what became of it",
      body: z.object({
        success,
        message: z.string(),
        status: z.literal("pending"),
        data: sent.extend({ status: z.literal("pending") }),
        warnings,
      }),
    },
  },
  missing: "session or file",
  refusals: {
    ...userIdRequired,
    409: "the file is not ready, WhatsApp lets the account begin no new chat now and it has none with the number (NEW_CHATS_LIMITED), or the first request with this Idempotency-Key is still in progress",
    503: "SENDING_HALTED, with the reason, or the session is not connected; `qrRequired` says whether a scan is needed. Where none is, the request waited for it, and `Retry-After` says when to ask again. PAGE_CHANGED: WhatsApp changed its page, and this message can't go by it",
  },
});

export const sendTest = route({
  operationId: "sendTest",
  method: "POST",
  path: "/api/whatsapp/{sessionId}/broadcast/test",
  summary: "Send a test message",
  description:
    "Sends the content of a broadcast to one number now, outside campaigns and statistics: to see it on a phone before it goes to a list. Give either `message` or `templateId`, or `media` alone.",
  scope: "write",
  session: "path",
  limit: "broadcast",
  params: ofSession,
  body: z
    .strictObject({
      number: oneNumber,
      defaultCountry: country.optional(),
      name: writtenName.optional().meta({ description: "what {{ name }} stands for" }),
      fields: contactFields.optional().meta({ description: "what other variables stand for" }),
      ...contentFields,
    })
    .refine(...saysSomething)
    .meta(contentRules),
  idempotent: true,
  answers: {
    202: {
      description: "taken; `sent` when WhatsApp's server has it already",
      body: dataOf(
        sent.extend({
          number: z.string(),
          message: z
            .string()
            .meta({ description: "as it arrives", examples: ["Hi Budi Santoso, our shop is open again."] }),
          status: z.enum(["sent", "pending"]),
          test: z.literal(true),
        }),
      ).extend({ warnings }),
    },
  },
  missing: "session, template or file",
  refusals: {
    409: "the file is not ready, WhatsApp lets the account begin no new chat now and it has none with the number (NEW_CHATS_LIMITED), or the first request with this Idempotency-Key is still in progress",
    503: "sending is halted, with the reason, or the session is logged out or was never linked; `qrRequired` says whether a scan is needed",
  },
});

const message = z
  .object({
    id: z.string(),
    number: z.string(),
    message: z.string(),
    media: z.object({ filename: z.string(), originalName: z.string() }).optional(),
    quotedMessageId: z.string().optional(),
    test: z.literal(true).optional(),
    status: z.enum(["pending", "sent", "delivered", "read", "failed", "in_doubt"]),
    reason: z.enum(directReasons).optional(),
    whatsAppId: z.string(),
    requestedAt: time,
    sentAt: time.optional(),
    deliveredAt: time.optional(),
    readAt: time.optional(),
    failedAt: time.optional(),
  })
  .meta({ id: "DirectMessage" });

export const getMessage = route({
  operationId: "getMessage",
  method: "GET",
  path: "/api/whatsapp/{sessionId}/messages/{id}",
  summary: "Get a message",
  description: "State, times and reason of one message that `POST /send-message` or a test sent.",
  scope: "read",
  session: "path",
  params: ofSession.extend({ id: z.string() }),
  answers: { 200: { description: "the message", body: dataOf(message) } },
  missing: "session or message",
});
