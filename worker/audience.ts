import type { Campaign } from "../core/campaign.ts";
import type { Contact } from "../core/contact.ts";
import type { KnownNumber } from "../core/number-check.ts";
import type { ContactStore, RecipientStore } from "../core/ports.ts";
import type { AudienceCursor } from "../core/progress.ts";
import type { Recipient } from "../core/recipient.ts";

/** Who a campaign is for: what its lists held at launch, list after list in number order, less the excluded. */

/** What was known of a number when it was read ahead. */
export type Foreseen = KnownNumber | "nothing";

export interface Member {
  readonly contact: Contact;
  readonly cursor: AudienceCursor;
  /** Its row, where it is tried once more. */
  readonly again?: Recipient;
  readonly foreseen?: Foreseen;
}

/** Whether a contact that stands in the list now was part of it at the launch, and did not leave and come back. */
export const isOfAudience = ({ launchedAt = Infinity }: Pick<Campaign, "launchedAt">, { addedAt }: Contact): boolean =>
  addedAt <= launchedAt;

const contactsAtOnce = 500;
const rowsAtOnce = 500;

type Contacts = Pick<ContactStore, "page" | "findMany">;
type AudienceOf = Pick<Campaign, "tenantId" | "listIds" | "excludeListIds" | "launchedAt">;

/**
 * Everybody after the cursor. Who joined after the launch, or stands in an excluded list, is passed over. A number that
 * stands in several lists comes once a list.
 */
export async function* audienceAfter(
  contacts: Contacts,
  campaign: AudienceOf,
  cursor: AudienceCursor | undefined,
): AsyncGenerator<Member> {
  for (let listIndex = cursor?.listIndex ?? 0; listIndex < campaign.listIds.length; listIndex += 1) {
    const after = listIndex === cursor?.listIndex ? cursor.number : undefined;
    yield* membersOf(contacts, campaign, listIndex, campaign.excludeListIds, after);
  }
}

/** One list's members, less those that stand in any of `otherLists`. */
async function* membersOf(
  contacts: Contacts,
  campaign: AudienceOf,
  listIndex: number,
  otherLists: readonly string[],
  startAfter: string | undefined,
): AsyncGenerator<Member> {
  const { tenantId, listIds } = campaign;
  let after = startAfter;
  do {
    const page = await contacts.page(tenantId, listIds[listIndex] ?? "", {
      limit: contactsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    const present = page.items.filter((contact) => isOfAudience(campaign, contact));
    const numbers = present.map(({ number }) => number);
    const elsewhere = await Promise.all(otherLists.map((listId) => contacts.findMany(tenantId, listId, numbers)));
    for (const contact of present) {
      const passedOver = elsewhere.some((members) => members.has(contact.number));
      if (!passedOver) yield { contact, cursor: { listIndex, number: contact.number } };
    }
    after = page.next;
  } while (after !== undefined);
}

/** Every row of a campaign in number order. @throws the signal's reason when it is aborted between two pages */
export async function* rowsOf(
  recipients: Pick<RecipientStore, "page">,
  { tenantId, campaignId }: { readonly tenantId: string; readonly campaignId: string },
  signal?: AbortSignal,
): AsyncGenerator<Recipient> {
  let after: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await recipients.page(tenantId, campaignId, {
      limit: rowsAtOnce,
      ...(after === undefined ? {} : { after }),
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/**
 * Walks the lists once more beside the rows: every contact that is still there must have exactly one row, and a number is
 * a row's key. Yields who has none, each number once.
 */
export async function* membersWithoutRow(
  ports: { readonly contacts: Contacts; readonly recipients: Pick<RecipientStore, "page"> },
  campaign: Campaign,
  signal?: AbortSignal,
): AsyncGenerator<Member> {
  for (const listIndex of campaign.listIds.keys()) {
    const earlier = campaign.listIds.slice(0, listIndex);
    const members = membersOf(ports.contacts, campaign, listIndex, [...campaign.excludeListIds, ...earlier], undefined);
    const rows = rowsOf(ports.recipients, campaign, signal);
    let row = await rows.next();
    for await (const member of members) {
      const { number } = member.contact;
      while (row.done !== true && row.value.number < number) row = await rows.next();
      if (row.done === true || row.value.number !== number) yield member;
    }
  }
}
