import type { Campaign } from "../campaign/campaign.ts";
import { defined } from "../defined.ts";
import type { IfInTime } from "../patience.ts";
import type { CampaignReader, ProgressStore } from "../campaign/campaign-ports.ts";
import type { ContactReader } from "../contact/contact-ports.ts";
import { figuresOf, noCounts } from "../campaign/progress.ts";
import type { Recipient } from "../campaign/recipient.ts";
import { reasonSentences } from "../campaign/reason-sentences.ts";

/**
 * What an event carries beside the change itself, so that its receiver need not ask. It is read only for events that have a
 * listener, and what can't be read in time is left out: no change waits for it.
 */

/** Names of so many campaigns are kept. A campaign whose rows change is launched, and its name does not change any more. */
const maxNames = 1_000;

type RecipientRow = Pick<Recipient, "tenantId" | "sessionId" | "campaignId" | "listId" | "number" | "name">;

export interface RecipientFacts {
  readonly campaignName?: string;
  readonly name?: string;
  /** The contact's own; absent once it left its list. */
  readonly fields?: Readonly<Record<string, string>>;
}

export type FactsOfRecipient = (row: RecipientRow, ifInTime: IfInTime) => Promise<RecipientFacts>;

/** What is known of a campaign and a contact by the row that brings them together. */
export function recipientFacts(
  campaigns: Pick<CampaignReader, "find">,
  contacts: Pick<ContactReader, "find">,
): FactsOfRecipient {
  const names = new Map<string, string>();
  const nameOf = async ({ tenantId, sessionId, campaignId }: RecipientRow): Promise<string | undefined> => {
    const key = `${tenantId}/${campaignId}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = (await campaigns.find({ tenantId, sessionId, campaignId }))?.name;
    if (name === undefined) return undefined;
    const [oldest] = names.keys();
    if (names.size >= maxNames && oldest !== undefined) names.delete(oldest);
    names.set(key, name);
    return name;
  };
  return async (row, ifInTime) => {
    const [campaignName, contact] = await Promise.all([
      ifInTime(() => nameOf(row)),
      ifInTime(() => contacts.find(row.tenantId, row.listId, row.number)),
    ]);
    const name = row.name ?? contact?.name;
    return defined({ campaignName, name, fields: contact?.fields });
  };
}

/** Counts of a campaign, by the words of its own route; none where they could not be read. */
export async function campaignFacts(
  progress: Pick<ProgressStore, "find">,
  { tenantId, campaignId, total }: Pick<Campaign, "tenantId" | "campaignId" | "total">,
  status: string,
  ifInTime: IfInTime,
): Promise<Partial<ReturnType<typeof figuresOf>>> {
  const read = await ifInTime(async () => ({ found: await progress.find(tenantId, campaignId) }));
  return read === undefined ? { total } : figuresOf(status, total, read.found?.counts ?? noCounts);
}

/** A reason as a code, and as a sentence in both languages. */
export const reasonFacts = (reason: keyof typeof reasonSentences | undefined) =>
  reason === undefined ? {} : { reason, reasonText: reasonSentences[reason] };
