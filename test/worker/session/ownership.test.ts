import { releaseOrphans } from "../../../core/session/orphans.ts";
import type { Slot } from "../../../core/session/lease.ts";
import { ref, System } from "../../support/system.ts";
import type { WireRequest } from "../../support/api/wire.ts";

/** Who runs a session: one worker, it alone, and always some worker while it is wanted. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const bears = ({ body }: WireRequest, ...parts: string[]): boolean =>
  parts.every((part) => JSON.stringify(body).includes(part));

const isTakeOfSession = (request: WireRequest): boolean =>
  request.operation === "UpdateItem" && bears(request, "#owner = ", "REMOVE #countsSaved", "SESSIONS");

const givesBack = "REMOVE #owner";
const isGiveBack = (request: WireRequest): boolean => bears(request, givesBack);

const isLookAtOpenCampaigns = (request: WireRequest): boolean =>
  request.operation === "Query" && bears(request, "#OPEN");

const textOf = (body: unknown): string =>
  ArrayBuffer.isView(body) ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString() : "";

/** Says whether it holds, the first time only. */
function once(holds: (request: WireRequest) => boolean): (request: WireRequest) => boolean {
  let held = false;
  return (request) => {
    if (held || !holds(request)) return false;
    held = true;
    return true;
  };
}

/** Asks for a session that nobody linked yet. */
async function wantNewSession(): Promise<void> {
  const now = system.clock.now();
  await system.stores.sessionDesk.create({
    ...ref,
    state: "stopped",
    wanted: false,
    epoch: 0,
    since: now,
    createdAt: now,
  });
  await system.stores.sessionDesk.want(ref, now);
}

const epoch = async (): Promise<number | undefined> => (await system.stores.sessions.find(ref))?.epoch;

/** A linked session whose slot was given back, taken again since, and the slots as they were in between. */
async function slotsReadBeforeTheSlotWasTakenAgain(): Promise<readonly Slot[]> {
  const first = system.startWorker("w1");
  await system.linkSession();
  await first.stop();
  const old = await system.stores.slots.list();
  system.startWorker("w2", { settings: { capacity: 1 } });
  await system.until(async () => (await system.state()) === "ready", "it is ready again");
  return old;
}

const sweep = async (slots: readonly Slot[]): Promise<number> =>
  await releaseOrphans({ ...system.stores, clock: system.clock }, slots);

it("releases no session whose slot was taken again after the sweep had read the slots", async () => {
  const old = await slotsReadBeforeTheSlotWasTakenAgain();
  const before = await epoch();
  expect(await sweep(old)).toBe(0);
  await system.clock.advance(10_000);
  expect(await epoch()).toBe(before);
  expect(await system.state()).toBe("ready");
});

it("never lets two workers run a session, however old the slots are that a sweep goes by", async () => {
  const old = await slotsReadBeforeTheSlotWasTakenAgain();
  await system.aList("lst_a", 20);
  await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
  const third = system.startWorker("w3");
  await system.clock.advance(5_000);
  system.bell.faultOf = () => "ticket_lost";
  await sweep(old);
  await system.until(() => system.arrivals().length === 20, "all arrived");
  expect(third.worker.sessions).toEqual([]);
});

it.each(["answer_lost", "doubled"] as const)("runs a session whose take was %s", async (fault) => {
  system.startWorker("w1");
  await system.clock.advance(1_000);
  const isFirstTake = once(isTakeOfSession);
  let befell = false;
  system.wire.faultOf = (request) => {
    if (!isFirstTake(request)) return undefined;
    befell = true;
    return fault;
  };
  await wantNewSession();
  await system.until(async () => (await system.state()) === "awaiting_qr", "a QR is on show", 120_000);
  expect(befell).toBe(true);
});

it("hosts a session once that is wanted again while it is given back, and stops it at SIGTERM", async () => {
  const isFirstGiveBack = once(isGiveBack);
  let answersComeLate = false;
  system.wire.faultOf = async (request) => {
    if (!isFirstGiveBack(request)) return undefined;
    await system.stores.sessionDesk.want(ref, system.clock.now());
    answersComeLate = true;
    return undefined;
  };
  const wireOf = system.wire.requestHandler.bind(system.wire);
  system.wire.requestHandler = (isDead) => {
    const wire = wireOf(isDead);
    return {
      handle: async (request) => {
        const answer = await wire.handle(request);
        const isLate = answersComeLate && textOf(request.body).includes(givesBack);
        if (isLate && answer.response.statusCode === 200) {
          answersComeLate = false;
          await system.clock.wait(7_000);
        }
        return answer;
      },
    };
  };
  const worker = system.startWorker("w1");
  await system.linkSession();
  system.network.fault(ref.sessionId, "logout");
  await system.until(async () => (await system.state()) === "awaiting_qr", "a QR is on show again", 30_000);
  await system.clock.advance(10_000);
  const again = await system.stores.sessions.find(ref);
  expect(worker.worker.sessions.map((session) => session.epoch)).toEqual([again?.epoch]);
  system.network.scan({ qr: again?.qr ?? "", number: "628111000111", session: ref });
  await system.until(async () => (await system.state()) === "ready", "ready again");
  await system.aList("lst_a", 30);
  await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 5_000, maxGapMs: 5_000 } });
  await system.until(() => system.arrivals().length === 3, "three arrived");
  await worker.stop();
  await system.clock.advance(60_000);
  expect(system.arrivals().length).toBeLessThanOrEqual(4);
  expect((await system.stores.sessions.find(ref))?.owner).toBeUndefined();
});

it("keeps a session, and its link, though one look at its campaigns is throttled", async () => {
  system.network.setBehaviour({ staleProfile: "logout" });
  system.startWorker("w1", { settings: { capacity: 1 } });
  await system.linkSession();
  system.startWorker("w2");
  await system.clock.advance(1_000);
  const before = await epoch();
  const isFirstLook = once(isLookAtOpenCampaigns);
  let befell = false;
  system.wire.faultOf = (request) => {
    if (!isFirstLook(request)) return undefined;
    befell = true;
    return "throttled";
  };
  await system.clock.advance(200_000);
  expect(befell).toBe(true);
  expect(await system.state()).toBe("ready");
  expect(await epoch()).toBe(before);
});

describe("at SIGTERM", () => {
  const isReadingOfRows = (request: WireRequest): boolean => request.operation === "Query" && bears(request, '"R#');

  it("sends nothing more, and stops soon, while a look reads a campaign of many rows", async () => {
    const worker = system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 3);
    await system.aList("lst_b", 60, 100);
    await system.launch({ listIds: ["lst_b"], pacing: { minGapMs: 2_000, maxGapMs: 2_000 } });
    await system.until(() => system.arrivals().length === 3, "three arrived");
    system.bell.faultOf = () => "ticket_lost";
    const unheardOf = await system.launch({ listIds: ["lst_a"] });
    let isLooking = false;
    system.wire.slowly = async () => {
      isLooking = true;
      await system.clock.wait(90_000);
    };
    system.wire.faultOf = (request) => (isReadingOfRows(request) && bears(request, unheardOf) ? "slow" : undefined);
    await system.until(() => isLooking, "the minute's look reads it");
    const arrived = system.arrivals().length;
    const at = system.clock.now();
    await worker.stop();
    expect(system.clock.now() - at).toBeLessThan(20_000);
    expect(system.arrivals().length - arrived).toBeLessThanOrEqual(1);
  });

  it("stops soon however much there is to read of a session just taken", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    await first.stop();
    await system.aList("lst_a", 1);
    for (let campaign = 0; campaign < 20; campaign += 1) await system.launch({ listIds: ["lst_a"] });
    system.wire.slowly = () => system.clock.wait(5_000);
    system.wire.faultOf = (request) => (isReadingOfRows(request) ? "slow" : undefined);
    const second = system.startWorker("w2");
    await system.until(() => second.worker.sessions.length === 1, "it is taken");
    await system.clock.advance(2_000);
    const at = system.clock.now();
    await second.stop();
    expect(system.clock.now() - at).toBeLessThan(20_000);
  });
});

it("connects anew though the browser of a crashed page could not be closed", async () => {
  let crashed = false;
  system.startWorker("w1", {
    at: (point) => {
      if (crashed && point === "whatsApp.close:after") throw new Error("the browser answered nothing");
    },
  });
  await system.linkSession();
  const before = await epoch();
  crashed = true;
  system.network.fault(ref.sessionId, "page_crash");
  await system.until(async () => (await system.state()) !== "ready", "it is down");
  await system.until(async () => (await system.state()) === "ready", "it is ready again", 30_000);
  expect(await epoch()).toBe(before);
});

describe("whose saved profile is needed on another host", () => {
  const archives = async (): Promise<readonly string[]> => {
    const profile = (await system.stores.sessions.find(ref))?.profile;
    return profile === undefined ? [] : [profile.key, ...profile.previous];
  };

  it("says that the session failed when all its archives are gone, and does not start it over and over", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    await first.stop();
    for (const key of await archives()) system.files.files.delete(key);
    system.startWorker("w2");
    await system.until(async () => (await system.state()) === "failed", "it failed", 60_000);
    const failed = await epoch();
    await system.clock.advance(10 * 60_000);
    expect(await system.state()).toBe("failed");
    expect(await epoch()).toBeLessThanOrEqual((failed ?? 0) + 1);
    expect(await system.stores.sessions.find(ref)).toMatchObject({ wanted: false });
  });

  it("comes back from the archive before when the latest is damaged", async () => {
    const first = system.startWorker("w1");
    await system.linkSession();
    await first.stop();
    const [latest = "", former] = await archives();
    expect(former).toBeDefined();
    system.files.files.set(latest, new Uint8Array([1, 2, 3]));
    system.startWorker("w2");
    await system.until(async () => (await system.state()) === "ready", "it is ready", 60_000);
  });
});

it.each([0, 700, 1_400, 2_100, 2_800])(
  "ends within 40 s of the owner's death, %d ms after a beat, where another worker is at work",
  async (afterMs) => {
    const first = system.startWorker("w1");
    await system.linkSession();
    system.startWorker("w2");
    const beat = async () => (await system.stores.slots.list()).find(({ slot }) => slot === 0)?.beat;
    const before = await beat();
    await system.until(async () => (await beat()) !== before, "it beats");
    await system.clock.advance(afterMs);
    const held = await epoch();
    first.kill();
    const killedAt = system.clock.now();
    await system.until(async () => (await epoch()) !== held, "it is parted from its session");
    expect(system.clock.now() - killedAt).toBeLessThanOrEqual(40_000);
  },
);
