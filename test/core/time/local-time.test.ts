import fc from "fast-check";
import { timezoneSpelled } from "../../../core/time/day-span.ts";
import { dayOf, dayTeller, minuteOf, momentOf, spanEnd, startOfNextDay } from "../../../core/time/local-time.ts";
import { clockChanges, wallClock } from "../content/wall-clock.ts";

const minuteMs = 60_000;
const utc = (iso: string) => Date.parse(`${iso}Z`);
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString().slice(0, 16));

const anyMoment = fc.constantFrom(...clockChanges).chain(({ timezone, at }) =>
  fc.record({
    timezone: fc.constant(timezone),
    at: fc.integer({ min: -48 * 60, max: 48 * 60 }).map((m) => at + m * minuteMs),
  }),
);
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

describe("the calendar day somewhere", () => {
  test("is what a calendar there shows", () => {
    expect(dayOf(utc("2026-03-01T16:59"), "Asia/Jakarta")).toBe("2026-03-01");
    expect(dayOf(utc("2026-03-01T17:00"), "Asia/Jakarta")).toBe("2026-03-02");
    fc.assert(
      fc.property(anyMoment, ({ timezone, at }) => {
        expect(dayOf(at, timezone)).toBe(wallClock(at, timezone).day);
      }),
    );
  });

  test("is told alike by a teller for many, in any order", () => {
    const anyOrder = fc.array(fc.integer({ min: -48 * 60, max: 48 * 60 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...clockChanges), anyOrder, ({ timezone, at }, minutes) => {
        const tell = dayTeller(timezone);
        for (const minute of minutes) {
          expect(tell(at + minute * minuteMs)).toBe(wallClock(at + minute * minuteMs, timezone).day);
        }
      }),
    );
  });

  test("ends at its first moment of the next, however long it was", () => {
    expect(iso(startOfNextDay(utc("2026-03-08T05:00"), "America/New_York"))).toBe("2026-03-09T04:00");
    // Santiago skips midnight: that day begins at 01:00.
    expect(iso(startOfNextDay(utc("2026-09-05T20:00"), "America/Santiago"))).toBe("2026-09-06T04:00");
    fc.assert(
      fc.property(anyMoment, ({ timezone, at }) => {
        const next = startOfNextDay(at, timezone);
        expect(next).toBeGreaterThan(at);
        expect(dayOf(next - 1, timezone)).toBe(dayOf(at, timezone));
        expect(dayOf(next, timezone) > dayOf(at, timezone)).toBe(true);
      }),
    );
  });
});

describe("a span of the day", () => {
  const night = { from: "21:00", to: "06:00", timezone: "Asia/Jakarta" };
  const noon = { from: "12:00", to: "13:30", timezone: "Asia/Jakarta" };

  test.each([
    ["2026-03-01T13:59", undefined],
    ["2026-03-01T14:00", "2026-03-01T23:00"],
    ["2026-03-01T17:30", "2026-03-01T23:00"],
    ["2026-03-01T22:59", "2026-03-01T23:00"],
    ["2026-03-01T23:00", undefined],
  ])("from evening to morning: at %s it ends at %s", (at, end) => {
    expect(iso(spanEnd(utc(at), night))).toBe(end);
  });

  test.each([
    ["2026-03-01T04:59", undefined],
    ["2026-03-01T05:00", "2026-03-01T06:30"],
    ["2026-03-01T06:30", undefined],
  ])("within a day: at %s it ends at %s", (at, end) => {
    expect(iso(spanEnd(utc(at), noon))).toBe(end);
  });

  test("whose end a clock change skips ends when the clocks jump", () => {
    const span = { from: "22:00", to: "02:30", timezone: "America/New_York" };
    expect(iso(spanEnd(utc("2026-03-08T04:00"), span))).toBe("2026-03-08T07:00");
    expect(iso(spanEnd(utc("2026-03-08T06:45"), span))).toBe("2026-03-08T07:00");
  });

  test("whose end comes twice ends at the first, and again at the second where the clock shows it again", () => {
    const span = { from: "22:00", to: "01:30", timezone: "America/New_York" };
    expect(iso(spanEnd(utc("2026-11-01T04:00"), span))).toBe("2026-11-01T05:30");
    expect(iso(spanEnd(utc("2026-11-01T06:10"), span))).toBe("2026-11-01T06:30");
  });

  test("is open exactly while the clock there shows a time in it, and ends at a moment outside it", () => {
    fc.assert(
      fc.property(anyMoment, timeOfDay, timeOfDay, ({ timezone, at }, from, to) => {
        const { time } = wallClock(at, timezone);
        const inside = to < from ? time >= from || time < to : time >= from && time < to;
        const end = spanEnd(at, { from, to, timezone });
        expect(end !== undefined).toBe(inside);
        if (end === undefined) return;
        expect(end).toBeGreaterThan(at);
        expect(end - at).toBeLessThanOrEqual(25 * 60 * minuteMs);
        const [before, after] = [end - 1, end].map((moment) => wallClock(moment, timezone).time) as [string, string];
        // Clocks that jump from within one span over all that is outside are in the next at once.
        const jumped = to < from && (before < to || before > after) && after >= from;
        const stillInside = to < from ? after >= from || after < to : after >= from && after < to;
        expect(stillInside && !jumped).toBe(false);
      }),
      // In that night the clocks there skip the one hour that is outside.
      { numRuns: 400, examples: [[{ timezone: "America/Santiago", at: 1_788_667_140_000 }, "01:00", "00:00"]] },
    );
  });
});

describe("the moment of a local time", () => {
  const isoOf = (text: string, timezone: string) => {
    const at = momentOf(text, timezone);
    return typeof at === "number" ? new Date(at).toISOString() : at;
  };

  test.each([
    ["2026-12-01T09:00", "Asia/Jakarta", "2026-12-01T02:00:00.000Z"],
    ["2026-12-01T09:00:30", "UTC", "2026-12-01T09:00:30.000Z"],
    ["2027-03-28T02:30", "Europe/Berlin", "skipped"],
    ["2027-03-28T01:59:59", "Europe/Berlin", "2027-03-28T00:59:59.000Z"],
    ["2027-03-28T03:00", "Europe/Berlin", "2027-03-28T01:00:00.000Z"],
    ["2027-10-31T02:30", "Europe/Berlin", "2027-10-31T00:30:00.000Z"],
    ["2027-02-29T09:00", "UTC", "malformed"],
    ["2027-01-01T24:00", "UTC", "malformed"],
    ["2027-01-01", "UTC", "malformed"],
    ["2027-01-01T09:00+07:00", "UTC", "malformed"],
    ["", "UTC", "malformed"],
  ])("%s in %s is %s", (text, timezone, wanted) => {
    expect(isoOf(text, timezone)).toBe(wanted);
  });

  test("is what clocks there show then, every half hour of a year in five timezones; skipped where they show it never, the first where twice", () => {
    const timezones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Jakarta"];
    const halfHourMs = 30 * 60_000;
    for (const timezone of timezones) {
      const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
      const shownFirstAt = new Map<string, number>();
      const from = Date.UTC(2027, 0, 1);
      const days = 365;
      // Two days around, so that every local time of the year is shown if it ever is.
      for (let at = from - 48 * 60 * 60_000; at < from + (days + 2) * 24 * 60 * 60_000; at += halfHourMs) {
        const shown = clock.format(at).replace(" ", "T");
        if (!shownFirstAt.has(shown)) shownFirstAt.set(shown, at);
      }
      let skipped = 0;
      for (let wall = from; wall < from + days * 24 * 60 * 60_000; wall += halfHourMs) {
        const text = new Date(wall).toISOString().slice(0, 16);
        const wanted = shownFirstAt.get(text) ?? "skipped";
        if (wanted === "skipped") skipped += 1;
        if (momentOf(text, timezone) !== wanted)
          expect([timezone, text, momentOf(text, timezone)]).toEqual([timezone, text, wanted]);
      }
      const skipsInAYear = { "Europe/Berlin": 2, "America/New_York": 2, "Australia/Lord_Howe": 1 } as Record<
        string,
        number
      >;
      expect([timezone, skipped]).toEqual([timezone, skipsInAYear[timezone] ?? 0]);
    }
  });
});

test.each([
  ["asia/jakarta", "Asia/Jakarta"],
  ["wita", "Asia/Makassar"],
  ["Asia/Kolkata", "Asia/Kolkata"],
  ["Asia/Calcutta", "Asia/Calcutta"],
  ["america/port-au-prince", "America/Port-au-Prince"],
  ["etc/gmt+7", "Etc/GMT+7"],
  ["utc", "UTC"],
  ["Jakarta", "Jakarta"],
  ["+07:00", "+07:00"],
  ["", ""],
])("the timezone %j is spelled %j", (written, name) => {
  expect(timezoneSpelled(written)).toBe(name);
});

test("every timezone is spelled as IANA spells it, in any case", () => {
  const names = Intl.supportedValuesOf("timeZone");
  for (const change of ["toLowerCase", "toUpperCase"] as const) {
    expect(names.map((name) => timezoneSpelled(name[change]()))).toEqual(names);
  }
});

test.each([
  [utc("2026-12-01T02:00:59.999"), "Asia/Jakarta", "2026-12-01 09:00"],
  [utc("2026-12-31T17:00"), "Asia/Jakarta", "2027-01-01 00:00"],
  [utc("2026-03-29T01:00"), "Europe/Berlin", "2026-03-29 03:00"],
  // As a clock may tell it.
  [utc("2026-12-01T02:00") + 0.9, "Asia/Jakarta", "2026-12-01 09:00"],
])("at %d the wall in %s shows %s", (at, timezone, shown) => {
  expect(minuteOf(at, timezone)).toBe(shown);
  expect(dayOf(at, timezone)).toBe(shown.slice(0, 10));
});
