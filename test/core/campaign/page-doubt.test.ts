import fc from "fast-check";
import { PageCannotBeAsked, PageRefused } from "../../../core/errors.ts";
import {
  afterSign,
  freshDoubt,
  hasPageChanged,
  pageWordOf,
  shownError,
  unaskedAtMostMs,
  type PageSign,
} from "../../../core/campaign/page-doubt.ts";

const sent: PageSign = { is: "sent" };
const noAnswer: PageSign = { is: "unknown" };
const thrown = (error: string): PageSign => ({ is: "unknown", error });
const refused = (error: string): PageSign => ({ is: "refused", error });
const asked: PageSign = { is: "asked" };
const unasked = (at: number): PageSign => ({ is: "unasked", at });
const doubtOf = (signs: readonly PageSign[]) => signs.reduce(afterSign, freshDoubt);

test.each<readonly [what: string, signs: readonly PageSign[], changed: boolean]>([
  ["nothing", [], false],
  ["one without an answer", [noAnswer], false],
  ["two in a row without an answer", [noAnswer, noAnswer], true],
  ["two without an answer and one sent in between", [noAnswer, sent, noAnswer], false],
  ["one without an answer and one that the page threw at", [noAnswer, thrown("a")], true],
  ["an error once", [thrown("a")], false],
  ["the same error twice, though one was sent in between", [thrown("a"), sent, thrown("a")], true],
  ["two errors that differ, and one sent in between", [thrown("a"), sent, thrown("b")], false],
  ["one refused", [refused("a")], false],
  ["two refused for the same error", [refused("a"), refused("a")], true],
  ["two refused for the same error, and one sent in between", [refused("a"), sent, refused("a")], false],
  ["two refused for errors that differ", [refused("a"), refused("b")], false],
  ["three refused for errors that differ", [refused("a"), refused("b"), refused("c")], true],
  ["errors that differ in a number", [refused("no LID for 62811"), refused("no LID for 62812")], true],
  ["errors that differ in an id", [thrown("at 3EB0A1 failed"), sent, thrown("at 3EB0B2 failed")], true],
  ["refused for what it threw before", [thrown("a"), sent, refused("a")], true],
  ["unknown for what it refused before", [refused("a"), thrown("a")], true],
  ["a sure one stays so", [noAnswer, noAnswer, sent], true],
])("%s: %j says %s", (_, signs, changed) => {
  expect(hasPageChanged(doubtOf(signs), 0)).toBe(changed);
});

test("a page that can't be asked has changed after a minute, unless it answered in between", () => {
  const since = doubtOf([unasked(1_000), unasked(30_000)]);
  expect(hasPageChanged(since, 1_000 + unaskedAtMostMs - 1)).toBe(false);
  expect(hasPageChanged(since, 1_000 + unaskedAtMostMs)).toBe(true);
  for (const answer of [asked, sent, noAnswer, refused("a")]) {
    const again = doubtOf([unasked(1_000), answer, unasked(50_000)]);
    expect(hasPageChanged(again, 1_000 + unaskedAtMostMs)).toBe(false);
    expect(hasPageChanged(again, 50_000 + unaskedAtMostMs)).toBe(true);
  }
});

test.each<readonly [what: string, signs: readonly PageSign[], said: string | undefined]>([
  ["no answer", [noAnswer, noAnswer], undefined],
  ["an error", [thrown("a is no function"), noAnswer], "a is no function"],
  ["without what differs from one message to the next", [thrown("no LID for x1234 at 3EB0A1")], "no LID for # at #"],
  ["a refusal", [refused("a")], "a"],
  ["a refusal that was a time-out", [{ is: "refused", error: "no answer", unanswered: true }], undefined],
  ["a question that ended in an error", [{ is: "unasked", at: 0, error: "a" }], "a"],
  ["a question without an answer", [unasked(0)], undefined],
  ["a question that is answered again", [{ is: "unasked", at: 0, error: "a" }, asked], undefined],
  ["an error before a message was sent", [thrown("a"), sent], undefined],
])("what the page said: %s", (_, signs, said) => {
  expect(doubtOf(signs).said).toBe(said);
});

describe("what an error shows of the page", () => {
  const probe = { answers: true, isConnected: true, version: "2" };
  const signOf = (error: Error) => pageWordOf(error, probe, 7)?.sign;

  test("its words, or that it did not answer in time", () => {
    const said = { pageError: "t is not a function" };
    expect(signOf(new PageCannotBeAsked("x", said))).toEqual({ is: "unasked", at: 7, error: said.pageError });
    expect(signOf(new PageCannotBeAsked("x", { ...said, unanswered: true }))).toEqual({ is: "unasked", at: 7 });
    const refusal = { is: "refused", error: said.pageError };
    expect(signOf(new PageRefused("x", { ...said, withMedia: false }))).toEqual(refusal);
    const silent = new PageRefused("x", { ...said, withMedia: false, unanswered: true });
    expect(signOf(silent)).toEqual({ ...refusal, unanswered: true });
  });
});

const anySign: fc.Arbitrary<PageSign> = fc.oneof(
  fc.constant(sent),
  fc.constant(asked),
  fc.constant(noAnswer),
  fc.constantFrom("a", "b", "c").map(thrown),
  fc.constantFrom("a", "b", "c").map(refused),
);

/** Told from all signs, without keeping anything. */
function isSure(signs: readonly PageSign[]): boolean {
  return signs.some((sign, index) => {
    const before = signs.slice(0, index);
    const sinceSent = before.slice(before.lastIndexOf(sent) + 1);
    if (sign.is !== "unknown" && sign.is !== "refused") return false;
    const inARow = sinceSent.filter(({ is }) => is === sign.is).length + 1;
    const said = [...before.filter(({ is }) => is === "unknown"), ...sinceSent.filter(({ is }) => is === "refused")];
    const isSaidBefore =
      sign.error !== undefined && said.some((other) => "error" in other && other.error === sign.error);
    return inARow >= (sign.is === "unknown" ? 2 : 3) || isSaidBefore;
  });
}

test("is sure exactly where two in a row are unknown, three refused, or an error came twice", () => {
  fc.assert(
    fc.property(fc.array(anySign, { maxLength: 12 }), (signs) => {
      expect(hasPageChanged(doubtOf(signs), 0)).toBe(isSure(signs));
    }),
    { numRuns: 1_000 },
  );
});

test("no more than two messages of unknown fate, and three that were refused, come before it is sure", () => {
  fc.assert(
    fc.property(fc.array(anySign.filter(({ is }) => is !== "sent" && is !== "asked")), (signs) => {
      const doubt = doubtOf(signs);
      if (hasPageChanged(doubt, 0)) return;
      expect(doubt.unknowns).toBeLessThan(2);
      expect(doubt.refusals).toBeLessThan(3);
    }),
  );
});

test("what is shown of an error holds no phone number and is one line", () => {
  expect(shownError("No LID for user 6281234567890@c.us\n  at t (x:1:22)")).toBe(
    "No LID for user #@c.us at t (x:1:22)",
  );
  for (const number of ["+62 812-3456-7890", "0812.3456.7890", "(0812) 3456 7890", "62\u00a0812\u20113456\u20117890"]) {
    expect(shownError(`no chat with ${number} of 12 in 2.3001.0`)).toMatch(/^no chat with [+(]?# of 12 in 2\.3001\.0$/);
  }
  expect(shownError("x".repeat(1_000))).toHaveLength(200);
});
