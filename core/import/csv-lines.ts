import { CsvUnreadable } from "./csv-problem.ts";

/** The lines of a file, each with the byte at which it ends: reading can go on behind any of them, in any encoding. */

/** Where reading goes on: a byte of the file, and the line that ends right before it. */
export interface ReadPoint {
  readonly byte: number;
  readonly line: number;
}

export interface Line {
  readonly text: string;
  /** How it ends; nothing at the end of the file. */
  readonly lineEnd: string;
  /** Counted from 1. */
  readonly line: number;
  /** Byte of the file behind its end. */
  readonly end: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts bytes at line ends of all three kinds, wherever they stand: files are glued together of others. In every encoding
 * but UTF-16 these bytes are line ends and nothing else, so that a character is never cut.
 */
export class LineSplitter {
  readonly #unit: 1 | 2;
  readonly #littleEnd: boolean;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #maxBytes: number;
  #rest: Uint8Array = new Uint8Array();
  #point: ReadPoint;

  constructor(encoding: string, from: ReadPoint, maxCharacters: number) {
    this.#unit = encoding.startsWith("utf-16") ? 2 : 1;
    this.#littleEnd = encoding === "utf-16le";
    this.#maxBytes = maxCharacters * this.#unit;
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    this.#decode = (bytes) => decoder.decode(bytes);
    this.#point = from;
  }

  /** @throws CsvUnreadable for a line of more characters than a record may have */
  push(bytes: Uint8Array): Line[] {
    return this.#cut(this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]), false);
  }

  end(): Line[] {
    return this.#cut(this.#rest, true);
  }

  #cut(bytes: Uint8Array, isEnd: boolean): Line[] {
    const lines: Line[] = [];
    const unit = this.#unit;
    let start = 0;
    for (let at = 0; at + unit <= bytes.length; at += unit) {
      const code = this.#codeAt(bytes, at);
      if (code !== lineFeed && code !== carriageReturn) continue;
      // What follows a return may come with the next part.
      if (code === carriageReturn && at + 2 * unit > bytes.length && !isEnd) break;
      const isPair = code === carriageReturn && this.#codeAt(bytes, at + unit) === lineFeed;
      const lineEnd = isPair ? "\r\n" : code === lineFeed ? "\n" : "\r";
      lines.push(this.#line(bytes.subarray(start, at), lineEnd));
      if (isPair) at += unit;
      start = at + unit;
    }
    this.#rest = bytes.subarray(start);
    if (isEnd && this.#rest.length > 0) lines.push(this.#line(this.#rest, ""));
    if (isEnd) this.#rest = new Uint8Array();
    if (this.#rest.length > this.#maxBytes) this.#tooLong(this.#point.line + 1);
    return lines;
  }

  /** Undefined behind the end. */
  #codeAt(bytes: Uint8Array, at: number): number | undefined {
    const [first, second] = [bytes[at], bytes[at + 1]];
    if (this.#unit === 1) return first;
    const [low, high] = this.#littleEnd ? [first, second] : [second, first];
    return low === undefined || high === undefined ? undefined : high * 256 + low;
  }

  #line(bytes: Uint8Array, lineEnd: string): Line {
    const { byte, line } = this.#point;
    this.#point = { byte: byte + bytes.length + lineEnd.length * this.#unit, line: line + 1 };
    if (bytes.length > this.#maxBytes) this.#tooLong(line + 1);
    return { text: this.#decode(bytes), lineEnd, line: line + 1, end: this.#point.byte };
  }

  #tooLong(line: number): never {
    const came = `a line of more than ${this.#maxBytes / this.#unit} characters`;
    throw new CsvUnreadable({ line, came, wanted: "shorter lines, one contact each" });
  }
}
