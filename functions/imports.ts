import { csvLine } from "../core/csv-export.ts";
import { isCsvProblem, readCsv } from "../core/csv-import.ts";
import { ConditionRefused, NamedError } from "../core/errors.ts";
import { idOf, isIdOf } from "../core/ids.ts";
import { noImportCounts, type ImportJob } from "../core/import-job.ts";
import { getListOf } from "./edge/access.ts";
import type { Caller } from "./edge/keys.ts";
import { searchPage } from "./edge/pages.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess, type Services } from "./edge/services.ts";
import { check } from "./edge/validate.ts";
import { isoTime, optionalTime } from "./edge/views.ts";
import { slicesOf } from "./jobs/import-contacts.ts";
import { getImport, getImportErrors, importContacts, importOptions, listImports } from "./routes/contacts.ts";

/** Bulk imports: requests take the file, a job does the work. */

const delimiters: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" };

export const bulk = implement(importContacts)(async ({ caller, params, query, file, now, ulid }) => {
  const services = await servicesOfProcess();
  const list = await getListOf(services, caller, params);
  const options = { ...query, ...check(importOptions, file.fields, "") };
  const delimiter = options.delimiter === undefined ? undefined : (delimiters[options.delimiter] ?? options.delimiter);
  const table = readCsv(file.bytes, delimiter);
  if (isCsvProblem(table)) {
    throw new NamedError("CSV_UNREADABLE", `line ${table.line}: ${table.came}`, {
      facts: { line: table.line },
      details: [{ pointer: `/file/line/${table.line}`, came: table.came, wanted: table.wanted }],
    });
  }
  if (table.rows.length === 0) {
    throw new NamedError("CSV_UNREADABLE", "no rows", {
      facts: { line: 2 },
      details: [{ pointer: "/file/line/2", came: "nothing below the header", wanted: "at least one contact" }],
    });
  }
  const job: ImportJob = {
    tenantId: caller.tenantId,
    sessionId: list.sessionId,
    listId: list.listId,
    importId: idOf("import", ulid),
    state: "queued",
    mode: options.mode ?? "upsert",
    ...(options.defaultCountry === undefined ? {} : { defaultCountry: options.defaultCountry }),
    ...(delimiter === undefined ? {} : { delimiter }),
    totalRows: table.rows.length,
    counts: noImportCounts,
    createdAt: now,
    touchedAt: now,
  };
  try {
    await services.imports.create(job, file.bytes);
  } catch (error) {
    // The repeat of a request that was cut off after it had created the job.
    if (!(error instanceof ConditionRefused)) throw error;
  }
  const { tenantId, listId, importId } = job;
  await services.jobs.enqueue({ kind: "import_contacts", tenantId, listId, importId });
  return { status: 202, body: { data: { importId, state: "queued", totalRows: job.totalRows } } };
});

export const imports = implement(listImports)(async ({ caller, params, query, after, seal }) => {
  const services = await servicesOfProcess();
  const list = await getListOf(services, caller, params);
  const { items, next } = await searchPage(
    (page) => services.imports.page(caller.tenantId, list.listId, page),
    ({ importId }) => importId,
    undefined,
    { limit: query.limit, after },
  );
  return {
    status: 200,
    body: { data: items.map(importView), pagination: { limit: query.limit, nextCursor: seal(next) } },
  };
});

type ImportParams = Readonly<Record<"sessionId" | "listId" | "importId", string>>;

/** @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND | IMPORT_NOT_FOUND */
async function getImportOf(services: Services, caller: Caller, params: ImportParams): Promise<ImportJob> {
  const list = await getListOf(services, caller, params);
  const job = isIdOf("import", params.importId)
    ? await services.imports.find(caller.tenantId, list.listId, params.importId)
    : undefined;
  if (job === undefined) throw new NamedError("IMPORT_NOT_FOUND", `no import ${params.importId}`);
  return job;
}

export const oneImport = implement(getImport)(async ({ caller, params }) => ({
  status: 200,
  body: { data: importView(await getImportOf(await servicesOfProcess(), caller, params)) },
}));

export const importErrors = implement(getImportErrors)(async ({ caller, params }) => {
  const services = await servicesOfProcess();
  const job = await getImportOf(services, caller, params);
  const rejected = await services.imports.readRejected(job, slicesOf(job.counts.rowsRead));
  const lines = rejected.map(({ line, number, reason }) => csvLine([line, number, reason]));
  return { status: 200, text: csvLine(["line", "number", "reason"]) + lines.join(""), mediaType: "text/csv" };
});

const importView = (job: ImportJob) => ({
  importId: job.importId,
  listId: job.listId,
  state: job.state,
  ...job.counts,
  totalRows: job.totalRows,
  progress: job.state === "completed" ? 1 : job.counts.rowsRead / Math.max(job.totalRows, 1),
  ...(job.problem === undefined ? {} : { problem: job.problem }),
  createdAt: isoTime(job.createdAt),
  ...optionalTime("finishedAt", job.finishedAt),
});
