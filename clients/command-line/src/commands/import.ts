import { openAsBlob } from "node:fs";
import { parse } from "csv-parse/sync";
import { Option } from "commander";
import {
  ApiError,
  ImportError,
  type Import,
  type List,
  type SessionClient,
  type UploadOptions,
} from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { exitCodes, wrongUsage } from "../failure.ts";
import { digestOf, type FileDigest } from "../kept/digest.ts";
import { openImport, type ImportJournal } from "../kept/imports.ts";
import { listFor, takeBack } from "../list-of-import.ts";
import { assertWritable, writeWhole } from "../output-file.ts";
import { bar } from "../terminal/figures.ts";
import { counted, printable, shellWord } from "../terminal/text.ts";

type Mode = "upsert" | "skip" | "replace";
type Delimiter = "comma" | "semicolon" | "tab" | "pipe";
interface Options {
  readonly list: string;
  readonly mode: Mode;
  readonly country?: string;
  readonly map?: Readonly<Record<string, string | null>>;
  readonly delimiter?: Delimiter;
  readonly encoding?: string;
  readonly header?: boolean;
  readonly dryRun?: true;
  readonly force?: true;
  readonly errors?: string;
}

/** What the API takes as a body; a larger file goes into the bucket first. */
const directBytes = 4_000_000;
/** Rejected rows that a terminal shows; a pipe, JSON and `--errors` have all. */
const shownRows = 20;

export const addImport: AddCommand = (program, act) => {
  program
    .command("import")
    .description("read contacts from a CSV file into a list")
    .argument("<file>", "CSV, from Excel: save as CSV UTF-8")
    .requiredOption("-l, --list <name>", "name or id of the list; made where it is not there")
    .addOption(
      new Option("--mode <mode>", "upsert adds and changes, skip only adds, replace also takes out")
        .choices(["upsert", "skip", "replace"])
        .default("upsert"),
    )
    .option("--country <code>", "how national numbers such as 0812... are read, such as ID")
    .option(
      "--map <column=field>",
      "what a column is: number, name, a field of your own, or nothing to leave it out",
      mapping,
    )
    .addOption(
      new Option("--delimiter <name>", "found out where it is not given").choices([
        "comma",
        "semicolon",
        "tab",
        "pipe",
      ]),
    )
    .option("--encoding <name>", "found out where it is not given")
    .option("--header", "the first row is a header; found out where it is not given")
    .option("--no-header", "the first row is a contact")
    .option("--dry-run", "show how the file is read, and write nothing")
    .option("--force", "with replace: although a campaign needs the list")
    .option("--errors <file>", "write all rejected rows there, as CSV")
    .action(act(importFile));
};

function mapping(text: string, before: Readonly<Record<string, string | null>> = {}) {
  const at = text.lastIndexOf("=");
  if (at < 1) throw wrongUsage(`--map is "${text}", wanted COLUMN=FIELD, such as --map "no hp=number"`);
  const field = text.slice(at + 1);
  return { ...before, [text.slice(0, at)]: field === "" ? null : field };
}

async function importFile(context: Context, file: string, options: Options): Promise<number | undefined> {
  const { screen } = context;
  const digest = await digestOf(file);
  if (options.errors !== undefined) await assertWritable(options.errors);
  const shop = await context.shop();
  const own = await ownOf(context, options);
  const place = { url: await context.url(), tenant: await context.tenantId(), session: await context.sessionId() };
  const journal = await openImport(context.env, { ...place, list: options.list, ...digest, ...own }, Date.now());
  const { list, isNew } = await listFor(context, shop, options.list, journal);
  try {
    const job = await jobOf(context, shop, { file, digest, listId: list.listId, own, journal });
    const errors =
      job.invalid > 0 ? await shop.getImportErrors({ listId: list.listId, importId: job.importId }) : undefined;
    if (options.errors !== undefined) await writeWhole(options.errors, errors ?? "");
    report(context, list, job, errors === undefined ? [] : rowsOf(errors), options);
    const hasContacts = job.invalid < job.rowsRead;
    if (isNew && (options.dryRun === true || !hasContacts)) await takeBack(context, shop, list);
    await journal.forget();
    if (hasContacts) sayWhatIsNext(context, list, options);
    return hasContacts ? exitCodes.ok : exitCodes.refused;
  } catch (error) {
    screen.passing("");
    // What is refused or failed is no work of ours to go on with; what was not answered is.
    if (error instanceof ImportError || (error instanceof ApiError && error.status < 500 && error.status !== 429)) {
      if (isNew) await takeBack(context, shop, list);
      await journal.forget();
    }
    throw error;
  }
}

/** Shows how far it is, and resolves once it is completed. */
async function jobOf(context: Context, shop: SessionClient, work: Work): Promise<Import> {
  const { screen, signal } = context;
  const onProgress = ({ progress, rowsRead, invalid }: Import) => {
    screen.passing(`[${bar(progress, 24)}] ${counted(rowsRead, "row")} read, ${invalid} rejected`);
  };
  const of = { listId: work.listId, importId: await begun(context, shop, work) };
  const job = await shop.waitForImport(of, { signal, pollMs: 250, onProgress });
  screen.passing("");
  return job;
}

function sayWhatIsNext({ screen, program }: Context, { name }: List, { dryRun }: Options): void {
  if (dryRun === true) screen.note("The same without --dry-run brings them in.");
  else
    screen.next(
      "Next, see who would get a message",
      `${program} send --list ${shellWord(name)} --message TEXT --dry-run`,
    );
}

async function ownOf(context: Context, options: Options) {
  const { mode, country, map, delimiter, encoding, header, dryRun, force } = options;
  const all = { mode, defaultCountry: country, mapping: map, delimiter, encoding, header, dryRun, force };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<typeof all>;
}

interface Work {
  readonly file: string;
  readonly digest: FileDigest;
  readonly listId: string;
  readonly own: Awaited<ReturnType<typeof ownOf>>;
  readonly journal: ImportJournal;
}

/** The job's id: of the one that a killed command began, else of a new one. */
async function begun(
  context: Context,
  shop: SessionClient,
  { file, digest, listId, own, journal }: Work,
): Promise<string> {
  const { screen, signal } = context;
  const { entry } = journal;
  if (entry.importId !== undefined) {
    screen.note("Going on with the import of this file that was begun before");
    return entry.importId;
  }
  const options = { signal, idempotencyKey: entry.key };
  const input = { listId, ...own } as Omit<Parameters<SessionClient["importContacts"]>[0], "csv" | "uploadKey">;
  if (digest.size <= directBytes) {
    const csv = await openAsBlob(file);
    const { data } = await shop.importContacts({ ...input, listId, csv }, options);
    await journal.keep({ importId: data.importId });
    return data.importId;
  }
  const uploadKey = entry.uploadKey ?? (await uploaded(context, shop, file));
  await journal.keep({ uploadKey });
  const { data } = await shop.importContacts({ ...input, listId, uploadKey }, options);
  await journal.keep({ importId: data.importId });
  return data.importId;
}

async function uploaded({ screen, signal }: Context, shop: SessionClient, file: string): Promise<string> {
  const onProgress: UploadOptions["onProgress"] = ({ sent, total }) => {
    screen.passing(`[${bar(sent / total, 24)}] ${(sent / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB uploaded`);
  };
  const { uploadKey } = await shop.uploadFile(
    { file, purpose: "contacts", contentType: "text/csv" },
    { signal, onProgress },
  );
  return uploadKey;
}

interface Rejected {
  readonly line: number;
  readonly number: string;
  readonly reason: string;
}

const rowsOf = (csv: string): Rejected[] =>
  parse<Record<string, string>>(csv, { columns: true, bom: true }).map(({ line = "", number = "", reason = "" }) => ({
    line: Number(line),
    number,
    reason,
  }));

/** What the API's words call by the name of a request's field. */
const inOptions = (message: string): string =>
  message.replace("header=false", "--no-header").replace(/\bencoding=(?=[\w-])/, "--encoding ");

function report(
  { screen, program }: Context,
  list: List,
  job: Import,
  rejected: readonly Rejected[],
  { dryRun, errors }: Options,
): void {
  screen.document({ list: { listId: list.listId, name: list.name }, ...job, rejected });
  const {
    rowsRead,
    added,
    updated,
    skipped,
    duplicates,
    invalid,
    removed,
    optedOut,
    columns = [],
    warnings = [],
  } = job;
  const parts = [
    `${added} added`,
    `${updated} updated`,
    ...(skipped > 0 ? [`${skipped} left as they were`] : []),
    ...(duplicates > 0 ? [counted(duplicates, "duplicate")] : []),
    ...(removed > 0 ? [`${removed} taken out`] : []),
    ...(optedOut > 0 ? [`${optedOut} opted out`] : []),
    `${invalid} rejected`,
  ];
  screen.line(`${printable(list.name)}: ${counted(rowsRead, "row")} read: ${parts.join(", ")}`);
  if (dryRun === true) screen.line("That is what would happen: nothing was written.");
  const read = columns.map(({ header, place, readAs, field }) => {
    const what = readAs === "field" ? `{{ ${field ?? ""} }}` : readAs.replace("_", " ");
    return `${printable(header ?? `column ${place}`)} is ${printable(what)}`;
  });
  if (read.length > 0) screen.line(`Columns: ${read.join(", ")}`);
  for (const { code, message } of warnings) screen.warn({ code, message: inOptions(message) });
  if (rejected.length === 0) return;
  screen.line();
  const shown = screen.isTerminal ? rejected.slice(0, shownRows) : rejected;
  screen.table(
    [{ title: "LINE", align: "right" }, { title: "NUMBER" }, { title: "REASON" }],
    shown.map(({ line, number, reason }) => [line, number, reason]),
  );
  if (shown.length < rejected.length) {
    screen.line(
      `and ${rejected.length - shown.length} more: ${errors === undefined ? `--errors FILE writes them all (\`${program} import ... --dry-run --errors FILE\`)` : `all are in ${errors}`}`,
    );
  }
}
