import { everyItem, everyPage, type PageQuery } from "../pages.ts";
import { isThere, type Campaign } from "./campaign.ts";
import type { Clock } from "../time/clock.ts";
import type { Contact } from "../contact/contact.ts";
import { FirstCampaignGone } from "../errors.ts";
import type { SeenNumber } from "../contact/person.ts";
import type { CampaignReader } from "./campaign-ports.ts";
import type { RecipientRows } from "./recipient-ports.ts";
import type { ContactReader } from "../contact/contact-ports.ts";
import type { AudienceCursor } from "./progress.ts";
import type { Recipient } from "./recipient.ts";

/**
 * Who a campaign is for: what its lists held at launch, list after list in number order, less the excluded; of the
 * remainder of other campaigns, less those who have a row there.
 */

/** What was read of a number ahead of its turn. */
export interface Foreseen extends SeenNumber {
  /** Elapsed time at which the read began. */
  readonly at: number;
}

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

/** Contacts that one page of the walk reads. */
export const contactsAtOnce = 500;
const rowsAtOnce = 500;

export interface AudiencePorts {
  readonly campaigns: Pick<CampaignReader, "find">;
  readonly contacts: Pick<ContactReader, "page" | "findMany">;
  readonly recipients: Pick<RecipientRows, "page">;
  readonly clock: Pick<Clock, "now">;
}

type AudienceOf = Pick<
  Campaign,
  "tenantId" | "sessionId" | "listIds" | "excludeListIds" | "launchedAt" | "remainderOf"
>;

/** Members that were read together, and how far that came; perhaps none of what was read is one. */
export interface MembersPage {
  readonly members: readonly Member[];
  readonly cursor: AudienceCursor;
  /** Contacts that were read for it. */
  readonly read: number;
}

/**
 * Everybody after the cursor. Who joined after the launch, or stands in an excluded list, is passed over. A number that
 * stands in several lists comes once a list.
 *
 * @throws FirstCampaignGone
 */
export async function* audiencePages(
  ports: AudiencePorts,
  campaign: AudienceOf,
  cursor: AudienceCursor | undefined,
): AsyncGenerator<MembersPage> {
  for (let listIndex = cursor?.listIndex ?? 0; listIndex < campaign.listIds.length; listIndex += 1) {
    const after = listIndex === cursor?.listIndex ? cursor.number : undefined;
    yield* membersOf(ports, campaign, listIndex, campaign.excludeListIds, after);
  }
}

/** One list's members, less those that stand in any of `otherLists` or have a row of a campaign that this one goes on from. */
async function* membersOf(
  ports: AudiencePorts,
  campaign: AudienceOf,
  listIndex: number,
  otherLists: readonly string[],
  startAfter: string | undefined,
): AsyncGenerator<MembersPage> {
  const { contacts } = ports;
  const { tenantId, listIds, remainderOf = [] } = campaign;
  const firsts = remainderOf.map(
    (campaignId) => new InOrder(rowsOfFirst(ports, { ...campaign, campaignId }, startAfter)),
  );
  const listId = listIds[listIndex] ?? "";
  const pages = everyPage(contactsAtOnce, (query) => contacts.page(tenantId, listId, query), startAfter);
  for await (const page of pages) {
    const present = page.items.filter((contact) => isOfAudience(campaign, contact));
    const numbers = present.map(({ number }) => number);
    const elsewhere = await Promise.all(otherLists.map((listId) => contacts.findMany(tenantId, listId, numbers)));
    const members: Member[] = [];
    for (const contact of present) {
      const { number } = contact;
      if (elsewhere.some((others) => others.has(number)) || (await hasAny(firsts, number))) continue;
      members.push({ contact, cursor: { listIndex, number } });
    }
    const last = page.next ?? page.items.at(-1)?.number;
    if (last !== undefined) yield { members, cursor: { listIndex, number: last }, read: page.items.length };
  }
}

export async function hasAny(all: readonly InOrder[], number: string): Promise<boolean> {
  for (const rows of all) if (await rows.has(number)) return true;
  return false;
}

interface Numbered {
  readonly number: string;
}

/** What is read in the order of its numbers, beside numbers that come in their order, too. */
export class InOrder {
  readonly #rows: AsyncGenerator<Numbered>;
  #next: Promise<IteratorResult<Numbered>> | undefined;

  constructor(rows: AsyncGenerator<Numbered>) {
    this.#rows = rows;
  }

  /** @param number none before the last one that was asked for */
  async has(number: string): Promise<boolean> {
    for (;;) {
      this.#next ??= this.#rows.next();
      const row = await this.#next;
      if (row.done === true || row.value.number > number) return false;
      if (row.value.number === number) return true;
      this.#next = undefined;
    }
  }
}

type RowsRef = Pick<Recipient, "tenantId" | "campaignId">;

/** Every row of a campaign in number order, behind a number where one is given. @throws the signal's reason when it is aborted between two pages */
export async function* rowsOf(
  recipients: Pick<RecipientRows, "page">,
  { tenantId, campaignId }: RowsRef,
  signal?: AbortSignal,
  after?: string,
): AsyncGenerator<Recipient> {
  const read = (query: PageQuery) => {
    signal?.throwIfAborted();
    return recipients.page(tenantId, campaignId, query);
  };
  yield* everyItem(rowsAtOnce, read, after);
}

/**
 * Rows of a stopped campaign, which gets no more of them. A deletion is written down before the first of its rows goes: who
 * looks after the reading whether it is there still has read all of them.
 */
export async function* rowsOfFirst(
  { campaigns, recipients, clock }: AudiencePorts,
  first: RowsRef & { readonly sessionId: string },
  after: string | undefined,
): AsyncGenerator<Recipient> {
  const { tenantId, sessionId, campaignId } = first;
  const pages = everyPage(rowsAtOnce, (query) => recipients.page(tenantId, campaignId, query), after);
  for await (const { items: rows } of pages) {
    const there = await campaigns.find({ tenantId, sessionId, campaignId });
    if (there === undefined || !isThere(there, clock.now())) throw new FirstCampaignGone(campaignId);
    yield* rows;
  }
}

/**
 * Walks the lists once more beside the rows: every contact that is still there must have exactly one row, and a number is
 * a row's key. Yields who has none, each number once.
 *
 * @throws FirstCampaignGone
 */
export async function* pagesWithoutRow(
  ports: AudiencePorts,
  campaign: Campaign,
  cursor: AudienceCursor | undefined,
  signal?: AbortSignal,
): AsyncGenerator<MembersPage> {
  for (let listIndex = cursor?.listIndex ?? 0; listIndex < campaign.listIds.length; listIndex += 1) {
    const earlier = campaign.listIds.slice(0, listIndex);
    const after = listIndex === cursor?.listIndex ? cursor.number : undefined;
    const rows = new InOrder(rowsOf(ports.recipients, campaign, signal, after));
    const pages = membersOf(ports, campaign, listIndex, [...campaign.excludeListIds, ...earlier], after);
    for await (const { members, cursor: readTo, read } of pages) {
      const missed: Member[] = [];
      for (const member of members) if (!(await rows.has(member.contact.number))) missed.push(member);
      yield { members: missed, cursor: readTo, read };
    }
  }
}
