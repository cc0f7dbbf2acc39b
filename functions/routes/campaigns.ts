import * as z from "zod";
import { recipientStates } from "../../core/recipient.ts";
import { contentFields, saysSomething } from "./content.ts";
import {
  badFields,
  badRequest,
  campaignName,
  campaignState,
  dataOf,
  failure,
  keyFailures,
  maxListsPerCampaign,
  notFound,
  pacing,
  pauseReason,
  quietHours,
  time,
  waitReason,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast" as const;
const ofSession = z.strictObject({ sessionId: z.string() });
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

const campaign = z
  .object({
    campaignId: z.string(),
    name: z.string(),
    status: campaignState,
    pausedBecause: pauseReason.optional(),
    waitingFor: waitReason.optional(),
    listIds: z.array(z.string()),
    excludeListIds: z.array(z.string()),
    total: z.int(),
    counts,
    totals: z.object({ sent: z.int(), delivered: z.int(), read: z.int(), replied: z.int() }),
    rates,
    progress: z.number().min(0).max(1),
    createdAt: time,
    startedAt: time.optional(),
    finishedAt: time.optional(),
    estimatedFinishAt: time.optional(),
  })
  .meta({ id: "Campaign" });

const listId = z.string().min(1).max(64);

export const sendCampaign = defineRoute({
  operationId: "sendCampaign",
  method: "POST",
  path: `${base}/send`,
  summary: "Send a broadcast now",
  resource: "campaigns",
  scope: "write",
  params: ofSession,
  body: z
    .strictObject({
      name: campaignName.optional(),
      listIds: z.array(listId).min(1).max(maxListsPerCampaign).optional(),
      listId: listId.optional(),
      excludeListIds: z.array(listId).max(maxListsPerCampaign).optional(),
      ...contentFields,
      pacing: pacing.optional(),
      quietHours: quietHours.optional(),
    })
    .refine((body) => (body.listIds === undefined) !== (body.listId === undefined), {
      error: "either listIds or listId",
      path: ["listIds"],
    })
    .refine(...saysSomething),
  idempotent: true,
  responses: {
    202: {
      description: "taken",
      body: dataOf(z.object({ campaignId: z.string(), status: campaignState, total: z.int() })).extend({
        warnings: z.array(z.string()).optional(),
      }),
    },
    ...badFields,
    ...notFound("session, list, template or file"),
    409: failure("the media is not ready, or the first request with this Idempotency-Key is still in progress"),
    ...keyFailures,
    503: failure("the session is logged out or was never linked"),
  },
});

export const listCampaigns = defineRoute({
  operationId: "listCampaigns",
  method: "GET",
  path: `${base}/campaigns`,
  summary: "The session's campaigns, the newest first",
  resource: "campaigns",
  scope: "read",
  params: ofSession,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20), cursor: z.string().optional() }),
  responses: {
    200: {
      description: "a page of campaigns",
      body: z.object({
        success: z.literal(true),
        data: z.array(campaign),
        pagination: z.object({ limit: z.int(), nextCursor: z.string().nullable() }),
      }),
    },
    ...badFields,
    ...notFound("session"),
    ...keyFailures,
  },
});

export const getCampaign = defineRoute({
  operationId: "getCampaign",
  method: "GET",
  path: `${base}/campaigns/{campaignId}`,
  summary: "A campaign with live counts",
  resource: "campaigns",
  scope: "read",
  params: ofCampaign,
  headers: z.object({ "if-none-match": z.string().optional() }),
  responses: {
    200: { description: "the campaign", body: dataOf(campaign) },
    304: { description: "unchanged since the ETag that was sent" },
    ...badRequest,
    ...notFound("campaign"),
    ...keyFailures,
  },
});

const action = <const Name extends string>(operationId: Name, verb: string, summary: string) =>
  defineRoute({
    operationId,
    method: "POST",
    path: `${base}/campaigns/{campaignId}/${verb}` as `/${string}`,
    summary,
    resource: "campaigns",
    scope: "write",
    params: ofCampaign,
    responses: {
      200: { description: "done", body: dataOf(campaign) },
      ...badRequest,
      ...notFound("campaign"),
      409: failure("the campaign's state forbids it; says what is allowed"),
      ...keyFailures,
    },
  });

export const pauseCampaign = action("pauseCampaign", "pause", "Pause: once answered, at most one more message goes");
export const resumeCampaign = action("resumeCampaign", "resume", "Go on after the last recipient");
export const stopCampaign = action("stopCampaign", "stop", "Stop for good; what was not sent is never sent");

export const exportCampaign = defineRoute({
  operationId: "exportCampaign",
  method: "GET",
  path: `${base}/export/campaign/{campaignId}`,
  summary: "The campaign's report as CSV, one line a recipient",
  resource: "reports",
  scope: "read",
  params: ofCampaign,
  query: z.strictObject({ bom: z.enum(["true", "false"]).optional() }),
  responses: {
    200: { description: "the report", mediaType: "text/csv" },
    303: { description: "a large report: fetch it from Location" },
    ...badFields,
    ...notFound("campaign"),
    ...keyFailures,
  },
});
