import { parse } from "csv-parse/sync";
import { textFor, type RowKind, type SampleRow } from "./sample.ts";

/** Holds what the product says and what the phones got against how the sample was made. */

export interface Outcome {
  readonly imported: {
    readonly rowsRead: number;
    readonly added: number;
    readonly duplicates: number;
    readonly invalid: number;
  };
  readonly reportCsv: string;
  readonly deliveries: readonly { readonly to: string; readonly body: string }[];
}

/** The status that a row of each kind must end with, and its reason. */
const expected: Readonly<Partial<Record<RowKind, readonly [statuses: readonly string[], reason: string]>>> = {
  reachable: [["delivered", "read"], ""],
  phone_off: [["sent"], ""],
  not_on_whatsapp: [["failed"], "not_on_whatsapp"],
  refuses: [["failed"], "rejected_by_whatsapp"],
  lacks_city: [["failed"], "missing_variable: kota"],
};

/** @returns one line a broken promise; none when all are kept */
export function brokenPromises(rows: readonly SampleRow[], { imported, reportCsv, deliveries }: Outcome): string[] {
  const broken: string[] = [];
  const expect = (holds: boolean, otherwise: string) => {
    if (!holds) broken.push(otherwise);
  };
  const of = (kind: RowKind) => rows.filter((row) => row.kind === kind);
  const own = rows.filter(({ kind }) => kind !== "repeated" && kind !== "no_number");
  expect(imported.rowsRead === rows.length, `${imported.rowsRead} rows read of ${rows.length}`);
  expect(imported.added === own.length, `${imported.added} contacts added, wanted ${own.length}`);
  expect(
    imported.duplicates === of("repeated").length,
    `${imported.duplicates} duplicates, wanted ${of("repeated").length}`,
  );
  expect(imported.invalid === of("no_number").length, `${imported.invalid} invalid, wanted ${of("no_number").length}`);

  const report = parse(reportCsv, { columns: true }) as unknown as Readonly<
    Record<"number" | "status" | "reason", string>
  >[];
  const byNumber = new Map(report.map((line) => [line.number, line]));
  expect(report.length === own.length, `${report.length} lines in the report, wanted ${own.length}`);
  expect(byNumber.size === report.length, "a number stands twice in the report");
  for (const row of own) {
    const [statuses, reason] = expected[row.kind] ?? [[], ""];
    const line = byNumber.get(row.number ?? "");
    const right = line !== undefined && statuses.includes(line.status) && line.reason === reason;
    const came = line === undefined ? "no line in the report" : `${line.status} ${line.reason}`;
    expect(right, `${row.number ?? ""} (${row.kind}): ${came}, wanted ${statuses.join(" or ")} ${reason}`);
  }

  const arrived = new Map<string, string[]>();
  for (const { to, body } of deliveries) arrived.set(to, [...(arrived.get(to) ?? []), body]);
  for (const [number, bodies] of arrived) expect(bodies.length === 1, `${number} got ${bodies.length} messages`);
  for (const row of of("reachable")) {
    const [body] = arrived.get(row.number ?? "") ?? [];
    expect(body === textFor(row), `${row.number ?? ""} got "${body ?? "nothing"}", wanted "${textFor(row)}"`);
  }
  expect(
    arrived.size === of("reachable").length,
    `${arrived.size} phones got a message, wanted ${of("reachable").length}`,
  );
  return broken;
}
