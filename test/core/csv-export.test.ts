import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { byteOrderMark, csvLine, guardCell, unguardCell } from "../../core/csv-export.ts";

const tricky = fc.string({ unit: fc.constantFrom(...Array.from("'=+-@\t\r\n\", ;aé")) });
const anyCell = fc.oneof(tricky, fc.string({ unit: "grapheme" }));

const startsAFormula = /^[=+\-@\t\r]/;

describe("a guarded cell", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+62", "'+62"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["'=1", "''=1"],
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
