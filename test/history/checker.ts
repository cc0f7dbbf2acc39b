import type { Line } from "./lines.ts";
import type { Evidence, Message, AnyOperation, Rule } from "./rule.ts";
import { answersHold } from "./rules/answers-hold.ts";
import { countsOfAMoment } from "./rules/counts-of-a-moment.ts";
import { doubtHasAReason } from "./rules/doubt-has-a-reason.ts";
import { handedOverOnce } from "./rules/handed-over-once.ts";
import { limitsKept } from "./rules/limits-kept.ts";
import { nothingAfterHalt } from "./rules/nothing-after-halt.ts";
import { oneOutcome } from "./rules/one-outcome.ts";
import { oneOwner } from "./rules/one-owner.ts";

const rules = {
  oneOwner,
  handedOverOnce,
  nothingAfterHalt,
  answersHold,
  oneOutcome,
  countsOfAMoment,
  doubtHasAReason,
  limitsKept,
};
export type RuleName = keyof typeof rules;

export interface Verdict {
  readonly rule: RuleName;
  readonly says: string;
  readonly shownBy: readonly Evidence[];
}

/** How many verdicts are kept: one mistake may break a rule many times over. */
const keptVerdicts = 1_000;

/**
 * Judges a history line by line as it comes. It shares no code with the system: it knows the lines, and what was promised.
 * It keeps what is under way and a few facts a message, so that its time and memory grow with the history and no faster.
 */
export class Checker {
  readonly verdicts: Verdict[] = [];
  /** How many lines of each kind were judged. */
  readonly seen = new Map<string, number>();
  readonly #rules: readonly Rule[];
  readonly #open = new Map<number, AnyOperation>();
  /** What each process has under way. */
  readonly #openOf = new Map<string, Set<AnyOperation>>();
  readonly #messages = new Map<string, Message>();
  readonly #ended = new Set<string>();
  #place = 0;
  #at = -Infinity;

  /** @param only these rules: of a history in which the others have nothing to judge */
  constructor(only: readonly RuleName[] = Object.keys(rules) as RuleName[]) {
    const { message, hasEnded } = this;
    const judging = Object.entries(rules).filter(([name]) => only.includes(name as RuleName));
    this.#rules = judging.map(([name, makeRule]) =>
      makeRule(
        (says, ...shownBy) => {
          if (this.verdicts.length < keptVerdicts) this.verdicts.push({ rule: name as RuleName, says, shownBy });
        },
        { message, hasEnded },
      ),
    );
  }

  readonly message = (id: string): Message | undefined => this.#messages.get(id);
  readonly hasEnded = (process: string): boolean => this.#ended.has(process);

  /** @throws Error for a line that can't follow those before it: then it is the recorder that is wrong */
  feed(line: Line): void {
    this.#place += 1;
    if (line.at < this.#at) throw new Error(`line ${this.#place}: time goes back from ${this.#at} to ${line.at}`);
    this.#at = line.at;
    switch (line.is) {
      case "begin":
        this.#begin({ begin: line, place: this.#place });
        break;
      case "end":
        this.#end(line);
        break;
      case "point":
        this.#count(line.what);
        if (line.what === "process") this.#process(line.by, line.became);
        for (const rule of this.#rules) rule.sees?.(line, this.#place);
        break;
    }
  }

  #count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  #begin(operation: AnyOperation): void {
    const { begin } = operation;
    this.#count(begin.what);
    if (this.#open.has(begin.op)) throw new Error(`line ${this.#place}: operation ${begin.op} begins twice`);
    this.#open.set(begin.op, operation);
    const ofProcess = this.#openOf.get(begin.by);
    if (ofProcess === undefined) this.#openOf.set(begin.by, new Set([operation]));
    else ofProcess.add(operation);
    if (begin.what === "claim" && begin.id !== undefined) {
      this.#messages.set(begin.id, { of: begin.of, number: begin.number, direct: begin.direct === true });
    }
    for (const rule of this.#rules) rule.begins?.(operation);
  }

  #end({ op, at, as, is: _, ...answer }: Extract<Line, { is: "end" }>): void {
    const operation = this.#open.get(op);
    if (operation === undefined) throw new Error(`line ${this.#place}: operation ${op} ends and is not under way`);
    this.#close(operation);
    const end = { at, as, answer, place: this.#place };
    operation.end = end;
    for (const rule of this.#rules) rule.ends?.(operation, end);
  }

  #process(process: string, became: "started" | "ended"): void {
    if (became === "started") {
      this.#ended.delete(process);
      return;
    }
    this.#ended.add(process);
    for (const operation of this.#openOf.get(process) ?? []) {
      this.#close(operation);
      for (const rule of this.#rules) rule.breaksOff?.(operation);
    }
  }

  #close(operation: AnyOperation): void {
    this.#open.delete(operation.begin.op);
    this.#openOf.get(operation.begin.by)?.delete(operation);
  }
}

/** A verdict in words: the rule, what is wrong, and what shows it with its times. */
export function inWords({ rule, says, shownBy }: Verdict): string {
  return [`${rule}: ${says}`, ...shownBy.map((one) => `    ${shown(one)}`)].join("\n");
}

/** More of one line says no more. */
const longest = 200;

function shown(evidence: Evidence): string {
  const isOperation = "begin" in evidence;
  const line = isOperation ? evidence.begin : evidence;
  const end = isOperation ? evidence.end : undefined;
  const { at, by, what, is: _, ...rest } = line;
  const { op: _op, ...fields } = rest as Readonly<Record<string, unknown>>;
  const time = (ms: number) => new Date(ms).toISOString().slice(11, 23);
  const until = !isOperation ? "" : end === undefined ? " to no answer" : ` to ${time(end.at)}`;
  const answer = end === undefined ? "" : ` -> ${end.as} ${JSON.stringify(end.answer)}`;
  return `${time(at)}${until}  ${by} ${what} ${JSON.stringify(fields)}${answer}`.slice(0, longest);
}
