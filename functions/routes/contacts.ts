import * as z from "zod";
import { contactStatuses, importModes } from "../../core/contact.ts";
import { importStates } from "../../core/import-job.ts";
import { country, writtenContact } from "./contact-fields.ts";
import {
  badFields,
  badQuery,
  dataOf,
  keyFailures,
  maxContactsPerRequest,
  notFound,
  page,
  pageOf,
  search,
  stillInProgress,
  time,
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
    removed: z.int().meta({ description: "contacts that the file does not have, in mode replace" }),
    optedOut: z.int().meta({ description: "rows of people who opted out: kept, and never sent a broadcast" }),
    mode: z.enum(importModes),
    dryRun: z.boolean(),
    totalRows: z.int().optional().meta({ description: "absent until an uploaded file was read" }),
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
    ...badQuery,
    ...notFound("list"),
    ...keyFailures,
  },
});

const manyContacts = z.strictObject({
  contacts: z
    .array(
      z
        .union([writtenContact, z.unknown()])
        .meta({ description: "what is no contact is told in `invalid`, and the others are kept" }),
    )
    .min(1)
    .max(maxContactsPerRequest),
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
  entries: "/contacts",
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
          invalid: z
            .array(z.object({ index: z.int(), number: z.string(), reason: z.string() }))
            .meta({ description: "place in the request, the number as it came, and what was wanted" }),
        }),
      ),
    },
    ...badFields,
    ...notFound("list"),
    ...stillInProgress,
    ...keyFailures,
  },
});

const delimiter = z
  .enum([",", ";", "\t", "|", "comma", "semicolon", "tab", "pipe"])
  .optional()
  .meta({ description: "detected from the header line when not given" });

const columnMapping = z.record(z.string().min(1).max(200), z.string().trim().max(200).nullable()).refine(
  (mapping) => {
    const targets = Object.values(mapping).filter((target) => target !== null && target !== "");
    return Object.keys(mapping).length > 0 && new Set(targets).size === targets.length;
  },
  {
    error: "an object of columns, each with another field: number, name, the name of a field, or null to leave it out",
  },
);

const mode = z.enum(importModes).optional().meta({ description: "upsert when not given" });

/** Query or form fields of a bulk import. No defaults here: a form that doesn't say must not outvote the query. */
export const importOptions = z.strictObject({
  mode,
  defaultCountry: country.optional(),
  delimiter,
  dryRun: z.enum(["true", "false"]).optional().meta({ description: "the same report, and nothing written" }),
  mapping: z
    .string()
    .max(20_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: 'JSON, such as {"No HP":"number","Kota":"kota"}' });
        return z.NEVER;
      }
    })
    .pipe(columnMapping)
    .optional()
    .meta({ description: "JSON: column, by its header or its place from 1, to number, name, a field's name, or null" }),
});

/** The same in JSON, of a file that was uploaded. */
const importBody = z.strictObject({
  uploadKey: z.string().min(1).max(1_000),
  mode,
  defaultCountry: country.optional(),
  delimiter,
  dryRun: z.boolean().optional(),
  mapping: columnMapping.optional(),
});

export const importContacts = defineRoute({
  operationId: "importContacts",
  method: "POST",
  path: `${base}/contacts/bulk`,
  summary: "Import a CSV of contacts as a job: text/csv, a form with a field `file`, or the uploadKey of an upload",
  resource: "contacts",
  scope: "write",
  params: ofList,
  query: importOptions,
  rawBody: ["text/csv", "multipart/form-data"],
  body: importBody,
  idempotent: true,
  responses: {
    202: {
      description: "taken; ask for the job",
      body: dataOf(z.object({ importId: z.string(), state: z.enum(importStates), totalRows: z.int().optional() })),
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
    ...badQuery,
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
    ...badQuery,
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
    303: { description: "more than 4 MB: a signed address that downloads it, for 15 minutes" },
    ...badQuery,
    ...notFound("import"),
    ...keyFailures,
  },
});
