import type { Campaign } from "./campaign.ts";
import type { RecipientRows } from "./recipient-ports.ts";
import type { ContactReader } from "../contact/contact-ports.ts";
import type { Recipient } from "./recipient.ts";

/** One message an account: numbers of one account are several recipients, of whom one is written to. */

/** Rows of an account that got no message for sure leave another of its numbers to be written to. */
export const mayHaveReached = ({ state }: Pick<Recipient, "state">): boolean =>
  state !== "failed" && state !== "skipped";

/**
 * The first of an account's other numbers that the campaign wrote to, or may have; of the remainder of other campaigns,
 * that one of those did. Read consistently: the claim of one number comes behind the outcome of those before.
 */
export async function findWrittenTo(
  recipients: Pick<RecipientRows, "find">,
  { tenantId, campaignId, remainderOf = [] }: Pick<Campaign, "tenantId" | "campaignId" | "remainderOf">,
  others: readonly string[],
): Promise<string | undefined> {
  for (const campaign of [campaignId, ...remainderOf]) {
    for (const number of others) {
      const row = await recipients.find(tenantId, campaign, number);
      if (row !== undefined && mayHaveReached(row)) return number;
    }
  }
  return undefined;
}

/** The first of an account's other numbers that stands in a list which the campaign leaves out. */
export async function findLeftOut(
  contacts: Pick<ContactReader, "findMany">,
  { tenantId, excludeListIds }: Pick<Campaign, "tenantId" | "excludeListIds">,
  others: readonly string[],
): Promise<string | undefined> {
  if (others.length === 0) return undefined;
  for (const listId of excludeListIds) {
    const [number] = (await contacts.findMany(tenantId, listId, others)).keys();
    if (number !== undefined) return number;
  }
  return undefined;
}
