import { maxFields, mergeContact, type Contact } from "../../core/contact.ts";
import { isCsvProblem, readCsv, readRow, type CsvRow, type CsvTable } from "../../core/csv-import.ts";
import {
  addCounts,
  noImportCounts,
  type ImportCounts,
  type ImportJob,
  type RejectedRow,
} from "../../core/import-job.ts";
import type { ImportContactsJob } from "../../core/ports.ts";
import type { Stores } from "../../aws/stores.ts";
import type { Clock } from "../../core/clock.ts";

/** Rows between two checkpoints. A slice that is run again writes and counts the same. */
export const sliceRows = 1_000;

export const slicesOf = (rows: number): number => Math.ceil(rows / sliceRows);

type Importing = Pick<Stores, "imports" | "contacts" | "lists"> & { readonly clock: Clock };

/** Runs an import from its last checkpoint to its end. Delivered twice or cut off: the same list, counts and errors. */
export async function importContacts(
  services: Importing,
  { tenantId, listId, importId }: ImportContactsJob,
): Promise<void> {
  const { imports, contacts, lists, clock } = services;
  let job = await imports.find(tenantId, listId, importId);
  if (job === undefined || job.state === "completed" || job.state === "failed") return;
  const table = readCsv(await imports.readCsv(job), job.delimiter);
  if (isCsvProblem(table)) {
    await imports.save({
      ...job,
      state: "failed",
      problem: `line ${table.line}: ${table.came}`,
      finishedAt: clock.now(),
    });
    return;
  }
  while (job.counts.rowsRead < table.rows.length) {
    const from = job.counts.rowsRead;
    const slice = await importSlice(services, job, table, from);
    await imports.saveRejected(job, from / sliceRows, slice.rejected);
    job = { ...job, state: "running", counts: addCounts(job.counts, slice.counts), touchedAt: clock.now() };
    // Near enough while it runs, so that a person sees the list grow; a slice that ran twice is put right at the end.
    await lists.addToCount({ tenantId, sessionId: job.sessionId, listId }, slice.counts.added);
    await imports.save(job);
  }
  await lists.setCount({ tenantId, sessionId: job.sessionId, listId }, await contacts.count(tenantId, listId));
  await imports.save({ ...job, state: "completed", finishedAt: clock.now() });
}

const overfull = `wanted at most ${maxFields} fields together with those that are there`;

interface SliceResult {
  readonly counts: ImportCounts;
  readonly rejected: readonly RejectedRow[];
}

async function importSlice(
  { contacts, clock }: Importing,
  job: ImportJob,
  table: CsvTable,
  from: number,
): Promise<SliceResult> {
  const rows = table.rows.slice(from, from + sliceRows);
  const read = rows.map((row) => ({ row, parsed: readRow(row.cells, table.columns, job.defaultCountry) }));
  const numbers = read.flatMap(({ parsed }) => (parsed.ok ? [parsed.row.number] : []));
  const known = new Map<string, Contact>(await contacts.findMany(job.tenantId, job.listId, numbers));
  const counts = { ...noImportCounts, rowsRead: rows.length };
  const rejected: RejectedRow[] = [];
  const toWrite = new Map<string, Contact>();
  const now = clock.now();
  for (const [index, { row, parsed }] of read.entries()) {
    if (!parsed.ok) {
      counts.invalid += 1;
      rejected.push(rejectedRow(row, parsed));
      continue;
    }
    const { effect, contact } = mergeContact(
      known.get(parsed.row.number),
      parsed.row,
      { tenantId: job.tenantId, listId: job.listId, now },
      job.mode,
      { importId: job.importId, row: from + index },
    );
    switch (effect) {
      case "too_many_fields":
        counts.invalid += 1;
        rejected.push(rejectedRow(row, { number: parsed.row.number, reason: overfull }));
        break;
      case "duplicate":
        counts.duplicates += 1;
        counts.skipped += 1;
        break;
      default:
        counts[effect] += 1;
    }
    if (contact === undefined) continue;
    known.set(contact.number, contact);
    toWrite.set(contact.number, contact);
  }
  await contacts.saveMany([...toWrite.values()]);
  return { counts, rejected };
}

const rejectedRow = (row: CsvRow, { number, reason }: { readonly number: string; readonly reason: string }) => ({
  line: row.line,
  number,
  reason,
});
