import { parsePhone } from "../../../core/contact/phone.ts";
import { badRowsIn } from "../../../console/src/areas/imports/bad-reasons.ts";

const csvOf = (rows: readonly (readonly [line: number, number: string, reason: string])[]): string =>
  ["line,number,reason", ...rows.map(([line, number, reason]) => `${line},"${number}","${reason}"`)].join("\r\n");
const reasonOf = (number: string, country?: string): string => {
  const parsed = parsePhone(number, country);
  if (parsed.ok) throw new Error(`${number} can be read`);
  return `wanted ${parsed.wanted}`;
};

describe("why rows of an import became no contact", () => {
  it.each([
    ["", "ID", "empty"],
    ["abc", "ID", "not_a_number"],
    ["0812", "ID", "not_of_country"],
    ["081234567890", undefined, "needs_country"],
    ["1".repeat(41), "ID", "too_long"],
    ["6,28123E+12", "ID", "shortened"],
  ])("%j with the country %j is %s, by the reason that the API gives", (number, country, kind) => {
    const [reason] = badRowsIn(csvOf([[2, number, reasonOf(number, country)]]));
    expect(reason).toMatchObject({ kind, count: 1, examples: [{ line: "2", number }] });
  });

  it("are counted by reason, the most frequent first, with the first three rows of each", () => {
    const missing = [5, 6, 7, 8].map((line) => [line, "", "wanted a phone number"] as const);
    const other = "wanted at most 50 fields, got 51";
    const found = badRowsIn(csvOf([[2, "62812", other], ...missing]));
    expect(found.map(({ kind, count }) => [kind, count])).toEqual([
      ["empty", 4],
      ["other", 1],
    ]);
    expect(found[0]?.examples.map(({ line }) => line)).toEqual(["5", "6", "7"]);
    expect(found[1]?.reason).toBe("at most 50 fields, got 51");
  });

  it("names the country whose number was wanted, and one row for each", () => {
    const rows = [
      [2, "0812", reasonOf("0812", "ID")],
      [3, "0812", reasonOf("0812", "MY")],
    ] as const;
    expect(badRowsIn(csvOf(rows)).map(({ country }) => country)).toEqual(["ID", "MY"]);
  });

  it("are shown without the guard that keeps a spreadsheet from running a cell", () => {
    expect(badRowsIn(csvOf([[2, "'=1+1", "wanted a phone number: digits, +"]]))[0]?.examples[0]?.number).toBe("=1+1");
  });
});
