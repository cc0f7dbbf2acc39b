import { standingOf } from "../../core/import/import-job.ts";
import type { Job } from "../../core/jobs.ts";
import { takeUpImports } from "../../local/take-up-imports.ts";
import { anId, anImportJob, someTime } from "../support/builders.ts";
import { storesForSuite } from "../support/stores.ts";

const stores = storesForSuite();

test("an import that was unfinished when npm start ended goes on at its next start, however much later", async () => {
  const job = anImportJob({ listId: anId("list"), state: "running", touchedAt: someTime });
  await stores().imports.create(job, new Uint8Array());
  const now = someTime + 24 * 60 * 60_000;
  const queueOf = () => stores().imports.queueOf(job.tenantId, job.listId);
  expect(standingOf(await queueOf(), now).stalled).toHaveLength(1);
  const enqueued: Job[] = [];
  const jobs = { enqueue: async (one: Job) => void enqueued.push(one) };
  const { imports, importChanges } = stores();
  await takeUpImports({ imports, importChanges, jobs, clock: { now: () => now } }, 100);
  expect(standingOf(await queueOf(), now).going).toEqual([{ ...job, touchedAt: now, version: 1 }]);
  const { tenantId, listId, importId } = job;
  expect(enqueued).toEqual([{ kind: "import_contacts", tenantId, listId, importId }]);
});
