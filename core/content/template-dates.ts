import type { FilterImplOptions, Liquid } from "liquidjs";
import { timezoneNamed } from "../time/day-span.ts";

/** Dates of a text, in the timezone that it is rendered for, wherever the process runs. */

const dateFilters = ["date", "date_to_string", "date_to_long_string", "date_to_xmlschema", "date_to_rfc822"];

/** Has the filters of dates read what names no zone as written in the timezone of the rendering, its option `timezoneOffset`. */
export function readDatesInTimezone(liquid: Liquid): void {
  for (const name of dateFilters) {
    const render = handlerOf(liquid.filters[name]);
    liquid.registerFilter(name, function (value: unknown, ...rest: readonly unknown[]): unknown {
      const { timezoneOffset } = this.context.opts;
      const read = typeof timezoneOffset === "string" ? dateIn(value, timezoneOffset) : value;
      return render.call(this, read, ...(name === "date" ? inFullName(rest) : rest));
    });
  }
}

type Handler = Extract<FilterImplOptions, (...args: never[]) => unknown>;

function handlerOf(filter: FilterImplOptions | undefined): Handler {
  if (typeof filter !== "function") throw new Error("the engine of texts has another form of filters of dates");
  return filter;
}

/** `date: format, zone`: the zone may have its short name. */
const inFullName = ([format, zone, ...more]: readonly unknown[]): readonly unknown[] =>
  zone === undefined ? [format] : [format, typeof zone === "string" ? timezoneNamed(zone) : zone, ...more];

/** The zone of a written time, in the forms that `Date.parse` reads: `Z`, `GMT`, `EST`, `+07:00` behind a time of day. */
const namesZone = /(?:\dz|\b(?:z|utc?|gmt|[ecmp][sd]t))\b|:\d{2}(?:[:.]\d+)*\s*(?:[ap]m)?\s*[+-]\s*\d/i;

/** A written date without a zone is a day, or a time of day, there; anything else is what it is. */
function dateIn(value: unknown, timezone: string): unknown {
  if (typeof value !== "string" || /^\d+$/.test(value) || namesZone.test(value)) return value;
  if (Number.isNaN(Date.parse(value))) return value;
  // The same figures in UTC, whatever the zone of this process is.
  const written = Date.parse(/\dT\d/i.test(value) ? `${value}Z` : `${value} UTC`);
  return Number.isNaN(written) ? value : new Date(momentOf(written, timezone));
}

/** When the clock on the wall there shows what it shows in UTC at that moment. */
function momentOf(written: number, timezone: string): number {
  if (timezone === "UTC") return written;
  const about = written - offsetAt(written, timezone);
  return written - offsetAt(about, timezone);
}

/** How far the clock there is ahead of UTC, ms. */
function offsetAt(moment: number, timezone: string): number {
  const shown = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" }).format(moment);
  const [, sign, ...parts] = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(shown) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part: string | undefined) => Number(part ?? 0));
  return (sign === "-" ? -1_000 : 1_000) * (hours * 3_600 + minutes * 60 + seconds);
}
