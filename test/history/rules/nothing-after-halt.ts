import type { Verb } from "../lines.ts";
import { isKind, when, type MakeRule, type Operation } from "../rule.ts";

/** What lets a campaign, a person or a tenant go on. */
const lifting: readonly Verb[] = ["resume", "retry", "create", "opt_in", "lift"];
const halting: readonly Verb[] = ["pause", "stop", "delete", "opt_out", "halt"];

/** A campaign, a number or a tenant, and who halted it. */
interface Scope {
  halted: Operation<"request"> | undefined;
  /** Handed over since, by session: of a halt each session may finish the message that it has in hand. */
  readonly since: Map<string, Operation<"hand_over">[]>;
  /** Requests to go on that may still be done at any moment. */
  readonly lifts: Set<Operation<"request">>;
  /** Where the last of them began. */
  lastLift: number;
}

/**
 * After a pause, a stop, a deletion, an opt-out or a halt was answered, at most one more message is handed over: the one
 * that was in hand. It holds until a request begins that lets it go on.
 */
export const nothingAfterHalt: MakeRule = (breaks, { message }) => {
  const scopes = new Map<string, Scope>();
  const scopeOf = (key: string): Scope => {
    const there = scopes.get(key);
    if (there !== undefined) return there;
    const scope: Scope = { halted: undefined, since: new Map(), lifts: new Set(), lastLift: -1 };
    scopes.set(key, scope);
    return scope;
  };
  /** Tenants are halted as a whole. */
  const keyOf = ({ begin: { verb, of } }: Operation<"request">) =>
    verb === "halt" || verb === "lift" ? `halt ${of}` : verb === "opt_out" || verb === "opt_in" ? `number ${of}` : of;
  const check = (key: string, operation: Operation<"hand_over">) => {
    const scope = scopes.get(key);
    if (scope?.halted?.end === undefined) return;
    const { session } = operation.begin;
    const since = scope.since.get(session) ?? [];
    scope.since.set(session, since);
    since.push(operation);
    if (since.length < 2) return;
    const { begin, end } = scope.halted;
    const what = `${since.length} messages of ${session} are handed over`;
    breaks(`${what} after ${begin.verb} of ${begin.of} was answered at ${when(end.at)}`, scope.halted, ...since);
  };
  return {
    begins: (operation) => {
      if (isKind(operation, "hand_over")) {
        const { id, session } = operation.begin;
        const its = message(id);
        if (its !== undefined && !its.direct) {
          check(its.of, operation);
          check(`number ${its.number}`, operation);
        }
        const tenant = session.slice(0, session.indexOf("/"));
        for (const whose of ["all", tenant]) check(`halt ${whose}`, operation);
      }
      if (!isKind(operation, "request") || !lifting.includes(operation.begin.verb)) return;
      const scope = scopeOf(keyOf(operation));
      scope.halted = undefined;
      scope.lifts.add(operation);
      scope.lastLift = operation.place;
    },
    ends: (operation, end) => {
      if (!isKind(operation, "request")) return;
      const { verb, key } = operation.begin;
      if (lifting.includes(verb)) {
        const { lifts } = scopeOf(keyOf(operation));
        // What no answer came to may still be done, until the same request is answered at another try.
        if (end.as !== "failed") {
          for (const lift of lifts)
            if (lift === operation || (key !== undefined && lift.begin.key === key)) lifts.delete(lift);
        }
      }
      if (!halting.includes(verb) || end.as !== "done") return;
      const scope = scopeOf(keyOf(operation));
      if (scope.lifts.size > 0 || scope.lastLift > operation.place || scope.halted !== undefined) return;
      scope.halted = operation;
      scope.since.clear();
    },
  };
};
