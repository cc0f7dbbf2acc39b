import fc from "fast-check";
import { recipientStates, type RecipientState } from "../../../core/campaign/recipient.ts";
import { hasStamp, isOutcome, mayBecome, stateOfAck } from "../../../core/sending/delivery.ts";
import type { Ack } from "../../../core/whatsapp.ts";

const acks: readonly Ack[] = [-1, 0, 1, 2, 3, 4];
const anyAcks = fc.array(fc.constantFrom(...acks), { maxLength: 12 });

const become = (state: RecipientState, to: RecipientState | undefined): RecipientState =>
  to !== undefined && mayBecome(state, to) ? to : state;

/** How far a message surely got, told without the table. */
const heightOf: Readonly<Record<RecipientState, number>> = {
  sending: 0,
  skipped: 1,
  failed: 1,
  in_doubt: 1,
  sent: 2,
  delivered: 3,
  read: 4,
  replied: 5,
};

const farthest = (heard: readonly Ack[]): RecipientState => {
  const best = Math.max(...heard);
  if (best >= 3) return "read";
  if (best === 2) return "delivered";
  if (best === 1) return "sent";
  return heard.includes(-1) ? "failed" : "sending";
};

test("acks in any order, however often, end in the farthest of them", () => {
  fc.assert(
    fc.property(anyAcks, (heard) => {
      const state = heard.reduce<RecipientState>((now, ack) => become(now, stateOfAck(ack)), "sending");
      expect(state).toBe(heard.length === 0 ? "sending" : farthest(heard));
    }),
  );
});

test("a message that was in doubt, or taken for failed, is what a later ack says", () => {
  fc.assert(
    fc.property(fc.constantFrom("in_doubt" as const, "failed" as const), anyAcks, (start, heard) => {
      const state = heard.reduce<RecipientState>((now, ack) => become(now, stateOfAck(ack)), start);
      expect(state).toBe(Math.max(0, ...heard) >= 1 ? farthest(heard) : start);
    }),
  );
});

test("nothing ever moves down, and nobody is sent to again", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...recipientStates), { maxLength: 20 }), (wishes) => {
      let state: RecipientState = "sending";
      for (const wish of wishes) {
        const next = become(state, wish);
        if (next !== state) expect(heightOf[next]).toBeGreaterThan(heightOf[state]);
        if (state === "skipped") expect(next).toBe("skipped");
        state = next;
      }
    }),
  );
  for (const from of recipientStates) expect(mayBecome(from, "sending")).toBe(false);
});

test("a reply proves that it was read, wherever the row stood but at skipped", () => {
  for (const from of recipientStates) {
    expect(mayBecome(from, "replied")).toBe(!["replied", "skipped"].includes(from));
  }
});

test("every state but sending is an outcome, and the climbing ones stamp a time", () => {
  expect(recipientStates.filter((state) => !isOutcome(state))).toEqual(["sending"]);
  expect(recipientStates.filter(hasStamp)).toEqual(["sending", "sent", "delivered", "read", "replied"]);
});
