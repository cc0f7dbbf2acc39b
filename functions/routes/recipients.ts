import * as z from "zod";
import { recipientReasons, recipientStates } from "../../core/campaign/recipient.ts";
import { ofCampaign } from "./campaign-views.ts";
import {
  badQuery,
  failure,
  keyFailures,
  largeExport,
  missingVariables,
  sameAccountAs,
  notFound,
  page,
  pageOf,
  search,
  severalOf,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast" as const;

const recipientState = z.enum(recipientStates);
const shownStates = [...recipientStates, "notReached"] as const;
const reason = z.enum(recipientReasons);
const recipient = z
  .object({
    number: z.string(),
    name: z.string().optional(),
    listId: z.string(),
    status: z.enum(shownStates).meta({ description: "notReached: nothing was tried before its campaign was stopped" }),
    reason: reason.optional(),
    missing: missingVariables,
    sameAccountAs,
    messageId: z.string().optional(),
    attempts: z.int(),
    sender: z.string().optional().meta({ description: "the session's own number at that time" }),
    claimedAt: time.optional().meta({ description: "absent of who was not reached" }),
    sentAt: time.optional(),
    deliveredAt: time.optional(),
    readAt: time.optional(),
    repliedAt: time.optional(),
    history: z.array(
      z.object({
        status: recipientState,
        at: time,
        reason: reason.optional(),
        attempt: z.int().optional(),
        messageId: z.string().optional(),
      }),
    ),
  })
  .meta({ id: "Recipient" });

export const listRecipients = defineRoute({
  operationId: "listRecipients",
  method: "GET",
  path: `${base}/campaigns/{campaignId}/recipients`,
  summary:
    "A campaign's recipients, each with every transition, in number order; with status=notReached the contacts that a stopped campaign did not reach, list by list",
  resource: "campaigns",
  scope: "read",
  session: "path",
  params: ofCampaign,
  query: z.strictObject({ ...page, search, status: severalOf(shownStates).optional() }),
  responses: {
    200: { description: "a page of recipients", body: pageOf(recipient) },
    ...badQuery,
    ...notFound("campaign"),
    409: failure(
      "FIRST_CAMPAIGN_DELETED: with status=notReached, of a campaign that goes on from one that is deleted or past its life",
    ),
    ...keyFailures,
  },
});

export const exportCampaign = defineRoute({
  operationId: "exportCampaign",
  method: "GET",
  path: `${base}/export/campaign/{campaignId}`,
  summary:
    "The campaign's report as CSV, one line a recipient; then whom a stopped campaign did not reach (notReached)",
  resource: "reports",
  scope: "read",
  session: "path",
  params: ofCampaign,
  query: z.strictObject({ bom: z.enum(["true", "false"]).optional() }),
  responses: {
    200: { description: "up to 4 MB", mediaType: "text/csv" },
    ...largeExport,
    ...badQuery,
    ...notFound("campaign"),
    ...keyFailures,
  },
});
