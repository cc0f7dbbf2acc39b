import { keptWrote } from "../../core/contact/wrote.ts";
import { defined } from "../../core/defined.ts";
import type { SessionRef } from "../../core/refs.ts";
import { reasonDetailsOf, type Recipient } from "../../core/campaign/recipient.ts";
import type { Services } from "../edge/services.ts";
import { isoTime } from "../edge/views.ts";

/** The latest campaigns that a session sent to a person, under any number, and what became of each message. */

const latest = 50;
/** Where a person has more campaigns than are kept with it, its rows are sought in so many of the session's latest. */
const soughtCampaigns = 200;

export async function historyOf(
  { recipients, campaigns, persons }: Pick<Services, "recipients" | "campaigns" | "persons">,
  { tenantId, sessionId }: SessionRef,
  number: string,
) {
  const { numbers = [number], wrote = [] } = (await persons.personOf(tenantId, number)) ?? {};
  const isFull = wrote.length === keptWrote;
  const sought = isFull ? (await campaigns.page({ tenantId, sessionId }, { limit: soughtCampaigns })).items : [];
  const among = sought.map(({ campaignId }) => campaignId);
  const ofEach = await Promise.all(
    numbers.map((one) => recipients.ofNumber({ tenantId, sessionId }, one, latest, among)),
  );
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
