import fc from "fast-check";
import { addCounts, noImportCounts, type ImportCounts } from "../../core/import-job.ts";

const anyCounts: fc.Arbitrary<ImportCounts> = fc.record({
  rowsRead: fc.nat(99),
  added: fc.nat(99),
  updated: fc.nat(99),
  skipped: fc.nat(99),
  duplicates: fc.nat(99),
  invalid: fc.nat(99),
  optedOut: fc.nat(99),
  removed: fc.nat(99),
});

test("slices add up to the file, however it was cut into them", () => {
  fc.assert(
    fc.property(anyCounts, anyCounts, anyCounts, (a, b, c) => {
      expect(addCounts(a, noImportCounts)).toEqual(a);
      expect(addCounts(a, b)).toEqual(addCounts(b, a));
      expect(addCounts(addCounts(a, b), c)).toEqual(addCounts(a, addCounts(b, c)));
      for (const name of Object.keys(noImportCounts) as (keyof ImportCounts)[]) {
        expect(addCounts(a, b)[name]).toBe(a[name] + b[name]);
      }
    }),
  );
});
