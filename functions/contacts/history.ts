import { defined } from "../../core/defined.ts";
import type { SessionRef } from "../../core/refs.ts";
import { reasonDetailsOf, type Recipient } from "../../core/campaign/recipient.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";

/** The latest campaigns that a session sent to a person, under any number, and what became of each message. */

const latest = 50;

export async function historyOf(
  { recipients, campaigns, persons }: Pick<Services, "recipients" | "campaigns" | "persons">,
  { tenantId, sessionId }: SessionRef,
  number: string,
) {
  const numbers = (await persons.personOf(tenantId, number))?.numbers ?? [number];
  const ofEach = await Promise.all(numbers.map((one) => recipients.ofNumber({ tenantId, sessionId }, one, latest)));
  const rows = ofEach.flat().toSorted((one, other) => other.claimedAt - one.claimedAt);
  return await Promise.all(
    rows.slice(0, latest).map(async (row) => {
      const campaign = await campaigns.find({ tenantId, sessionId, campaignId: row.campaignId });
      return historyView(row, campaign?.name);
    }),
  );
}

const historyView = (row: Recipient, campaignName: string | undefined) =>
  defined({
    campaignId: row.campaignId,
    campaignName,
    status: row.state,
    reason: row.reason,
    ...reasonDetailsOf(row),
    claimedAt: isoTime(row.claimedAt),
    sentAt: isoTime(row.sentAt),
    deliveredAt: isoTime(row.deliveredAt),
    readAt: isoTime(row.readAt),
    repliedAt: isoTime(row.repliedAt),
  });
