import { haltHoldsMs, type Halts } from "../../core/sending/halt.ts";
import { SeenHalts } from "../../worker/seen-halts.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** What a worker sends by is never older than `haltHoldsMs`. */

const halted: Halts = { deployment: { by: "operator", reason: "why", since: 0, keyId: "bootstrap" } };

function seenHalts(read: (times: number) => Promise<Halts>) {
  const clock = new FakeClock();
  let reads = 0;
  const seen = new SeenHalts({ of: () => read((reads += 1)) }, clock);
  return { clock, seen, reads: () => reads };
}

it("reads once for all that ask within the time, and anew after it", async () => {
  const { clock, seen, reads } = seenHalts(async (times) => (times > 1 ? halted : {}));
  await Promise.all([seen.of("a"), seen.of("a")]);
  await clock.advance(haltHoldsMs - 1);
  expect([await seen.of("a"), reads()]).toEqual([{}, 1]);
  await clock.advance(1);
  expect([await seen.of("a"), reads()]).toEqual([halted, 2]);
});

it("asks again where the answer took longer than it holds: the halt may have been written after it was read", async () => {
  const slow = Promise.withResolvers<Halts>();
  const { clock, seen, reads } = seenHalts((times) => (times === 1 ? slow.promise : Promise.resolve(halted)));
  const asked = seen.of("a");
  await clock.advance(haltHoldsMs);
  slow.resolve({});
  expect([await asked, reads()]).toEqual([halted, 2]);
});

it("remembers no failure", async () => {
  const { seen } = seenHalts((times) => (times === 1 ? Promise.reject(new Error("not now")) : Promise.resolve({})));
  await expect(seen.of("a")).rejects.toThrow("not now");
  expect(await seen.of("a")).toEqual({});
});

it("keeps tenants apart", async () => {
  const { seen, reads } = seenHalts(async () => ({}));
  await seen.of("a");
  await seen.of("b");
  expect(reads()).toBe(2);
});
