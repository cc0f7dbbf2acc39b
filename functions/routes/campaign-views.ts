import * as z from "zod";
import { failings } from "../../core/campaign/streak.ts";
import { retryStatuses } from "../../core/campaign/campaign.ts";
import { skipReasons } from "../../core/campaign/plan/dry-run.ts";
import { recipientStates } from "../../core/campaign/recipient.ts";
import { quietHours } from "./pacing-fields.ts";
import { mediaKinds } from "../../core/whatsapp.ts";
import { campaignState, dayThere, numbersOf, ofSession, pauseReason, time, waitReason } from "./fields.ts";

/** How campaigns look in answers. */

export const ofCampaign = ofSession.extend({ campaignId: z.string() });

export const figures = {
  counts: numbersOf([...recipientStates, "notReached"]),
  totals: numbersOf(["sent", "delivered", "read", "replied"]),
  rates: z.object({
    success: z.number(),
    delivery: z.number(),
    read: z.number(),
    reply: z.number(),
    failure: z.number(),
  }),
};

/** Of the messages that were claimed on some days. */
export const figuresOfDays = {
  counts: numbersOf(recipientStates),
  totals: numbersOf(["attempted", "sent", "delivered", "read", "replied", "failed", "skipped", "in_doubt"] as const),
  rates: figures.rates,
};

const mediaView = z.object({
  filename: z.string(),
  kind: z.enum(mediaKinds),
  contentType: z.string(),
  originalName: z.string(),
  size: z.int(),
});

const pacingView = z
  .object({
    minGapMs: z.int(),
    maxGapMs: z.int(),
    perMinute: z.int().optional(),
    perHour: z.int().optional(),
    perDay: z.int().optional(),
    newChatsPerDay: z.int().optional().meta({ description: "chats that it may begin today; absent: no bound" }),
  })
  .meta({
    description: "how fast it sends: its own pacing where it has some, else the session's, else the defaults",
  });

export const campaign = z
  .object({
    campaignId: z.string(),
    name: z.string(),
    status: campaignState,
    pausedBecause: pauseReason.optional(),
    waitingFor: waitReason.optional(),
    failing: z
      .object({
        because: z.enum(failings).meta({
          description:
            "refused: WhatsApp refused so many messages since it took one; not_on_whatsapp: so many of the last 100 numbers have no WhatsApp",
        }),
        count: z.int().meta({ description: "how many by now", examples: [5] }),
        pausesAt: z.int().meta({
          description: "with how many it pauses itself; of numbers not before 100 were tried",
          examples: [10],
        }),
      })
      .optional()
      .meta({
        description: "of a running one: its recipients fail one after the other, and it is about to pause itself",
      }),
    page: z.object({ error: z.string(), version: z.string().optional() }).optional().meta({
      description: "where it waits for WhatsApp's page or was paused by it: the page's error and its version",
    }),
    listIds: z.array(z.string()),
    excludeListIds: z.array(z.string()),
    total: z.int().meta({
      description: "upper bound of those that it was launched for; once it is over, the sum of its counts",
    }),
    ...figures,
    skippedByReason: z
      .record(z.string(), z.int())
      .meta({ description: "why recipients were skipped, such as left_list: left its lists after the launch" }),
    failuresByReason: z.record(z.string(), z.int()),
    progress: z.number().min(0).max(1),
    sender: z.string().optional().meta({ description: "the session's own number that it goes from" }),
    remainderOf: z.string().optional().meta({
      description: "the stopped campaign that it goes on from: it writes to those whom that one did not reach",
    }),
    // Of getCampaign, not of lists and actions.
    waitingUntil: time.optional().meta({
      description:
        "when quiet hours, the day of a daily cap or of new chats, or what WhatsApp told of a limit are over",
    }),
    byDay: z
      .array(z.object({ day: dayThere, ...figuresOfDays }))
      .optional()
      .meta({ description: "the figures of each day on which it sent" }),
    message: z.string().optional().meta({
      description: "the text, or the caption of the file, as it was written; empty where a file goes alone",
    }),
    variables: z.record(z.string(), z.string()).optional(),
    template: z
      .object({ templateId: z.string(), version: z.int() })
      .optional()
      .meta({ description: "where the text came from; a later version of the template changes nothing here" }),
    media: mediaView.optional(),
    pacing: pacingView.optional(),
    quietHours: quietHours.optional(),
    createdAt: time,
    startedAt: time.optional(),
    finishedAt: time.optional(),
    estimatedFinishAt: time.optional(),
    sendAt: time.optional(),
    timezone: z.string().optional(),
    maxLateMinutes: z.int().optional(),
    retrying: z
      .array(z.enum(retryStatuses))
      .optional()
      .meta({ description: "outcomes that a retry under way tries again" }),
  })
  .meta({ id: "Campaign" });

const skipped = Object.fromEntries(skipReasons.map((reason) => [reason, z.int().optional()])) as Record<
  (typeof skipReasons)[number],
  z.ZodOptional<z.ZodInt>
>;

export const dryRunView = z
  .object({
    dryRun: z.literal(true),
    willSend: z.int(),
    newChats: z.int().meta({
      description:
        "those of them whom no message of a campaign reached from this number, as far as is known: each likely begins a chat, of which `newChatsPerDay` lets only so many begin in a day",
    }),
    willSkip: z.object(skipped).meta({
      description:
        "who would get no message, by reason; duplicate: stands in an earlier list as well; same_account: another number of its WhatsApp account gets it; left_out: stands in a list that is left out, or is no part of the remainder",
    }),
    missingVariables: z
      .array(z.object({ variable: z.string(), missing: z.int() }))
      .meta({ description: "variables of the text, and how many would get no message for want of each" }),
    duplicates: z.int().meta({ description: "contacts whose number stands in an earlier list as well" }),
    counted: z.int().meta({ description: "contacts that were read, at most 20,000 or as many as 15 s are enough for" }),
    of: z.int().meta({ description: "contacts of the lists" }),
    estimated: z.boolean().meta({
      description: "true: not all were read; the other figures are those of the counted, scaled up to all",
    }),
    estimatedFinishAt: time.optional().meta({
      description:
        "by the pacing, new chats a day, quiet hours, daily cap and what WhatsApp told of the account, as if nothing else stood still; absent: too far away, or it is not told when chats may begin again",
    }),
  })
  .meta({ id: "DryRun" });
