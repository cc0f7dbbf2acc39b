import type { Verb } from "../lines.ts";
import { doneOf, isKind, type MakeRule, type AnyOperation, type Operation } from "../rule.ts";

type Request = Operation<"request">;

/** What was answered of one thing, and what was begun since. */
interface Thing {
  /** The last of each verb that was answered. */
  readonly done: Map<Verb, Request>;
  /** Those that began and may still be done. */
  readonly open: Set<Request>;
  /** Where the last of each verb began. */
  readonly began: Map<Verb, number>;
  /** The last answer that said so. */
  completed?: Operation<"read">;
}

/** What takes away what an answer said. */
const undoes = {
  create: ["delete"],
  delete: ["create"],
  pause: ["resume", "retry", "stop", "delete"],
  stop: ["delete", "create"],
  completed: ["retry", "delete"],
} as const satisfies Partial<Record<Verb | "completed", readonly Verb[]>>;

/**
 * What was answered with 2xx stays true until a request begins that changes it: what was made is found, what was deleted
 * is not, what was paused stays paused, what was stopped stays stopped, and what was shown as completed stays so.
 */
export const answersHold: MakeRule = (breaks) => {
  const things = new Map<string, Thing>();
  const thingOf = (of: string): Thing => {
    const there = things.get(of);
    if (there !== undefined) return there;
    const thing: Thing = { done: new Map(), open: new Set(), began: new Map() };
    things.set(of, thing);
    return thing;
  };
  /** Whether one of the verbs began after that place, or began before it and may still be done. */
  const mayHaveChanged = ({ began, open }: Thing, verbs: readonly Verb[], since: number): boolean =>
    verbs.some((verb) => (began.get(verb) ?? -1) > since) || [...open].some(({ begin }) => verbs.includes(begin.verb));
  const holds = (thing: Thing, verb: keyof typeof undoes & Verb, read: AnyOperation): Request | undefined => {
    const done = thing.done.get(verb);
    if (done?.end === undefined || done.end.place > read.place) return undefined;
    return mayHaveChanged(thing, undoes[verb], done.place) ? undefined : done;
  };
  const judge = (read: Operation<"read">, status: string | undefined) => {
    const { of } = read.begin;
    const thing = things.get(of);
    if (thing === undefined) return;
    if (status === undefined) {
      const made = holds(thing, "create", read);
      if (made !== undefined) breaks(`${of} was made and is not found`, made, read);
      return;
    }
    const deleted = holds(thing, "delete", read);
    if (deleted !== undefined) breaks(`${of} was deleted and is found as ${status}`, deleted, read);
    const paused = status === "paused" ? undefined : holds(thing, "pause", read);
    if (paused !== undefined) breaks(`${of} was paused and is ${status}`, paused, read);
    const stopped = status === "stopped" ? undefined : holds(thing, "stop", read);
    if (stopped !== undefined) breaks(`${of} was stopped and is ${status}`, stopped, read);
    const { completed } = thing;
    if (status === "completed") thing.completed ??= read;
    else if (completed?.end !== undefined && completed.end.place < read.place) {
      if (!mayHaveChanged(thing, undoes.completed, completed.place)) {
        breaks(`${of} was completed and is ${status}`, completed, read);
      }
      delete thing.completed;
    }
  };
  return {
    begins: (operation) => {
      if (!isKind(operation, "request")) return;
      const thing = thingOf(operation.begin.of);
      thing.began.set(operation.begin.verb, operation.place);
      thing.open.add(operation);
    },
    ends: (operation, end) => {
      if (isKind(operation, "read")) {
        const answer = doneOf(end);
        if (answer !== undefined) judge(operation, answer.status);
      }
      if (!isKind(operation, "request")) return;
      const { of, key, verb } = operation.begin;
      const thing = thingOf(of);
      if (end.as === "done") thing.done.set(verb, operation);
      if (end.as === "failed") return;
      for (const other of thing.open)
        if (other === operation || (key !== undefined && other.begin.key === key)) thing.open.delete(other);
    },
  };
};
