import type { ImportJob, ImportQueue, RejectedRow } from "./import-job.ts";
import type { Page, PageQuery } from "../pages.ts";

/** What is known of imports without their files. */
export interface ImportRows {
  find(tenantId: string, listId: string, importId: string): Promise<ImportJob | undefined>;
  /** The newest first. */
  page(tenantId: string, listId: string, query: PageQuery): Promise<Page<ImportJob>>;
  /** Of a list's imports one runs at a time, in the order of their requests. Costs the same however many there were. */
  queueOf(tenantId: string, listId: string): Promise<ImportQueue>;
  /** Those that failed and were no dry run, the newest first; none that failed in an earlier version. May lag by a moment. */
  failed(tenantId: string, limit: number): Promise<readonly ImportJob[]>;
  /** Jobs that are not finished, of all tenants: for the sweep. */
  unfinished(limit: number): Promise<readonly ImportJob[]>;
}

/** How far an import is: its end publishes an event, see announcedImports. */
export interface ImportChanges {
  /** Writes it with its version raised. @throws ConditionRefused when another run did since it was read */
  save(job: ImportJob): Promise<ImportJob>;
}

/** The files of imports, and the row that begins with one. */
export interface ImportFiles {
  /** @param csv the file; absent when it was uploaded @throws ConditionRefused when it exists */
  create(job: ImportJob, csv: Uint8Array | undefined): Promise<void>;
  /** Its file from that byte on. @throws FileGone */
  readCsv(job: ImportJob, fromByte: number): Promise<AsyncIterable<Uint8Array>>;
  /** Rejected rows of one slice; writing the same slice again changes nothing. */
  saveRejected(job: ImportJob, slice: number, rows: readonly RejectedRow[]): Promise<void>;
  readRejected(job: ImportJob, slice: number): Promise<readonly RejectedRow[]>;
}
