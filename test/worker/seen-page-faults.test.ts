import { faultsHoldMs, type PageFaultStore, type WitnessedFault } from "../../core/sending/page-hold.ts";
import type { Log } from "../../worker/log.ts";
import { SeenPageFaults } from "../../worker/seen-page-faults.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** A worker reads faults of WhatsApp's page once in a while for all of its sessions, and goes on where it can't. */

const fault: WitnessedFault = { id: "f", version: "2", shims: "s", seenBy: "error", error: "e", witnesses: [] };

function seenFaults(read: (times: number) => Promise<readonly WitnessedFault[]>) {
  const clock = new FakeClock();
  const warnings: string[] = [];
  const note = (message: string) => warnings.push(message);
  const log: Log = { info: note, warn: note, error: note };
  let reads = 0;
  const written = async () => true;
  const store = { recent: () => read((reads += 1)), beginHold: written, claimProbe: written };
  const seen = new SeenPageFaults(store as unknown as PageFaultStore, clock, log);
  return { clock, seen, warnings, reads: () => reads };
}

it("reads once for all that ask within the time, and anew after it", async () => {
  const { clock, seen, reads } = seenFaults(async (times) => (times > 1 ? [fault] : []));
  await Promise.all([seen.recent(), seen.recent()]);
  await clock.advance(faultsHoldMs - 1);
  expect([await seen.recent(), reads()]).toEqual([[], 1]);
  await clock.advance(1);
  expect([await seen.recent(), reads()]).toEqual([[fault], 2]);
});

it("reads anew after a write of its own", async () => {
  const { seen, reads } = seenFaults(async () => []);
  await seen.recent();
  expect(await seen.beginHold("f", 1)).toBe(true);
  await seen.recent();
  expect(await seen.claimProbe(fault, 1)).toBe(true);
  await seen.recent();
  expect(reads()).toBe(3);
});

it("goes by what it knew where they can't be read, says so, and asks again only after the time", async () => {
  const { clock, seen, warnings, reads } = seenFaults((times) =>
    times === 2 ? Promise.reject(new Error("not now")) : Promise.resolve([fault]),
  );
  await seen.recent();
  await clock.advance(faultsHoldMs);
  expect(await seen.recent()).toEqual([fault]);
  expect([await seen.recent(), warnings, reads()]).toEqual([[fault], [expect.stringContaining("be read")], 2]);
});
