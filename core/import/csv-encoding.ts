/** How the bytes of a file are text: by its byte order mark, by what the caller says, or by the bytes themselves. */

/** What `TextDecoder` calls an encoding; undefined for what it does not know. */
export function encodingNamed(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** Its sentence is made where it is answered; jobs of before keep one in English, `message`, in place of the members. */
export type ImportWarning =
  | { readonly code: "encoding_unsure"; readonly encoding: string }
  | { readonly code: "encoding_overruled"; readonly encoding: string; readonly asked: string }
  | { readonly code: "broken_characters"; readonly count: number }
  | { readonly code: "header_unsure"; readonly line: number }
  | { readonly code: "column_renamed"; readonly column: number; readonly header: string; readonly field: string };

export interface FoundEncoding {
  readonly encoding: string;
  readonly warning?: ImportWarning;
}

/** Bytes before the text, in files that begin with a mark. */
export const markBytes = (encoding: string, head: Uint8Array): number =>
  encodingOfMark(head) === encoding ? (encoding === "utf-8" ? 3 : 2) : 0;

function encodingOfMark(head: Uint8Array): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : undefined;
}

/** What a file of another kind begins with, in Latin-1, and what it is. */
const otherKinds: readonly (readonly [string, string])[] = [
  ["PK\u0003\u0004", "an Excel workbook or another packed file"],
  ["\u00d0\u00cf\u0011\u00e0", "an old Excel workbook"],
  ["%PDF", "a PDF"],
  ["\u0089PNG", "a picture"],
  ["\u00ff\u00d8\u00ff", "a picture"],
  ["GIF8", "a picture"],
  ["\u001f\u008b", "a packed file"],
];

/** Letters that are no ASCII, several in a row or alone in a word; signs of money or of fractions within words; bytes that mean nothing. */
const notWestern =
  /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{3}|(?<![A-Za-z\u0080-\u024f])[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{2}(?![A-Za-z\u0080-\u024f])|[A-Za-z\u00c0-\u024f][\u00a2-\u00a6\u00ac\u00af\u00b1\u00b5\u00b6\u00b8\u00bc-\u00be][A-Za-z\u00c0-\u024f]|[\u00a2-\u00a6\u00ac\u00af\u00b1\u00b5\u00b6\u00b8\u00bc-\u00be][\u00c0-\u00ff]|[\u0081\u008d\u008f\u0090\u009d]/;

/** Reads all bytes of a file once, part by part. */
export class EncodingSurvey {
  readonly #told: string | undefined;
  #head: Uint8Array = new Uint8Array();
  #bytes = 0;
  #controls = 0;
  #wasHigh = false;
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  /** Bytes that are too few to hold a mark. */
  #early: Uint8Array = new Uint8Array();
  #characters = 0;
  #broken = 0;
  #isWestern = true;

  /** @param told what the caller says that the encoding is, by TextDecoder's name */
  constructor(told?: string) {
    this.#told = told;
  }

  push(bytes: Uint8Array): void {
    if (this.#head.length < 8) this.#head = Buffer.concat([this.#head, bytes.subarray(0, 8)]).subarray(0, 8);
    this.#bytes += bytes.length;
    let isHigh = false;
    for (const byte of bytes) {
      if (byte >= 0x80) isHigh = true;
      // Tab, line feed, vertical tab, form feed, return and escape are of text.
      else if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) this.#controls += 1;
    }
    this.#decode(bytes, isHigh);
    if (isHigh && this.#isWestern) this.#isWestern = !notWestern.test(new TextDecoder("windows-1252").decode(bytes));
    this.#wasHigh = isHigh;
  }

  /** ASCII alone is nothing to count, but in UTF-16, where bytes are counted by twos. */
  #decode(bytes: Uint8Array, isHigh: boolean): void {
    const all = this.#early.length === 0 ? bytes : Buffer.concat([this.#early, bytes]);
    if (this.#bytes < 3) {
      this.#early = all;
      return;
    }
    this.#early = new Uint8Array();
    this.#decoder ??= this.#newDecoder();
    const isOfInterest = isHigh || this.#wasHigh || this.#decoder.encoding.startsWith("utf-16");
    if (isOfInterest) this.#count(this.#decoder.decode(all, { stream: true }));
  }

  #newDecoder = () => new TextDecoder(encodingOfMark(this.#head) ?? this.#told ?? "utf-8");

  #count(text: string): void {
    this.#characters += text.match(/[^\u0000-\u007f]/gu)?.length ?? 0;
    this.#broken += text.match(/\ufffd/g)?.length ?? 0;
  }

  /** What a file is that is no text. */
  get otherKind(): string | undefined {
    const head = Buffer.from(this.#head).toString("latin1");
    const known = otherKinds.find(([magic]) => head.startsWith(magic))?.[1];
    if (known !== undefined || encodingOfMark(this.#head) !== undefined) return known;
    // A few stray bytes cost their rows; a file that is full of them is none.
    const share = this.#controls / this.#bytes;
    return share > 0.5 || (this.#controls >= 8 && share > 0.05) ? "no text" : undefined;
  }

  finish(): FoundEncoding {
    this.#decoder ??= this.#newDecoder();
    this.#count(this.#decoder.decode(this.#early));
    const told = this.#told;
    const marked = encodingOfMark(this.#head);
    if (marked !== undefined && told !== undefined && told !== marked) {
      return { encoding: marked, warning: { code: "encoding_overruled", encoding: marked, asked: told } };
    }
    // Rows of two encodings, glued together: the encoding of most characters is used, and the others give a warning.
    const whole = this.#characters - this.#broken;
    const encoding = marked ?? told ?? (whole >= this.#broken ? "utf-8" : undefined);
    if (encoding !== undefined) {
      const count = this.#broken;
      return count === 0 ? { encoding } : { encoding, warning: { code: "broken_characters", count } };
    }
    const western = { encoding: "windows-1252" };
    const isSure = this.#isWestern && whole === 0;
    return isSure ? western : { ...western, warning: { code: "encoding_unsure", ...western } };
  }
}
