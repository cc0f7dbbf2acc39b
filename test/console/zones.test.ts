import { datedName } from "../../console/src/parts/days.ts";
import { timezones, zoneName } from "../../console/src/parts/timezones.ts";

afterEach(() => {
  jest.useRealTimers();
});

test("Indonesia's zones go by the names that people there use, and are chosen first", () => {
  expect(["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"].map(zoneName)).toStrictEqual([
    "WIB",
    "WIB",
    "WITA",
    "WIT",
  ]);
  expect(zoneName("Europe/Berlin")).toBe("Europe/Berlin");
  const zones = timezones();
  expect(zones.slice(0, 2).map(({ label }) => label)).toStrictEqual(["WIB · Asia/Jakarta", "WIB · Asia/Pontianak"]);
  expect(new Set(zones.map(({ value }) => value)).size).toBe(zones.length);
});

test("a file is named by the day in the session's timezone", () => {
  jest.useFakeTimers({ now: new Date("2026-11-30T20:00:00.000Z") });
  expect(datedName("Pelanggan & teman", "csv", "Asia/Jakarta")).toBe("Pelanggan-teman-2026-12-01.csv");
  expect(datedName("Pelanggan", "csv")).toBe("Pelanggan-2026-11-30.csv");
});
