import { unlessRefused } from "../../core/refused.ts";
import type { Services } from "../edge/services.ts";
import type { ReadPoint } from "../../core/import/csv-lines.ts";
import { CsvUnreadable } from "../../core/import/csv-problem.ts";
import { pointAfter, RecordParser, type CsvLayout, type StreamedRow } from "../../core/import/csv-records.ts";
import { surveyOf, type Survey } from "../../core/import/csv-survey.ts";
import { FileGone } from "../../core/errors.ts";
import {
  addCounts,
  importStallsAfterMs,
  isUnfinished,
  noImportCounts,
  standingOf,
  withRejected,
  type ImportJob,
} from "../../core/import/import-job.ts";
import type { ContactList } from "../../core/contact/list.ts";
import type { ImportContactsJob } from "../../core/jobs.ts";
import { startWaiting, type StartPorts } from "../campaigns/scheduled-start.ts";
import { countReplaced, removeReplaced } from "./import-removal.ts";
import { importSlice, type SeenNumbers } from "./import-slice.ts";

/** Rows between two checkpoints. A slice that is run again writes and counts the same. */
const rowsOfSlice = 1_000;
/** Another run goes on behind the last checkpoint: with short runs many imports at once all make progress. */
const runMs = 60_000;
/** Well within the Lambda's time: a dry run has one run only. */
const dryRunMs = 5 * 60_000;

type Importing = StartPorts &
  Pick<Services, "importFiles" | "importChanges" | "contactWriter" | "formerContacts" | "optOuts" | "jobs"> & {
    readonly clock: Pick<Services["clock"], "now">;
  };

/**
 * Runs an import from its last checkpoint on. Delivered twice or cut off: the same list, counts and errors. Imports of a
 * list run one after the other, in the order they were asked for.
 */
export async function importContacts(
  services: Importing,
  ref: ImportContactsJob,
  sliceRows = rowsOfSlice,
): Promise<void> {
  const { imports, lists, jobs, clock } = services;
  const job = await imports.find(ref.tenantId, ref.listId, ref.importId);
  if (job === undefined || !isUnfinished(job)) return;
  // The list is gone, and this job's row goes with it.
  const list = await lists.find(job);
  if (list === undefined) return;
  const { stalled, going } = standingOf(await imports.queueOf(ref.tenantId, ref.listId), clock.now());
  if (stalled.length > 0) {
    for (const one of stalled) await fail(services, one);
    await beginNext(services, job);
    return;
  }
  // It waits: the import before it enqueues it at its end.
  if (going[0]?.importId !== ref.importId) return;
  const until = clock.now() + (job.dryRun === true ? dryRunMs : runMs);
  // Refused when another run of this job got further, or the list was deleted meanwhile: then nothing is left to do here.
  const isDone = await unlessRefused(new Import(services, list, job, sliceRows, () => clock.now() < until).run());
  if (isDone === true) await beginNext(services, job);
  else if (isDone === false) await jobs.enqueue(ref);
}

/** An import is over: the next one of its list runs, and campaigns that waited for it start. */
async function beginNext(services: Importing, { tenantId, listId, sessionId }: ImportJob): Promise<void> {
  const { imports, jobs, clock } = services;
  const [next] = (await imports.queueOf(tenantId, listId)).unfinished;
  if (next !== undefined) {
    await jobs.enqueue({ kind: "import_contacts", tenantId, listId, importId: next.importId });
  }
  await startWaiting(services, { tenantId, sessionId, listId }, clock.now());
}

/**
 * Ends an import that made no progress for too long. Its version is raised by that: a run of it that comes back later is
 * refused at its next checkpoint, and what it wrote since its last one (a slice at most) stays in the list.
 */
async function fail({ importChanges, lists, contacts, clock }: Importing, job: ImportJob): Promise<void> {
  const minutes = importStallsAfterMs / 60_000;
  const problem = `it made no progress for ${minutes} minutes, after ${job.counts.rowsRead} rows: import the file again`;
  const { removing: _, ...rest } = job;
  const ending = async () => {
    if (job.dryRun !== true) await lists.setCounts(job, await contacts.count(job.tenantId, job.listId));
    await importChanges.save({ ...rest, state: "failed", problem, finishedAt: clock.now() });
  };
  // Refused when it made progress in this very moment, another run has failed it, or the list was deleted.
  await unlessRefused(ending());
}

class Import {
  readonly #services: Importing;
  readonly #list: ContactList;
  #job: ImportJob;
  readonly #sliceRows: number;
  readonly #mayGoOn: () => boolean;
  /** A dry run leaves no marks, so it remembers, and begins anew in every run. */
  readonly #seen: SeenNumbers | undefined;

  constructor(services: Importing, list: ContactList, job: ImportJob, sliceRows: number, mayGoOn: () => boolean) {
    this.#services = services;
    this.#list = list;
    this.#seen = job.dryRun === true ? new Set() : undefined;
    this.#job = this.#seen === undefined ? job : afresh(job);
    this.#sliceRows = sliceRows;
    this.#mayGoOn = mayGoOn;
  }

  /** @returns false when its time is over */
  async run(): Promise<boolean> {
    const { clock } = this.#services;
    try {
      if (!(await this.#readRows())) return false;
      if (this.#job.mode === "replace" && !(await this.#replace())) return false;
    } catch (error) {
      if (!(error instanceof CsvUnreadable || error instanceof FileGone)) throw error;
      await this.#recount();
      await this.#save({ state: "failed", problem: error.message, finishedAt: clock.now() });
      return true;
    }
    await this.#recount();
    await this.#save({ state: "completed", totalRows: this.#job.counts.rowsRead, finishedAt: clock.now() });
    return true;
  }

  async #readRows(): Promise<boolean> {
    const { layout, next } = await this.#found();
    let slice: StreamedRow[] = [];
    for await (const rows of this.#records(layout, next)) {
      for (const row of rows) {
        slice.push(row);
        if (slice.length < this.#sliceRows) continue;
        await this.#take(slice);
        slice = [];
        if (this.#mayGoOn()) continue;
        if (this.#seen === undefined) return false;
        // A dry run can't be gone on with by another.
        throw new CsvUnreadable({ line: 0, came: "a file too large for a dry run", wanted: "a smaller one" });
      }
    }
    if (slice.length > 0) await this.#take(slice);
    return true;
  }

  /** The records from a point on, as many at a time as a part of the file holds. */
  async *#records(layout: CsvLayout, from: ReadPoint): AsyncGenerator<readonly StreamedRow[]> {
    const parser = new RecordParser(layout, from);
    for await (const bytes of await this.#services.importFiles.readCsv(this.#job, from.byte)) yield parser.push(bytes);
    yield parser.end();
  }

  /** Where reading begins or goes on, and how the file is written: of an upload, the first run finds out from all of its bytes. */
  async #found(): Promise<Pick<Survey, "layout" | "next">> {
    const { layout, columns, next } = this.#job;
    if (layout !== undefined && columns !== undefined && next !== undefined) return { layout, next };
    const survey = await surveyOf(await this.#services.importFiles.readCsv(this.#job, 0), this.#job);
    this.#job = { ...this.#job, layout: survey.layout, columns: survey.columns, told: survey.told };
    return survey;
  }

  /** Contacts, rejected rows, then the checkpoint. */
  async #take(rows: readonly StreamedRow[]): Promise<void> {
    const { importFiles, lists, clock } = this.#services;
    const { columns, counts, rejectedSlices, firstRejected } = this.#job;
    const last = rows.at(-1);
    if (columns === undefined || last === undefined) return;
    const place = counts.rowsRead / this.#sliceRows;
    const slice = await importSlice(this.#services, this.#job, { rows, columns, now: clock.now() }, this.#seen);
    const hasRejected = slice.rejected.length > 0;
    if (hasRejected) await importFiles.saveRejected(this.#job, place, slice.rejected);
    // Near enough while it runs, so that a person sees the list grow; a slice that ran twice is put right at the end.
    if (this.#seen === undefined) await lists.addToCounts(this.#list, slice.difference);
    await this.#save({
      state: "running",
      counts: addCounts(counts, slice.counts),
      next: pointAfter(last),
      ...(hasRejected
        ? {
            rejectedSlices: [...rejectedSlices, place],
            firstRejected: withRejected(firstRejected, slice.rejected),
          }
        : {}),
    });
  }

  async #replace(): Promise<boolean> {
    const { counts } = this.#job;
    if (counts.rowsRead === counts.invalid) {
      throw new CsvUnreadable({
        line: 1,
        came: "no row that is a contact",
        wanted: "a list to put in place of this one",
      });
    }
    if (this.#seen !== undefined) {
      const removed = await countReplaced(this.#services, this.#job, this.#seen);
      this.#job = { ...this.#job, counts: addCounts(counts, { ...noImportCounts, removed }) };
      return true;
    }
    const { job, isDone } = await removeReplaced(this.#services, this.#job, this.#mayGoOn);
    this.#job = job;
    return isDone;
  }

  async #recount(): Promise<void> {
    const { lists, contacts } = this.#services;
    if (this.#seen !== undefined) return;
    await lists.setCounts(this.#job, await contacts.count(this.#job.tenantId, this.#job.listId));
  }

  async #save(changes: Partial<ImportJob>): Promise<void> {
    const { importChanges, clock } = this.#services;
    const { removing: _, ...job } = { ...this.#job, ...changes, touchedAt: clock.now() };
    this.#job = await importChanges.save(job);
  }
}

const afresh = (job: ImportJob): ImportJob => {
  const { layout: _layout, columns: _columns, next: _next, firstRejected: _rejected, ...rest } = job;
  return { ...rest, counts: noImportCounts, rejectedSlices: [] };
};
