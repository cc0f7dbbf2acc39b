import fc from "fast-check";
import { brief, errorKinds, invalidField, NamedError, type ErrorCode } from "../../core/errors.ts";

describe("what came, in brief", () => {
  test.each<[unknown, string]>([
    [undefined, "nothing"],
    [null, "null"],
    ["", '""'],
    ["Siti", '"Siti"'],
    [5, "5"],
    [true, "true"],
    [[1, 2], "an array of 2"],
    [{ secret: 1 }, "an object"],
    ["x".repeat(80), `"${"x".repeat(80)}"`],
    ["x".repeat(81), `"${"x".repeat(77)}..." (81 characters)`],
    ["🎉".repeat(80), `"${"🎉".repeat(80)}"`],
    ["🎉".repeat(81), `"${"🎉".repeat(77)}..." (81 characters)`],
    ["a\ud83cb", '"a\ufffdb"'],
  ])("%j is %s", (value, told) => {
    expect(brief(value)).toBe(told);
  });

  test("never shows more than a line of anything", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(Array.from(brief(value)).length).toBeLessThan(120);
        expect(brief(value).isWellFormed()).toBe(true);
      }),
    );
  });
});

test("only what is our move, or a matter of time, can succeed unchanged", () => {
  const codes = Object.keys(errorKinds) as ErrorCode[];
  const retryable = codes.filter((code) => new NamedError(code, "x").retryable);
  expect(retryable.toSorted()).toEqual([
    "INTERNAL",
    "PAGE_CHANGED",
    "RATE_LIMITED",
    "SENDING_HALTED",
    "SESSION_NOT_CONNECTED",
    "TRY_AGAIN",
  ]);
});

test("a bad field is told with what came and what was wanted, and a cause is kept", () => {
  expect(invalidField("/number", "12", "a phone number")).toMatchObject({
    code: "VALIDATION_FAILED",
    kind: "invalid",
    details: [{ pointer: "/number", came: '"12"', wanted: "a phone number" }],
  });
  const cause = new Error("why");
  expect(new NamedError("INTERNAL", "x", { cause }).cause).toBe(cause);
  expect(new NamedError("INTERNAL", "x")).not.toHaveProperty("cause");
});
