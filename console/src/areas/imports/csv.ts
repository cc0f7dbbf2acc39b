/** Cells of a CSV's beginning, as they are written: to show what a column holds. What becomes a contact the API finds out. */
export function cellsOf(text: string, delimiter: string, mostRows = Infinity): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    // A line without anything is none.
    if (row.some((one) => one.trim() !== "")) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length && rows.length < mostRows; at += 1) {
    const letter = text.charAt(at);
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell.trim() === "") {
      cell = "";
      isQuoted = true;
    } else if (letter === delimiter) endCell();
    else if (letter === "\n" || letter === "\r") endRow();
    else cell += letter;
  }
  if (rows.length < mostRows && (cell !== "" || row.length > 0)) endRow();
  return rows;
}

const delimiters = [",", ";", "\t", "|"];

/** The likeliest delimiter of the first line that has something. */
export function likelyDelimiter(text: string): string {
  const line = /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0] ?? "";
  const count = (delimiter: string): number => line.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best), ",");
}

/** The text of a file's first bytes, in the encoding that was found, or else in the likeliest. */
export function textOf(bytes: Uint8Array, encoding?: string): string {
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    // A letter that the cut goes through is none that is wrong.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Excel's own first line, which names the delimiter. */
export const withoutSep = (text: string): string => text.replace(/^[\r\n]*"?sep=[^\r\n]*(\r\n|\n|\r)/i, "");
