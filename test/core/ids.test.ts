import fc from "fast-check";
import { ulid } from "ulid";
import { idOf, idPrefixes, isIdOf, type IdKind } from "../../core/ids.ts";

const kinds = Object.keys(idPrefixes) as IdKind[];

test("an id is known as one of its own kind and of no other", () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.constantFrom(...kinds), fc.nat(), (kind, other, time) => {
      expect(isIdOf(other, idOf(kind, ulid(time)))).toBe(kind === other);
    }),
  );
});

test.each(["", "lst_", `lst_${"0".repeat(25)}`, `lst_${"0".repeat(27)}`, `lst_${"0".repeat(25)}I`, "0".repeat(26)])(
  "%j is the id of no list",
  (text) => {
    expect(isIdOf("list", text)).toBe(false);
  },
);

test("small letters, spaces and line ends are no part of an id", () => {
  const one = idOf("campaign", ulid());
  for (const text of [one.toLowerCase(), ` ${one}`, `${one}\n`, one.replace("cmp_", "CMP_")]) {
    expect(isIdOf("campaign", text)).toBe(false);
  }
});
