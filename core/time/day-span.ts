/** How a span of the day is written. What it means on a calendar is in local-time.ts, which carries a calendar with it. */

/** `HH:MM`, 24 hours. */
export const timeOfDayPattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A span of the day, `from` included, `to` not; it may cross midnight. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
  /** IANA name, such as `Asia/Jakarta`. */
  readonly timezone: string;
}

/** What people in Indonesia call their timezones, beside the IANA names. */
const shortNames: Readonly<Record<string, string>> = {
  WIB: "Asia/Jakarta",
  WITA: "Asia/Makassar",
  WIT: "Asia/Jayapura",
};

/** The IANA name of a timezone that was written by its short name, in any case; another name as it is. */
export const timezoneNamed = (name: string): string => shortNames[name.toUpperCase()] ?? name;

/** An IANA name. An offset, which a calendar would take too, knows no clock changes. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * A timezone's name as IANA spells it, of one in any case or of a short one. An older name of a timezone, and what is none, stays
 * as it came: the runtime knows it by its other name only.
 */
export function timezoneSpelled(written: string): string {
  const name = timezoneNamed(written);
  if (!isTimezone(name)) return name;
  const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
  return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
}
