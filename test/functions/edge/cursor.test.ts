import fc from "fast-check";
import { CursorSigner, type CursorScope } from "../../../functions/edge/cursor.ts";

const signer = new CursorSigner("secret");
const aScope = (its: Partial<CursorScope> = {}): CursorScope => ({
  tenantId: "acme",
  operationId: "listContacts",
  params: { sessionId: "shop", listId: "lst_1" },
  question: { search: "siti" },
  ...its,
});

const refused = expect.objectContaining({ code: "INVALID_CURSOR", kind: "malformed" }) as Error;

test("a cursor opens as the key it was sealed from, for any key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (after) => {
      expect(signer.open(aScope(), signer.seal(aScope(), after))).toBe(after);
    }),
  );
});

test("the order in which a question's parts are written doesn't matter", () => {
  const sealed = signer.seal(aScope({ question: { search: "siti", status: "a" } }), "628");
  expect(signer.open(aScope({ question: { status: "a", search: "siti" } }), sealed)).toBe("628");
});

test("a cursor shows nothing that a URL would have to escape", () => {
  fc.assert(
    fc.property(fc.string(), (after) => {
      expect(signer.seal(aScope(), after)).toMatch(/^[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{22}$/);
    }),
  );
});

test("a cursor with any one character changed, taken away or put in is refused", () => {
  const other = fc.constantFrom(...Array.from("ABab01-_.="));
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.nat(99), other, fc.nat(2), (after, place, character, how) => {
      const sealed = signer.seal(aScope(), after);
      const at = place % sealed.length;
      const behind = sealed.slice(how === 2 ? at : at + 1);
      const tampered = sealed.slice(0, at) + (how === 1 ? "" : character) + behind;
      fc.pre(tampered !== sealed);
      expect(() => signer.open(aScope(), tampered)).toThrow(refused);
    }),
    { numRuns: 300 },
  );
});

test.each<[string, Partial<CursorScope>]>([
  ["tenant", { tenantId: "other" }],
  ["route", { operationId: "listLists" }],
  ["list", { params: { sessionId: "shop", listId: "lst_2" } }],
  ["search", { question: { search: "budi" } }],
  ["question without a search", { question: {} }],
])("a cursor of another %s is refused", (_, its) => {
  const sealed = signer.seal(aScope(its), "628");
  expect(() => signer.open(aScope(), sealed)).toThrow(refused);
});

test("a cursor of another deployment, or of nobody, is refused", () => {
  const foreign = new CursorSigner("another secret").seal(aScope(), "628");
  for (const cursor of [foreign, "", ".", "..", "a.b.c", "628", "x".repeat(2_000)]) {
    expect(() => signer.open(aScope(), cursor)).toThrow(refused);
  }
});
