import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { csvLine } from "../../core/import/csv-export.ts";
import { CsvUnreadable } from "../../core/import/csv-problem.ts";
import { readWhole, type FileOptions } from "../../core/import/csv-survey.ts";
import { invalidField, NamedError } from "../../core/errors.ts";
import { idOf, isIdOf } from "../../core/ids.ts";
import { importProgress, noImportCounts, type ImportJob } from "../../core/import/import-job.ts";
import type { ContactList } from "../../core/contact/list.ts";
import { isMediaFilename, mediaKeyOf, mediaOfUploadKey } from "../../core/content/media.ts";
import { countryFor } from "../../core/contact/phone.ts";
import type { SessionRef } from "../../core/refs.ts";
import { getListAndSessionOf, getListOf } from "../edge/access.ts";
import { searchPage } from "../edge/pages.ts";
import { implementWith, type ApiRequest } from "../edge/request.ts";
import type { Services } from "../edge/services.ts";
import { untilRow } from "../edge/until-row.ts";
import { check } from "../edge/validate.ts";
import { isoTime } from "../edge/views.ts";
import { assertNotNeeded } from "../../core/campaign/campaigns-using.ts";
import { answerCsv } from "../exports/export-answer.ts";
import * as routes from "../routes/imports.ts";
import { importWarningView } from "../edge/warnings.ts";
import { unlessRefused } from "../../core/refused.ts";

const implement = implementWith({
  sessions: stores.sessions,
  lists: stores.lists,
  imports: stores.imports,
  importFiles: stores.importFiles,
  files: stores.files,
  jobs: stores.jobs,
  media: stores.media,
  campaigns: stores.campaigns,
});

/** Bulk imports: requests take the file, a job does the work. */

const delimiters: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" };

type Source = Pick<ImportJob, "fileKey" | "sizeBytes" | "totalRows" | "layout" | "columns" | "next" | "told"> & {
  readonly bytes?: Uint8Array;
};

/** A job that was queued before finds out where it is: it does no row twice. */
async function queued({ jobs }: Pick<Services, "jobs">, { tenantId, listId, importId, totalRows }: ImportJob) {
  await jobs.enqueue({ kind: "import_contacts", tenantId, listId, importId });
  const data = { importId, state: "queued" as const, ...defined({ totalRows }) };
  return { status: 202 as const, body: { data } };
}

export const importContacts = implement(routes.importContacts)(
  async (request, services) => {
    const { session: ref, params, query, file, body, now, ulid } = request;
    const { list, session } = await getListAndSessionOf(services, ref, params);
    const { uploadKey, ...said } = body ?? { uploadKey: undefined };
    const form = file === undefined ? {} : check(routes.importOptions, file.fields, "");
    const { dryRun: dry, force, header, delimiter: written, ...options } = { ...query, ...form, ...said };
    const dryRun = dry === true || dry === "true";
    const replaces = options.mode === "replace" && !dryRun;
    if (replaces && force !== true && force !== "true") await assertNotNeeded(services, list, now);
    const country = countryFor(session, options.defaultCountry);
    const ofFile = defined({
      delimiter: written === undefined ? undefined : (delimiters[written] ?? written),
      encoding: options.encoding,
      header: header === undefined ? undefined : header === true || header === "true",
      mapping: options.mapping,
      defaultCountry: country,
    });
    const { bytes, ...source }: Source =
      uploadKey === undefined
        ? sourceOf(file?.bytes ?? new Uint8Array(), ofFile)
        : await uploadOf(services, list, uploadKey);
    const job: ImportJob = {
      ...ref,
      listId: list.listId,
      importId: idOf("import", ulid),
      state: "queued",
      mode: options.mode ?? "upsert",
      ...ofFile,
      ...(dryRun ? { dryRun: true } : {}),
      ...source,
      version: 0,
      rejectedSlices: [],
      counts: noImportCounts,
      createdAt: now,
      touchedAt: now,
    };
    // The repeat of a request that was cut off finds the job that it created.
    await unlessRefused(services.importFiles.create(job, bytes));
    return await queued(services, job);
  },
  async ({ caller, params, ulid }, services) => {
    const job = await services.imports.find(caller.tenantId, params.listId, idOf("import", ulid));
    return job === undefined ? undefined : await queued(services, job);
  },
);

/**
 * A file that came with the request is read at once, as the job reads it, so that the answer can say what is wrong with it.
 * @throws NamedError CSV_UNREADABLE
 */
function sourceOf(bytes: Uint8Array, options: FileOptions): Source {
  try {
    const { survey, rows } = readWhole(bytes, options);
    if (rows.length === 0) {
      throw new CsvUnreadable({ line: 2, came: "nothing below the header", wanted: "at least one contact" });
    }
    const { layout, columns, next, told } = survey;
    return { bytes, sizeBytes: bytes.length, totalRows: rows.length, layout, columns, next, told };
  } catch (error) {
    if (!(error instanceof CsvUnreadable)) throw error;
    const { line, came, wanted } = error.problem;
    throw new NamedError("CSV_UNREADABLE", `line ${line}: ${came}`, {
      facts: { line },
      details: [{ pointer: `/file/line/${line}`, came, wanted }],
    });
  }
}

/** The check of an upload takes a moment; a request right after the upload waits for it. */
const uploadWaitMs = 10_000;
const uploadAskMs = 250;

/**
 * An uploaded file is read by the job, once its bytes were checked. What is another tenant's or session's is not there.
 *
 * @throws NamedError VALIDATION_FAILED | TRY_AGAIN
 */
async function uploadOf(
  { media, files, clock }: Pick<Services, "media" | "files" | "clock">,
  list: ContactList,
  uploadKey: string,
): Promise<Source> {
  const refused = (wanted: string) => invalidField("/uploadKey", uploadKey, wanted);
  const name = mediaOfUploadKey(uploadKey);
  const isOwn = name?.tenantId === list.tenantId && name.sessionId === list.sessionId && isMediaFilename(name.filename);
  const own = isOwn ? name : undefined;
  const findSource = async (): Promise<Source | undefined> => {
    const file = own === undefined ? undefined : await media.find(own);
    if (file?.purpose !== "contacts") throw refused("the uploadKey of a file of this session for the purpose contacts");
    if (file.state === "rejected") throw refused(`a file that was not rejected (${file.reason ?? "unreadable"})`);
    const fileKey = mediaKeyOf(file);
    const sizeBytes = file.state === "ready" ? await files.size(fileKey) : undefined;
    if (sizeBytes !== undefined) return { fileKey, sizeBytes };
    const hasCome = file.state !== "awaiting_upload" || (await files.size(uploadKey)) !== undefined;
    // It may have been moved to its place between the two reads.
    if (!hasCome && (await media.find(file))?.state === "awaiting_upload") {
      throw refused("the uploadKey of a file that was uploaded");
    }
    return undefined;
  };
  const polling = { clock, until: clock.now() + uploadWaitMs, pauseMs: uploadAskMs };
  const source = (await findSource()) ?? (await untilRow(findSource, polling));
  if (source === undefined) throw new NamedError("TRY_AGAIN", "the file is being checked", { retryAfterSeconds: 5 });
  return source;
}

export const listImports = implement(routes.listImports)(async (request, services) => {
  const { caller, session: ref, params, query, after, page, say, detail } = request;
  const list = await getListOf(services, ref, params);
  const { items, next } = await searchPage(
    (part) => services.imports.page(caller.tenantId, list.listId, part),
    ({ importId }) => importId,
    undefined,
    { limit: query.limit, after },
  );
  const data = items.map((job) => importView(job, { say, detail }));
  return page(data, next);
});

/** @throws NamedError SESSION_NOT_FOUND | LIST_NOT_FOUND | IMPORT_NOT_FOUND */
async function getImportOf(
  services: Pick<Services, "sessions" | "lists" | "imports">,
  ref: SessionRef,
  params: Pick<ImportJob, "listId" | "importId">,
): Promise<ImportJob> {
  const list = await getListOf(services, ref, params);
  const job = isIdOf("import", params.importId)
    ? await services.imports.find(list.tenantId, list.listId, params.importId)
    : undefined;
  if (job === undefined) throw new NamedError("IMPORT_NOT_FOUND", `no import ${params.importId}`);
  return job;
}

export const getImport = implement(routes.getImport)(async ({ session: ref, params, say, detail }, services) => ({
  status: 200,
  body: { data: importView(await getImportOf(services, ref, params), { say, detail }) },
}));

export const getImportErrors = implement(routes.getImportErrors)(async (request, services) => {
  const { session: ref, params, language, detail } = request;
  const job = await getImportOf(services, ref, params);
  const lines = () => rejectedLines(services, job, detail);
  const name = `${job.importId}-errors`;
  return await answerCsv(services, { tenantId: job.tenantId, name, bom: false, language, lines });
});

async function* rejectedLines(
  { importFiles }: Pick<Services, "importFiles">,
  job: ImportJob,
  detail: ApiRequest["detail"],
): AsyncGenerator<string> {
  yield csvLine(["line", "number", "reason"]);
  const inLanguage = saidOnce(detail);
  for (const slice of job.rejectedSlices) {
    const rows = await importFiles.readRejected(job, slice);
    yield rows.map(({ line, number, reason }) => csvLine([line, number, inLanguage(reason)])).join("");
  }
}

const reasonsKept = 1_000;

/** The rows of a large file are rejected for few reasons: each is translated once. */
function saidOnce(detail: ApiRequest["detail"]): (english: string) => string {
  const said = new Map<string, string>();
  return (english) => {
    const known = said.get(english) ?? detail(english);
    if (said.size < reasonsKept) said.set(english, known);
    return known;
  };
}

const importView = (job: ImportJob, { say, detail }: Pick<ApiRequest, "say" | "detail">) =>
  defined({
    importId: job.importId,
    listId: job.listId,
    state: job.state,
    mode: job.mode,
    dryRun: job.dryRun === true,
    ...job.counts,
    totalRows: job.totalRows,
    progress: importProgress(job),
    // Absent until the file was read, and in rows of before.
    ...(job.told && {
      ...job.told,
      firstRows: job.told.firstRows.map((row) => defined({ ...row, problem: row.problem && detail(row.problem) })),
      warnings: job.told.warnings.map((one) => importWarningView(one, say)),
    }),
    firstRejected: job.firstRejected?.map((row) => ({ ...row, reason: detail(row.reason) })),
    defaultCountry: job.defaultCountry,
    problem: job.problem && detail(job.problem),
    createdAt: isoTime(job.createdAt),
    finishedAt: isoTime(job.finishedAt),
  });
