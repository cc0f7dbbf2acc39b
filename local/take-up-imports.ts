import type { Clock } from "../core/time/clock.ts";
import type { ImportChanges, ImportRows } from "../core/import/import-ports.ts";
import type { JobQueue } from "../core/jobs.ts";

interface Ports {
  readonly imports: Pick<ImportRows, "unfinished">;
  readonly importChanges: ImportChanges;
  readonly jobs: JobQueue;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Goes on with imports that the process before this one left unfinished. The whole system stood still meanwhile, so their
 * ten minutes without progress begin now.
 */
export async function takeUpImports({ imports, importChanges, jobs, clock }: Ports, atMost: number): Promise<void> {
  for (const job of await imports.unfinished(atMost)) {
    const { tenantId, listId, importId } = await importChanges.save({ ...job, touchedAt: clock.now() });
    await jobs.enqueue({ kind: "import_contacts", tenantId, listId, importId });
  }
}
