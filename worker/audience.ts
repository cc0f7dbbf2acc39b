import type { Campaign } from "../core/campaign.ts";
import type { Contact } from "../core/contact.ts";
import type { ContactStore, RecipientStore } from "../core/ports.ts";
import type { AudienceCursor } from "../core/progress.ts";
import type { Recipient } from "../core/recipient.ts";

/** Who a campaign is for: what its lists held at launch, list after list in number order, less the excluded. */

export interface Member {
  readonly contact: Contact;
  readonly cursor: AudienceCursor;
}

const contactsAtOnce = 200;
const rowsAtOnce = 500;

type Contacts = Pick<ContactStore, "page" | "findMany">;

/** Everybody after the cursor. Who joined after the launch, or stands in an excluded list, is passed over. */
export async function* audienceAfter(
  contacts: Contacts,
  campaign: Pick<Campaign, "tenantId" | "listIds" | "excludeListIds" | "launchedAt">,
  cursor: AudienceCursor | undefined,
): AsyncGenerator<Member> {
  const { tenantId, listIds, launchedAt } = campaign;
  for (let listIndex = cursor?.listIndex ?? 0; listIndex < listIds.length; listIndex += 1) {
    const listId = listIds[listIndex] ?? "";
    let after = listIndex === cursor?.listIndex ? cursor.number : undefined;
    do {
      const page = await contacts.page(tenantId, listId, {
        limit: contactsAtOnce,
        ...(after === undefined ? {} : { after }),
      });
      const present = page.items.filter(({ addedAt }) => addedAt <= launchedAt);
      const excluded = await excludedOf(contacts, campaign, present);
      for (const contact of present) {
        if (!excluded.has(contact.number)) yield { contact, cursor: { listIndex, number: contact.number } };
      }
      after = page.next;
    } while (after !== undefined);
  }
}

async function excludedOf(
  contacts: Contacts,
  { tenantId, excludeListIds }: Pick<Campaign, "tenantId" | "excludeListIds">,
  candidates: readonly Contact[],
): Promise<ReadonlySet<string>> {
  const numbers = candidates.map(({ number }) => number);
  const found = await Promise.all(excludeListIds.map((listId) => contacts.findMany(tenantId, listId, numbers)));
  return new Set(found.flatMap((members) => [...members.keys()]));
}

/** Every row of a campaign in number order. */
export async function* rowsOf(
  recipients: Pick<RecipientStore, "page">,
  { tenantId, campaignId }: { readonly tenantId: string; readonly campaignId: string },
): AsyncGenerator<Recipient> {
  let after: string | undefined;
  do {
    const page = await recipients.page(tenantId, campaignId, {
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

export interface WalkFindings {
  /** Members of the audience without a row: nobody wrote to them. */
  readonly missed: readonly Member[];
  /** Rows without an outcome. */
  readonly unfinished: readonly Recipient[];
}

/**
 * Walks the lists once more beside the rows: every contact that is still there has exactly one row (a number is a row's
 * key), and none is left at `sending`.
 */
export async function walk(
  ports: { readonly contacts: Contacts; readonly recipients: Pick<RecipientStore, "page"> },
  campaign: Campaign,
): Promise<WalkFindings> {
  const missed: Member[] = [];
  for (const [listIndex, listId] of campaign.listIds.entries()) {
    const members = audienceAfter(ports.contacts, { ...campaign, listIds: [listId] }, undefined);
    const rows = rowsOf(ports.recipients, campaign);
    let row = await rows.next();
    for await (const member of members) {
      const { number } = member.contact;
      while (row.done !== true && row.value.number < number) row = await rows.next();
      if (row.done === true || row.value.number !== number) {
        missed.push({ ...member, cursor: { listIndex, number } });
      }
    }
  }
  const unfinished: Recipient[] = [];
  for await (const row of rowsOf(ports.recipients, campaign)) {
    if (row.state === "sending") unfinished.push(row);
  }
  return { missed, unfinished };
}
