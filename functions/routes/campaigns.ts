import * as z from "zod";
import { campaignStates, retryStatuses } from "../../core/campaign/campaign.ts";
import { badText, changeBody, scheduleBody, sendBody, warnings } from "./campaign-fields.ts";
import { campaign, dryRunView, ofCampaign } from "./campaign-views.ts";
import { campaignState, dataOf, dayOrMoment, ofSession, page, pageOf, search, severalOf, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "campaigns", session: "path" });

const base = "/api/whatsapp/{sessionId}/broadcast" as const;

const acceptNumber = z.boolean().optional().meta({
  description: "true: it goes on although the session is linked to another number than the campaign went from so far",
});

export const sendCampaign = route({
  operationId: "sendCampaign",
  method: "POST",
  path: `${base}/send`,
  summary: "Send a broadcast now",
  description:
    "Writes to every contact of the lists, each once, by the pacing of the session or of the request. Answers at once, however large the lists are; `getCampaign` or webhooks say what becomes of it. Give either `listIds` or `listId`, and either `message` or `templateId`, or `media` alone. With `remainderOf` it writes to those whom a stopped campaign did not reach. `dryRun: true` only tells what would happen.",
  scope: "write",
  limit: "broadcast",
  params: ofSession,
  body: sendBody,
  idempotent: true,
  dryRunBy: "dryRun",
  answers: {
    200: {
      description: "`dryRun` only: what would happen",
      body: dataOf(dryRunView).extend({ warnings }),
    },
    202: {
      description: "taken",
      body: dataOf(z.object({ campaignId: z.string(), status: campaignState, total: z.int() })).extend({
        warnings,
      }),
    },
  },
  missing: "session, list, template, file or campaign of `remainderOf`",
  refusals: {
    ...badText,
    409: "CAMPAIGN_NOT_STOPPED, NOBODY_NOT_REACHED or FIRST_CAMPAIGN_DELETED of the campaign of `remainderOf`; IMPORT_RUNNING: an import into one of the lists is unfinished (`importId`, `progress`, Retry-After; `allowPartial` sends all the same); DUPLICATE_SEND: without an Idempotency-Key, the same message to the same lists less than 10 seconds ago (`campaignId` of the first; `allowDuplicate` sends all the same); or the media is not ready, or the first request with this Idempotency-Key is still in progress",
    503: "the session is logged out or was never linked; or WhatsApp changed its page and a campaign that starts now could not send (PAGE_CHANGED, Retry-After)",
  },
});

const scheduled = z.object({
  campaignId: z.string(),
  status: campaignState,
  total: z.int(),
  sendAt: time,
  timezone: z.string(),
});

export const scheduleCampaign = route({
  operationId: "scheduleCampaign",
  method: "POST",
  path: `${base}/schedule`,
  summary: "Schedule a broadcast",
  description:
    "Sends it at `sendAt`: a local time in `timezone`, or a moment with Z or an offset. At its start it waits for unfinished imports into its lists (waitingFor: import), until maxLateMinutes. A time in the past, or one that a clock change skips, is refused with 422.",
  scope: "write",
  limit: "broadcast",
  params: ofSession,
  body: scheduleBody,
  idempotent: true,
  dryRunBy: "dryRun",
  answers: {
    200: {
      description: "`dryRun` only: what would happen",
      body: dataOf(dryRunView).extend({ warnings }),
    },
    202: { description: "scheduled", body: dataOf(scheduled).extend({ warnings }) },
  },
  missing: "session, list, template or file",
  refusals: {
    ...badText,
    409: "the media is not ready, or the first request with this Idempotency-Key is still in progress",
    503: "the session is logged out or was never linked",
  },
});

export const changeCampaign = route({
  operationId: "changeCampaign",
  method: "PUT",
  path: `${base}/campaigns/{campaignId}`,
  summary: "Change a scheduled campaign",
  description: "Changes time, content or lists of a campaign that has not started; what is not named stays.",
  scope: "write",
  params: ofCampaign,
  body: changeBody,
  answers: { 200: { description: "changed", body: dataOf(campaign).extend({ warnings }) } },
  missing: "campaign, list, template or file",
  refusals: {
    ...badText,
    409: "it is not scheduled any more, was changed in this very moment, or the media is not ready",
  },
});

export const deleteCampaign = route({
  operationId: "deleteCampaign",
  method: "DELETE",
  path: `${base}/campaigns/{campaignId}`,
  summary: "Delete a campaign",
  description:
    "Deletes it with its report; a scheduled one is cancelled. A running or paused one has to be stopped first.",
  scope: "write",
  params: ofCampaign,
  answers: { 200: { description: "deleted", body: dataOf(z.object({ campaignId: z.string() })) } },
  missing: "campaign",
  refusals: {
    409: "CAMPAIGN_STATE: it is running or paused; CAMPAIGN_IN_USE: a campaign that is not over goes on from it (`usedBy`)",
  },
});

const willRetry = z.int().meta({
  description:
    "how many will be tried once more: those with these outcomes who still stand in the lists; of a campaign that can't be counted within 10 s, as of its counts",
});

export const retryCampaign = route({
  operationId: "retryCampaign",
  method: "POST",
  path: `${base}/campaigns/{campaignId}/retry`,
  summary: "Try recipients of a campaign again",
  description:
    "Tries those that failed, or that are in doubt, once more, each at most once a call. Who is in doubt may have got the message already. Of a completed or paused campaign only.",
  scope: "write",
  limit: "broadcast",
  params: ofCampaign,
  body: z.strictObject({
    statuses: z.array(z.enum(retryStatuses)).min(1).max(retryStatuses.length),
    acceptNumber,
  }),
  idempotent: true,
  answers: { 202: { description: "taken", body: dataOf(campaign.extend({ willRetry })) } },
  missing: "campaign",
  refusals: {
    409: "CAMPAIGN_STATE: it is neither completed nor paused, and what is allowed; NOBODY_TO_RETRY: no recipient has such an outcome, nothing changed; or NUMBER_CHANGED, as of resume",
  },
});

export const listCampaigns = route({
  operationId: "listCampaigns",
  method: "GET",
  path: `${base}/campaigns`,
  summary: "List campaigns",
  description: "The session's campaigns, the newest first, with live counts.",
  scope: "read",
  params: ofSession,
  query: z.strictObject({
    ...page,
    search,
    status: severalOf(campaignStates).optional(),
    from: dayOrMoment.optional(),
    to: dayOrMoment.optional(),
  }),
  answers: { 200: { description: "a page of campaigns", body: pageOf(campaign) } },
  missing: "session",
});

export const getCampaign = route({
  operationId: "getCampaign",
  method: "GET",
  path: `${base}/campaigns/{campaignId}`,
  summary: "Get a campaign",
  description:
    "State, counts, rates, progress and estimated end of one campaign, and what it sends: message, variables, template, media, pacing and quiet hours. With `If-None-Match` and the ETag of an earlier answer it is 304 while nothing changed.",
  scope: "read",
  params: ofCampaign,
  headers: z.object({ "if-none-match": z.string().optional() }),
  answers: {
    200: { description: "the campaign", body: dataOf(campaign) },
    304: { description: "unchanged since the ETag that was sent" },
  },
  missing: "campaign",
});

const action = <const Name extends string>(
  operationId: Name,
  verb: string,
  { summary, description }: { readonly summary: string; readonly description: string },
) =>
  route({
    operationId,
    method: "POST",
    path: `${base}/campaigns/{campaignId}/${verb}` as `/${string}`,
    summary,
    description,
    scope: "write",
    params: ofCampaign,
    answers: { 200: { description: "done", body: dataOf(campaign) } },
    missing: "campaign",
    refusals: { 409: "the campaign's state forbids it; says what is allowed" },
  });

export const pauseCampaign = action("pauseCampaign", "pause", {
  summary: "Pause a campaign",
  description: "Once this is answered, at most one more message goes. Resume it to go on behind the last recipient.",
});

export const resumeCampaign = route({
  operationId: "resumeCampaign",
  method: "POST",
  path: `${base}/campaigns/{campaignId}/resume`,
  summary: "Resume a campaign",
  description:
    "Goes on behind the last recipient: no one gets the message twice. One that never ran starts, unless an import into its lists is unfinished (409 IMPORT_RUNNING).",
  scope: "write",
  params: ofCampaign,
  body: z.strictObject({ acceptNumber }).optional(),
  answers: { 200: { description: "done", body: dataOf(campaign) } },
  missing: "campaign",
  refusals: {
    409: "the campaign's state forbids it, and what is allowed; or NUMBER_CHANGED: the session is linked to another number (`number`) than the campaign goes from (`sender`), which `acceptNumber` accepts",
  },
});
export const stopCampaign = action("stopCampaign", "stop", {
  summary: "Stop a campaign for good",
  description:
    "What was not sent is never sent by it; those contacts count as `notReached`, and `remainderOf` of a new campaign writes to them. A scheduled campaign is cancelled.",
});
