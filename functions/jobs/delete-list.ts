import type { Services } from "../edge/services.ts";
import type { DeleteListJob } from "../../core/jobs.ts";

type Deleting = Pick<Services, "listDeletions" | "contactWriter" | "formerContacts" | "jobs"> & {
  readonly clock: Pick<Services["clock"], "now">;
};

const contactsAtOnce = 500;
/** Well within the Lambda's time; what is left then is another run's. */
const runMs = 5 * 60_000;
/** Longer than any request, or slice of an import, that still saw the list: they may write contacts until then. */
const stragglersMs = 60_000;

/**
 * Takes away the contacts of a deleted list, and last the list's row. The row stays for a minute at least, so that the
 * sweep has this run again and what was written by requests that were in hand goes too.
 */
export async function deleteList(services: Deleting, job: DeleteListJob): Promise<void> {
  const { listDeletions, contactWriter, formerContacts, jobs, clock } = services;
  const deletion = await listDeletions.find(job);
  if (deletion === undefined) return;
  const startedAt = clock.now();
  const { tenantId, listId } = deletion;
  for (const store of [contactWriter, formerContacts]) {
    while ((await store.removeSome(tenantId, listId, contactsAtOnce)) === contactsAtOnce) {
      if (clock.now() - startedAt > runMs) {
        await jobs.enqueue(job);
        return;
      }
    }
  }
  if (startedAt - deletion.deletedAt > stragglersMs) await listDeletions.end(deletion);
}
