import { isConnected } from "../../core/session/session.ts";
import { endFormerSelf } from "../../local/former-self.ts";
import { ref, System } from "../support/system.ts";

/** What a process held that is gone, when the next one starts on its data. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const session = async () => {
  const found = await system.stores.sessions.find(ref);
  if (found === undefined) throw new Error("the session is gone");
  return found;
};
const restart = () => endFormerSelf({ ...system.stores, clock: system.clock }, "local");

it("is not connected, and is taken at once where a worker of its own held it", async () => {
  const former = system.startWorker("local");
  await system.linkSession();
  former.kill();
  expect(isConnected(await session())).toBe(true);
  await restart();
  expect(await session()).toMatchObject({ state: "disconnected", wanted: true });
  expect((await session()).owner).toBeUndefined();
  system.startWorker("local");
  await system.until(async () => isConnected(await session()), "it is connected again", 5_000);
});

it("is not connected, and is taken when the lease is over where a worker in another process held it", async () => {
  const former = system.startWorker("w1");
  await system.linkSession();
  const { owner, epoch } = await session();
  former.kill();
  await restart();
  expect(await session()).toMatchObject({ state: "disconnected", owner, epoch });
  const startedAt = system.clock.now();
  system.startWorker("local");
  await system.until(async () => isConnected(await session()), "it is connected again", 60_000);
  expect(system.clock.now() - startedAt).toBeGreaterThan(20_000);
});

it("was given back in part: the slot is nobody's, the session its former holder's", async () => {
  const former = system.startWorker("local");
  await system.linkSession();
  former.kill();
  const [slot] = await system.stores.slots.list();
  if (slot === undefined) throw new Error("no slot");
  await system.stores.slots.condemn(slot);
  expect(isConnected(await session())).toBe(true);
  await restart();
  expect(isConnected(await session())).toBe(false);
  expect((await session()).owner).toBeUndefined();
});

it("was stopped in order: nothing changes", async () => {
  const former = system.startWorker("local");
  await system.linkSession();
  await former.stop();
  const before = await session();
  await restart();
  expect(await session()).toEqual(before);
});
