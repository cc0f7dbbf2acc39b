import { isKind, type MakeRule, type Operation, type Point } from "../rule.ts";

interface Times {
  /** What the network had of it, by calls of the system. */
  readonly received: Point<"received">[];
  /** Further attempts at a message in doubt, which a person asked for. */
  repeats: number;
}

/**
 * A message reaches the network once by the system's doing, under its id and for its member of the audience. A person may
 * have one in doubt tried again; a page may send one again by itself.
 */
export const handedOverOnce: MakeRule = (breaks, { message }) => {
  const ofId = new Map<string, Times>();
  const ofMember = new Map<string, Times>();
  const retried = new Set<string>();
  const timesOf = (all: Map<string, Times>, key: string): Times => {
    const there = all.get(key);
    if (there !== undefined) return there;
    const times: Times = { received: [], repeats: 0 };
    all.set(key, times);
    return times;
  };
  const claimed = (operation: Operation<"claim">) => {
    const { of, number, from, id } = operation.begin;
    if (from === undefined || id === undefined) return;
    if (!retried.has(of)) {
      breaks(`${number} of ${of} is tried once more, and no person asked for a retry of ${of}`, operation);
    }
    // One that failed surely did not go: it is no repeat.
    if (from !== "in_doubt") return;
    timesOf(ofId, id).repeats += 1;
    timesOf(ofMember, `${of} ${number}`).repeats += 1;
  };
  return {
    begins: (operation) => {
      if (isKind(operation, "claim")) claimed(operation);
      if (isKind(operation, "request") && operation.begin.verb === "retry") retried.add(operation.begin.of);
      if (isKind(operation, "hand_over") && message(operation.begin.id) === undefined) {
        breaks(
          `message ${operation.begin.id} to ${operation.begin.number} is handed over and was never claimed`,
          operation,
        );
      }
    },
    sees: (point) => {
      if (point.what !== "received" || point.resent === true) return;
      const { id, number } = point;
      const one = timesOf(ofId, id);
      one.received.push(point);
      if (one.received.length > 1 + one.repeats) {
        breaks(`message ${id} to ${number} reached the network ${one.received.length} times`, ...one.received);
      }
      const known = message(id);
      if (known === undefined || point.became === "refused") return;
      const member = timesOf(ofMember, `${known.of} ${known.number}`);
      if (!member.received.some((other) => other.id === id)) member.received.push(point);
      if (member.received.length > 1 + member.repeats) {
        const times = `${member.received.length} messages that the network accepted`;
        breaks(`${known.number} was sent ${times} by ${known.of}`, ...member.received);
      }
    },
  };
};
