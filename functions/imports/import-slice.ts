import type { Services } from "../edge/services.ts";
import { maxFields, mergeContact, type Contact } from "../../core/contact/contact.ts";
import type { ColumnMap } from "../../core/import/csv-column-map.ts";
import type { CsvRow } from "../../core/import/csv-records.ts";
import { readRow } from "../../core/import/csv-row.ts";
import { CountTally } from "../../core/contact/list-counts.ts";
import { noImportCounts, type ImportJob, type RejectedRow } from "../../core/import/import-job.ts";

/** Numbers of the rows before, of an import that writes nothing: as numbers they take an eighth of the memory. */
export type SeenNumbers = Set<number>;

const overfull = `wanted at most ${maxFields} fields together with those that are there`;

/**
 * Reads what is there of a slice's numbers, merges the rows in their order, writes what changed. Run again after a crash
 * it writes and counts the same, by the marks that its contacts bear, and changes nothing any more of the list's counts.
 *
 * @param seen given for a dry run, which writes nothing
 */
export async function importSlice(
  { contacts, contactWriter, optOuts }: Pick<Services, "contacts" | "contactWriter" | "optOuts">,
  job: ImportJob,
  { rows, columns, now }: { readonly rows: readonly CsvRow[]; readonly columns: ColumnMap; readonly now: number },
  seen: SeenNumbers | undefined,
) {
  const { tenantId, listId, importId } = job;
  const read = rows.map((row) => ({ row, parsed: readRow(row.cells, columns, job.defaultCountry, row.problem) }));
  const numbers = read.flatMap(({ parsed }) => (parsed.ok ? [parsed.row.number] : []));
  const [found, optedOut] = await Promise.all([
    contacts.findMany(tenantId, listId, numbers),
    optOuts.findMany(tenantId, numbers),
  ]);
  const known = new Map<string, Contact>(found);
  const counts = { ...noImportCounts, rowsRead: rows.length };
  const rejected: RejectedRow[] = [];
  const toWrite = new Map<string, Contact>();
  const reject = (row: CsvRow, number: string, reason: string) => {
    counts.invalid += 1;
    rejected.push({ line: row.line, number, reason });
  };
  for (const [index, { row, parsed }] of read.entries()) {
    if (!parsed.ok) {
      reject(row, parsed.number, parsed.reason);
      continue;
    }
    const { number } = parsed.row;
    const cameBefore = seen?.has(Number(number)) === true;
    const { effect, contact } = cameBefore
      ? { effect: "duplicate" as const, contact: undefined }
      : mergeContact(known.get(number), parsed.row, { tenantId, listId, now }, job.mode, {
          importId,
          row: job.counts.rowsRead + index,
          askedAt: job.createdAt,
        });
    if (effect === "too_many_fields") {
      reject(row, number, overfull);
      continue;
    }
    counts[effect === "duplicate" ? "skipped" : effect] += 1;
    if (effect === "duplicate") counts.duplicates += 1;
    if (optedOut.has(number)) counts.optedOut += 1;
    if (contact === undefined) continue;
    seen?.add(Number(number));
    known.set(number, contact);
    toWrite.set(number, contact);
  }
  if (seen === undefined) await contactWriter.saveMany([...toWrite.values()]);
  const tally = new CountTally();
  for (const [number, contact] of toWrite) tally.change(found.get(number), contact);
  return { counts, difference: tally.counts, rejected };
}
