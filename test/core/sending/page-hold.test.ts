import fc from "fast-check";
import {
  faultIdOf,
  faultLastsMs,
  heldPagesOf,
  holdsUp,
  isNews,
  isProbeDue,
  probeAfterMs,
  reachOf,
  witnessIdOf,
  type PageFault,
  type PageWitness,
  type WitnessedFault,
} from "../../../core/sending/page-hold.ts";

const now = 10 * faultLastsMs;
const build = { version: "2.3001.0", shims: "s1" };
const aFault = (witnesses: readonly PageWitness[], changes: Partial<WitnessedFault> = {}): WitnessedFault => {
  const fault: PageFault = { ...build, seenBy: "error", error: "TypeError: t is not a function" };
  return { ...fault, id: faultIdOf(fault), witnesses, ...changes };
};
const by = (tenantId: string, sessionId: string, content: string, changes: Partial<PageWitness> = {}): PageWitness => ({
  tenantId,
  sessionId,
  content,
  media: false,
  at: now,
  ...changes,
});

test.each<readonly [string, WitnessedFault, { text: string | undefined; media: string | undefined }]>([
  ["no witness", aFault([]), { text: undefined, media: undefined }],
  ["one session", aFault([by("a", "s1", "x"), by("a", "s1", "y")]), { text: undefined, media: undefined }],
  [
    "two with the same content",
    aFault([by("a", "s1", "x"), by("b", "s2", "x")]),
    { text: undefined, media: undefined },
  ],
  ["two of one tenant", aFault([by("a", "s1", "x"), by("a", "s2", "y")]), { text: "a", media: "a" }],
  ["two of two tenants", aFault([by("a", "s1", "x"), by("b", "s1", "y")]), { text: "all", media: "all" }],
  [
    "two with a file",
    aFault([by("a", "s1", "x", { media: true }), by("b", "s2", "y", { media: true })]),
    { text: undefined, media: "all" },
  ],
  [
    "one with a file and one without",
    aFault([by("a", "s1", "x", { media: true }), by("b", "s2", "y")]),
    { text: undefined, media: "all" },
  ],
  [
    "the page lacks something in two sessions",
    aFault([by("a", "s1", "x"), by("a", "s2", "x")], { seenBy: "contract" }),
    { text: "a", media: "a" },
  ],
  [
    "one of a day ago",
    aFault([by("a", "s1", "x", { at: now - faultLastsMs }), by("b", "s2", "y")]),
    { text: undefined, media: undefined },
  ],
  [
    "one of a day ago, and the fault was tried since",
    aFault([by("a", "s1", "x", { at: now - faultLastsMs }), by("b", "s2", "y")], { probedAt: now - 1 }),
    { text: "all", media: "all" },
  ],
])("%s", (_, fault, { text, media }) => {
  const reach = (withFile: boolean) => {
    const found = reachOf(fault, withFile, now);
    return found && (found.tenantId ?? "all");
  };
  expect({ text: reach(false), media: reach(true) }).toEqual({ text, media });
});

test("a page of another version, and a worker with other shims, are held up by nothing", () => {
  const fault = aFault([by("a", "s1", "x"), by("b", "s2", "y")]);
  expect(holdsUp(fault, { ...build, tenantId: "c", media: false }, now)).toBe(true);
  expect(holdsUp(fault, { ...build, version: "2.3002.0", tenantId: "c", media: false }, now)).toBe(false);
  expect(holdsUp(fault, { ...build, shims: "s2", tenantId: "c", media: false }, now)).toBe(false);
});

test("faults of a build are told apart by their errors, and those that the comparison finds are one", () => {
  const fault = aFault([]);
  expect(faultIdOf({ ...fault, error: "another" })).not.toBe(fault.id);
  expect(faultIdOf({ ...fault, shims: "s2" })).not.toBe(fault.id);
  const contract = { ...fault, seenBy: "contract" } as const;
  expect(faultIdOf({ ...contract, error: "another" })).toBe(faultIdOf(contract));
  expect(faultIdOf(contract)).not.toBe(fault.id);
});

test("it is tried half an hour after it began to hold, and after each try", () => {
  const fault = aFault([]);
  expect(isProbeDue(fault, now)).toBe(false);
  expect(isProbeDue({ ...fault, heldSince: now - probeAfterMs + 1 }, now)).toBe(false);
  expect(isProbeDue({ ...fault, heldSince: now - probeAfterMs }, now)).toBe(true);
  expect(isProbeDue({ ...fault, heldSince: 0, probedAt: now - probeAfterMs + 1 }, now)).toBe(false);
});

test("the operator is shown what holds, and whom", () => {
  const of = (...witnesses: readonly PageWitness[]) => heldPagesOf([aFault(witnesses, { heldSince: 5 })], now);
  const shown = { version: build.version, error: "TypeError: t is not a function", since: 5 };
  expect(of(by("a", "s1", "x"))).toEqual([]);
  expect(of(by("a", "s1", "x"), by("b", "s2", "y"))).toEqual([{ ...shown, media: false }]);
  expect(of(by("a", "s1", "x"), by("a", "s2", "y"))).toEqual([{ ...shown, media: false, tenantId: "a" }]);
  expect(of(by("a", "s1", "x"), by("a", "s2", "y"), by("b", "s3", "y", { media: true }))).toEqual([
    { ...shown, media: false, tenantId: "a" },
    { ...shown, media: true },
  ]);
});

const aWitness: fc.Arbitrary<PageWitness> = fc.record({
  tenantId: fc.constantFrom("a", "b", "c"),
  sessionId: fc.constantFrom("s1", "s2", "s3"),
  content: fc.constantFrom("x", "y", "z"),
  media: fc.boolean(),
  at: fc.constantFrom(now, now - faultLastsMs),
});
const witnesses = fc.uniqueArray(aWitness, { selector: witnessIdOf, maxLength: 12 });
const tenants = ["a", "b", "c"];
const heldOf = (fault: WitnessedFault, media: boolean) =>
  tenants.filter((tenantId) => holdsUp(fault, { ...build, tenantId, media }, now));

test("no tenant alone holds up another: without it, the same others are held up that it does not belong to", () => {
  fc.assert(
    fc.property(fc.constantFrom("error", "contract"), witnesses, fc.boolean(), (seenBy, all, media) => {
      const alone = all.filter(({ tenantId }) => tenantId === "a");
      expect(heldOf(aFault(alone, { seenBy }), media).filter((tenantId) => tenantId !== "a")).toEqual([]);
    }),
  );
});

test("one session and one content alone hold up no campaign", () => {
  fc.assert(
    fc.property(witnesses, fc.boolean(), (all, media) => {
      for (const one of all) {
        const ofSession = all.filter((w) => w.tenantId === one.tenantId && w.sessionId === one.sessionId);
        expect(heldOf(aFault(ofSession), media)).toEqual([]);
        expect(heldOf(aFault(all.filter(({ content }) => content === one.content)), media)).toEqual([]);
      }
    }),
  );
});

test("who holds a text holds a file; in any order; and one witness more frees no campaign", () => {
  fc.assert(
    fc.property(witnesses, aWitness, (all, more) => {
      const held = heldOf(aFault(all), false);
      expect(heldOf(aFault(all), true)).toEqual(expect.arrayContaining(held));
      expect(heldOf(aFault(all.toReversed()), false)).toEqual(held);
      const others = all.filter((one) => witnessIdOf(one) !== witnessIdOf(more));
      expect(heldOf(aFault([...others, more]), true)).toEqual(expect.arrayContaining(heldOf(aFault(others), true)));
    }),
  );
});

test("what is left out as no news changes nothing, and a fault that a whole fleet meets stays small", () => {
  fc.assert(
    fc.property(fc.array(aWitness, { maxLength: 60 }), (all) => {
      const fresh = all.map((one) => ({ ...one, at: now }));
      let kept: PageWitness[] = [];
      const every = new Map(fresh.map((one) => [witnessIdOf(one), one]));
      for (const one of [...every.values()]) if (isNews(aFault(kept), one, now)) kept = [...kept, one];
      const whole = aFault([...every.values()]);
      for (const media of [true, false]) expect(heldOf(aFault(kept), media)).toEqual(heldOf(whole, media));
      // Three tenants, three contents, with and without a file, twice each.
      expect(kept.length).toBeLessThanOrEqual(36);
    }),
  );
});
