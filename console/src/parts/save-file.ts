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
