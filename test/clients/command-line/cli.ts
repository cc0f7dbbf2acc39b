import { type ChildProcess, spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { join } from "node:path";
import { until } from "../../support/stack.ts";

/** The command line as a person or a script starts it, in a process of its own. */

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  /** Where it keeps what it has to know. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Of its standard input. */
  readonly input?: string;
  /** Its output is a terminal of 80 columns, of `script`'s making; both streams come as `out`. */
  readonly terminal?: true;
  /** Of that terminal; 24 when absent. */
  readonly rows?: number;
}

/** Where a home has the package, installed as a stranger does. */
export const binOf = (home: string): string => join(home, "node_modules/whatsapp-broadcast/dist/whatsapp-broadcast.js");

/** Starts it and lets it run. */
export function start(words: readonly string[], { home, env = {}, terminal, rows = 24 }: CliOptions): ChildProcess {
  const { PATH = "" } = process.env;
  const command = [process.execPath, binOf(home), ...words];
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const onTerminal = ["--quiet", "--return", "--command", `stty rows ${rows} cols 80; exec ${quoted}`, "/dev/null"];
  const child = spawn(
    terminal === true ? "script" : process.execPath,
    terminal === true ? onTerminal : command.slice(1),
    {
      // Nothing of this machine's own.
      env: { PATH, HOME: home, TZ: "UTC", TERM: "xterm", SHELL: "/bin/sh", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

const running = new Set<ChildProcess>();
/** A test that failed in the middle leaves its command running. @returns how many there were */
export function endLeft(): number {
  for (const child of running) child.kill("SIGKILL");
  return running.size;
}

export async function endOf(child: ChildProcess): Promise<Ran> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("it has no output");
  const ended = new Promise<number>((done) =>
    child.once("close", (code) => {
      done(code ?? 1);
    }),
  );
  // `text` would take the mark of a CSV away.
  const [code, out, err] = await Promise.all([ended, buffer(stdout), buffer(stderr)]);
  return { code, out: out.toString(), err: err.toString() };
}

export async function run(words: readonly string[], options: CliOptions): Promise<Ran> {
  const child = start(words, options);
  child.stdin?.end(options.input ?? "");
  const ran = await endOf(child);
  return options.terminal === true ? { ...ran, out: ran.out.replaceAll("\r\n", "\n") } : ran;
}

/** A person at a terminal, who answers each question once it is there. */
export async function talk(
  words: readonly string[],
  options: Omit<CliOptions, "terminal" | "input">,
  ...answers: readonly (readonly [question: string, typed: string])[]
): Promise<Pick<Ran, "code" | "out">> {
  const child = start(words, { ...options, terminal: true });
  const ended = endOf(child);
  let out = "";
  child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
  for (const [question, typed] of answers) {
    await Promise.race([
      until(
        async () => out,
        (text) => text.includes(question),
        `it asks "${question}"`,
      ),
      ended.then(() => {
        throw new Error(`it ended without "${question}": ${out}`);
      }),
    ]);
    child.stdin?.write(typed);
  }
  const { code } = await ended;
  return { code, out: out.replaceAll("\r\n", "\n") };
}

/** As a person sees it, whose ids are any. */
export const plain = (output: string): string =>
  stripVTControlCharacters(output).replace(/\b(cmp|lst)_[0-9A-Z]{26}\b/g, "$1_ID");

/** What differs from run to run, by what it is. */
export const settled = (output: string): string =>
  output
    .replace(/\b(cmp|lst|imp|whk|tpl)_[0-9A-Z]{26}\b/g, "$1_ID")
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "http://127.0.0.1:PORT")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replace(/(\b\d{4}-\d\d-\d\d )?\b\d\d:\d\d\b/g, "HH:MM")
    .replace(/\d+ ms\b/g, "N ms")
    .replace(/\b\d+ s apart/g, "N s apart")
    .replace(/\/\S+\/(profiles\/\w+\.json)/g, "DIR/$1")
    .replaceAll("\u001b", "␛");
