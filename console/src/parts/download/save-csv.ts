import { datedName } from "../days.ts";

/** Gives a person a CSV as a file. It begins with a byte order mark, by which Excel knows that it is UTF-8. */
export function saveCsv(csv: string, name: string, timezone: string | undefined): void {
  const address = URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = datedName(name, "csv", timezone);
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
