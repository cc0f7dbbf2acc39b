import { indonesianZones } from "../words/zones.ts";

/** Zones to choose from: Indonesia's first, by the names that people there use. */
export function timezones(): { readonly value: string; readonly label: string }[] {
  const indonesian = Object.entries(indonesianZones).map(([value, name]) => ({ value, label: `${name} · ${value}` }));
  const others = Intl.supportedValuesOf("timeZone").filter((zone) => !indonesian.some(({ value }) => value === zone));
  return [
    ...indonesian,
    { value: "UTC", label: "UTC" },
    ...others.filter((zone) => zone !== "UTC").map((zone) => ({ value: zone, label: zone })),
  ];
}

export const ownTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `WIB` in Indonesia; elsewhere the zone as it is. */
export const zoneName = (zone: string): string => indonesianZones[zone] ?? zone;

/** A moment as `2026-12-01 09:00` in the zone. */
export function localTime(iso: string, timezone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(new Date(iso));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")} ${of("hour")}:${of("minute")}`;
}
