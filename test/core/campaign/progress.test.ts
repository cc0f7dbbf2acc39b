import fc from "fast-check";
import {
  afterChange,
  noCounts,
  ratesOf,
  sumOf,
  Tally,
  totalsOf,
  type Counts,
} from "../../../core/campaign/progress.ts";
import { recipientStates, type RecipientState } from "../../../core/campaign/recipient.ts";
import { mayBecome } from "../../../core/sending/delivery.ts";
import { someTime } from "../../support/builders.ts";
import { wallClock } from "../content/wall-clock.ts";

const timezone = "Asia/Jakarta";
const anyCounts: fc.Arbitrary<Counts> = fc.record({
  sending: fc.nat(9),
  sent: fc.nat(9),
  delivered: fc.nat(9),
  read: fc.nat(9),
  replied: fc.nat(9),
  failed: fc.nat(9),
  skipped: fc.nat(9),
  in_doubt: fc.nat(9),
});

const nothing = { counts: noCounts, byDay: {} };

/** What a recount of the rows finds. */
function tallied(rows: Iterable<{ readonly state: RecipientState; readonly claimedAt: number }>) {
  const tally = new Tally(timezone);
  for (const row of rows) tally.add(row);
  return { counts: tally.counts, byDay: tally.byDay };
}

describe("counts", () => {
  const anyStep = fc.record({ number: fc.nat(9), state: fc.constantFrom(...recipientStates), hours: fc.nat(72) });

  test("kept by what each row's write says are what a recount of the rows finds, at every step", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const rows = new Map<number, { state: RecipientState; claimedAt: number }>();
        let kept: ReturnType<typeof afterChange> = nothing;
        for (const { number, state, hours } of steps) {
          const row = rows.get(number);
          if (row === undefined) {
            const claimedAt = someTime + hours * 3_600_000;
            rows.set(number, { state: "sending", claimedAt });
            kept = afterChange(kept, { to: "sending", claimedAt }, timezone);
          } else if (mayBecome(row.state, state)) {
            kept = afterChange(kept, { from: row.state, to: state, claimedAt: row.claimedAt }, timezone);
            rows.set(number, { ...row, state });
          }
          expect(kept).toEqual(tallied(rows.values()));
          expect(sumOf(kept.counts)).toBe(rows.size);
        }
        for (const [day, counts] of Object.entries(kept.byDay)) {
          const that = [...rows.values()].filter(({ claimedAt }) => wallClock(claimedAt, timezone).day === day);
          expect(sumOf(counts)).toBe(that.length);
        }
      }),
    );
  });

  test("of no rows are none", () => {
    expect(tallied([])).toEqual(nothing);
    expect(sumOf(noCounts)).toBe(0);
  });
});

describe("totals", () => {
  test("are cumulative: who read it was also sent and delivered", () => {
    const counts = { ...noCounts, sent: 1, delivered: 2, read: 3, replied: 4, failed: 9, sending: 9 };
    expect(totalsOf(counts)).toEqual({ sent: 10, delivered: 9, read: 7, replied: 4 });
  });

  test("never rise from one step to the next", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const { sent, delivered, read, replied } = totalsOf(counts);
        expect([sent, delivered, read, replied].toSorted((a, b) => b - a)).toEqual([sent, delivered, read, replied]);
      }),
    );
  });
});

describe("rates", () => {
  test("are shares of what they name", () => {
    const counts: Counts = {
      sending: 1,
      sent: 2,
      delivered: 2,
      read: 2,
      replied: 2,
      failed: 10,
      skipped: 50,
      in_doubt: 1,
    };
    expect(ratesOf(counts)).toEqual({ success: 0.4, delivery: 0.75, read: 4 / 6, reply: 0.25, failure: 0.5 });
  });

  test("lie between 0 and 1 and are 0 where there is nothing to divide by", () => {
    expect(ratesOf(noCounts)).toEqual({ success: 0, delivery: 0, read: 0, reply: 0, failure: 0 });
    fc.assert(
      fc.property(anyCounts, (counts) => {
        for (const rate of Object.values(ratesOf(counts))) expect(rate >= 0 && rate <= 1).toBe(true);
      }),
    );
  });
});

test("reasons go with their rows, from state to state and from day to day", () => {
  const day = 24 * 60 * 60 * 1_000;
  const failed = { to: "failed", reason: "rejected_by_whatsapp", claimedAt: 0 } as const;
  const once = afterChange({ counts: noCounts, byDay: {} }, failed, "UTC");
  expect(once.reasons).toEqual({ "1970-01-01": { rejected_by_whatsapp: 1 } });
  const again = afterChange(
    once,
    { from: "failed", fromReason: "rejected_by_whatsapp", to: "sending", claimedAt: day, wasClaimedAt: 0 },
    "UTC",
  );
  expect(again.reasons).toEqual({ "1970-01-01": { rejected_by_whatsapp: 0 } });
  const doubted = afterChange(again, { from: "sending", to: "in_doubt", reason: "no_answer", claimedAt: day }, "UTC");
  expect(doubted.reasons).toEqual({ "1970-01-01": { rejected_by_whatsapp: 0 }, "1970-01-02": { no_answer: 1 } });
  const sent = afterChange(doubted, { from: "in_doubt", fromReason: "no_answer", to: "sent", claimedAt: day }, "UTC");
  expect(sent.reasons?.["1970-01-02"]).toEqual({ no_answer: 0 });
});
