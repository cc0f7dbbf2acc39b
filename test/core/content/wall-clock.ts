/** What a clock on a wall somewhere shows, by Intl alone: independent of core/time/local-time.ts. */

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timezone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timezone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
  formatters.set(timezone, made);
  return made;
};

export function wallClock(at: number, timezone: string): { readonly day: string; readonly time: string } {
  const [day = "", time = ""] = formatterOf(timezone).format(at).split(" ");
  return { day, time };
}

/** Moments at which clocks jump, in both directions, and one place where they never do. */
export const clockChanges = [
  { timezone: "Asia/Jakarta", at: Date.UTC(2026, 2, 8, 7) },
  { timezone: "America/New_York", at: Date.UTC(2026, 2, 8, 7) },
  { timezone: "America/New_York", at: Date.UTC(2026, 10, 1, 6) },
  { timezone: "Europe/Berlin", at: Date.UTC(2026, 2, 29, 1) },
  { timezone: "Europe/Berlin", at: Date.UTC(2026, 9, 25, 1) },
  { timezone: "Australia/Lord_Howe", at: Date.UTC(2026, 3, 4, 15) },
  { timezone: "Australia/Lord_Howe", at: Date.UTC(2026, 9, 3, 15, 30) },
  { timezone: "America/Santiago", at: Date.UTC(2026, 3, 5, 3) },
  { timezone: "America/Santiago", at: Date.UTC(2026, 8, 6, 4) },
] as const;
