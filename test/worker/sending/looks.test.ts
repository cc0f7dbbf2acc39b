import type { Campaign } from "../../../core/campaign/campaign.ts";
import { CampaignBook } from "../../../worker/campaign/campaign-book.ts";
import type { WorkerPorts } from "../../../worker/ports.ts";
import { SessionRules } from "../../../worker/campaign/session-rules.ts";
import { Remembered } from "../../../worker/sending/remembered.ts";
import { defaultWorkerSettings } from "../../../worker/settings.ts";
import { aBody, aCampaign, aProgress, aSession } from "../../support/builders.ts";
import { ref, System } from "../../support/system.ts";

/** Looks at a campaign that overlap: what an older one read never stands after what a newer one found. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const campaignId = "cmp_1";

/** A book whose campaign is in `state` now. The answers to the first `held` reads come when `release` is called. */
function bookWith(held: "find" | "begin") {
  const gate = Promise.withResolvers<undefined>();
  let state: Partial<Campaign> = { status: "running" };
  let reads = 0;
  const maybeHeld = async (name: "find" | "begin") => {
    if (name !== held) return;
    reads += 1;
    if (reads === 1) await gate.promise;
  };
  const ports = {
    campaigns: {
      find: async () => {
        const found = aCampaign({ ...ref, campaignId, ...state });
        await maybeHeld("find");
        return found;
      },
      body: async () => aBody(),
    },
    progress: {
      begin: async () => {
        await maybeHeld("begin");
        return aProgress();
      },
      save: async () => undefined,
    },
    recipients: { page: async () => ({ items: [] }) },
    clock: system.clock,
    settings: { ...defaultWorkerSettings, profileRoot: system.dir },
  };
  const book = new CampaignBook({
    ports: ports as unknown as WorkerPorts,
    ref,
    claimant: { slot: 0, slotEpoch: 1, sessionEpoch: 1 },
    rules: new SessionRules(() => aSession(), { timezone: "UTC", network: "simulated" }),
    remembered: new Remembered(),
    ending: new AbortController().signal,
  });
  return {
    book,
    become: (now: Partial<Campaign>) => {
      state = now;
    },
    release: gate.resolve,
    fail: gate.reject,
  };
}

describe.each(["find", "begin"] as const)("an older look whose `%s` is slow", (slow) => {
  test.each([
    ["a pause", { status: "paused" }, []],
    ["a stop", { status: "stopped" }, ["settle"]],
    ["a deletion", { status: "running", deletedAt: 1 }, []],
  ] as const)("does not undo what a newer one found of %s", async (_, now, duties) => {
    const { book, become, release } = bookWith(slow);
    const older = book.lookAt(campaignId);
    await system.clock.advance(0);
    become(now);
    const newer = book.lookAt(campaignId);
    await system.clock.advance(0);
    release(undefined);
    await Promise.all([older, newer]);
    expect(book.due.map(({ duty }) => duty)).toEqual(duties);
  });

  test("does not take up again what was completed meanwhile", async () => {
    const { book, become, release } = bookWith(slow);
    const older = book.lookAt(campaignId);
    await system.clock.advance(0);
    become({ status: "completed" });
    const left = book.leave(campaignId);
    release(undefined);
    await Promise.all([older, left]);
    expect(book.due).toEqual([]);
  });

  test("that fails keeps no newer one from being taken", async () => {
    const { book, become, fail } = bookWith(slow);
    const older = book.lookAt(campaignId);
    await system.clock.advance(0);
    become({ status: "stopped" });
    const newer = book.lookAt(campaignId);
    fail(new Error("the table does not answer"));
    await expect(older).rejects.toThrow("does not answer");
    await newer;
    expect(book.due.map(({ duty }) => duty)).toEqual(["settle"]);
  });
});

test("a campaign that is paused while a new owner takes it up keeps no other from being sent", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  const others = await system.aList("lst_b", 3, 100);
  const paused = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 60_000, maxGapMs: 60_000 } });
  await system.until(() => system.arrivals().length === 1, "the first arrived");
  await first.stop();
  let isBegun = false;
  system.wire.slowly = () => system.clock.wait(2_000);
  system.wire.faultOf = ({ operation, body }) => {
    const isProgress =
      operation !== "GetItem" && JSON.stringify(body["Key"] ?? body["Item"] ?? "").includes("PROGRESS");
    isBegun ||= isProgress;
    return isProgress ? "slow" : undefined;
  };
  system.startWorker("w2", { host: "w1" });
  await system.until(() => isBegun, "it is being taken up");
  const now = system.clock.now();
  await system.stores.campaignChanges.apply({ ...ref, campaignId: paused }, "pause", { now, pausedBecause: "user" });
  await system.ring(paused);
  await system.clock.advance(10_000);
  system.wire.faultOf = () => undefined;
  const other = await system.launch({ listIds: ["lst_b"] });
  await system.untilStatus(other, "completed", 10_000);
  expect(system.arrivals().slice(1)).toEqual(others);
});
