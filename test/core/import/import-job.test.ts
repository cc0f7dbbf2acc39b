import fc from "fast-check";
import {
  addCounts,
  importStallsAfterMs,
  noImportCounts,
  standingOf,
  withRejected,
  type ImportCounts,
} from "../../../core/import/import-job.ts";
import { anImportJob } from "../../support/builders.ts";

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

describe("of the unfinished imports of a list", () => {
  const minuteMs = 60_000;
  const touchedAt = (...minutes: readonly number[]) =>
    minutes.map((minute) => anImportJob({ touchedAt: minute * minuteMs }));
  const stalledAt = (minute: number, unfinished: ReturnType<typeof touchedAt>, endedAt?: number) =>
    standingOf({ unfinished, ...(endedAt === undefined ? {} : { endedAt: endedAt * minuteMs }) }, minute * minuteMs)
      .stalled.length;

  test("the first one stalls ten minutes after its last progress", () => {
    const [job = anImportJob()] = touchedAt(0);
    expect(standingOf({ unfinished: [job] }, importStallsAfterMs - 1)).toEqual({ stalled: [], going: [job] });
    expect(standingOf({ unfinished: [job] }, importStallsAfterMs)).toEqual({ stalled: [job], going: [] });
  });

  test("its ten minutes begin when the one before it ended", () => {
    expect(stalledAt(14, touchedAt(0), 5)).toBe(0);
    expect(stalledAt(15, touchedAt(0), 5)).toBe(1);
  });

  test("the others wait for the first one, and stall no sooner than ten minutes after it has failed", () => {
    const three = touchedAt(0, 0, 12);
    expect(stalledAt(9, three)).toBe(0);
    expect(stalledAt(10, three)).toBe(1);
    expect(stalledAt(19, three)).toBe(1);
    expect(stalledAt(20, three)).toBe(2);
    expect(stalledAt(29, three)).toBe(2);
    expect(stalledAt(30, three)).toBe(3);
  });
});

test("of the rejected rows the first ten are shown, with a cell that is cut", () => {
  const row = (line: number) => ({ line, number: "x".repeat(line === 1 ? 5_000 : 3), reason: "wanted a phone number" });
  const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
  const first = withRejected(undefined, rows(1, 4));
  expect(first).toEqual([{ ...row(1), number: `${"x".repeat(77)}...` }, ...rows(2, 4)]);
  const all = withRejected(first, rows(5, 30));
  expect(all.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(withRejected(all, rows(31, 32))).toEqual(all);
});
