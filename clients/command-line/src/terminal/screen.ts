import type { Readable, Writable } from "node:stream";
import type { Failure } from "../failure.ts";
import { tableFor, tabbed, type Cell, type Column } from "./table.ts";
import { printable, widthOf, wrapped } from "./text.ts";

/** Where a command's output goes: results to standard output, what a person reads meanwhile to standard error. */

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Style = keyof typeof styles;

const usualColumns = 80;

export class Screen {
  readonly streams: Streams;
  readonly json: boolean;
  readonly #color: boolean;

  /** @param env `NO_COLOR` (https://no-color.org) and a dumb terminal get no colours, nor does a pipe */
  constructor(streams: Streams, json: boolean, env: NodeJS.ProcessEnv) {
    this.streams = streams;
    this.json = json;
    this.#color = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  }

  /** Standard output is a terminal, and a person reads it. */
  get isTerminal(): boolean {
    return this.streams.stdout.isTTY === true && !this.json;
  }

  /** A person can be asked. */
  get canAsk(): boolean {
    return this.isTerminal && this.streams.stdin.isTTY === true;
  }

  /** Of a terminal that does not say: 80. */
  get columns(): number {
    const { columns = 0 } = this.streams.stdout;
    return columns > 0 ? columns : usualColumns;
  }

  /** Of a terminal that does not say: as many as it takes. */
  get rows(): number {
    const { rows = 0 } = this.streams.stdout;
    return rows > 0 ? rows : Number.MAX_SAFE_INTEGER;
  }

  paint(style: Style, text: string): string {
    return this.#color && this.isTerminal ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
  }

  /** A line of the result, for people; nothing with `--json`. @param indent of what a terminal is too narrow for */
  line(text = "", indent = 0): void {
    if (this.json) return;
    const lines = this.isTerminal ? wrapped(text, this.columns, indent) : [text];
    this.streams.stdout.write(`${lines.join("\n")}\n`);
  }

  /** As it is, such as a report. */
  raw(text: string): void {
    this.streams.stdout.write(text);
  }

  /** The result with `--json`: one document in one line. */
  document(value: unknown): void {
    if (this.json) this.streams.stdout.write(`${JSON.stringify(value)}\n`);
  }

  table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
    if (this.json) return;
    const [head = "", ...lines] = this.isTerminal ? tableFor(columns, rows, this.columns) : tabbed(columns, rows);
    this.line(this.paint("bold", head));
    for (const line of lines) this.line(line);
  }

  /** What a person wants to know and a program does not: never in the result. */
  note(text: string): void {
    if (this.json) return;
    const { stderr } = this.streams;
    const lines = stderr.isTTY === true ? wrapped(text, stderr.columns ?? usualColumns) : [text];
    stderr.write(`${lines.join("\n")}\n`);
  }

  /** What a person may type next: a command in a line of its own where both are too long, so that it can be copied. */
  next(what: string, command: string): void {
    if (this.json) return;
    const { stderr } = this.streams;
    const line = `${what}: ${command}`;
    const isTooLong = stderr.isTTY === true && widthOf(line) > (stderr.columns ?? usualColumns);
    stderr.write(isTooLong ? `${what}:\n${command}\n` : `${line}\n`);
  }

  warn({ code, message }: { readonly code: string; readonly message: string }): void {
    this.note(`warning: ${printable(message)} (${code})`);
  }

  /** The line that a terminal shows for the moment; the next one takes its place. Elsewhere there is none. */
  passing(text: string): void {
    const { stderr } = this.streams;
    if (!this.json && stderr.isTTY === true) stderr.write(`\r\u001b[K${text}`);
  }

  fail(failure: Failure): void {
    const { stderr } = this.streams;
    if (this.json) {
      stderr.write(`${JSON.stringify({ error: failure })}\n`);
      return;
    }
    const { message, code, status, details = [], facts = {}, requestId, hint } = failure;
    const isOwn = status === undefined;
    const of = [
      code,
      ...(isOwn ? [] : [`status ${status}`]),
      ...(requestId === undefined ? [] : [`request ${requestId}`]),
    ];
    const more = Object.entries(facts).map(
      ([name, value]) => `${name}: ${printable(typeof value === "string" ? value : JSON.stringify(value))}`,
    );
    const lines = [
      `error: ${isOwn ? message : printable(message)}`,
      ...(isOwn && code === "WRONG_USAGE" ? [] : [`  ${of.join(", ")}`]),
      ...more.map((text) => `  ${text}`),
      ...details.map(({ pointer, came, wanted }) => `  ${printable(`${pointer}: came ${came}, wanted ${wanted}`)}`),
      ...(hint === undefined ? [] : wrapped(hint, usualColumns - 2).map((text) => `  ${text}`)),
    ];
    const isRead = stderr.isTTY === true;
    const shown = isRead
      ? lines.flatMap((text) =>
          wrapped(text.trimStart(), usualColumns - 2).map((part, at) =>
            at === 0 && text === lines[0] ? part : `  ${part}`,
          ),
        )
      : lines;
    stderr.write(`${shown.join("\n")}\n`);
  }
}
