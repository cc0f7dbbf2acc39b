import * as z from "zod";
import { recipientReasons, recipientStates } from "../../core/campaign/recipient.ts";
import { ofCampaign } from "./campaign-views.ts";
import { largeExport, missingVariables, page, pageOf, sameAccountAs, search, severalOf, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ scope: "read", session: "path", params: ofCampaign });

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

export const listRecipients = route({
  operationId: "listRecipients",
  method: "GET",
  path: `${base}/campaigns/{campaignId}/recipients`,
  summary: "List the recipients of a campaign",
  description:
    "Each recipient with every state it went through, in the order of numbers. With `status=notReached`: the contacts that a stopped campaign did not reach, list by list.",
  resource: "campaigns",
  query: z.strictObject({ ...page, search, status: severalOf(shownStates).optional() }),
  answers: { 200: { description: "a page of recipients", body: pageOf(recipient) } },
  missing: "campaign",
  refusals: {
    409: "FIRST_CAMPAIGN_DELETED: with status=notReached, of a campaign that goes on from one that is deleted or past its life",
  },
});

export const exportCampaign = route({
  operationId: "exportCampaign",
  method: "GET",
  path: `${base}/export/campaign/{campaignId}`,
  summary: "Export the report of a campaign",
  description:
    "A CSV file with a line a recipient: number, name, state, the time of each state, attempts, reason, message id, sender; then the contacts that a stopped campaign did not reach.",
  resource: "reports",
  query: z.strictObject({ bom: z.enum(["true", "false"]).optional() }),
  answers: {
    200: { description: "up to 4 MB", mediaType: "text/csv" },
    ...largeExport,
  },
  missing: "campaign",
});
