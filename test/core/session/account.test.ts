import { accountLinkedAt, knownLinkOf } from "../../../core/session/account.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const createdAt = Date.UTC(2026, 0, 1);
const on = (day: number): number => createdAt + day * dayMs;
const [one, other] = ["628111000111", "628111000222"] as const;

describe("since when an account is known to be linked", () => {
  const now = on(200);

  test("is what its session kept; one that is new here is linked from now on", () => {
    const session = { createdAt, number: one, account: { number: one, linkedAt: on(3) } };
    expect(knownLinkOf(session, now, one)).toBe(on(3));
    expect(knownLinkOf(session, now, other)).toBe(now);
    expect(knownLinkOf({ createdAt }, now, one)).toBe(now);
  });

  test("of a version which kept no time is the session's age, and no more than its own part of that", () => {
    expect(knownLinkOf({ createdAt, number: one }, now, one)).toBe(createdAt);
    const second = { createdAt, number: one, former: { number: other, until: on(150) } };
    expect([knownLinkOf(second, now, one), accountLinkedAt(second)]).toEqual([on(150), on(150)]);
  });

  test("of one that comes back is when it was linked last at the latest, however old the session is", () => {
    const account = { number: one, linkedAt: on(2) };
    const session = { createdAt, number: one, account, former: { number: other, until: on(150) } };
    expect(knownLinkOf(session, now, other)).toBe(on(150));
  });
});
