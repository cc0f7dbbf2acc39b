import type { SessionRef } from "../core/ports.ts";
import { missingOf, type Recipient } from "../core/recipient.ts";
import type { Services } from "./edge/services.ts";
import { isoTime, optionalTime } from "./edge/views.ts";

/** The latest campaigns that a session sent to a number, and what became of each message. */

const latest = 50;

export async function historyOf(
  { recipients, campaigns }: Pick<Services, "recipients" | "campaigns">,
  { tenantId, sessionId }: SessionRef,
  number: string,
) {
  const rows = await recipients.ofNumber({ tenantId, sessionId }, number, latest);
  return await Promise.all(
    rows.map(async (row) => {
      const campaign = await campaigns.find({ tenantId, sessionId, campaignId: row.campaignId });
      return historyView(row, campaign?.name);
    }),
  );
}

const historyView = (row: Recipient, campaignName: string | undefined) => ({
  campaignId: row.campaignId,
  ...(campaignName === undefined ? {} : { campaignName }),
  status: row.state,
  ...(row.reason === undefined ? {} : { reason: row.reason }),
  ...missingOf(row),
  claimedAt: isoTime(row.claimedAt),
  ...optionalTime("sentAt", row.sentAt),
  ...optionalTime("deliveredAt", row.deliveredAt),
  ...optionalTime("readAt", row.readAt),
  ...optionalTime("repliedAt", row.repliedAt),
});
