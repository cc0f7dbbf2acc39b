import * as z from "zod";
import { campaignStates, retryStatuses } from "../../core/campaign/campaign.ts";
import {
  allowDuplicate,
  audience,
  badText,
  content,
  dryRun,
  eitherListOrLists,
  isRemainder,
  maxLateMinutes,
  namesLists,
  oneOfLists,
  remainderOf,
  sendAt,
  warnings,
} from "./campaign-fields.ts";
import { campaign, dryRunView, ofCampaign } from "./campaign-views.ts";
import { contentRules, notBoth, saysSomething } from "./content.ts";
import {
  badFields,
  badQuery,
  campaignState,
  dataOf,
  dayOrMoment,
  failure,
  keyFailures,
  notFound,
  page,
  pageOf,
  search,
  severalOf,
  time,
} from "./fields.ts";
import { timezone } from "./pacing-fields.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast" as const;
const ofSession = z.strictObject({ sessionId: z.string() });

const acceptNumber = z.boolean().optional().meta({
  description: "true: it goes on although the session is linked to another number than the campaign went from so far",
});

export const sendCampaign = defineRoute({
  operationId: "sendCampaign",
  method: "POST",
  path: `${base}/send`,
  summary: "Send a broadcast now",
  resource: "campaigns",
  scope: "write",
  session: "path",
  limit: "broadcast",
  params: ofSession,
  body: z
    .strictObject({ ...audience, ...content, allowDuplicate, remainderOf, dryRun })
    .refine(namesLists, oneOfLists)
    .refine((body) => isRemainder(body) || saysSomething[0](body), saysSomething[1])
    .meta({ anyOf: [{ required: ["remainderOf"] }, { allOf: [eitherListOrLists, contentRules] }] }),
  idempotent: true,
  dryRunBy: "dryRun",
  responses: {
    200: { description: "with `dryRun`: what would happen", body: dataOf(dryRunView).extend({ warnings }) },
    202: {
      description: "taken",
      body: dataOf(z.object({ campaignId: z.string(), status: campaignState, total: z.int() })).extend({
        warnings,
      }),
    },
    ...badFields,
    ...badText,
    ...notFound("session, list, template, file or campaign of `remainderOf`"),
    409: failure(
      "CAMPAIGN_NOT_STOPPED, NOBODY_NOT_REACHED or FIRST_CAMPAIGN_DELETED of the campaign of `remainderOf`; IMPORT_RUNNING: an import into one of the lists is unfinished (`importId`, `progress`, Retry-After; `allowPartial` sends all the same); DUPLICATE_SEND: without an Idempotency-Key, the same message to the same lists less than 10 seconds ago (`campaignId` of the first; `allowDuplicate` sends all the same); or the media is not ready, or the first request with this Idempotency-Key is still in progress",
    ),
    ...keyFailures,
    503: failure("the session is logged out or was never linked"),
  },
});

const scheduled = z.object({
  campaignId: z.string(),
  status: campaignState,
  total: z.int(),
  sendAt: time,
  timezone: z.string(),
});

export const scheduleCampaign = defineRoute({
  operationId: "scheduleCampaign",
  method: "POST",
  path: `${base}/schedule`,
  summary:
    "Send a broadcast at a time; at its start it waits for unfinished imports into its lists (waitingFor: import), until maxLateMinutes",
  resource: "campaigns",
  scope: "write",
  session: "path",
  limit: "broadcast",
  params: ofSession,
  body: z
    .strictObject({ ...audience, ...content, sendAt, timezone: timezone.optional(), maxLateMinutes, dryRun })
    .refine((body) => (body.listIds === undefined) !== (body.listId === undefined), oneOfLists)
    .refine(...saysSomething)
    .meta({ allOf: [eitherListOrLists, contentRules] }),
  idempotent: true,
  dryRunBy: "dryRun",
  responses: {
    200: { description: "with `dryRun`: what would happen", body: dataOf(dryRunView).extend({ warnings }) },
    202: { description: "taken", body: dataOf(scheduled).extend({ warnings }) },
    ...badFields,
    ...badText,
    ...notFound("session, list, template or file"),
    409: failure("the media is not ready, or the first request with this Idempotency-Key is still in progress"),
    ...keyFailures,
    503: failure("the session is logged out or was never linked"),
  },
});

export const changeCampaign = defineRoute({
  operationId: "changeCampaign",
  method: "PUT",
  path: `${base}/campaigns/{campaignId}`,
  summary: "Change a scheduled campaign: time, content, lists; what is not named stays",
  resource: "campaigns",
  scope: "write",
  session: "path",
  params: ofCampaign,
  body: z
    .strictObject({
      ...audience,
      ...content,
      sendAt: sendAt.optional(),
      timezone: timezone.optional(),
      maxLateMinutes,
    })
    .refine((body) => body.listIds === undefined || body.listId === undefined, oneOfLists)
    .refine((body) => body.message === undefined || body.templateId === undefined, {
      error: "either message or templateId",
      path: ["message"],
    })
    .meta({ allOf: [notBoth("listIds", "listId"), notBoth("message", "templateId")] }),
  responses: {
    200: { description: "changed", body: dataOf(campaign).extend({ warnings }) },
    ...badFields,
    ...badText,
    ...notFound("campaign, list, template or file"),
    409: failure("it is not scheduled any more, was changed in this very moment, or the media is not ready"),
    ...keyFailures,
  },
});

export const deleteCampaign = defineRoute({
  operationId: "deleteCampaign",
  method: "DELETE",
  path: `${base}/campaigns/{campaignId}`,
  summary: "Delete a campaign with its report; a scheduled one is cancelled",
  resource: "campaigns",
  scope: "write",
  session: "path",
  params: ofCampaign,
  responses: {
    200: { description: "deleted", body: dataOf(z.object({ campaignId: z.string() })) },
    ...notFound("campaign"),
    409: failure(
      "CAMPAIGN_STATE: it is running or paused; CAMPAIGN_IN_USE: a campaign that is not over goes on from it (`usedBy`)",
    ),
    ...badFields,
    ...keyFailures,
  },
});

const willRetry = z.int().meta({
  description:
    "how many will be tried once more: those with these outcomes who still stand in the lists; of a campaign that can't be counted within 10 s, as of its counts",
});

export const retryCampaign = defineRoute({
  operationId: "retryCampaign",
  method: "POST",
  path: `${base}/campaigns/{campaignId}/retry`,
  summary: "Try those that failed, or that are in doubt, once more",
  resource: "campaigns",
  scope: "write",
  session: "path",
  limit: "broadcast",
  params: ofCampaign,
  body: z.strictObject({
    statuses: z.array(z.enum(retryStatuses)).min(1).max(retryStatuses.length),
    acceptNumber,
  }),
  idempotent: true,
  responses: {
    202: { description: "taken", body: dataOf(campaign.extend({ willRetry })) },
    ...badFields,
    ...notFound("campaign"),
    409: failure(
      "CAMPAIGN_STATE: it is neither completed nor paused, and what is allowed; NOBODY_TO_RETRY: no recipient has such an outcome, nothing changed; or NUMBER_CHANGED, as of resume",
    ),
    ...keyFailures,
  },
});

export const listCampaigns = defineRoute({
  operationId: "listCampaigns",
  method: "GET",
  path: `${base}/campaigns`,
  summary: "The session's campaigns, the newest first",
  resource: "campaigns",
  scope: "read",
  session: "path",
  params: ofSession,
  query: z.strictObject({
    ...page,
    search,
    status: severalOf(campaignStates).optional(),
    from: dayOrMoment.optional(),
    to: dayOrMoment.optional(),
  }),
  responses: {
    200: { description: "a page of campaigns", body: pageOf(campaign) },
    ...badQuery,
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
  session: "path",
  params: ofCampaign,
  headers: z.object({ "if-none-match": z.string().optional() }),
  responses: {
    200: { description: "the campaign", body: dataOf(campaign) },
    304: { description: "unchanged since the ETag that was sent" },
    ...badQuery,
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
    session: "path",
    params: ofCampaign,
    responses: {
      200: { description: "done", body: dataOf(campaign) },
      ...notFound("campaign"),
      409: failure("the campaign's state forbids it; says what is allowed"),
      ...badFields,
      ...keyFailures,
    },
  });

export const pauseCampaign = action("pauseCampaign", "pause", "Pause: once answered, at most one more message goes");
export const resumeCampaign = defineRoute({
  operationId: "resumeCampaign",
  method: "POST",
  path: `${base}/campaigns/{campaignId}/resume`,
  summary:
    "Go on after the last recipient; one that never ran starts, unless an import into its lists is unfinished (409 IMPORT_RUNNING)",
  resource: "campaigns",
  scope: "write",
  session: "path",
  params: ofCampaign,
  body: z.strictObject({ acceptNumber }).optional(),
  responses: {
    200: { description: "done", body: dataOf(campaign) },
    ...notFound("campaign"),
    409: failure(
      "the campaign's state forbids it, and what is allowed; or NUMBER_CHANGED: the session is linked to another number (`number`) than the campaign goes from (`sender`), which `acceptNumber` accepts",
    ),
    ...badFields,
    ...keyFailures,
  },
});
export const stopCampaign = action("stopCampaign", "stop", "Stop for good; what was not sent is never sent");
