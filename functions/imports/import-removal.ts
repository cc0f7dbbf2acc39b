import { defined } from "../../core/defined.ts";
import { everyItem } from "../../core/pages.ts";
import type { Services } from "../edge/services.ts";
import { isReplaced } from "../../core/contact/contact.ts";
import { addCounts, noImportCounts, type ImportJob } from "../../core/import/import-job.ts";
import { writeDownLeaving } from "./leaving.ts";
import type { SeenNumbers } from "./import-slice.ts";

const contactsAtOnce = 500;

type Removing = Pick<Services, "importChanges" | "contacts" | "contactWriter" | "formerContacts" | "lists"> & {
  readonly clock: Pick<Services["clock"], "now">;
};

/**
 * The end of an import that replaces a list: contacts that the file does not have go. Each page is written down and counted before its
 * contacts go, and taken away once more when a crash came in between: the count is the same however often it runs.
 *
 * @param mayGoOn whether there is time for another page
 * @returns the job, and whether the whole list was read
 */
export async function removeReplaced(
  services: Removing,
  seenJob: ImportJob,
  mayGoOn: () => boolean,
): Promise<{ readonly job: ImportJob; readonly isDone: boolean }> {
  const { importChanges, contacts, contactWriter, lists, clock } = services;
  const { tenantId, listId } = seenJob;
  let job = seenJob;
  const mark = { importId: job.importId, askedAt: job.createdAt };
  // What was counted last may not have gone.
  if (job.removing !== undefined) await contactWriter.removeMany(tenantId, listId, job.removing);
  for (;;) {
    if (!mayGoOn()) return { job, isDone: false };
    const after = job.removedUpTo;
    const page = await contacts.page(tenantId, listId, { limit: contactsAtOnce, ...defined({ after }) });
    const gone = page.items.filter((one) => isReplaced(one, mark));
    const numbers = gone.map(({ number }) => number);
    await writeDownLeaving(services, (await lists.find(job)) ?? {}, gone, clock.now());
    job = await importChanges.save({
      ...job,
      counts: addCounts(job.counts, { ...noImportCounts, removed: numbers.length }),
      removing: numbers,
      touchedAt: clock.now(),
      ...defined({ removedUpTo: page.items.at(-1)?.number ?? after }),
    });
    await contactWriter.removeMany(tenantId, listId, numbers);
    if (page.next === undefined) return { job, isDone: true };
  }
}

/** How many would go. */
export async function countReplaced(
  { contacts }: Pick<Removing, "contacts">,
  job: ImportJob,
  seen: SeenNumbers,
): Promise<number> {
  const mark = { importId: job.importId, askedAt: job.createdAt };
  let removed = 0;
  const contactsOfList = everyItem(contactsAtOnce, (query) => contacts.page(job.tenantId, job.listId, query));
  for await (const one of contactsOfList) if (isReplaced(one, mark) && !seen.has(Number(one.number))) removed += 1;
  return removed;
}
