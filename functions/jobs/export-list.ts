import type { Stores } from "../../aws/stores.ts";
import { byteOrderMark } from "../../core/csv-export.ts";
import type { ExportListJob } from "../../core/ports.ts";
import { contactLines } from "../contact-export.ts";
import { csvType } from "../csv-answer.ts";
import { exportKey, pendingKey } from "../list-export.ts";

type Exporting = Pick<Stores, "lists" | "contacts" | "files">;

/** Writes the file of a list that is too large for one request. Whatever runs it again writes the same. */
export async function exportListFile(services: Exporting, job: ExportListJob): Promise<void> {
  const { lists, contacts, files } = services;
  if ((await lists.find(job)) === undefined) return;
  const key = exportKey(job, job.bom);
  await files.saveStream(key, marked(contactLines(contacts, job), job.bom), csvType);
  // From now on it is handed out for a while.
  await files.save(pendingKey(key), "", "text/plain");
}

async function* marked(lines: AsyncIterable<string>, bom: boolean): AsyncGenerator<string> {
  if (bom) yield byteOrderMark;
  yield* lines;
}
