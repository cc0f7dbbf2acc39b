import * as z from "zod";
import { campaignStates } from "../../core/campaign/campaign.ts";
import { recipientStates } from "../../core/campaign/recipient.ts";
import { dataOf, dayThere as day, endsAfterItBegins, numbersOf, ofSession } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const figures = {
  counts: numbersOf(recipientStates),
  totals: numbersOf(["attempted", "sent", "delivered", "read", "replied", "failed", "skipped", "in_doubt"] as const),
  rates: z.object({
    success: z.number().meta({ description: "sent / attempted" }),
    delivery: z.number().meta({ description: "delivered / sent" }),
    read: z.number().meta({ description: "read / delivered" }),
    reply: z.number().meta({ description: "replied / sent" }),
    failure: z.number().meta({ description: "failed / attempted" }),
  }),
};

export const getStats = routesOf({ resource: "stats", session: "path" })({
  operationId: "getStats",
  method: "GET",
  path: "/api/whatsapp/{sessionId}/broadcast/stats",
  summary: "Get the figures of a session",
  description:
    "Totals and rates of the session's broadcasts, for all time or by days of the session's timezone. Takes as long for a million messages as for ten.",
  scope: "read",
  params: ofSession,
  query: z.strictObject({ from: day.optional(), to: day.optional() }).refine(...endsAfterItBegins),
  answers: {
    200: {
      description: "the figures",
      body: dataOf(
        z.object({
          timezone: z.string(),
          from: day.optional(),
          to: day.optional(),
          ...figures,
          byDay: z.array(z.object({ day, ...figures })),
          campaigns: z.int(),
          campaignsByStatus: numbersOf(campaignStates),
          failuresByReason: z.record(z.string(), z.int()),
          mostEngaged: z.array(
            z.object({ number: z.string(), name: z.string().optional(), replied: z.int(), read: z.int() }),
          ),
        }),
      ),
    },
  },
  missing: "session",
});
