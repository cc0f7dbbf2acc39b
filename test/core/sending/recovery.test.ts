import fc from "fast-check";
import { mayBecome } from "../../../core/sending/delivery.ts";
import { judge, type Lost, type RecoveryPolicy } from "../../../core/sending/recovery.ts";
import type { Ack } from "../../../core/whatsapp.ts";

const anyAck = fc.constantFrom<Ack>(-1, 0, 1, 2, 3, 4);
const anyKnown = fc.option(fc.record({ ack: anyAck, at: fc.nat() }), { nil: undefined });
const anyLost: fc.Arbitrary<Lost> = fc.record({ handedOver: fc.boolean(), since: fc.nat(200_000) });
const anyPolicy: fc.Arbitrary<RecoveryPolicy> = fc.record({
  inDoubtAfterMs: fc.nat(100_000),
  onUnknown: fc.constantFrom("resend" as const, "hold" as const),
  isSameProfile: fc.boolean(),
  readyAt: fc.nat(200_000),
});
const anyCase = fc.tuple(anyKnown, anyLost, anyPolicy, fc.nat(400_000));

test("what the page knows of an ack is what became of it, whatever else holds", () => {
  fc.assert(
    fc.property(anyCase, ([known, lost, policy, now]) => {
      fc.pre(known !== undefined && known.ack !== 0);
      const verdict = judge(known, lost, policy, now);
      const wanted =
        known.ack === -1
          ? { is: "settle", state: "failed", at: known.at, reason: "rejected_by_whatsapp" }
          : { is: "settle", state: "sent", at: known.at };
      expect(verdict).toEqual(wanted);
    }),
  );
});

test("is handed over again only where the page does not know it, and it surely did not go or a repeat is dropped", () => {
  fc.assert(
    fc.property(anyCase, ([known, lost, policy, now]) => {
      const isSafe = !lost.handedOver || (policy.isSameProfile && policy.onUnknown === "resend");
      expect(judge(known, lost, policy, now).is === "resend").toBe(known === undefined && isSafe);
    }),
  );
});

test("is in doubt only when the page could hear of it for the whole time allowed, and then at once", () => {
  fc.assert(
    fc.property(anyCase, ([known, lost, policy, now]) => {
      const verdict = judge(known, lost, policy, now);
      fc.pre(verdict.is === "wait" || (verdict.is === "settle" && verdict.state === "in_doubt"));
      const heardForMs = now - Math.max(lost.since, policy.readyAt);
      expect(verdict.is).toBe(heardForMs >= policy.inDoubtAfterMs ? "settle" : "wait");
    }),
  );
});

test("settles a message as a state that one at `sending` may become", () => {
  fc.assert(
    fc.property(anyCase, ([known, lost, policy, now]) => {
      const verdict = judge(known, lost, policy, now);
      if (verdict.is === "settle") expect(mayBecome("sending", verdict.state)).toBe(true);
    }),
  );
});

test("time changes a wait into a doubt, and nothing else", () => {
  fc.assert(
    fc.property(anyCase, fc.nat(400_000), ([known, lost, policy, now], more) => {
      const early = judge(known, lost, policy, now);
      const late = judge(known, lost, policy, now + more);
      if (early.is === "wait") expect(["wait", "settle"]).toContain(late.is);
      else expect(late).toEqual(early);
    }),
  );
});
