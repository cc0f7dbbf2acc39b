import fc from "fast-check";
import { campaignMessageId, claimToken, judgeRefusedClaim } from "../../../core/campaign/claim.ts";
import { recipientStates } from "../../../core/campaign/recipient.ts";

const attempt = fc.record({
  campaignId: fc.constantFrom("cmp_1", "cmp_12", "cmp_2"),
  number: fc.constantFrom("62812345678", "628123456781", "62812345679"),
  attempt: fc.integer({ min: 1, max: 30 }),
});
const idOfAttempt = (one: { campaignId: string; number: string; attempt: number }) =>
  campaignMessageId(one.campaignId, one.number, one.attempt);

test("a message id is the same at every asking, and has WhatsApp Web's own form", () => {
  fc.assert(
    fc.property(attempt, (one) => {
      expect(idOfAttempt(one)).toMatch(/^3EB0[0-9A-F]{18}$/);
      expect(idOfAttempt(one)).toBe(idOfAttempt({ ...one }));
    }),
  );
});

test("no two attempts share a message id", () => {
  const selector = (one: { campaignId: string; number: string; attempt: number }) => JSON.stringify(one);
  fc.assert(
    fc.property(fc.uniqueArray(attempt, { selector, minLength: 2, maxLength: 50 }), (attempts) => {
      expect(new Set(attempts.map(idOfAttempt)).size).toBe(attempts.length);
    }),
  );
});

test("no two claims share a token: slot, both epochs and nonce stand in it apart", () => {
  const claimant = fc.record({ slot: fc.nat(20), slotEpoch: fc.nat(20), sessionEpoch: fc.nat(20) });
  fc.assert(
    fc.property(claimant, claimant, fc.stringMatching(/^\w{1,3}$/), fc.stringMatching(/^\w{1,3}$/), (a, b, m, n) => {
      const same = JSON.stringify([a, m]) === JSON.stringify([b, n]);
      expect(claimToken(a, m) === claimToken(b, n)).toBe(same);
    }),
  );
});

describe("a refused claim", () => {
  test.each(recipientStates)("of one's own token is mine, though the row is %s by now", (state) => {
    expect(judgeRefusedClaim({ state, token: "1.2.3.n" }, "1.2.3.n")).toBe("mine");
  });

  test.each(recipientStates)("against another's row that is %s", (state) => {
    const judged = judgeRefusedClaim({ state, token: "1.2.3.other" }, "1.2.3.n");
    expect(judged).toBe(state === "sending" ? "recover" : "duplicate");
  });
});
