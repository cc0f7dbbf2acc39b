import * as z from "zod";
import { personActions } from "../../../core/campaign/campaign.ts";
import { haltedBy } from "../../../core/sending/halt.ts";
import { newChatLimits } from "../../../core/session/account-limits.ts";
import { sample } from "./samples.ts";
import { whatToDo } from "./error-words.ts";

/** How every failure is answered. */

type Code = keyof typeof whatToDo;
const codes = Object.keys(whatToDo) as [Code, ...Code[]];

const numberOf = (description: string) =>
  z
    .int()
    .optional()
    .meta({ description, examples: [1] });
const textOf = (description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, examples: [example] });
const textsOf = (description: string, example: string) =>
  z
    .array(z.string())
    .optional()
    .meta({ description, examples: [[example]] });

/** The import that a campaign waits for, or one of several. */
const importMembers = {
  importId: textOf("of IMPORT_RUNNING: the unfinished import", sample.importId),
  listId: textOf("of IMPORT_RUNNING: the list that it goes into", sample.listId),
  state: textOf("what is in the way is in this state: the import, the file, or the session", "running"),
  progress: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({
      description: "of IMPORT_RUNNING: how much of the file is done, from 0 to 1",
      examples: [0.42],
    }),
};

/** Members that some codes add. */
const moreOfSomeCodes = {
  ...importMembers,
  imports: z
    .array(z.object(importMembers).required())
    .optional()
    .meta({ description: "of IMPORT_RUNNING: all unfinished imports into the lists" }),
  qrRequired: z.boolean().optional().meta({
    description: "of SESSION_NOT_CONNECTED, PAGE_CHANGED and SENDING_HALTED: whether a person has to scan a QR code",
  }),
  usedBy: textsOf(
    "of LIST_IN_USE, MEDIA_IN_USE and CAMPAIGN_IN_USE: ids of the campaigns and templates that use it",
    sample.campaignId,
  ),
  campaignId: textOf("of DUPLICATE_SEND: the first one; of SESSION_IN_USE: the one that runs", sample.campaignId),
  sessionId: textOf(
    "of NUMBER_LINKED: the session that the number is linked in, if the key may see it",
    sample.sessionId,
  ),
  status: textOf("of CAMPAIGN_STATE and the like: the state of the campaign", "completed"),
  allowed: z
    .array(z.enum(personActions))
    .optional()
    .meta({ description: "of CAMPAIGN_STATE: what may be done with the campaign now" }),
  sender: textOf("of NUMBER_CHANGED: the number that the campaign goes from", sample.ownNumber),
  number: textOf(
    "of NUMBER_CHANGED: the number that the session is linked to; of PAIRING_OVERTAKEN: that of the later request",
    sample.otherNumber,
  ),
  reason: textOf("of MESSAGE_REFUSED, MEDIA_NOT_READY and SENDING_HALTED: why", "rejected_by_whatsapp"),
  because: z.enum(newChatLimits).optional().meta({
    description:
      "of NEW_CHATS_LIMITED: restriction: linked devices may not send; timelock: no new chats for a time; quota: the new chats of WhatsApp's cycle are used up",
  }),
  until: z.iso
    .datetime()
    .optional()
    .meta({
      description: "of NEW_CHATS_LIMITED, where WhatsApp tells it: until when: ISO 8601, UTC",
      examples: ["2026-12-02T02:00:00.000Z"],
    }),
  by: z.enum(haltedBy).optional().meta({ description: "of SENDING_HALTED: the operator, or an admin of the tenant" }),
  since: z.iso
    .datetime()
    .optional()
    .meta({ description: "of SENDING_HALTED: since when: ISO 8601, UTC", examples: ["2026-12-01T02:00:00.000Z"] }),
  line: numberOf("of MESSAGE_UNREADABLE and UNKNOWN_VARIABLE: where, from 1"),
  column: numberOf("of MESSAGE_UNREADABLE and UNKNOWN_VARIABLE: where in the line, from 1"),
  variable: textOf("of UNKNOWN_VARIABLE: the first variable that no contact has", "kotta"),
  known: textsOf("of UNKNOWN_VARIABLE: variables that contacts have, the nearest first; at most 20", "kota"),
  unknown: textsOf("of UNKNOWN_VARIABLE: all variables that no contact has", "kotta"),
  checks: z
    .record(z.string(), z.object({ ok: z.boolean(), tookMs: z.int() }))
    .optional()
    .meta({ description: "of TRY_AGAIN by /health?deep=true: what the API stands on, by name" }),
};

const failureBody = z
  .object({
    success: z.literal(false),
    message: z.string(),
    error: z.object({
      code: z.enum(codes).meta({
        description: [
          "for programs; the same in every language. What to do about each:",
          ...codes.map((code) => `- \`${code}\`: ${whatToDo[code]}`),
        ].join("\n"),
        "x-enumDescriptions": whatToDo,
      }),
      details: z.array(z.object({ pointer: z.string(), came: z.string(), wanted: z.string() })),
      requestId: z.string(),
      ...moreOfSomeCodes,
    }),
  })
  .meta({ id: "Failure" });

export const failure = (description: string) => ({ description, body: failureBody });
