import { isTimezone, timeOfDayPattern, timezoneNamed } from "../../../core/time/day-span.ts";
import { dayOf } from "../../../core/time/local-time.ts";

test("a timezone is an IANA name", () => {
  expect(["Asia/Jakarta", "America/New_York", "UTC", "Etc/GMT+7"].every(isTimezone)).toBe(true);
  const others = ["", "Jakarta", "+07:00", "2026-01-01T00:00Z", "Asia/Jakarta ", "WIB/7", "Asia/Jakarta[u-ca=iso8601]"];
  expect(others.filter(isTimezone)).toEqual([]);
});

test("every timezone that is taken has a calendar", () => {
  for (const name of [
    ...Intl.supportedValuesOf("timeZone"),
    "utc",
    "asia/jakarta",
    "EST5EDT",
    "Asia/Calcutta",
    "GMT",
  ]) {
    expect([name, isTimezone(name)]).toEqual([name, true]);
    expect(dayOf(Date.UTC(2026, 5, 1, 12), name)).toMatch(/^2026-0[56]-\d\d$/);
  }
});

test("a time of day is HH:MM of 24 hours", () => {
  expect(["00:00", "09:05", "23:59"].every((time) => timeOfDayPattern.test(time))).toBe(true);
  expect(["24:00", "9:05", "23:60", "23:59:00", " 09:05", "09:05\n"].some((time) => timeOfDayPattern.test(time))).toBe(
    false,
  );
});

test.each([
  ["WIB", "Asia/Jakarta"],
  ["wita", "Asia/Makassar"],
  ["Wit", "Asia/Jayapura"],
  ["Europe/Berlin", "Europe/Berlin"],
  ["GMT+7", "GMT+7"],
  ["WIBA", "WIBA"],
  ["constructor", "constructor"],
])("%s is the timezone %s", (written, name) => {
  expect(timezoneNamed(written)).toBe(name);
});
