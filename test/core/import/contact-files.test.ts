import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isCsvProblem, readCsv } from "../../support/csv.ts";
import { readRow } from "../../../core/import/csv-row.ts";
import type { FileOptions } from "../../../core/import/csv-survey.ts";

/** Made-up files as programs and people write them, each with what must become of it beside: `test/fixtures/contact-files`. */

const folder = join(import.meta.dirname, "../../fixtures/contact-files");

interface Expected {
  readonly options?: FileOptions;
  readonly encoding?: string;
  /** Codes of the warnings. */
  readonly warnings?: readonly string[];
  readonly contacts?: readonly { readonly number: string; readonly name?: string; readonly fields?: object }[];
  /** Part of the reason by line. */
  readonly rejected?: readonly { readonly line: number; readonly reason: string }[];
  /** Part of why the whole file is refused. */
  readonly refused?: string;
}

const names = readdirSync(folder)
  .filter((file) => file.endsWith(".csv"))
  .map((file) => file.slice(0, -".csv".length));

test.each(names)("%s", (name) => {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Expected;
  const table = readCsv(readFileSync(join(folder, `${name}.csv`)), expected.options);
  if (isCsvProblem(table)) {
    expect(`${table.came}; wanted ${table.wanted}`).toContain(expected.refused ?? "a list of contacts");
    return;
  }
  expect(expected).not.toHaveProperty("refused");
  const { columns, rows, survey } = table;
  const read = rows.map(({ line, cells, problem }) => ({
    line,
    ...readRow(cells, columns, expected.options?.defaultCountry, problem),
  }));
  const contacts = read.flatMap((row) => (row.ok ? [row.row] : []));
  expect(contacts.map(({ number, name: called }) => [number, called])).toEqual(
    expected.contacts?.map(({ number, name: called }) => [number, called]),
  );
  expect(contacts).toMatchObject(expected.contacts ?? []);
  expect(read.flatMap((row) => (row.ok ? [] : [{ line: row.line, reason: row.reason }]))).toEqual(
    expected.rejected?.map(({ line, reason }) => ({ line, reason: expect.stringContaining(reason) as string })),
  );
  if (expected.encoding !== undefined) expect(survey.told.encoding).toBe(expected.encoding);
  if (expected.warnings !== undefined) expect(survey.told.warnings.map(({ code }) => code)).toEqual(expected.warnings);
});

test("there are files of every layout", () => {
  expect(names.length).toBeGreaterThanOrEqual(40);
  for (const layout of ["google", "outlook", "iphone", "thunderbird", "hubspot", "shopify", "excel", "own"])
    expect(names.some((name) => name.startsWith(`${layout}-`) || name === layout)).toBe(true);
});
