import fc from "fast-check";
import { noCounts } from "../../../core/campaign/progress.ts";
import { badSigns, firstSignDay, signsOf } from "../../../core/session/signs.ts";

const day = (counts: Partial<typeof noCounts>) => ({ ...noCounts, ...counts });

it("counts messages that went or were refused, of the last seven days in the session's timezone", () => {
  const from = firstSignDay(Date.parse("2026-12-08T23:30:00Z"), "Asia/Jakarta");
  expect(from).toBe("2026-12-03");
  const one = {
    byDay: {
      "2026-12-02": day({ replied: 50 }),
      "2026-12-03": day({ sent: 10, delivered: 20, read: 30, replied: 20, failed: 25, skipped: 9 }),
    },
    reasons: { "2026-12-03": { rejected_by_whatsapp: 20, not_on_whatsapp: 5 } },
    optOuts: { "2026-12-02": 7, "2026-12-03": 3 },
  };
  const other = { byDay: { "2026-12-09": day({ sent: 100 }) } };
  expect(signsOf([one, other], from)).toEqual({
    messages: 200,
    repliesPer100: 10,
    optOutsPer100: 1.5,
    refusalsPer100: 10,
  });
  expect(signsOf([], from)).toEqual({ messages: 0, repliesPer100: 0, optOutsPer100: 0, refusalsPer100: 0 });
});

it("warns from three opt-outs or five refusals a hundred messages on, and of fewer than fifty messages not", () => {
  const signs = { messages: 50, repliesPer100: 0, optOutsPer100: 3, refusalsPer100: 5 };
  expect(badSigns(signs)).toEqual(["opt_outs", "refusals"]);
  expect(badSigns({ ...signs, messages: 49 })).toEqual([]);
  expect(badSigns({ ...signs, optOutsPer100: 2.9, refusalsPer100: 4.9 })).toEqual([]);
});

it("is the same in whatever order campaigns are read", () => {
  const campaign = fc
    .record({ sent: fc.nat(50), replied: fc.nat(50) })
    .map((counts) => ({ byDay: { d: day(counts) } }));
  fc.assert(
    fc.property(fc.array(campaign), (campaigns) => {
      expect(signsOf(campaigns.toReversed(), "a")).toEqual(signsOf(campaigns, "a"));
    }),
  );
});
