import { doneOf, isKind, when, type MakeRule, type AnyOperation, type Operation } from "../rule.ts";

interface Held {
  /** The highest epoch that was answered, and whose it is; nobody's once it was given back. */
  readonly taken: Operation<"take">;
  readonly epoch: number;
  isReleased: boolean;
}

/**
 * A session has one owner at a time. Each take-over has an epoch of its own; messages are handed over by the process that
 * took the session last, and by no other, one at a time.
 */
export const oneOwner: MakeRule = (breaks, { hasEnded }) => {
  const sessions = new Map<string, Held>();
  const underWay = new Map<string, Operation<"hand_over">>();
  const over = (operation: AnyOperation) => {
    if (!isKind(operation, "hand_over")) return;
    const { session } = operation.begin;
    if (underWay.get(session) === operation) underWay.delete(session);
  };
  return {
    begins: (operation) => {
      if (!isKind(operation, "hand_over")) return;
      const { by, session } = operation.begin;
      const held = sessions.get(session);
      if (held === undefined) {
        breaks(`${by} hands a message of ${session} over and never took the session`, operation);
      } else if (held.taken.begin.by !== by) {
        const owner = `${held.taken.begin.by} took it under epoch ${held.epoch}`;
        breaks(`${by} hands a message of ${session} over after ${owner}`, held.taken, operation);
      } else if (held.isReleased) {
        breaks(`${by} hands a message of ${session} over after it gave the session back`, held.taken, operation);
      }
      const other = underWay.get(session);
      if (other !== undefined && !hasEnded(other.begin.by)) {
        const who = `${other.begin.by} and ${by}`;
        breaks(`two messages of ${session} are handed over at once, by ${who}`, other, operation);
      }
      underWay.set(session, operation);
    },
    ends: (operation, end) => {
      over(operation);
      if (isKind(operation, "release") && end.as === "done") {
        const held = sessions.get(operation.begin.session);
        if (held?.taken.begin.by === operation.begin.by) held.isReleased = true;
      }
      const epoch = isKind(operation, "take") ? doneOf(end)?.epoch : undefined;
      if (!isKind(operation, "take") || epoch === undefined) return;
      const { by, session } = operation.begin;
      const held = sessions.get(session);
      if (held?.epoch === epoch) {
        const first = `${held.taken.begin.by} and at ${when(end.at)} by ${by}`;
        breaks(`${session} was taken under epoch ${epoch} twice, by ${first}`, held.taken, operation);
      }
      // An answer that comes late, when a higher epoch is there: its caller is no owner any more.
      if (held !== undefined && held.epoch > epoch) return;
      sessions.set(session, { taken: operation, epoch, isReleased: false });
    },
    breaksOff: over,
  };
};
