import * as z from "zod";
import { campaignStates } from "../../core/campaign/campaign.ts";
import { campaign, figuresOfDays as figures } from "./campaign-views.ts";
import { dataOf, dayThere as day, endsAfterItBegins, numbersOf, ofSession, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";
import { session } from "./session-fields.ts";
import { answered, webhook } from "./webhooks.ts";

const today = z
  .object({ day, timezone: z.string(), totals: figures.totals })
  .meta({ description: "what was sent since midnight in the session's timezone" });

const overview = z.object({
  sessions: z.array(
    session.extend({
      needsScan: z.boolean().meta({ description: "a person has to link it before anything can be sent" }),
      today,
    }),
  ),
  sessionCount: z.int().meta({ description: "those that the key may see, also beyond the 100", examples: [2] }),
  campaigns: z.array(campaign.extend({ sessionId: z.string() })),
  imports: z
    .array(
      z.object({
        sessionId: z.string(),
        listId: z.string(),
        listName: z.string(),
        importId: z.string(),
        problem: z.string().optional(),
        finishedAt: time,
      }),
    )
    .meta({ description: "those of the last seven days that failed and were not made again" }),
  webhooks: z
    .array(
      webhook
        .pick({ webhookId: true, url: true, description: true, active: true, inactiveBecause: true })
        .extend(answered),
    )
    .optional()
    .meta({ description: "for a key with `admin`: those whose receivers fail, or wanted no more" }),
});

export const getOverview = routesOf({ resource: "stats" })({
  operationId: "getOverview",
  method: "GET",
  path: "/api/whatsapp/overview",
  summary: "Get what runs and what needs a person",
  description:
    "The sessions that the key may see, with what each sent today; what runs there; and what waits for a person. With `If-None-Match` and the ETag of an earlier answer it is 304 while nothing changed.",
  scope: "read",
  headers: z.object({ "if-none-match": z.string().optional() }),
  answers: {
    200: { description: "sessions, campaigns, imports and webhooks", body: dataOf(overview) },
    304: { description: "unchanged since the ETag that was sent" },
  },
});

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
