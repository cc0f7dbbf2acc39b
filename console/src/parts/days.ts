/** Days as the API writes them, `2026-11-30`, and months, `2026-11`. A day has no timezone; a moment has a day in each. */

/** @param iso a moment */
export const dayIn = (iso: string, timezone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }).format(new Date(iso));

const dayMs = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => dayOf(at(day) + days * dayMs);
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / dayMs);
export const monthOf = (day: string): string => day.slice(0, 7);
export const isMonth = (text: string): boolean => /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && dayOf(at(text)) === text;

export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The weeks that a calendar shows of a month, from Monday to Sunday, with days of the months beside it. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = `${month}-01`;
  const weekday = (new Date(at(first)).getUTCDay() + 6) % 7;
  const begin = addDays(first, -weekday);
  const end = addDays(`${addMonths(month, 1)}-01`, -1);
  const weeks = Math.ceil((daysBetween(begin, end) + 1) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_day, day) => addDays(begin, 7 * week + day)),
  );
}

/** Of a file, a name that every system takes: letters, digits and dashes of `name`, then the day as the session counts it. */
export function datedName(name: string, ending: string, timezone = "UTC"): string {
  const plain = name.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const short = plain.slice(0, 60).toWellFormed();
  return `${short === "" ? "file" : short}-${dayIn(new Date().toISOString(), timezone)}.${ending}`;
}
