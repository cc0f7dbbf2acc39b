import * as z from "zod";
import { retryStatuses } from "../../core/campaign.ts";
import { recipientStates } from "../../core/recipient.ts";
import { campaignState, pauseReason, time, waitReason } from "./fields.ts";

/** How campaigns look in answers. */

export const ofCampaign = z.strictObject({ sessionId: z.string(), campaignId: z.string() });

const counts = z.object(
  Object.fromEntries([...recipientStates, "notReached"].map((state) => [state, z.int()])) as Record<
    (typeof recipientStates)[number] | "notReached",
    z.ZodInt
  >,
);

const rates = z.object({
  success: z.number(),
  delivery: z.number(),
  read: z.number(),
  reply: z.number(),
  failure: z.number(),
});

export const campaign = z
  .object({
    campaignId: z.string(),
    name: z.string(),
    status: campaignState,
    pausedBecause: pauseReason.optional(),
    waitingFor: waitReason.optional(),
    listIds: z.array(z.string()),
    excludeListIds: z.array(z.string()),
    total: z.int().meta({
      description: "upper bound of those that it was launched for; once it is over, the sum of its counts",
    }),
    counts,
    totals: z.object({ sent: z.int(), delivered: z.int(), read: z.int(), replied: z.int() }),
    rates,
    skippedByReason: z
      .record(z.string(), z.int())
      .meta({ description: "why recipients were skipped, such as left_list: left its lists after the launch" }),
    progress: z.number().min(0).max(1),
    sender: z.string().optional().meta({ description: "the session's own number that it goes from" }),
    remainderOf: z.string().optional().meta({
      description: "the stopped campaign that it goes on from: it writes to those whom that one did not reach",
    }),
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
