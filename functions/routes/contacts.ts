import * as z from "zod";
import { contactStatuses, importModes } from "../../core/contact.ts";
import { importStates } from "../../core/import-job.ts";
import {
  badFields,
  badRequest,
  country,
  dataOf,
  keyFailures,
  maxContactsPerRequest,
  notFound,
  page,
  pageOf,
  search,
  stillInProgress,
  time,
  writtenContact,
} from "./fields.ts";
import { contact } from "./contact.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast/lists/{listId}" as const;
const ofList = z.strictObject({ sessionId: z.string(), listId: z.string() });
const ofImport = z.strictObject({ sessionId: z.string(), listId: z.string(), importId: z.string() });

const importJob = z
  .object({
    importId: z.string(),
    listId: z.string(),
    state: z.enum(importStates),
    rowsRead: z.int(),
    added: z.int(),
    updated: z.int(),
    skipped: z.int(),
    duplicates: z.int(),
    invalid: z.int(),
    totalRows: z.int(),
    progress: z.number().min(0).max(1),
    problem: z.string().optional(),
    createdAt: time,
    finishedAt: time.optional(),
  })
  .meta({ id: "Import" });

export const listContacts = defineRoute({
  operationId: "listContacts",
  method: "GET",
  path: `${base}/contacts`,
  summary: "The contacts of a list, by number",
  resource: "contacts",
  scope: "read",
  params: ofList,
  query: z.strictObject({ ...page, search, status: z.enum(contactStatuses).optional() }),
  responses: {
    200: { description: "a page of contacts", body: pageOf(contact) },
    ...badFields,
    ...notFound("list"),
    ...keyFailures,
  },
});

const manyContacts = z.strictObject({
  contacts: z.array(writtenContact).min(1).max(maxContactsPerRequest),
  defaultCountry: country.optional(),
});

export const addContacts = defineRoute({
  operationId: "addContacts",
  method: "POST",
  path: `${base}/contacts`,
  summary: "Add contacts, or change those that are there; the good ones are kept",
  resource: "contacts",
  scope: "write",
  params: ofList,
  body: z.union([manyContacts, writtenContact.extend({ defaultCountry: country.optional() })]),
  idempotent: true,
  responses: {
    200: {
      description: "what became of each",
      body: dataOf(
        z.object({
          added: z.int(),
          updated: z.int(),
          duplicates: z.int(),
          invalid: z.array(z.object({ index: z.int(), number: z.string(), reason: z.string() })),
        }),
      ),
    },
    ...badFields,
    ...notFound("list"),
    ...stillInProgress,
    ...keyFailures,
  },
});

/** Query or form fields of a bulk import. */
export const importOptions = z.strictObject({
  // No default here: a form that doesn't say must not outvote the query.
  mode: z.enum(importModes).optional().meta({ description: "upsert when not given" }),
  defaultCountry: country.optional(),
  delimiter: z
    .enum([",", ";", "\t", "|", "comma", "semicolon", "tab", "pipe"])
    .optional()
    .meta({ description: "detected from the header line when not given" }),
});

export const importContacts = defineRoute({
  operationId: "importContacts",
  method: "POST",
  path: `${base}/contacts/bulk`,
  summary: "Import a CSV of contacts as a job: text/csv, or multipart/form-data with a field `file`",
  resource: "contacts",
  scope: "write",
  params: ofList,
  query: importOptions,
  rawBody: ["text/csv", "multipart/form-data"],
  idempotent: true,
  responses: {
    202: {
      description: "taken; ask for the job",
      body: dataOf(z.object({ importId: z.string(), state: z.enum(importStates), totalRows: z.int() })),
    },
    ...badFields,
    ...notFound("list"),
    ...stillInProgress,
    ...keyFailures,
  },
});

export const listImports = defineRoute({
  operationId: "listImports",
  method: "GET",
  path: `${base}/imports`,
  summary: "The imports into a list, the newest first",
  resource: "contacts",
  scope: "read",
  params: ofList,
  query: z.strictObject(page),
  responses: {
    200: { description: "a page of imports", body: pageOf(importJob) },
    ...badFields,
    ...notFound("list"),
    ...keyFailures,
  },
});

export const getImport = defineRoute({
  operationId: "getImport",
  method: "GET",
  path: `${base}/imports/{importId}`,
  summary: "One import and how far it is",
  resource: "contacts",
  scope: "read",
  params: ofImport,
  responses: {
    200: { description: "the import", body: dataOf(importJob) },
    ...badRequest,
    ...notFound("import"),
    ...keyFailures,
  },
});

export const getImportErrors = defineRoute({
  operationId: "getImportErrors",
  method: "GET",
  path: `${base}/imports/{importId}/errors.csv`,
  summary: "Every rejected row with its line and reason",
  resource: "contacts",
  scope: "read",
  params: ofImport,
  responses: {
    200: { description: "line, number, reason", mediaType: "text/csv" },
    ...badRequest,
    ...notFound("import"),
    ...keyFailures,
  },
});
