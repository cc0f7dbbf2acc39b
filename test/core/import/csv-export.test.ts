import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { byteOrderMark, csvLine, guardCell, unguardCell } from "../../../core/import/csv-export.ts";

const tricky = fc.string({ unit: fc.constantFrom(...Array.from("'=+-@\t\r\n\", ;|aé\uFF1D\uFF0B\uFF0D\uFF20")) });
const anyCell = fc.oneof(tricky, fc.string({ unit: "grapheme" }));

const startsAFormula = /^[\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

describe("a guarded cell", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+62", "'+62"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t'=1"],
    ["'=1", "''=1"],
    ["\uFF1D1+1", "'\uFF1D1+1"],
    ["\uFF0B1", "'\uFF0B1"],
    ["\uFF0D1", "'\uFF0D1"],
    ["\uFF20SUM(A1)", "'\uFF20SUM(A1)"],
    ["\r=1", "'\r'=1"],
    ["\n=1", "'\n'=1"],
    ["\nSiti", "'\nSiti"],
    [" =1", "' =1"],
    ['"=1"', `'"=1"`],
    [";=1+1", ";'=1+1"],
    ["a;=1+1", "a;'=1+1"],
    ["a;'=1", "a;''=1"],
    ['a; "=1', `a;' "=1`],
    ["a\t@x", "a\t'@x"],
    ["a|+1", "a|'+1"],
    ["a\r\n-1", "a\r\n'-1"],
    ["a;\uFF1D1", "a;'\uFF1D1"],
    ["Rp 5.000,-", "Rp 5.000,-"],
    ["a\r\nb", "a\r\nb"],
    ["a;b", "a;b"],
    ["Siti", "Siti"],
    ["'Siti", "'Siti"],
    ["a=1", "a=1"],
    ["", ""],
  ])("of %j is %j", (cell, guarded) => {
    expect(guardCell(cell)).toBe(guarded);
  });

  test("is no formula, and comes back unharmed", () => {
    fc.assert(
      fc.property(anyCell, (cell) => {
        expect(guardCell(cell)).not.toMatch(startsAFormula);
        expect(unguardCell(guardCell(cell))).toBe(cell);
      }),
      { numRuns: 500 },
    );
  });

  test("of a person's own file loses nothing but the apostrophe that keeps a formula from running", () => {
    expect(["'62812", "'Siti", "'", "'=x"].map(unguardCell)).toEqual(["'62812", "'Siti", "'", "=x"]);
  });
});

describe("a line", () => {
  test("ends as RFC 4180 says, with nothing where there is no value", () => {
    expect(csvLine(["a", undefined, 5, ""])).toBe("a,,5,\r\n");
    expect(csvLine(['say "hi"', "a,b", "x\ny", " z"])).toBe('"say ""hi""","a,b","x\ny"," z"\r\n');
    expect(csvLine([-5])).toBe("'-5\r\n");
    expect(byteOrderMark).toBe("\uFEFF");
  });

  test.each([",", ";", "\t", "|"])(
    "has nothing to run for a spreadsheet that opens it with %j between cells",
    (delimiter) => {
      fc.assert(
        fc.property(fc.array(anyCell, { minLength: 2, maxLength: 5 }), (cells) => {
          const options = { delimiter, relax_quotes: true, relax_column_count: true };
          const readings = [
            // As the separators stand, whatever the quotes say; and by a reader that knows quotes at the start of a cell.
            csvLine(cells)
              .trimEnd()
              .split(delimiter === "," ? "\0" : delimiter),
            ...parse(csvLine(cells), { ...options, skip_records_with_error: true }),
          ];
          for (const cell of readings.flat()) expect(cell).not.toMatch(/^\s*"*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/);
        }),
        { numRuns: 500 },
      );
    },
  );

  test("is read back by a CSV reader as the cells it was made of", () => {
    const anyLines = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyLines, (lines) => {
        const text = lines.map(csvLine).join("");
        const read = parse(text, { record_delimiter: "\r\n", relax_column_count: true });
        expect(read.map((cells) => cells.map(unguardCell))).toEqual(lines);
      }),
      { numRuns: 300 },
    );
  });
});
