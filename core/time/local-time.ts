import { Temporal } from "temporal-polyfill";
import type { DaySpan } from "./day-span.ts";

/** Days and times of day in a person's timezone, clock changes included. */

/** Of a moment's whole milliseconds: a clock may tell parts of one. */
const zoned = (at: number, timezone: string) =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone);

/** The calendar day there, `2026-12-01`. */
export const dayOf = (at: number, timezone: string): string => zoned(at, timezone).toPlainDate().toString();

/** `dayOf` for many moments: those of one day cost one reading of the calendar. */
export function dayTeller(timezone: string): (at: number) => string {
  let known = { name: "", from: 0, to: 0 };
  return (at) => {
    if (at < known.from || at >= known.to) {
      const day = zoned(at, timezone).toPlainDate();
      const start = (date: Temporal.PlainDate) => date.toZonedDateTime(timezone).epochMilliseconds;
      known = { name: day.toString(), from: start(day), to: start(day.add({ days: 1 })) };
    }
    return known.name;
  };
}

/** What the clock on the wall there shows, `2026-12-01 09:00`. */
export const minuteOf = (at: number, timezone: string): string =>
  zoned(at, timezone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");

/** When the calendar day there began, epoch ms. */
export const startOfDay = (at: number, timezone: string): number =>
  zoned(at, timezone).toPlainDate().toZonedDateTime(timezone).epochMilliseconds;

/** When the next calendar day begins there, epoch ms. */
export const startOfNextDay = (at: number, timezone: string): number =>
  zoned(at, timezone).toPlainDate().add({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds;

/** How many calendar days there lie between the days of two moments; 0 on the same day. */
export const daysBetween = (from: number, to: number, timezone: string): number =>
  zoned(from, timezone).toPlainDate().until(zoned(to, timezone).toPlainDate(), { largestUnit: "days" }).days;

/** The first moment of a day such as `2026-12-01` there, epoch ms. */
export const startOfDayNamed = (day: string, timezone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds;

/** The last moment of it, which need not come 24 hours later. */
export const endOfDayNamed = (day: string, timezone: string): number =>
  Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timezone).epochMilliseconds - 1;

/** When the span that holds `at` ends, epoch ms; `undefined` when `at` is outside it. */
export function spanEnd(at: number, span: DaySpan): number | undefined {
  const here = zoned(at, span.timezone);
  const time = here.toPlainTime();
  const from = Temporal.PlainTime.from(span.from);
  const to = Temporal.PlainTime.from(span.to);
  const before = (a: Temporal.PlainTime, b: Temporal.PlainTime) => Temporal.PlainTime.compare(a, b) < 0;
  const crossesMidnight = before(to, from);
  const inside = crossesMidnight ? !before(time, from) || before(time, to) : !before(time, from) && before(time, to);
  if (!inside) return undefined;
  const day = before(time, to) ? here.toPlainDate() : here.toPlainDate().add({ days: 1 });
  const wanted = day.toPlainDateTime(to);
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
    wanted.toZonedDateTime(span.timezone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  // A time of day that the clocks skip: the span ends when they jump over it.
  if (!earlier.toPlainDateTime().equals(wanted)) {
    return (earlier.getTimeZoneTransition("next") ?? later).epochMilliseconds;
  }
  // One that comes twice: the earlier may be past already.
  return earlier.epochMilliseconds > at ? earlier.epochMilliseconds : later.epochMilliseconds;
}

/** The next moment after `at` at which the span begins, epoch ms. */
export function spanStart(at: number, span: DaySpan): number {
  const from = Temporal.PlainTime.from(span.from);
  const today = zoned(at, span.timezone).toPlainDate();
  const startOn = (days: number) =>
    today.add({ days }).toPlainDateTime(from).toZonedDateTime(span.timezone).epochMilliseconds;
  // Yesterday's day may still be ahead where the clocks were set back.
  return [0, 1, 2].map(startOn).find((start) => start > at) ?? startOn(2);
}

const localTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;

/** Why a local time is no moment. `skipped`: the clocks jump over it there. */
export type LocalTimeProblem = "malformed" | "skipped";

/**
 * The moment of a local time such as `2026-12-01T09:00`, epoch ms. One that comes twice is the first.
 *
 * @param timezone an IANA name
 */
export function momentOf(text: string, timezone: string): number | LocalTimeProblem {
  if (!localTimePattern.test(text)) return "malformed";
  let written: Temporal.PlainDateTime;
  try {
    written = Temporal.PlainDateTime.from(text, { overflow: "reject" });
  } catch {
    return "malformed";
  }
  const first = written.toZonedDateTime(timezone, { disambiguation: "earlier" });
  return first.toPlainDateTime().equals(written) ? first.epochMilliseconds : "skipped";
}

/** The moment that `2026-12-01T09:00+07:00` is, epoch ms; undefined for a day or an hour that there is not. */
export function instantOf(text: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}
