import * as z from "zod";
import { pageFeatures } from "../../core/whatsapp.ts";
import { maxOptOutKeywordLength, maxOptOutKeywords } from "../../core/contact/opt-out.ts";
import { reservedLater, reservedSessionIds, sessionFailures, sessionIdPattern } from "../../core/session/session.ts";
import { country, inEitherCase } from "./contact-fields.ts";
import {
  atMost,
  isSendableText,
  sendableCharacters,
  sendableText,
  sessionLabel,
  sessionState,
  success,
  time,
  warningsOf,
  withinBlanks,
} from "./fields.ts";
import { sample } from "./words/samples.ts";
import { pacing, sessionQuietHours, timezone } from "./pacing-fields.ts";

/** The session that the routes of section 1 (docs/api.md) name by a header. */
export const userIdHeader = z.object({
  // A missing or malformed one is 400 and not 422: functions/edge/access.ts judges it.
  "user-id": z
    .string()
    .optional()
    .meta({
      pattern: sessionIdPattern.source,
      not: { pattern: inEitherCase(reservedSessionIds) },
      examples: [sample.sessionId],
    }),
});

export const warnings = warningsOf(
  "many_opt_outs, many_refusals: of the last seven days, from 50 messages on (of one session and in the overview). campaign_failing: `campaignId` is about to pause itself (of one session and in the overview). number_linked_twice: the same phone, `number`, is linked in `sessions`, too; gap and daily cap count for the phone. link_not_completed: what to do about a session that failed for that reason",
);

const reason = z.enum(sessionFailures).optional().meta({
  description:
    "of a session that is failed. profile_lost: its saved profile is gone or damaged, link it anew; link_not_completed: a code was scanned, and within 90 s neither the link nor another code followed; WhatsApp may ask the account for a passkey; page_changed: this system can't use the page that WhatsApp serves now, and tries again every ten minutes",
});

export const whatsapp = z
  .object({
    version: z
      .string()
      .meta({ description: "WhatsApp's own name for the build of its page; unknown where it says none" }),
    checkedAt: time,
    unavailable: z
      .array(
        z.object({
          member: z.string().meta({ description: "a module of the page, or a member of one" }),
          feature: z.enum(pageFeatures).meta({ description: "what stops first without it" }),
        }),
      )
      .meta({ description: "what the page lacks of what this system needs; empty when all is there" }),
  })
  .meta({ description: "what WhatsApp's page was found to be when the session last got ready" });

export const limits = z
  .object({
    newChats: z
      .object({
        used: z.int().meta({ description: "new chats that began in WhatsApp's cycle", examples: [12] }),
        total: z.int().meta({ description: "how many may", examples: [50] }),
        resetsAt: time.optional(),
      })
      .optional()
      .meta({ description: "WhatsApp's quota of chats with people who never exchanged a message with the account" }),
    timelocked: z.boolean().meta({ description: "no new chat may begin for a time" }),
    timelockedUntil: time.optional(),
    restricted: z.boolean().meta({ description: "linked devices may send nothing: what runs is paused" }),
    checkedAt: time.meta({ description: "when WhatsApp first said so" }),
  })
  .meta({
    description:
      "what WhatsApp says that the account may do: asked at each ready, every ten minutes and after a refusal. Absent where it told of no limit so far; members that it does not tell are absent",
  });

export const status = z.object({
  success,
  connected: z.boolean(),
  state: sessionState,
  reason,
  number: z.string().optional(),
  name: z.string().optional(),
  since: time.optional(),
  profileSavedAt: time.optional(),
  warnings,
});

export const settings = {
  label: sessionLabel.meta({ description: "what people call the session" }),
  pacing: pacing.meta({ description: "of campaigns that ask for none of their own" }),
  dailyCap: z
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: "messages a day at most, also where a campaign asks for more" }),
  quietHours: sessionQuietHours,
  timezone,
  optOutKeywords: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .refine(...atMost(maxOptOutKeywordLength))
        .refine((keyword) => keyword === "" || /[\p{L}\p{N}]/u.test(keyword), {
          error: "a word with a letter or a digit",
        })
        .refine(isSendableText, sendableText)
        .meta({
          allOf: [
            { pattern: String.raw`[\p{L}\p{N}]` },
            { pattern: withinBlanks(maxOptOutKeywordLength, sendableCharacters) },
          ],
        }),
    )
    .max(maxOptOutKeywords)
    .meta({
      description: "a reply that is nothing but one of these opts out; STOP, BERHENTI and UNSUBSCRIBE by default",
    }),
  defaultCountry: country,
};

const per100 = (what: string, example: number) =>
  z.number().meta({ description: `${what}, of 100 messages`, examples: [example] });

const last7Days = z
  .object({
    messages: z.int().meta({ description: "messages that went, or that WhatsApp refused", examples: [840] }),
    repliesPer100: per100("people who answered", 12.5),
    optOutsPer100: per100("people who opted out by a reply", 0.6),
    refusalsPer100: per100("messages that WhatsApp refused", 0.1),
  })
  .meta({
    description:
      "of one session and in the overview, once an account was linked: how people take what its campaigns sent today and on the six days before, by its timezone",
  });

export const session = z
  .object({
    sessionId: z.string(),
    state: sessionState,
    reason,
    whatsapp: whatsapp.optional(),
    limits: limits.optional(),
    connected: z.boolean(),
    number: z.string().optional(),
    name: z.string().optional(),
    since: time,
    profileSavedAt: time.optional(),
    createdAt: time,
    newChats: z
      .object({
        perDay: z
          .int()
          .nullable()
          .meta({ description: "chats that campaigns may begin today; null: no bound of ours" }),
        accountLinkedAt: time.meta({
          description:
            "since when the account is linked to any session of the tenant, whatever came between: its age counts from that day on",
        }),
      })
      .optional()
      .meta({ description: "of a session that an account is or was linked to" }),
    last7Days: last7Days.optional(),
    warnings,
  })
  .extend(z.object(settings).partial().shape)
  .meta({ id: "Session" });

export const someSettings = z.object(settings).partial().shape;
export const sessionId = z
  .string()
  .regex(sessionIdPattern, { error: "1 to 64 of A-Z a-z 0-9 _ -" })
  .meta({ not: { pattern: inEitherCase([...reservedSessionIds, ...reservedLater]) } });

export const userIdRequired = { 400: "the user-id header is missing or malformed" } as const;
export const sessionLimit = {
  409: "the tenant has as many sessions as it may, or one of this id is being deleted (Retry-After)",
} as const;
