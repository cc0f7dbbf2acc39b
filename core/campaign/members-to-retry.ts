import { everyPage } from "../pages.ts";
import type { Member } from "./audience.ts";
import type { Campaign } from "./campaign.ts";
import type { RecipientRows } from "./recipient-ports.ts";
import type { ContactReader } from "../contact/contact-ports.ts";
import type { Recipient } from "./recipient.ts";

/** Whom a round of further attempts tries again. */

const rowsAtOnce = 500;

interface Ports {
  readonly contacts: Pick<ContactReader, "findMany">;
  readonly recipients: Pick<RecipientRows, "page">;
}

/**
 * Those that the round under way is for and that it has not tried yet, in number order. Who left the lists meanwhile is
 * not tried again.
 *
 * @param startAfter this very round has read every recipient up to this number
 */
export async function* membersToRetry(
  { contacts, recipients }: Ports,
  campaign: Campaign,
  startAfter: string | undefined,
): AsyncGenerator<Member> {
  const { tenantId, campaignId, retryStatuses = [], round = 0 } = campaign;
  const wanted = (row: Recipient) =>
    (row.round ?? 0) < round && (retryStatuses as readonly string[]).includes(row.state);
  const pages = everyPage(rowsAtOnce, (query) => recipients.page(tenantId, campaignId, query), startAfter);
  for await (const { items } of pages) {
    const rows = items.filter(wanted);
    const there = new Map<string, Awaited<ReturnType<ContactReader["findMany"]>>>();
    for (const listId of new Set(rows.map((row) => row.listId))) {
      const numbers = rows.filter((row) => row.listId === listId).map(({ number }) => number);
      there.set(listId, await contacts.findMany(tenantId, listId, numbers));
    }
    for (const again of rows) {
      const contact = there.get(again.listId)?.get(again.number);
      const listIndex = Math.max(0, campaign.listIds.indexOf(again.listId));
      if (contact !== undefined) yield { contact, cursor: { listIndex, number: again.number }, again };
    }
  }
}
