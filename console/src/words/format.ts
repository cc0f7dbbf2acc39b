import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { indonesianZones } from "./zones.ts";

/** Numbers and times as the page's language writes them. Times stand in a session's timezone, with the zone named. */
export function useFormat(timezone?: string) {
  const { i18n } = useTranslation();
  const language = i18n.language === "id" ? "id-ID" : "en-GB";
  return useMemo(() => {
    const count = new Intl.NumberFormat(language);
    const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    const time = new Intl.DateTimeFormat(language, { ...shortTime, timeZone: timezone, timeZoneName: "short" });
    const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZone: timezone });
    const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    return {
      count: (value: number) => count.format(value),
      percent: (value: number) => percent.format(value),
      /** `30 Nov 2026, 15.04 WIB` */
      time: (iso: string) => withZone(time.formatToParts(new Date(iso)), timezone),
      /** Hour and minute alone. */
      clock: (iso: string) => clock.format(new Date(iso)),
      /** @param written such as `2026-11-30` */
      day: (written: string) => day.format(new Date(`${written}T00:00:00Z`)),
      /** `3 minutes ago` */
      ago: (iso: string) => relativeTo(relative, Date.parse(iso) - Date.now()),
      bytes: (value: number) => bytesIn(language, value),
    };
  }, [language, timezone]);
}

const shortTime = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;

const withZone = (parts: readonly Intl.DateTimeFormatPart[], timezone: string | undefined): string =>
  parts
    .map(({ type, value }) => (type === "timeZoneName" ? (indonesianZones[timezone ?? ""] ?? value) : value))
    .join("");

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

function relativeTo(format: Intl.RelativeTimeFormat, ms: number): string {
  const [unit, size] = units.find(([, each]) => Math.abs(ms) >= each) ?? (["second", 1_000] as const);
  return format.format(Math.round(ms / size), unit);
}

function bytesIn(language: string, value: number): string {
  const [unit, size] = sizes.find(([, each]) => value >= each) ?? (["byte", 1] as const);
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value / size);
}
const sizes = [
  ["megabyte", 1_048_576],
  ["kilobyte", 1_024],
] as const;
