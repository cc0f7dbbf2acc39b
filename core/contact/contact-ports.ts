import type { FormerContact } from "../campaign/former-contact.ts";
import type { Contact } from "./contact.ts";
import type { ContactCounts } from "./list-counts.ts";
import type { ContactList } from "./list.ts";
import type { OptOut, OptOutPut } from "./opt-out.ts";
import type { KeptNumber, KnownNumber, NumberAnswer, NumberRow, Person, SeenNumber } from "./person.ts";
import type { Wrote } from "./wrote.ts";
import type { Page, PageQuery } from "../pages.ts";
import type { ListRef, SessionRef } from "../refs.ts";

export interface ListStore {
  /** @throws NamedError LIST_NAME_TAKEN */
  create(list: ContactList): Promise<void>;
  find(ref: ListRef): Promise<ContactList | undefined>;
  page(ref: SessionRef, query: PageQuery): Promise<Page<ContactList>>;
  /**
   * Changes name, description or both; `null` takes the description away.
   * @throws NamedError LIST_NAME_TAKEN @throws ConditionRefused when the list is gone
   */
  update(ref: ListRef, changes: ListChanges, now: number): Promise<ContactList>;
  /**
   * Adds to the kept counts, in one write. A row without counts of fields gets none by it.
   *
   * @param list as it was read a moment ago; its counts may have changed since
   * @throws ConditionRefused when the list is gone
   */
  addToCounts(list: ListRef & Pick<ContactList, "fieldCounts">, difference: ContactCounts): Promise<void>;
  /** @param counts of all contacts @throws ConditionRefused when the list is gone */
  setCounts(ref: ListRef, counts: ContactCounts): Promise<void>;
  /**
   * A campaign needs the list from now on; again changes nothing.
   * @param launchedAt given where it writes to the list and is launched: then the list names it as its last use
   * @throws ConditionRefused when the list is gone
   */
  addUse(ref: ListRef, campaignId: string, launchedAt?: number): Promise<void>;
  /** The campaign is over; again, or of a list that is gone, changes nothing. */
  removeUse(ref: ListRef, campaignId: string): Promise<void>;
}

export interface ListChanges {
  readonly name?: string;
  readonly description?: string | null;
}

/** Lists on their way out: no ListStore finds them any more, their contacts go in the background. */
export interface ListDeletionStore {
  /**
   * From now on no request finds the list.
   * @param ifEmpty only a list without contacts
   * @throws ConditionRefused when it is gone, a campaign uses it, or it is not as empty as was asked for
   */
  begin(ref: ListRef, now: number, ifEmpty?: boolean): Promise<void>;
  find(ref: ListRef): Promise<ListDeletion | undefined>;
  /** Of all tenants. May lag by a moment. */
  waiting(limit: number): Promise<readonly ListDeletion[]>;
  /** Nothing of it is left. */
  end(ref: ListRef): Promise<void>;
}

export interface ListDeletion extends ListRef {
  readonly deletedAt: number;
}

/** Contacts that left a list while a campaign needed it. */
export interface FormerContactStore {
  /** Writes them down, before their contacts go. */
  saveMany(contacts: readonly FormerContact[]): Promise<void>;
  /** Those of a list in number order, each as often as it left. */
  page(tenantId: string, listId: string, query: PageQuery): Promise<Page<FormerContact>>;
  /** Takes away up to `limit` of a list's. @returns how many went; fewer than `limit` when none is left */
  removeSome(tenantId: string, listId: string, limit: number): Promise<number>;
}

/** What stands in lists. */
export interface ContactReader {
  find(tenantId: string, listId: string, number: string): Promise<Contact | undefined>;
  /** Those of the numbers that are there, read consistently. */
  findMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, Contact>>;
  page(tenantId: string, listId: string, query: PageQuery): Promise<Page<Contact>>;
  /** Reads every contact. @param addedUpTo epoch ms: those that were added later do not count */
  count(tenantId: string, listId: string, addedUpTo?: number): Promise<ContactCounts>;
}

/** What comes into lists and goes. */
export interface ContactWriter {
  /** @throws ConditionRefused when it changed since `seen` was read (absent: when it exists) */
  save(contact: Contact, seen: Contact | undefined): Promise<void>;
  /** Writes many, unconditionally: for imports, which go in order. */
  saveMany(contacts: readonly Contact[]): Promise<void>;
  /** @returns the contact as it was, when it was there */
  remove(tenantId: string, listId: string, number: string): Promise<Contact | undefined>;
  /** Takes away those of the numbers that are there. */
  removeMany(tenantId: string, listId: string, numbers: readonly string[]): Promise<void>;
  /** Takes away up to `limit` of a list's contacts. @returns how many went; fewer than `limit` when none is left */
  removeSome(tenantId: string, listId: string, limit: number): Promise<number>;
}

/** People who opted out: each name of an account finds the account's opt-out. */
export interface OptOutReader {
  find(tenantId: string, numberOrLid: string): Promise<OptOut | undefined>;
  /** Of those of the numbers that opted out, by the number as it was asked for. */
  findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, OptOut>>;
  page(tenantId: string, query: PageQuery): Promise<Page<OptOut>>;
  /** What a put of it would come to now, under the number that it would be kept with. */
  wouldBe(optOut: OptOut): Promise<OptOutPut>;
}

/** Opting out, and its withdrawal: both publish events, see announcedOptOuts. */
export interface OptOutChanges {
  /** Adds it unless one holds already, or it is a reply from before one was taken back. */
  put(optOut: OptOut): Promise<OptOutPut>;
  /** @throws ConditionRefused when the person did not opt out */
  remove(tenantId: string, numberOrLid: string, now: number): Promise<void>;
}

/** Answers that are too old to hold at `now` are not there. */
export interface PersonStore {
  find(tenantId: string, number: string, now: number): Promise<KnownNumber | undefined>;
  /** Those of the numbers that WhatsApp was asked about lately, by number. */
  findMany(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, KnownNumber>>;
  /** All of the numbers, as they were a moment ago, for half the price. */
  glimpse(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, SeenNumber>>;
  /**
   * Keeps what WhatsApp said, and answers it with the account's other numbers.
   * @param wrote kept with it, as by `addWrote`
   * @param seen the number's row as it was read: written by it where it is so still, else read anew
   */
  save(answer: NumberAnswer, wrote?: Wrote, seen?: NumberRow): Promise<KeptNumber>;
  /**
   * Keeps that a campaign writes to the number, beside the last others. Again, it changes the campaign's time.
   * @param seen as for `save` @returns the number's row as it was written; nothing when that was not necessary
   */
  addWrote(tenantId: string, number: string, wrote: Wrote, seen?: NumberRow): Promise<NumberRow | undefined>;
  /** The person of that number or LID, as far as is known, however long ago it was checked. */
  personOf(tenantId: string, numberOrLid: string): Promise<Person | undefined>;
}
