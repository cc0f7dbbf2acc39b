import fc from "fast-check";
import {
  agreeWithinMs,
  faultIdOf,
  faultLastsMs,
  heldPagesOf,
  heldSinceOf,
  holdsUp,
  isNews,
  isProbeDue,
  probeAfterMs,
  reachOf,
  spentOf,
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
    "two of a day ago, and the fault was tried since",
    aFault([by("a", "s1", "x", { at: now - faultLastsMs }), by("b", "s2", "y", { at: now - faultLastsMs })], {
      probedAt: now - 1,
    }),
    { text: "all", media: "all" },
  ],
  [
    "two within half an hour",
    aFault([by("a", "s1", "x", { at: now - agreeWithinMs }), by("b", "s2", "y")]),
    { text: "all", media: "all" },
  ],
  [
    "two with more than half an hour between them",
    aFault([by("a", "s1", "x", { at: now - agreeWithinMs - 1 }), by("b", "s2", "y")]),
    { text: undefined, media: undefined },
  ],
  [
    "two that agreed hours ago",
    aFault([by("a", "s1", "x", { at: now - faultLastsMs + 1 }), by("b", "s2", "y", { at: now - faultLastsMs + 2 })]),
    { text: "all", media: "all" },
  ],
  [
    "two of one tenant, and hours later one of another",
    aFault([
      by("a", "s1", "x", { at: now - 2 * agreeWithinMs }),
      by("a", "s2", "y", { at: now - 2 * agreeWithinMs }),
      by("b", "s3", "z"),
    ]),
    { text: "a", media: "a" },
  ],
  [
    "two of one tenant, and hours later two of another",
    aFault([
      by("a", "s1", "x", { at: now - 2 * agreeWithinMs }),
      by("a", "s2", "y", { at: now - 2 * agreeWithinMs }),
      by("b", "s3", "z"),
      by("b", "s4", "x"),
    ]),
    { text: "a, b", media: "a, b" },
  ],
])("%s", (_, fault, { text, media }) => {
  const reach = (withFile: boolean) => {
    const found = reachOf(fault, withFile, now);
    return found === "all" ? found : found.join(", ") || undefined;
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

test("what a hold that is over left behind begins no other one and is no reason to try it", () => {
  const [since, tried] = [now - faultLastsMs, now - faultLastsMs + 1];
  const fault = aFault([by("a", "s1", "x"), by("b", "s2", "y")], { heldSince: since });
  expect([heldSinceOf(fault, now), isProbeDue(fault, now)]).toEqual([undefined, false]);
  expect(heldPagesOf([fault], now)).toMatchObject([{ since: now }]);
  const wasTried = { ...fault, probedAt: tried };
  expect([heldSinceOf(wasTried, now), isProbeDue(wasTried, now)]).toEqual([since, true]);
  // Its witnesses last as long as itself.
  const early = aFault([by("a", "s1", "x", { at: since }), by("b", "s2", "y", { at: since })], {
    heldSince: since + 9,
  });
  expect([holdsUp(early, { ...build, tenantId: "c", media: false }, now), heldSinceOf(early, now)]).toEqual([
    true,
    since + 9,
  ]);
});

test("the operator is shown what holds, and whom", () => {
  const of = (...witnesses: readonly PageWitness[]) => heldPagesOf([aFault(witnesses, { heldSince: now - 5 })], now);
  const shown = { version: build.version, error: "TypeError: t is not a function", since: now - 5 };
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
const witnessesOf = (maxLength: number) => fc.uniqueArray(aWitness, { selector: witnessIdOf, maxLength });
const witnesses = witnessesOf(12);
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

test("what is left out as no news or is spent changes nothing, and a fault that a whole fleet meets stays small", () => {
  const minutes = fc.integer({ min: 0, max: 4 * 60 });
  fc.assert(
    fc.property(witnessesOf(60), fc.array(minutes, { minLength: 60, maxLength: 60 }), (all, ages) => {
      const late = ages.toSorted((one, other) => other - one);
      const inTurn = all.map((one, index) => ({ ...one, at: now - (late[index] ?? 0) * 60_000 }));
      let kept: readonly PageWitness[] = [];
      for (const [index, one] of inTurn.entries()) {
        if (isNews(aFault(kept), one, one.at)) {
          kept = [...kept, one];
          const spent = spentOf(aFault(kept), one.at);
          kept = kept.filter((other) => !spent.includes(other));
        }
        const whole = aFault(inTurn.slice(0, index + 1));
        for (const media of [true, false]) expect(heldOf(aFault(kept), media)).toEqual(heldOf(whole, media));
        // Three tenants, with and without a file: two each, and two by which they are held up.
        expect(kept.length).toBeLessThanOrEqual(24);
      }
    }),
    { numRuns: 500 },
  );
});

test("of one session with ever other contents a few stand, and the last of them still agrees with another tenant's", () => {
  let kept: readonly PageWitness[] = [];
  for (let count = 1; count <= 500; count += 1) {
    const one = by("a", "s1", `content ${count}`, { at: now - (500 - count) * 60_000 });
    expect(isNews(aFault(kept), one, one.at)).toBe(true);
    kept = [...kept, one];
    const spent = spentOf(aFault(kept), one.at);
    kept = kept.filter((other) => !spent.includes(other));
    expect(kept.length).toBeLessThanOrEqual(2);
  }
  expect(heldOf(aFault([...kept, by("b", "s1", "content 500")]), false)).toEqual(["a", "b", "c"]);
});

test("one that comes again parts no two that hold, and is taken where it meets what it had not met before", () => {
  const [one, other] = [by("a", "s1", "x", { at: now - agreeWithinMs }), by("a", "s2", "y", { at: now - 9 })];
  const again = { ...one, at: now };
  expect(isNews(aFault([one, other]), again, now)).toBe(true);
  const early = { ...other, at: now - 2 * agreeWithinMs };
  expect(isNews(aFault([{ ...one, at: early.at }, early]), again, now)).toBe(false);
  expect(isNews(aFault([one]), again, now)).toBe(true);
  expect(isNews(aFault([{ ...one, at: early.at }, early]), { ...again, media: true }, now)).toBe(true);
});
