import type { CampaignSchedule } from "../../core/campaign/campaign.ts";
import { defined } from "../../core/defined.ts";
import { invalidField } from "../../core/errors.ts";
import { endOfDayNamed, instantOf, momentOf, startOfDayNamed } from "../../core/time/local-time.ts";

/** Times as a person writes them: when a campaign is to start, and a span of a query, each bound a day, all of it, or a moment. */

interface WrittenSchedule {
  readonly sendAt: string;
  readonly timezone?: string | undefined;
  readonly maxLateMinutes?: number | undefined;
}

/** `2026-12-01T02:00Z`, `...+07:00`: a moment by itself. */
const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * In the one form that is read below: a blank or `t` for `T`, `z` for `Z` and `+0700` for `+07:00` are meant alike, and of a
 * second's fraction nine digits are all that a clock has.
 */
const inOneForm = (sendAt: string): string =>
  sendAt
    .toUpperCase()
    .replace(/(\.\d{9})\d+/, "$1")
    .replace(/^(\d{4}-\d{2}-\d{2}) +(?=\d)/, "$1T")
    .replace(/(T.*[+-]\d{2})(\d{2})$/, "$1:$2");

/**
 * @param ofSession its timezone, in which a local time stands that names none
 * @throws NamedError VALIDATION_FAILED
 */
export function readSchedule(
  { sendAt, timezone: named, maxLateMinutes }: WrittenSchedule,
  now: number,
  ofSession?: string,
): CampaignSchedule {
  const timezone = named ?? ofSession;
  const at = readMoment(sendAt, timezone);
  if (at <= now) throw invalidField("/sendAt", sendAt, "a time in the future");
  return { sendAt: at, ...defined({ timezone, maxLateMinutes }) };
}

function readMoment(sendAt: string, timezone: string | undefined): number {
  const wanted = "a local time such as 2026-12-01T09:00 with a timezone, or a moment such as 2026-12-01T02:00:00Z";
  const read = inOneForm(sendAt);
  if (momentPattern.test(read)) {
    const at = instantOf(read);
    if (at === undefined) throw invalidField("/sendAt", sendAt, wanted);
    return at;
  }
  if (timezone === undefined) {
    if (momentOf(read, "UTC") === "malformed") throw invalidField("/sendAt", sendAt, wanted);
    const zone = "a timezone such as Asia/Jakarta or WIB, here or among the session's settings";
    throw invalidField("/timezone", timezone, zone);
  }
  const at = momentOf(read, timezone);
  if (at === "malformed") throw invalidField("/sendAt", sendAt, wanted);
  if (at === "skipped")
    throw invalidField("/sendAt", sendAt, `a time that there is: the clocks of ${timezone} skip it`);
  return at;
}

interface WrittenSpan {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Both bounds are within the span; epoch ms.
 * @throws NamedError VALIDATION_FAILED when it ends before it begins
 */
export function readSpan(
  { from: writtenFrom, to: writtenTo }: WrittenSpan,
  timezone: string,
): { readonly from: number; readonly to: number } {
  const from = boundOf(writtenFrom, -Infinity, (day) => startOfDayNamed(day, timezone));
  const to = boundOf(writtenTo, Infinity, (day) => endOfDayNamed(day, timezone));
  if (to < from) throw invalidField("/query/to", writtenTo, "a time that is not before `from`");
  return { from, to };
}

function boundOf(written: string | undefined, otherwise: number, ofDay: (day: string) => number): number {
  if (written === undefined) return otherwise;
  return written.includes("T") ? Date.parse(written) : ofDay(written);
}
