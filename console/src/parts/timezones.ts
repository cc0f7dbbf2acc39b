/** Zones to choose from: Indonesia's first, by the names that people there use. */
export function timezones(): { readonly value: string; readonly label: string }[] {
  const indonesian = [
    { value: "Asia/Jakarta", label: "WIB · Asia/Jakarta" },
    { value: "Asia/Makassar", label: "WITA · Asia/Makassar" },
    { value: "Asia/Jayapura", label: "WIT · Asia/Jayapura" },
  ];
  const others = Intl.supportedValuesOf("timeZone").filter((zone) => !indonesian.some(({ value }) => value === zone));
  return [
    ...indonesian,
    { value: "UTC", label: "UTC" },
    ...others.filter((zone) => zone !== "UTC").map((zone) => ({ value: zone, label: zone })),
  ];
}
