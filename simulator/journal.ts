import { appendFileSync, closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

const newline = 0x0a;

/**
 * An append-only file of JSON lines. Every append is one synchronous write: it survives a SIGKILL of this process (not a
 * loss of power, which a simulation needs no defence against).
 */
export class Journal<Entry> {
  readonly #file: number;
  #isOpen = true;

  private constructor(file: number) {
    this.#file = file;
  }

  /**
   * Opens or makes the file and hands every whole line to `onEntry`, in order. A last line without its end was torn by a
   * kill: no answer was built on it, so it is cut off.
   * @throws Error naming file and line when a whole line cannot be read.
   */
  static open<Entry>(path: string, parse: (line: unknown) => Entry, onEntry: (entry: Entry) => void): Journal<Entry> {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, "a+");
    try {
      const bytes = readFileSync(path);
      let start = 0;
      for (let line = 1, end = bytes.indexOf(newline); end >= 0; line += 1, end = bytes.indexOf(newline, start)) {
        try {
          onEntry(parse(JSON.parse(bytes.toString("utf8", start, end))));
        } catch (cause) {
          throw new Error(`line ${line} of ${path} cannot be read`, { cause });
        }
        start = end + 1;
      }
      if (start < fstatSync(file).size) ftruncateSync(file, start);
      return new Journal<Entry>(file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  append(entry: Entry): void {
    // The number of a closed file may be another file's by now.
    if (!this.#isOpen) throw new Error("the journal is closed");
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
  }
}
