import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { networkEventShape } from "../../../simulator/events.ts";
import { Checker, inWords } from "../../history/checker.ts";
import { parseLine, type Line, type Verb } from "../../history/lines.ts";
import { Scribe } from "../../history/scribe.ts";
import { pointOf } from "./network-points.ts";

/** The history of a run of several processes: what each wrote down, the network's journal, and what the test itself did. */

const dirName = "TEST_HISTORY";

/** Where this process is to write down what it does; nothing is recorded where no test asks for it. */
export const historyDir = (): string | undefined => process.env[dirName];
export const processName = (pid: number): string => `process ${pid}`;
export const pidOf = (process: string): number => Number(/^process (\d+)$/.exec(process)?.[1]);

/** Environment of a process whose worker is to be recorded. */
export function recordingInto(dir: string): Readonly<Record<string, string>> {
  mkdirSync(dir, { recursive: true });
  const recorder = pathToFileURL(join(import.meta.dirname, "in-process.ts")).href;
  return { [dirName]: dir, NODE_OPTIONS: `--import=${recorder}` };
}

/** What the test itself does and sees, on the clock of the machine, as the others. */
export class OwnRecord {
  readonly lines: Line[] = [];
  readonly scribe = new Scribe(
    () => Date.now(),
    (line) => this.lines.push(line),
  );

  /** The process is surely gone by now. */
  ended(pid: number): void {
    this.scribe.point(processName(pid), "process", { became: "ended" });
  }

  /**
   * A request of a person that is answered with 2xx, or throws.
   *
   * @param of what it is about; for what it makes, by its answer
   */
  async request<Answer>(verb: Verb, of: string | ((answer: Answer) => string), call: () => Promise<Answer>) {
    const place = this.lines.length;
    const begun = this.scribe.begin("people", "request", { verb, of: typeof of === "string" ? of : "" });
    const answer = await call();
    const line = this.lines[place];
    if (typeof of === "function" && line !== undefined) this.lines[place] = { ...line, of: of(answer) } as Line;
    begun.done({});
    return answer;
  }

  /** A campaign is read. */
  async read<View extends { readonly status: string; readonly counts: Readonly<Record<string, number>> }>(
    of: string,
    call: () => Promise<View>,
  ): Promise<View> {
    const read = this.scribe.begin("people", "read", { of });
    const view = await call();
    const { notReached: _, ...counts } = view.counts;
    read.done({ status: view.status, counts });
    return view;
  }
}

/** @param journal of the simulated network @returns one line a broken rule */
export const brokenIn = (dir: string, journal: string, own: OwnRecord): string[] =>
  brokenOf(historyOf(dir, networkLines(readFileSync(journal, "utf8")), own.lines));

/** What processes wrote down in a folder, and others besides, in one order. */
export const historyOf = (dir: string, ...others: readonly (readonly Line[])[]): readonly Line[] =>
  merged([...readdirSync(dir).map((file) => linesOf(readFileSync(join(dir, file), "utf8"))), ...others]);

/** @returns one line a broken rule */
export function brokenOf(history: readonly Line[]): string[] {
  const checker = new Checker();
  for (const line of history) checker.feed(line);
  const recorded = ["take", "claim", "hand_over", "received", "change"].filter((kind) => !checker.seen.has(kind));
  // Otherwise it would pass because nothing is in it.
  const missing = recorded.map((kind) => `the history has no ${kind} in it`);
  return [...missing, ...checker.verdicts.map(inWords)];
}

/** A last line that a kill tore is left out. */
const wholeLines = (text: string): readonly string[] => text.split("\n").slice(0, -1);
const linesOf = (text: string): readonly Line[] => wholeLines(text).map((line, index) => parseLine(line, index + 1));

function networkLines(journal: string): readonly Line[] {
  const lines: Line[] = [];
  let at = 0;
  const scribe = new Scribe(
    () => at,
    (line) => lines.push(line),
  );
  const numbers = new Map<string, string>();
  for (const line of wholeLines(journal)) {
    const event = networkEventShape.parse(JSON.parse(line));
    const point = pointOf(event, numbers);
    if (point === undefined) continue;
    at = Math.max(at, ("at" in event ? event.at : undefined) ?? at);
    scribe.point("network", point.what, point);
  }
  return lines;
}

/** What comes first of two lines of one moment: then they are taken to overlap, which excuses more than it accuses. */
const rank: Readonly<Record<Line["is"], number>> = { begin: 0, point: 1, end: 2 };

/** All in the order of their times; those of one process keep their own. */
function merged(sources: readonly (readonly Line[])[]): readonly Line[] {
  const next = sources.map(() => 0);
  const all: Line[] = [];
  for (;;) {
    let first: { readonly source: number; readonly line: Line } | undefined;
    for (const [source, lines] of sources.entries()) {
      const line = lines[next[source] ?? 0];
      if (line === undefined) continue;
      const isSooner =
        first === undefined ||
        line.at < first.line.at ||
        (line.at === first.line.at && rank[line.is] < rank[first.line.is]);
      if (isSooner) first = { source, line };
    }
    if (first === undefined) return all;
    all.push(first.line);
    next[first.source] = (next[first.source] ?? 0) + 1;
  }
}
