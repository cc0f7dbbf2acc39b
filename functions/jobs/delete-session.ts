import { everyPage } from "../../core/pages.ts";
import type { Services } from "../edge/services.ts";
import { mediaKeyOf } from "../../core/content/media.ts";
import type { DeleteSessionJob } from "../../core/jobs.ts";
import type { SessionRef } from "../../core/refs.ts";

type Deleting = Pick<Services, "sessions" | "sessionContents" | "media" | "files" | "jobs"> & {
  readonly clock: Pick<Services["clock"], "now">;
};

const itemsAtOnce = 500;
/** Well within the Lambda's time; what is left then is another run's. */
const runMs = 5 * 60_000;
/** Longer than any request that still saw the session: it may write something of it until then. */
const stragglersMs = 60_000;

/**
 * Takes away everything of a session that a person deleted, and last its row. It begins when the session is logged out:
 * until then, and for a minute at least, the sweep has it run again.
 */
export async function deleteSession(services: Deleting, job: DeleteSessionJob): Promise<void> {
  const { sessions, sessionContents, jobs, clock } = services;
  const session = await sessions.find(job);
  if (session?.deletingAt === undefined) return;
  // Its worker logs it out first.
  if (session.owner !== undefined || session.wanted) return;
  const startedAt = clock.now();
  await removeFiles(services, session);
  while ((await sessionContents.removeSome(session, itemsAtOnce)) > 0) {
    if (clock.now() - startedAt > runMs) {
      await jobs.enqueue(job);
      return;
    }
  }
  if (startedAt - session.deletingAt > stragglersMs) await sessionContents.end(session);
}

/** The bytes go before the rows that name them. */
async function removeFiles({ media, files }: Deleting, ref: SessionRef): Promise<void> {
  const pages = everyPage(100, (query) => media.page(ref, query));
  for await (const { items } of pages) await files.remove(items.map(mediaKeyOf));
}
