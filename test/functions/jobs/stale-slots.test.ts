import { ConditionRefused } from "../../../core/errors.ts";
import { defaultLease, type Slot } from "../../../core/session/lease.ts";
import { endStaleClaims } from "../../../functions/jobs/stale-slots.ts";
import { aSlot, someTime } from "../../support/builders.ts";

const { takeAfterMs } = defaultLease;

/** Slots that remember, and what each run of the sweep finds. */
function watching(first: readonly Slot[]) {
  let slots = first;
  const replace = (slot: Slot): Slot => {
    slots = slots.map((one) => (one.slot === slot.slot ? slot : one));
    return slot;
  };
  const store = {
    sight: async (seen: Slot, sighting: NonNullable<Slot["sighting"]>) => replace({ ...seen, sighting }),
    condemn: async ({ workerId: _workerId, ...seen }: Slot) => replace({ ...seen, epoch: seen.epoch + 1, sessions: 0 }),
  };
  return {
    store,
    change: replace,
    now: () => slots,
    sweep: async (now: number) => await endStaleClaims(store, slots, now, defaultLease),
  };
}

test("ends no claim at the first look", async () => {
  const { sweep, now } = watching([aSlot({ beat: 5 })]);
  expect(await sweep(someTime)).toMatchObject({ stale: 0, beating: 1 });
  expect(now()).toMatchObject([{ workerId: "worker-1", sighting: { beat: 5, since: someTime } }]);
});

test.each([
  [0, 0],
  [takeAfterMs - 1, 0],
  [takeAfterMs, 1],
  [60_000, 1],
])("of a beat that stood still for %d ms: %d", async (ms, stale) => {
  const { sweep, now } = watching([aSlot({ beat: 5 }), aSlot({ slot: 1, beat: 8 })]);
  await sweep(someTime);
  const found = await sweep(someTime + ms);
  expect(found).toMatchObject({ stale: 2 * stale, beating: 2 - 2 * stale });
  expect(found.slots).toEqual(now());
  expect(now().map(({ workerId }) => workerId)).toEqual(
    stale === 1 ? [undefined, undefined] : ["worker-1", "worker-1"],
  );
});

test("counts anew from a beat that moves, and from another holder", async () => {
  const { sweep, change } = watching([aSlot({ beat: 5 }), aSlot({ slot: 1, beat: 5 })]);
  await sweep(someTime);
  change(aSlot({ beat: 25, sighting: { epoch: 1, beat: 5, since: someTime } }));
  change(aSlot({ slot: 1, epoch: 3, beat: 5, sighting: { epoch: 1, beat: 5, since: someTime } }));
  expect(await sweep(someTime + 60_000)).toMatchObject({ stale: 0, beating: 2 });
  expect(await sweep(someTime + 120_000)).toMatchObject({ stale: 2, beating: 0 });
});

test("does not miss the beat of a slot that nobody holds", async () => {
  const { workerId: _workerId, ...free } = aSlot();
  const { sweep } = watching([free]);
  await sweep(someTime);
  expect(await sweep(someTime + 60_000)).toEqual({ slots: [free], stale: 0, beating: 0 });
});

test("leaves it to one that was quicker, and counts on where it can't, saying why", async () => {
  const refuse = (error: Error) => async () => await Promise.reject(error);
  const slot = aSlot({ beat: 5, sighting: { epoch: 1, beat: 5, since: someTime } });
  const sweepWith = (error: Error) => {
    const store = { sight: refuse(error), condemn: refuse(error) };
    return endStaleClaims(store, [slot], someTime + 60_000, defaultLease);
  };
  expect(await sweepWith(new ConditionRefused("it beat"))).toEqual({ slots: [slot], stale: 1, beating: 0 });
  const failure = new Error("no table");
  expect(await sweepWith(failure)).toEqual({ slots: [slot], stale: 1, beating: 0, failure });
});
