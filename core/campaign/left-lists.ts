import { everyPage } from "../pages.ts";
import { contactsAtOnce, hasAny, InOrder, isOfAudience, rowsOf, rowsOfFirst, type AudiencePorts } from "./audience.ts";
import type { Campaign } from "./campaign.ts";
import { leftSinceStart, type FormerContact } from "./former-contact.ts";
import type { FormerContactStore } from "../contact/contact-ports.ts";

/** Who was part of a campaign's audience at its start and left the lists before its turn. */

type Ports = AudiencePorts & { readonly formerContacts: Pick<FormerContactStore, "page"> };

/**
 * Those of them without a row, list after list in number order. Who stands in another list of the campaign is written to
 * for that list, and who was left out at the start was promised nothing. A number may come more than once.
 *
 * @throws FirstCampaignGone
 */
export async function* leftWithoutRow(
  ports: Ports,
  campaign: Campaign,
  signal?: AbortSignal,
): AsyncGenerator<FormerContact> {
  const { tenantId, excludeListIds, remainderOf = [] } = campaign;
  const listIds = campaign.listIds.filter((listId) => !excludeListIds.includes(listId));
  for (const listId of listIds) {
    const haveOutcome = new InOrder(rowsOf(ports.recipients, campaign, signal));
    const leftOut = excludeListIds.map((excluded) => new InOrder(formerOf(ports, campaign, excluded, signal)));
    const reachedBefore = remainderOf.map(
      (campaignId) => new InOrder(rowsOfFirst(ports, { ...campaign, campaignId }, undefined)),
    );
    for await (const page of formerPagesOf(ports, campaign, listId, signal)) {
      const left = page.items.filter((former) => leftSinceStart(campaign, former));
      const numbers = left.map(({ number }) => number);
      const find = (one: string) => ports.contacts.findMany(tenantId, one, numbers);
      const standing = await Promise.all(listIds.map(find));
      const excluded = await Promise.all(excludeListIds.map(find));
      for (const former of left) {
        const { number } = former;
        const isMember = standing.some((contacts) => {
          const contact = contacts.get(number);
          return contact !== undefined && isOfAudience(campaign, contact);
        });
        if (isMember || excluded.some((contacts) => contacts.has(number))) continue;
        if (await hasAny([haveOutcome, ...leftOut, ...reachedBefore], number)) continue;
        yield former;
      }
    }
  }
}

async function* formerOf(ports: Ports, campaign: Campaign, listId: string, signal: AbortSignal | undefined) {
  for await (const { items } of formerPagesOf(ports, campaign, listId, signal)) {
    yield* items.filter((former) => leftSinceStart(campaign, former));
  }
}

const formerPagesOf = ({ formerContacts }: Ports, { tenantId }: Campaign, listId: string, signal?: AbortSignal) =>
  everyPage(contactsAtOnce, (query) => {
    signal?.throwIfAborted();
    return formerContacts.page(tenantId, listId, query);
  });
