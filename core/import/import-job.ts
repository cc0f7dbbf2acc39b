import { shortened } from "../characters.ts";
import type { ImportMode } from "../contact/contact.ts";
import type { ColumnMap, ColumnMapping } from "./csv-column-map.ts";
import type { ReadPoint } from "./csv-lines.ts";
import type { CsvLayout } from "./csv-records.ts";
import type { Survey } from "./csv-survey.ts";

/** A bulk import: always a job, its row the record of what became of each line. */

export const importStates = ["queued", "running", "completed", "failed"] as const;

export interface ImportCounts {
  readonly rowsRead: number;
  readonly added: number;
  readonly updated: number;
  /** Rows that changed nothing: there already (mode skip), or a number that an earlier row of the file has. */
  readonly skipped: number;
  /** Of the skipped: numbers that came before in the same file. */
  readonly duplicates: number;
  readonly invalid: number;
  /** Rows of people who opted out: they are kept, and stay out. */
  readonly optedOut: number;
  /** Contacts that the file does not have (mode replace). */
  readonly removed: number;
}

export const noImportCounts: ImportCounts = {
  rowsRead: 0,
  added: 0,
  updated: 0,
  skipped: 0,
  duplicates: 0,
  invalid: 0,
  optedOut: 0,
  removed: 0,
};

export interface ImportJob {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly listId: string;
  readonly importId: string;
  readonly state: (typeof importStates)[number];
  readonly mode: ImportMode;
  readonly defaultCountry?: string;
  readonly delimiter?: string;
  readonly mapping?: ColumnMapping;
  /** What a person says of the file; found out where absent. */
  readonly encoding?: string;
  readonly header?: boolean;
  /** Nothing is written but the report. */
  readonly dryRun?: true;
  /** The object of an uploaded file; absent when the file came with the request. */
  readonly fileKey?: string;
  readonly sizeBytes: number;
  /** Rows of the file that hold a contact, known once the file was read. */
  readonly totalRows?: number;
  /** Raised by every write of this row: of two runs at once, one is refused. */
  readonly version: number;
  /** How the file is written, found at the start. */
  readonly layout?: CsvLayout;
  readonly columns?: ColumnMap;
  /** What a person is shown of how it is read; absent in rows of before. */
  readonly told?: Survey["told"];
  /** Where reading goes on. */
  readonly next?: ReadPoint;
  /** Slices that have rejected rows, by their place. */
  readonly rejectedSlices: readonly number[];
  /** The first of them, to be shown with the job; absent in rows of before. */
  readonly firstRejected?: readonly RejectedRow[];
  /** Contacts up to this number were checked, whether they stay (mode replace). */
  readonly removedUpTo?: string;
  /** Those of the last page that go; counted already. */
  readonly removing?: readonly string[];
  readonly counts: ImportCounts;
  readonly createdAt: number;
  /** When it last got on: one that stands still lost its ticket or its Lambda. */
  readonly touchedAt: number;
  readonly finishedAt?: number;
  /** Why it failed as a whole. */
  readonly problem?: string;
}

export const isUnfinished = ({ state }: Pick<ImportJob, "state">): boolean => state === "queued" || state === "running";

/** Imports of a list run one after the other, in the order they were asked for. */
export interface ImportQueue {
  /** Those that are not finished, the oldest first. */
  readonly unfinished: readonly ImportJob[];
  /** When the last of the finished ones ended; absent when none has. */
  readonly endedAt?: number;
}

/** An import that made no progress for so long has failed, whether or not that is written yet. */
export const importStallsAfterMs = 10 * 60_000;

/**
 * Which of a list's imports have stalled and which go on. Only the first one of the queue can stall: the ones behind it
 * wait for its end, and their time counts from there.
 */
export function standingOf(
  { unfinished, endedAt = -Infinity }: ImportQueue,
  now: number,
): { readonly stalled: readonly ImportJob[]; readonly going: readonly ImportJob[] } {
  let turnSince = endedAt;
  let stalled = 0;
  for (const job of unfinished) {
    const failsAt = Math.max(job.touchedAt, turnSince) + importStallsAfterMs;
    if (failsAt > now) break;
    turnSince = failsAt;
    stalled += 1;
  }
  return { stalled: unfinished.slice(0, stalled), going: unfinished.slice(stalled) };
}

/** From 0 to 1. */
export const importProgress = ({ state, totalRows, counts, next, sizeBytes }: ImportJob): number =>
  state === "completed"
    ? 1
    : Math.min(1, totalRows === undefined ? (next?.byte ?? 0) / Math.max(sizeBytes, 1) : counts.rowsRead / totalRows);

/** So many rejected rows stand in the job's row, which stays small. */
const rejectedShown = 10;
const mostShown = 80;

/** The first of the rejected rows, once a slice has brought more. */
export const withRejected = (
  first: readonly RejectedRow[] | undefined,
  rows: readonly RejectedRow[],
): readonly RejectedRow[] =>
  [...(first ?? []), ...rows]
    .slice(0, rejectedShown)
    .map((row) => ({ ...row, number: shortened(row.number, mostShown) }));

/** One line that became no contact. */
export interface RejectedRow {
  readonly line: number;
  readonly number: string;
  readonly reason: string;
}

export const addCounts = (a: ImportCounts, b: ImportCounts): ImportCounts => {
  const names = Object.keys(noImportCounts) as (keyof ImportCounts)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as ImportCounts;
};
