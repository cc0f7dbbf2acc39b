import { indonesianZones } from "../words/zones.ts";

interface Zone {
  readonly value: string;
  readonly label: string;
}
let made: Zone[] | undefined;

/** Zones to choose from: Indonesia's first, by the names that people there use. There are hundreds: they are made once. */
export const timezones = (): Zone[] => (made ??= makeZones());

function makeZones(): Zone[] {
  const indonesian = Object.entries(indonesianZones).map(([value, name]) => ({ value, label: `${name} · ${value}` }));
  const others = Intl.supportedValuesOf("timeZone").filter((zone) => !indonesian.some(({ value }) => value === zone));
  return [
    ...indonesian,
    { value: "UTC", label: "UTC" },
    ...others.filter((zone) => zone !== "UTC").map((zone) => ({ value: zone, label: zone })),
  ];
}

/** The API, or this browser, may have a zone by a name that the browser does not list. */
export const timezonesWith = (chosen: string): Zone[] =>
  chosen === "" || timezones().some(({ value }) => value === chosen)
    ? timezones()
    : [...timezones(), { value: chosen, label: chosen }];

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
