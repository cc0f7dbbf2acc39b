import { dayIn } from "./days.ts";

/** Gives a person a text as a file. A CSV begins with a byte order mark, by which Excel knows that it is UTF-8. */
export function saveText(text: string, filename: string, type = "text/csv"): void {
  const mark = type === "text/csv" ? "\uFEFF" : "";
  const address = URL.createObjectURL(new Blob([mark, text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = filename;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name that every system takes: letters, digits and dashes of `name`, then the day as the session counts it. */
export function datedName(name: string, ending: string, timezone = "UTC"): string {
  const plain = name.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const short = plain.slice(0, 60).toWellFormed();
  return `${short === "" ? "file" : short}-${dayIn(new Date().toISOString(), timezone)}.${ending}`;
}
