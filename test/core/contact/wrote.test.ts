import * as fc from "fast-check";
import { keptWrote, latestWrote, packWrote, unpackWrote, type Wrote } from "../../../core/contact/wrote.ts";
import { idOf } from "../../../core/ids.ts";

const aWrote = fc.record({
  campaignId: fc.integer({ min: 0, max: 15 }).map((n) => idOf("campaign", String(n).padStart(26, "0"))),
  sessionId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
});
const some = fc.array(aWrote, { maxLength: 40 });
/** As a row is written: one after the other. */
const oneByOne = (all: readonly Wrote[]): string =>
  all.reduce((packed, one) => packWrote([...unpackWrote(packed), one]), "");
/** The same campaign writes from one session, so that of equal times nothing is left to choose. */
const bySession = (all: readonly Wrote[]): Wrote[] => all.map((one) => ({ ...one, sessionId: `s${one.campaignId}` }));

test("each campaign is kept once, as of its latest time: ten, and none that is older than another", () => {
  fc.assert(
    fc.property(some, (all) => {
      const kept = latestWrote(all);
      const latest = new Map<string, number>();
      for (const { campaignId, at } of all) latest.set(campaignId, Math.max(at, latest.get(campaignId) ?? 0));
      const times = [...latest.values()].toSorted((a, b) => b - a).slice(0, keptWrote);
      expect(kept.map(({ at }) => at)).toEqual(times);
      for (const { campaignId, at } of kept) expect(at).toBe(latest.get(campaignId));
      expect(new Set(kept.map(({ campaignId }) => campaignId)).size).toBe(kept.length);
    }),
  );
});

test("in any order, again and again, joined in any way: the same ten", () => {
  fc.assert(
    fc.property(some.map(bySession), fc.integer({ min: 0, max: 40 }), (all, cut) => {
      const once = oneByOne(all);
      expect(oneByOne([...all, ...all.toReversed()])).toBe(once);
      expect(packWrote(all)).toBe(once);
      const parts = [all.slice(cut), all.slice(0, cut)].map(oneByOne);
      expect(packWrote(parts.flatMap(unpackWrote))).toBe(once);
    }),
  );
});

test("what is packed comes back, and nothing is nothing", () => {
  fc.assert(
    fc.property(some, (all) => {
      expect(unpackWrote(packWrote(all))).toEqual(latestWrote(all));
    }),
  );
  expect(unpackWrote(undefined)).toEqual([]);
  expect(packWrote([])).toBe("");
});
