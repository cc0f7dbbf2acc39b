import * as z from "zod";
import { importModes } from "../../core/contact/contact.ts";
import { columnRoles } from "../../core/import/csv-column-map.ts";
import { encodingNamed } from "../../core/import/csv-encoding.ts";
import { importStates } from "../../core/import/import-job.ts";
import { country } from "./contact-fields.ts";
import { anyCharacters, atMost, dataOf, ofList, page, pageOf, time, warningsOf, withinBlanksOrNone } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "contacts", session: "path" });

const base = "/api/whatsapp/{sessionId}/broadcast/lists/{listId}" as const;
const ofImport = ofList.extend({ importId: z.string() });

/** Absent until the file was read, and in imports of before. */
const howItIsRead = {
  encoding: z
    .string()
    .optional()
    .meta({ description: "as TextDecoder names it", examples: ["utf-8"] }),
  delimiter: z.string().optional(),
  header: z.boolean().optional().meta({ description: "whether the first row is a header" }),
  columns: z
    .array(
      z.object({
        place: z.int().meta({ description: "counted from 1" }),
        header: z.string().optional(),
        readAs: z.enum(columnRoles),
        field: z.string().optional().meta({ description: "the name of the contact's field" }),
      }),
    )
    .readonly()
    .optional()
    .meta({ description: "which column is read as what; several that are read as name are joined" }),
  firstRows: z
    .array(
      z.object({
        line: z.int(),
        number: z.string(),
        name: z.string().optional(),
        fields: z.record(z.string(), z.string()).optional(),
        problem: z.string().optional().meta({ description: "why it becomes no contact" }),
      }),
    )
    .readonly()
    .optional()
    .meta({ description: "the first rows as they are read; values of more than 80 characters are cut" }),
  warnings: warningsOf(
    "what was read otherwise than it was written; column_renamed: `column`, counted from 1, with the `header` is the `field`; encoding_unsure, encoding_overruled (`asked`): read as `encoding`; broken_characters: `count` of them; header_unsure: the row of `line` was read as the header; jobs from before may lack these members",
  ),
};

/** Rows by what became of them. */
export const importCounts = {
  rowsRead: z.int(),
  added: z.int(),
  updated: z.int(),
  skipped: z.int(),
  duplicates: z.int(),
  invalid: z.int(),
  removed: z.int().meta({ description: "contacts that the file does not have, in mode replace" }),
  optedOut: z.int().meta({ description: "rows of people who opted out: kept, and never sent a broadcast" }),
};

const importJob = z
  .object({
    importId: z.string(),
    listId: z.string(),
    state: z.enum(importStates),
    ...importCounts,
    mode: z.enum(importModes),
    dryRun: z.boolean(),
    totalRows: z.int().optional().meta({ description: "absent until an uploaded file was read" }),
    progress: z.number().min(0).max(1),
    problem: z.string().optional(),
    defaultCountry: z.string().optional(),
    firstRejected: z
      .array(z.object({ line: z.int(), number: z.string(), reason: z.string() }))
      .optional()
      .meta({ description: "the first ten rows that became no contact, and why; all of them stand in errors.csv" }),
    ...howItIsRead,
    createdAt: time,
    finishedAt: time.optional(),
  })
  .meta({ id: "Import" });

const delimiter = z
  .enum([",", ";", "\t", "|", "comma", "semicolon", "tab", "pipe"])
  .optional()
  .meta({ description: "detected from the header line when not given" });

const encoding = z
  .string()
  .trim()
  .refine((label) => encodingNamed(label) !== undefined, {
    error: "an encoding that TextDecoder knows, such as utf-8, windows-1251 or shift_jis",
  })
  .transform((label) => encodingNamed(label) ?? label)
  .optional()
  .meta({
    minLength: 1,
    pattern: String.raw`^\s*[A-Za-z0-9_:.()-]{1,40}\s*$`,
    description: "found out by a byte order mark or the bytes when not given",
    examples: ["windows-1251"],
  });

const isForced = {
  description:
    "true: with mode=replace, although a campaign that is not over needs the list; whom it did not reach yet ends as `skipped` there, with `left_list`",
};
const isHeader = { description: "whether the first row is a header; found out when not given" };

/** As text; more does not fit into an address beside all else that comes in 16 kB. */
const maxMappingLength = 8_000;
const maxColumnLength = 200;
const inColumn = { pattern: withinBlanksOrNone(maxColumnLength, anyCharacters) };
const column = z
  .string()
  .min(1)
  .refine(...atMost(maxColumnLength))
  .meta(inColumn);
const target = z
  .string()
  .trim()
  .refine(...atMost(maxColumnLength))
  .meta(inColumn);
const columnMapping = z.record(column, target.nullable()).refine(
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
  encoding,
  header: z.enum(["true", "false"]).optional().meta(isHeader),
  force: z.enum(["true", "false"]).optional().meta(isForced),
  dryRun: z.enum(["true", "false"]).optional().meta({ description: "the same report, and nothing written" }),
  mapping: z
    .string()
    .max(maxMappingLength)
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
    .meta({
      contentMediaType: "application/json",
      pattern: String.raw`^\s*\{[\s\S]*\}\s*$`,
      description: "JSON: column, by its header or its place from 1, to number, name, a field's name, or null",
    }),
});

/** The same in JSON, of a file that was uploaded. */
const importBody = z.strictObject({
  uploadKey: z.string().min(1).max(1_000),
  mode,
  defaultCountry: country.optional(),
  delimiter,
  encoding,
  header: z.boolean().optional().meta(isHeader),
  dryRun: z.boolean().optional(),
  force: z.boolean().optional().meta(isForced),
  mapping: columnMapping.optional().meta({ minProperties: 1 }),
});

export const importContacts = route({
  operationId: "importContacts",
  method: "POST",
  path: `${base}/contacts/bulk`,
  summary: "Import contacts from a CSV file",
  description:
    "Reads a CSV file into the list as a job, however large it is: as a `text/csv` body, as the field `file` of a form, or as the `uploadKey` of an upload with `purpose: contacts`. Options stand in the query, in the form, or in the JSON. Encoding, delimiter and columns are found out where they are not given. Ask for the job until it is completed.",
  scope: "write",
  limit: "broadcast",
  params: ofList,
  query: importOptions,
  rawBody: ["text/csv", "multipart/form-data"],
  form: importOptions,
  body: importBody,
  idempotent: true,
  answers: {
    202: {
      description: "taken; ask for the job",
      body: dataOf(z.object({ importId: z.string(), state: z.enum(importStates), totalRows: z.int().optional() })),
    },
  },
  missing: "list",
  refusals: {
    409: "LIST_IN_USE: with mode=replace, while a campaign that is not over needs the list (`usedBy`; `force` replaces all the same); or the first request with this Idempotency-Key is still in progress",
  },
});

export const listImports = route({
  operationId: "listImports",
  method: "GET",
  path: `${base}/imports`,
  summary: "List imports",
  description: "The imports into a list, the newest first.",
  scope: "read",
  params: ofList,
  query: z.strictObject(page),
  answers: { 200: { description: "a page of imports", body: pageOf(importJob) } },
  missing: "list",
});

export const getImport = route({
  operationId: "getImport",
  method: "GET",
  path: `${base}/imports/{importId}`,
  summary: "Get an import",
  description:
    "How far the job is, what became of its rows, and how the file was read (encoding, delimiter, columns, first rows).",
  scope: "read",
  params: ofImport,
  answers: { 200: { description: "the import", body: dataOf(importJob) } },
  missing: "import",
});

export const getImportErrors = route({
  operationId: "getImportErrors",
  method: "GET",
  path: `${base}/imports/{importId}/errors.csv`,
  summary: "Get the rejected rows of an import",
  description: "A CSV file with every row that became no contact: its line, its number, and why.",
  scope: "read",
  params: ofImport,
  answers: {
    200: { description: "line, number, reason", mediaType: "text/csv" },
    303: { description: "more than 4 MB: a signed address that downloads it, for 15 minutes" },
  },
  missing: "import",
});
