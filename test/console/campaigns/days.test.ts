import { filledDays, sumOfDays } from "../../../console/src/parts/charts/filled-days.ts";
import { addDays, addMonths, dayIn, daysBetween, isDay, isMonth, weeksOf } from "../../../console/src/parts/days.ts";

test("a moment has its day in each zone", () => {
  const late = "2026-11-30T18:30:00.000Z";
  expect(dayIn(late, "UTC")).toBe("2026-11-30");
  expect(dayIn(late, "Asia/Jakarta")).toBe("2026-12-01");
  expect(dayIn("2026-11-30T02:00:00.000Z", "America/New_York")).toBe("2026-11-29");
});

test("days and months are counted over their ends", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  expect(addMonths("2026-12", 1)).toBe("2027-01");
  expect(addMonths("2026-01", -1)).toBe("2025-12");
  // A day on which clocks change is one day.
  expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
});

test("an address may say any text where a day or a month is wanted", () => {
  expect(["2026-02-28", "2026-02-30", "2026-2-3", "", "x"].map(isDay)).toEqual([true, false, false, false, false]);
  expect(["2026-12", "2026-13", "2026-1", ""].map(isMonth)).toEqual([true, false, false, false]);
});

test("a calendar's weeks begin on Monday and hold the whole month", () => {
  const november = weeksOf("2026-11");
  expect(november).toHaveLength(6);
  expect(november[0]).toEqual([26, 27, 28, 29, 30, 31].map((day) => `2026-10-${day}`).concat("2026-11-01"));
  expect(november.at(-1)?.[0]).toBe("2026-11-30");
  // February 2027 begins on a Monday and has four weeks.
  expect(weeksOf("2027-02")).toHaveLength(4);
});

test("a chart has each day of its span, and its sums are those of the days", () => {
  const days = [
    { day: "2026-11-28", counts: { read: 3, failed: 1 } },
    { day: "2026-11-30", counts: { read: 2 } },
  ];
  expect(filledDays(days).map(({ day }) => day)).toEqual(["2026-11-28", "2026-11-29", "2026-11-30"]);
  expect(filledDays(days, "2026-11-27", "2026-12-01")).toHaveLength(5);
  expect(filledDays(days, "2000-01-01", "2026-12-01")).toBe(days);
  expect(sumOfDays(days)).toMatchObject({ read: 5, failed: 1, sent: 0 });
});
