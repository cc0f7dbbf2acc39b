import type { ImportJob } from "../../../core/import/import-job.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import type { Services } from "../../edge/services.ts";

/** How many stand in a campaign's lists at its launch. */

/** A larger list that is being filled counts as it is kept: an answer takes no longer for it. */
const countedAtMost = 50_000;

/**
 * The sum of the lists' kept counts. That of a list which an import is filling rises in steps of some thousand rows and lies
 * behind what is there: such a list is counted.
 *
 * @param going unfinished imports
 * @param launchedAt epoch ms: who is added later is not meant
 */
export async function audienceTotal(
  { contacts }: Pick<Services, "contacts">,
  lists: readonly ContactList[],
  going: readonly ImportJob[],
  launchedAt: number,
): Promise<number> {
  const counts = await Promise.all(
    lists.map(async ({ tenantId, listId, contactCount }) => {
      const isFilled = going.some((job) => job.listId === listId);
      if (!isFilled || contactCount > countedAtMost) return contactCount;
      return (await contacts.count(tenantId, listId, launchedAt)).contacts;
    }),
  );
  return Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

const pollEveryMs = 100;
const pollsAtMost = 20;

/**
 * Waits for the rows that running imports have in hand, for two seconds at most: they bear a time from before the launch, so
 * they are of the audience, although some are not written yet.
 */
export async function untilRowsInHandAreIn(
  { imports, clock }: Pick<Services, "imports" | "clock">,
  going: readonly ImportJob[],
  launchedAt: number,
): Promise<void> {
  const isBehind = ({ state, touchedAt }: ImportJob) => state === "running" && touchedAt <= launchedAt;
  let left = going.filter(isBehind);
  for (let polls = 0; left.length > 0 && polls < pollsAtMost; polls += 1) {
    await clock.wait(pollEveryMs);
    const queues = await Promise.all(left.map(({ tenantId, listId }) => imports.queueOf(tenantId, listId)));
    left = left.flatMap(
      ({ importId }, index) => queues[index]?.unfinished.filter((job) => job.importId === importId) ?? [],
    );
    left = left.filter(isBehind);
  }
}
