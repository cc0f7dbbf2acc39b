import { NamedError } from "../../../core/errors.ts";
import { importProgress, standingOf, type ImportJob } from "../../../core/import/import-job.ts";
import type { Services } from "../../edge/services.ts";

/**
 * Imports that a campaign's audience depends on: those into its lists, and those into the lists that it leaves out, because
 * people whom these are still to name would be written to. Dry runs change no list.
 */

interface Audience {
  readonly tenantId: string;
  readonly listIds: readonly string[];
  readonly excludeListIds: readonly string[];
}

export interface ListImports {
  /** Unfinished and not stalled, the oldest of each list first. */
  readonly going: readonly ImportJob[];
  /**
   * When the last finished one ended, by the clock that also dated its contacts; -Infinity when there was none. An audience
   * of that time or later has all of them.
   */
  readonly endedAt: number;
}

/** Costs one query a list, however many contacts and past imports it has. */
export async function importsInto(
  { imports }: Pick<Services, "imports">,
  { tenantId, listIds, excludeListIds }: Audience,
  now: number,
): Promise<ListImports> {
  const listed = [...new Set([...listIds, ...excludeListIds])];
  const queues = await Promise.all(listed.map((listId) => imports.queueOf(tenantId, listId)));
  return {
    going: queues.flatMap((queue) => standingOf(queue, now).going).filter(({ dryRun }) => dryRun !== true),
    endedAt: Math.max(...queues.map(({ endedAt = -Infinity }) => endedAt)),
  };
}

const soonestSeconds = 2;
const latestSeconds = 60;

/** When the import is likely over, by what it did so far; asked for again a minute later at most. */
function retryAfterSeconds({ createdAt, ...job }: ImportJob, now: number): number {
  const progress = importProgress({ createdAt, ...job });
  const leftSeconds = progress === 0 ? 5 : ((now - createdAt) / 1_000) * (1 / progress - 1);
  return Math.round(Math.min(latestSeconds, Math.max(soonestSeconds, leftSeconds)));
}

/** @throws NamedError IMPORT_RUNNING when one goes on: the audience would be a part of what is meant */
export function assertNoneGoes({ going }: ListImports, now: number): void {
  const [job] = going;
  const imports = going.map((one) => {
    const { importId, listId, state } = one;
    return { importId, listId, state, progress: importProgress(one) };
  });
  const [first] = imports;
  if (job === undefined || first === undefined) return;
  const { importId, listId, progress } = first;
  throw new NamedError("IMPORT_RUNNING", `import ${importId} into list ${listId} is unfinished`, {
    facts: { import: importId, list: listId, percent: Math.floor(progress * 100) },
    members: { ...first, imports },
    details: [
      {
        pointer: "/allowPartial",
        came: `import ${importId} into list ${listId} at ${Math.floor(progress * 100)} %`,
        wanted: "lists without an unfinished import, or allowPartial: true to send to the contacts that are there now",
      },
    ],
    retryAfterSeconds: retryAfterSeconds(job, now),
  });
}
