import { mergeContact, type Contact, type ContactRow } from "../../core/contact/contact.ts";
import { wasWritten } from "../../core/refused.ts";
import { CountTally, type ContactCounts } from "../../core/contact/list-counts.ts";
import type { Services } from "../edge/services.ts";

/** Contacts of one request, each by a conditional write, so that the list's count stays exact and no change is lost. */

export interface WrittenRow {
  /** Its place in the request. */
  readonly index: number;
  /** The number as it was written. */
  readonly written: string;
  readonly row: ContactRow;
}

export interface SavedContacts {
  readonly added: number;
  readonly updated: number;
  /** What it changed of the list's counts, as far as this very try wrote it. */
  readonly difference: ContactCounts;
  /** Rows that would give their contact more fields than it may have. */
  readonly overfull: readonly WrittenRow[];
}

const writesAtOnce = 20;
const firstPauseMs = 40;
const longestPauseMs = 1_000;

interface Saving {
  readonly contacts: Pick<Services["contacts"], "find" | "findMany">;
  readonly contactWriter: Pick<Services["contactWriter"], "save">;
  readonly clock: Pick<Services["clock"], "wait">;
  /** 0 included to 1 excluded. */
  readonly random: () => number;
}

export async function saveContacts(
  { contacts, contactWriter, clock, random }: Saving,
  { tenantId, listId }: { readonly tenantId: string; readonly listId: string },
  rows: readonly WrittenRow[],
  { now, ulid }: { readonly now: number; readonly ulid: string },
): Promise<SavedContacts> {
  const numbers = rows.map(({ row }) => row.number);
  const found = await contacts.findMany(tenantId, listId, numbers);
  const overfull: WrittenRow[] = [];
  const counts = { added: 0, updated: 0 };
  const tally = new CountTally();
  const save = async (asked: WrittenRow) => {
    const { row } = asked;
    let seen = found.get(row.number);
    let written: { readonly over: Contact | undefined; readonly contact: Contact } | undefined;
    for (let refusals = 1; ; refusals += 1) {
      // This very request wrote it: in an earlier try, or in a write whose answer was lost.
      if (seen?.savedBy?.ulid === ulid) {
        counts[seen.savedBy.effect] += 1;
        if (written !== undefined) tally.change(written.over, written.contact);
        return;
      }
      const { effect, contact } = mergeContact(seen, row, { tenantId, listId, now });
      if (contact === undefined) {
        overfull.push(asked);
        return;
      }
      const did = effect === "added" ? effect : "updated";
      written = { over: seen, contact };
      if (await wasWritten(contactWriter.save({ ...contact, savedBy: { ulid, effect: did } }, seen))) {
        counts[did] += 1;
        tally.change(seen, contact);
        return;
      }
      // Refused: the contact was written meanwhile, and the row is merged with what was written. At a moment of its own,
      // later each time: requests that write the same contacts at once would refuse each other.
      await clock.wait(random() * Math.min(firstPauseMs * 2 ** refusals, longestPauseMs));
      seen = await contacts.find(tenantId, listId, row.number);
    }
  };
  for (let start = 0; start < rows.length; start += writesAtOnce) {
    await Promise.all(rows.slice(start, start + writesAtOnce).map(save));
  }
  return { ...counts, difference: tally.counts, overfull };
}
