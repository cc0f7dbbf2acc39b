import { doneOf, isKind, type MakeRule, type Operation, type Evidence } from "../rule.ts";

interface Traced {
  /** Whose word it is, and that the message was accepted, refused or arrived. */
  readonly decided: Map<string, Evidence>;
  /** The claim, and whether a process handed the message over since. */
  claim: Operation<"claim"> | undefined;
  handedOver: boolean;
  /** The page was asked by that process. */
  readonly asked: Set<string>;
}

/**
 * A message is in doubt only where it could not be known whether it went: the process that says so had asked the page, and
 * neither an answer nor an ack had told it. What the process itself never handed over is in no doubt.
 */
export const doubtHasAReason: MakeRule = (breaks) => {
  const messages = new Map<string, Traced>();
  const tracedOf = (id: string): Traced => {
    const there = messages.get(id);
    if (there !== undefined) return there;
    const traced: Traced = { decided: new Map(), claim: undefined, handedOver: false, asked: new Set() };
    messages.set(id, traced);
    return traced;
  };
  const judge = (doubt: Operation<"change">, id: string) => {
    const { by, number, of, direct } = doubt.begin;
    const { decided, claim, handedOver, asked } = tracedOf(id);
    const known = decided.get(by);
    if (known !== undefined) {
      breaks(`${by} writes that ${number} of ${of} is in doubt, and had been told what became of it`, known, doubt);
    } else if (!handedOver && claim?.begin.by === by) {
      breaks(`${by} writes that ${number} of ${of} is in doubt, and never handed it over`, claim, doubt);
    } else if (direct !== true && !asked.has(by)) {
      breaks(`${by} writes that ${number} of ${of} is in doubt, and did not ask the page`, doubt);
    }
  };
  return {
    begins: (operation) => {
      if (isKind(operation, "hand_over")) tracedOf(operation.begin.id).handedOver = true;
      if (isKind(operation, "claim") && operation.begin.id !== undefined) {
        const { id } = operation.begin;
        const traced = tracedOf(id);
        // A further try under the same id: what is known is known of the try before.
        traced.decided.clear();
        traced.asked.clear();
        traced.claim = operation;
        traced.handedOver &&= operation.begin.from !== undefined;
      }
      if (isKind(operation, "change") && operation.begin.to === "in_doubt" && operation.begin.id !== undefined) {
        judge(operation, operation.begin.id);
      }
    },
    ends: (operation, end) => {
      const { by } = operation.begin;
      if (isKind(operation, "hand_over") && end.as !== "failed")
        tracedOf(operation.begin.id).decided.set(by, operation);
      if (!isKind(operation, "find") || end.as !== "done") return;
      const traced = tracedOf(operation.begin.id);
      traced.asked.add(by);
      const ack = doneOf(end)?.ack ?? 0;
      if (ack !== 0) traced.decided.set(by, operation);
    },
    sees: (point) => {
      if (point.what === "heard" && point.ack >= 1) tracedOf(point.id).decided.set(point.by, point);
    },
  };
};
