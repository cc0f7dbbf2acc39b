import { ConditionRefused } from "../../../core/errors.ts";
import type { Slot } from "../../../core/session/lease.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
let unused = 0;

/** A slot that worker-1 holds. */
async function held(): Promise<Slot> {
  unused += 1;
  return await stores().slots.take(unused, undefined, "worker-1", 10);
}

const slotOf = async ({ slot }: Pick<Slot, "slot">) => (await stores().slots.list()).find((one) => one.slot === slot);

describe("take", () => {
  test("makes a slot that never was, under its first epoch", async () => {
    const slot = await held();
    expect(slot).toMatchObject({ epoch: 1, workerId: "worker-1", sessions: 0, capacity: 10 });
    expect(await slotOf(slot)).toEqual(slot);
  });

  test("of one that never was, by ten at once, succeeds once", async () => {
    unused += 1;
    const { won, refused } = await atOnce(10, (index) => stores().slots.take(unused, undefined, `w${index}`, 1));
    expect([won.length, refused]).toEqual([1, 9]);
    expect(await slotOf({ slot: unused })).toEqual(won[0]);
  });

  test("of a free one, by ten at once, succeeds once, under the next epoch", async () => {
    const slot = await held();
    await stores().slots.release(slot);
    const free = await slotOf(slot);
    const { won, refused } = await atOnce(10, (index) => stores().slots.take(slot.slot, free, `w${index}`, 1));
    expect([won.length, refused]).toEqual([1, 9]);
    expect(won[0]?.epoch).toBe((free?.epoch ?? 0) + 1);
  });

  test("of one that somebody holds is refused", async () => {
    const slot = await held();
    await expect(stores().slots.take(slot.slot, slot, "worker-2", 1)).rejects.toThrow(ConditionRefused);
    await expect(stores().slots.take(slot.slot, undefined, "worker-2", 1)).rejects.toThrow(ConditionRefused);
    expect(await slotOf(slot)).toEqual(slot);
  });

  test("of one seen under a former epoch is refused, though it is free again", async () => {
    const slot = await held();
    await stores().slots.release(slot);
    const free = await slotOf(slot);
    await stores().slots.release(await stores().slots.take(slot.slot, free, "worker-2", 1));
    await expect(stores().slots.take(slot.slot, free, "worker-3", 1)).rejects.toThrow(ConditionRefused);
  });
});

describe("sight", () => {
  test("is remembered over beats, moves none, and goes with the take", async () => {
    const slot = await held();
    const sighting = { epoch: slot.epoch, beat: slot.beat, since: 1_700_000_000_000 };
    expect(await stores().slots.sight(slot, sighting)).toEqual({ ...slot, sighting });
    const beaten = await stores().slots.beat(slot, 3);
    expect(beaten).toEqual({ ...slot, beat: slot.beat + 1, sessions: 3, sighting });
    await stores().slots.release(beaten);
    expect(await stores().slots.take(slot.slot, await slotOf(slot), "worker-2", 10)).not.toHaveProperty("sighting");
    expect(await slotOf(slot)).not.toHaveProperty("sighting");
  });

  test("of a slot that another holds by now is refused", async () => {
    const slot = await held();
    await stores().slots.condemn(slot);
    const sighting = { epoch: slot.epoch, beat: slot.beat, since: 1_700_000_000_000 };
    await expect(stores().slots.sight(slot, sighting)).rejects.toThrow(ConditionRefused);
  });
});

describe("beat", () => {
  test("raises the beat and tells the sessions", async () => {
    const slot = await held();
    const beaten = await stores().slots.beat(slot, 3);
    expect(beaten).toEqual({ ...slot, beat: slot.beat + 1, sessions: 3 });
    expect(await slotOf(slot)).toEqual(beaten);
  });

  test("repeated because its answer was lost still moves: a watcher must not take the second for the first", async () => {
    const slot = await held();
    const first = await stores().slots.beat(slot, 0);
    const second = await stores().slots.beat(slot, 0);
    expect(second.beat).toBeGreaterThan(first.beat);
  });

  test("after condemn is refused", async () => {
    const slot = await held();
    const condemned = await stores().slots.condemn(slot);
    await expect(stores().slots.beat(slot, 1)).rejects.toThrow(ConditionRefused);
    expect(await slotOf(slot)).toEqual(condemned);
  });

  test("of a slot that was given back or never was is refused", async () => {
    const slot = await held();
    await stores().slots.release(slot);
    await expect(stores().slots.beat(slot, 1)).rejects.toThrow(ConditionRefused);
    await expect(stores().slots.beat({ ...slot, slot: 900 }, 1)).rejects.toThrow(ConditionRefused);
    expect((await stores().slots.list()).some(({ slot: number }) => number === 900)).toBe(false);
  });
});

describe("condemn", () => {
  test("ends a dead holder's claim under the next epoch", async () => {
    const slot = await held();
    const condemned = await stores().slots.condemn(slot);
    expect(condemned.workerId).toBeUndefined();
    expect(condemned).toMatchObject({ epoch: slot.epoch + 1, sessions: 0 });
  });

  test("is refused when the holder beat meanwhile, and leaves it the slot", async () => {
    const slot = await held();
    const beaten = await stores().slots.beat(slot, 1);
    await expect(stores().slots.condemn(slot)).rejects.toThrow(ConditionRefused);
    expect(await slotOf(slot)).toEqual(beaten);
  });

  test("by ten watchers at once succeeds once", async () => {
    const slot = await held();
    const { won, refused } = await atOnce(10, () => stores().slots.condemn(slot));
    expect([won.length, refused]).toEqual([1, 9]);
  });

  test("at once with a beat: exactly one of the two succeeds", async () => {
    for (let round = 0; round < 10; round += 1) {
      const slot = await held();
      const { won, refused } = await atOnce(2, (index) =>
        index === 0 ? stores().slots.beat(slot, 1) : stores().slots.condemn(slot),
      );
      expect([won.length, refused]).toEqual([1, 1]);
      expect(await slotOf(slot)).toEqual(won[0]);
    }
  });
});

describe("release", () => {
  test("gives it back: nobody holds it, under the next epoch", async () => {
    const slot = await held();
    await stores().slots.release(slot);
    const free = await slotOf(slot);
    expect(free?.workerId).toBeUndefined();
    expect(free?.epoch).toBe(slot.epoch + 1);
  });

  test("of one that was lost already is refused, and leaves it its new holder", async () => {
    const slot = await held();
    const condemned = await stores().slots.condemn(slot);
    const taken = await stores().slots.take(slot.slot, condemned, "worker-2", 5);
    await expect(stores().slots.release(slot)).rejects.toThrow(ConditionRefused);
    expect(await slotOf(slot)).toEqual(taken);
  });
});

test("what people are shown of its holder stands in it from the take, and changes with each beat", async () => {
  unused += 1;
  const shown = { version: "0.1.0", takenAt: 5 };
  const taken = await stores().slots.take(unused, undefined, "worker-1", 10, shown);
  expect(taken).toMatchObject(shown);
  const beaten = await stores().slots.beat(taken, 3, 9);
  expect(beaten).toEqual({ ...taken, beat: 1, sessions: 3, beatAt: 9 });
  expect(await slotOf(taken)).toEqual(beaten);
});

test("slots are listed in the order of their numbers", async () => {
  await stores()
    .slots.take(12, undefined, "w", 1)
    .catch(() => undefined);
  await stores().slots.take(111, undefined, "w", 1);
  const numbers = (await stores().slots.list()).map(({ slot }) => slot);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});
