import { contactProblem, isFieldName, maxFields, maxFieldValueLength, type Contact } from "../core/contact.ts";
import { csvLine } from "../core/csv-export.ts";
import { isCsvProblem, readCsv } from "../core/csv-import.ts";
import { ConditionRefused, invalidField, NamedError } from "../core/errors.ts";
import { idOf, isIdOf } from "../core/ids.ts";
import { noImportCounts, type ImportJob } from "../core/import-job.ts";
import { parsePhone } from "../core/phone.ts";
import { matchesNumber, matchesSearch } from "../core/search.ts";
import { getListOf } from "./edge/access.ts";
import { serve } from "./edge/http.ts";
import type { Caller } from "./edge/keys.ts";
import { searchPage } from "./edge/pages.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess, type Services } from "./edge/services.ts";
import { check } from "./edge/validate.ts";
import { isoTime, optionalTime } from "./edge/views.ts";
import { slicesOf } from "./jobs/import-contacts.ts";
import {
  addContacts,
  getImport,
  getImportErrors,
  importContacts,
  importOptions,
  listContacts,
  listImports,
} from "./routes/contacts.ts";
import { saveContacts, type WrittenRow } from "./save-contacts.ts";

const all = implement(listContacts)(async ({ caller, params, query, after, seal }) => {
  const services = await servicesOfProcess();
  const list = await getListOf(services, caller, params);
  const { search } = query;
  const { items, next } = await searchPage(
    (page) => services.contacts.page(caller.tenantId, list.listId, page),
    ({ number }) => number,
    search === undefined
      ? undefined
      : ({ number, name, fields }) =>
          matchesSearch(search, [number, name, ...Object.values(fields)]) || matchesNumber(search, number),
    { limit: query.limit, after },
  );
  return {
    status: 200,
    body: { data: items.map(contactView), pagination: { limit: query.limit, nextCursor: seal(next) } },
  };
});

const add = implement(addContacts)(async ({ caller, params, body, now }) => {
  const services = await servicesOfProcess();
  const list = await getListOf(services, caller, params);
  const written = "contacts" in body ? body.contacts : [body];
  const rows = new Map<string, WrittenRow>();
  const invalid: { index: number; number: string; reason: string }[] = [];
  let duplicates = 0;
  for (const [index, { number, name, fields = {} }] of written.entries()) {
    const phone = parsePhone(number, body.defaultCountry);
    const row = { number: phone.ok ? phone.number : number, ...(name === undefined ? {} : { name }), fields };
    const wanted = phone.ok ? contactProblem(row) : phone.wanted;
    if (wanted !== undefined) invalid.push({ index, number, reason: `wanted ${wanted}` });
    else if (rows.has(row.number)) duplicates += 1;
    else rows.set(row.number, { index, written: number, row });
  }
  const [refused] = invalid;
  if (!("contacts" in body) && refused !== undefined) throw refusalOf(body, refused.reason.replace(/^wanted /, ""));
  const { added, updated, overfull } = await saveContacts(services.contacts, list, [...rows.values()], now);
  for (const { index, written: number } of overfull) {
    invalid.push({ index, number, reason: `wanted at most ${maxFields} fields together with those that are there` });
  }
  await services.lists.addToCount(list, added);
  return { status: 200, body: { data: { added, updated, duplicates, invalid } } };
});

interface OneContact {
  readonly number: string;
  readonly name?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** One contact alone is refused by the field that is wrong. */
function refusalOf({ number, name, fields = {} }: OneContact, wanted: string): NamedError {
  if (wanted.includes("phone number")) return invalidField("/number", number, wanted);
  if (wanted.includes("a name")) return invalidField("/name", name, wanted);
  const [field, value] =
    Object.entries(fields).find(([field, value]) => !isFieldName(field) || value.length > maxFieldValueLength) ?? [];
  return field === undefined
    ? invalidField("/fields", fields, wanted)
    : invalidField(`/fields/${field}`, isFieldName(field) ? value : field, wanted);
}

const delimiters: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" };

const bulk = implement(importContacts)(async ({ caller, params, query, file, now, ulid }) => {
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

const imports = implement(listImports)(async ({ caller, params, query, after, seal }) => {
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

const oneImport = implement(getImport)(async ({ caller, params }) => ({
  status: 200,
  body: { data: importView(await getImportOf(await servicesOfProcess(), caller, params)) },
}));

const importErrors = implement(getImportErrors)(async ({ caller, params }) => {
  const services = await servicesOfProcess();
  const job = await getImportOf(services, caller, params);
  const rejected = await services.imports.readRejected(job, slicesOf(job.counts.rowsRead));
  const lines = rejected.map(({ line, number, reason }) => csvLine([line, number, reason]));
  return { status: 200, text: csvLine(["line", "number", "reason"]) + lines.join(""), mediaType: "text/csv" };
});

const contactView = (contact: Contact) => ({
  number: contact.number,
  ...(contact.name === undefined ? {} : { name: contact.name }),
  fields: { ...contact.fields },
  addedAt: isoTime(contact.addedAt),
  updatedAt: isoTime(contact.updatedAt),
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

export const handler = serve([all, add, bulk, imports, oneImport, importErrors], servicesOfProcess);
