import { LeaseLost } from "../../core/errors.ts";
import { defaultLease, type Slot } from "../../core/session/lease.ts";
import type { SlotStore } from "../../core/session/session-ports.ts";
import { Lease } from "../../worker/lease.ts";
import { aSlot } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { ref, System, tenantId } from "../support/system.ts";
import type { WireRequest } from "../support/api/wire.ts";

/** A slot is held by beating, and by elapsed time alone: neither a slow table nor a calendar that is set changes who holds it. */

const dayMs = 24 * 60 * 60 * 1_000;
const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
const notAsked = (): Promise<never> => Promise.reject(new Error("a lease asks for no more than its beat"));

/** Slots whose beats are answered after so long. */
const answeringAfter = (ms: number, clock: FakeClock): SlotStore => ({
  list: notAsked,
  take: notAsked,
  sight: notAsked,
  condemn: notAsked,
  release: notAsked,
  beat: async (held: Slot) => {
    await clock.wait(ms);
    return { ...held, beat: held.beat + 1 };
  },
});

it.each([5, 200, 1_000])("lets a send start at any moment while beats are answered after %d ms", async (answerMs) => {
  const clock = new FakeClock();
  const lease = new Lease(answeringAfter(answerMs, clock), clock, defaultLease, aSlot(), clock.elapsed());
  const over = new AbortController();
  const keeping = lease.keep(() => 1, over.signal, silentLog);
  let refused = 0;
  for (let looks = 0; looks < 1_200; looks += 1) {
    await clock.advance(50);
    if (!lease.maySend()) refused += 1;
  }
  over.abort();
  await clock.advance(answerMs);
  await keeping;
  expect(refused).toBe(0);
});

describe.each([
  { jump: "a day ahead", ms: dayMs },
  { jump: "back a day", ms: -dayMs },
])("when the calendar is set $jump", ({ ms }) => {
  let system: System;
  beforeEach(async () => {
    system = await System.start();
  });
  afterEach(async () => {
    await system.end();
  });

  const epoch = async () => (await system.stores.sessions.find(ref))?.epoch;

  /** From now on the beats of the session's owner get lost. */
  async function loseBeatsOfOwner(): Promise<void> {
    const slot = (await system.stores.sessions.find(ref))?.owner?.slot ?? -1;
    const isBeat = ({ operation, body }: WireRequest) =>
      operation === "UpdateItem" &&
      String(body["UpdateExpression"]).includes("ADD beat") &&
      JSON.stringify(body["Key"]).includes(String(slot).padStart(3, "0"));
    system.wire.faultOf = (request) => (isBeat(request) ? "lost" : undefined);
  }

  it("leaves the session with its worker, though beats were lost just then", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    const second = system.startWorker("w2");
    await system.clock.advance(10_000);
    const before = await epoch();
    await loseBeatsOfOwner();
    await system.clock.advance(5_000);
    system.clock.jump(ms);
    await system.clock.advance(5_000);
    system.wire.faultOf = () => undefined;
    await system.clock.advance(60_000);
    expect([first.ended(), second.ended()]).toEqual(["running", "running"]);
    expect(await epoch()).toBe(before);
    expect(first.worker.sessions).toHaveLength(1);
  });

  it("goes on sending at once", async () => {
    system.startWorker("w1");
    await system.linkSession();
    system.clock.jump(ms);
    await system.aList("lst_a", 5);
    await system.launch({ listIds: ["lst_a"] });
    await system.until(() => system.arrivals().length === 5, "all arrived", 10_000);
  });

  it("goes on with a campaign under way, at its pace, and shows its counts", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 20);
    const id = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
    await system.until(() => system.arrivals().length === 5, "five arrived");
    system.clock.jump(ms);
    await system.clock.advance(10_000);
    expect(system.arrivals().length).toBeGreaterThanOrEqual(13);
    expect(system.arrivals().length).toBeLessThanOrEqual(17);
    const counts = (await system.stores.progress.find(tenantId, id))?.counts;
    expect((counts?.sent ?? 0) + (counts?.delivered ?? 0)).toBeGreaterThan(5);
  });

  it("ends a worker whose beats are lost before another has its session", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    const second = system.startWorker("w2");
    await system.clock.advance(10_000);
    await loseBeatsOfOwner();
    system.clock.jump(ms);
    let mostAtOnce = 0;
    const isTaken = () => {
      mostAtOnce = Math.max(mostAtOnce, first.worker.sessions.length + second.worker.sessions.length);
      return second.worker.sessions.length > 0;
    };
    await system.until(isTaken, "the second worker has the session", 120_000);
    expect(mostAtOnce).toBe(1);
    expect(first.ended()).toBeInstanceOf(LeaseLost);
  });
});
