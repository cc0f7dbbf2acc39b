import fc from "fast-check";
import { nextTurn, type Waiting } from "../../../core/sending/turns.ts";

const anyMs = fc.integer({ min: -5_000, max: 120_000 });
const anyWaiting: fc.Arbitrary<Waiting> = fc.record({
  sendsInMs: anyMs,
  blockedForMs: anyMs,
  gapMs: fc.nat(60_000),
});
const anyRotation = fc.array(anyWaiting, { maxLength: 6 });

const inItsGap = ({ sendsInMs, blockedForMs, gapMs }: Waiting) => blockedForMs <= 0 && sendsInMs <= gapMs;
const actsInMs = ({ sendsInMs, blockedForMs }: Waiting) => Math.max(0, sendsInMs, blockedForMs);

test("one of the campaigns has its turn, where there is any", () => {
  fc.assert(
    fc.property(anyRotation, (rotation) => {
      const next = nextTurn(rotation);
      if (rotation.length === 0) expect(next).toBeUndefined();
      else expect(rotation).toContain(next);
    }),
  );
});

test("one that waits only for its own gap goes before all behind it, however soon these could send", () => {
  fc.assert(
    fc.property(anyRotation, anyWaiting, anyRotation, (before, one, after) => {
      fc.pre(inItsGap(one) && !before.some(inItsGap));
      expect(nextTurn([...before, one, ...after])).toBe(one);
    }),
  );
});

test("where each waits for something else, none could act sooner than the one whose turn it is", () => {
  fc.assert(
    fc.property(anyRotation, (rotation) => {
      fc.pre(rotation.length > 0 && !rotation.some(inItsGap));
      const next = nextTurn(rotation);
      expect(next && actsInMs(next)).toBe(Math.min(...rotation.map(actsInMs)));
    }),
  );
});

test("campaigns that take turns each send once a round, whatever their gaps", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60_000), { minLength: 1, maxLength: 5 }), (gaps) => {
      let rotation = gaps.map((gapMs) => ({ gapMs, sendsInMs: gapMs, blockedForMs: 0 }));
      const sent: number[] = [];
      for (let turn = 0; turn < 2 * gaps.length; turn += 1) {
        const next = nextTurn(rotation);
        if (next === undefined) break;
        sent.push(next.gapMs);
        rotation = [...rotation.filter((one) => one !== next), next];
      }
      expect(sent).toEqual([...gaps, ...gaps]);
    }),
  );
});
