import { ref, System } from "../../support/system.ts";

/** A list or an account that goes wrong costs few recipients, not the campaign. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const gapMs = 1_000;
const pacing = { minGapMs: gapMs, maxGapMs: gapMs };

const endings = async (campaignId: string): Promise<readonly string[]> =>
  (await system.rows(campaignId)).map(({ state, reason }) => reason ?? state);

const resume = async (campaignId: string): Promise<void> => {
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", { now: system.clock.now() });
  await system.ring(campaignId);
};

/** Paused, and nobody is written to any more. */
const staysPaused = async (campaignId: string, pausedBecause: string): Promise<void> => {
  await system.untilStatus(campaignId, "paused");
  expect(await system.campaign(campaignId)).toMatchObject({ pausedBecause });
  // Acks of what was sent before are still on their way.
  await system.clock.advance(100);
  const ended = await endings(campaignId);
  await system.clock.advance(3 * 60_000);
  expect(await system.campaign(campaignId)).toMatchObject({ status: "paused", pausedBecause });
  expect(await endings(campaignId)).toEqual(ended);
};

const refuse = (numbers: readonly string[]): void => {
  for (const number of numbers) system.network.setNumber(number, { refuses: true });
};
const accept = (numbers: readonly string[]): void => {
  for (const number of numbers) system.network.setNumber(number, { refuses: false });
};
const takeOffWhatsApp = (numbers: readonly string[]): void => {
  for (const number of numbers) system.network.setNumber(number, { registered: false });
};
const refused = (count: number): readonly string[] => Array.from({ length: count }, () => "rejected_by_whatsapp");
const alarms = () => system.logged.flatMap(({ facts }) => facts["alarm"] ?? []);

describe("refusals", () => {
  it("pause a campaign after ten in a row; resumed, it counts afresh", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 40);
    refuse(numbers);
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await staysPaused(campaignId, "failure_streak");
    expect(await endings(campaignId)).toEqual(refused(10));
    expect(alarms()).toEqual(["failure_streak"]);
    await resume(campaignId);
    await system.until(async () => (await system.rows(campaignId)).length > 10, "it goes on");
    await staysPaused(campaignId, "failure_streak");
    expect(await endings(campaignId)).toEqual(refused(20));
    accept(numbers);
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    expect(system.arrivals()).toEqual(numbers.slice(20));
  });

  it("count afresh when a person paused and resumed in between", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 20);
    refuse(numbers.slice(0, 15));
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.until(async () => (await system.rows(campaignId)).length === 8, "eight were refused");
    const pause = { now: system.clock.now(), pausedBecause: "user" } as const;
    await system.stores.campaignChanges.apply({ ...ref, campaignId }, "pause", pause);
    await system.ring(campaignId);
    await system.clock.advance(5_000);
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    expect((await endings(campaignId)).slice(0, 15)).toEqual(refused(15));
  });

  it("pause nothing while a message is sent now and then", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 40);
    refuse(numbers.filter((_, index) => index % 10 !== 9));
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(campaignId, "completed");
    expect(alarms()).toEqual([]);
  });

  it("are counted across numbers that are not on WhatsApp", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 40);
    takeOffWhatsApp(numbers.filter((_, index) => index % 2 === 0));
    refuse(numbers);
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await staysPaused(campaignId, "failure_streak");
    const ended = await endings(campaignId);
    expect(ended.filter((reason) => reason === "rejected_by_whatsapp")).toHaveLength(10);
    expect(ended).toHaveLength(20);
  });

  it("of one campaign leave the session's other one alone", async () => {
    system.startWorker("w1");
    await system.linkSession();
    refuse(await system.aList("lst_a", 20));
    const good = await system.aList("lst_b", 20, 100);
    const failing = await system.launch({ listIds: ["lst_a"] });
    const other = await system.launch({ listIds: ["lst_b"] });
    await system.untilStatus(other, "completed");
    await staysPaused(failing, "failure_streak");
    expect(await endings(failing)).toEqual(refused(10));
    expect(system.arrivals()).toEqual(good);
  });

  it.each(["before", "after"] as const)("pause it also when the table fails %s the pause is written", async (when) => {
    let pauses = 0;
    system.startWorker("w1", {
      at: (point) => {
        if (point === "campaignChanges.apply:before") pauses += 1;
        if (point === `campaignChanges.apply:${when}` && pauses === 1) throw new Error("the table does not answer");
      },
    });
    await system.linkSession();
    refuse(await system.aList("lst_a", 40));
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await staysPaused(campaignId, "failure_streak");
    expect(pauses).toBe(2);
    expect(await endings(campaignId)).toEqual(refused(10));
    expect(alarms()).toEqual(["failure_streak"]);
  });
});

describe("numbers that are not on WhatsApp", () => {
  it("pause a campaign once they are most of a hundred", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 130);
    takeOffWhatsApp(numbers.slice(0, 51));
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await staysPaused(campaignId, "failure_streak");
    expect(await endings(campaignId)).toHaveLength(100);
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    expect(system.arrivals()).toEqual(numbers.slice(51));
  });

  it("pause nothing as long as they are half of a hundred", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 120);
    takeOffWhatsApp(numbers.filter((_, index) => index % 2 === 0));
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.untilStatus(campaignId, "completed");
    expect(alarms()).toEqual([]);
  });
});

describe("a restricted account whose page tells no more of it than that", () => {
  beforeEach(() => {
    system.network.standings.limitsOf = () => ({ restricted: false });
  });
  const restrict = () => {
    system.network.fault(ref.sessionId, "restricted");
  };
  const lift = () => {
    system.network.setBehaviour({});
  };

  it("has its campaigns paused, each resume and each new one costs one recipient, and lifted they complete", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 30);
    const others = await system.aList("lst_b", 10, 100);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.until(() => system.arrivals().length >= 5, "five arrived");
    restrict();
    await staysPaused(campaignId, "restricted_by_whatsapp");
    const failed = async (id: string) => (await system.rows(id)).filter(({ state }) => state === "failed").length;
    expect(await failed(campaignId)).toBe(0);
    for (const costs of [1, 2]) {
      await resume(campaignId);
      await system.until(async () => (await failed(campaignId)) === costs, "one more is refused");
      await staysPaused(campaignId, "restricted_by_whatsapp");
      expect(await failed(campaignId)).toBe(costs);
    }
    const another = await system.launch({ listIds: ["lst_b"], pacing });
    await staysPaused(another, "restricted_by_whatsapp");
    expect(await endings(another)).toEqual(refused(1));
    lift();
    // A number that refuses after others were sent to says nothing of the account any more.
    refuse(numbers.slice(-3, -2));
    for (const id of [campaignId, another]) await resume(id);
    await system.untilStatus(campaignId, "completed");
    await system.untilStatus(another, "completed");
    await system.clock.advance(1_000);
    const arrived = system.arrivals();
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(arrived).toHaveLength(numbers.length - 3 + others.length - 1);
    expect(await failed(campaignId)).toBe(3);
  });

  it("is paused with its message in hand, and nobody gets that twice", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 20);
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    await system.until(() => system.arrivals().length >= 5, "five arrived");
    restrict();
    await staysPaused(campaignId, "restricted_by_whatsapp");
    const ended = await endings(campaignId);
    const failed = ended.filter((reason) => reason === "rejected_by_whatsapp").length;
    expect(failed).toBeLessThanOrEqual(1);
    lift();
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    const arrived = system.arrivals();
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(arrived).toHaveLength(numbers.length - failed);
  });

  it("costs one recipient although the pause of what runs is slow to be written", async () => {
    let opens = 0;
    system.startWorker("w1", {
      at: (point) => {
        if (point === "campaigns.running:before" && isRestricted && (opens += 1) <= 20) throw new Error("no answer");
      },
    });
    let isRestricted = false;
    await system.linkSession();
    await system.aList("lst_a", 30);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.until(() => system.arrivals().length >= 5, "five arrived");
    isRestricted = true;
    restrict();
    await staysPaused(campaignId, "restricted_by_whatsapp");
    expect(opens).toBeGreaterThan(1);
    expect((await endings(campaignId)).filter((reason) => reason === "rejected_by_whatsapp")).toHaveLength(1);
  });

  it("is known again after a new connection, and nothing is known of one that was not told", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 12);
    restrict();
    system.network.fault(ref.sessionId, "browser_kill");
    await system.until(async () => (await system.state()) !== "ready", "it is down");
    await system.until(async () => (await system.state()) === "ready", "it is back");
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await staysPaused(campaignId, "restricted_by_whatsapp");
    expect(await endings(campaignId)).toEqual(refused(1));
    lift();
    system.network.fault(ref.sessionId, "browser_kill");
    await system.until(async () => (await system.state()) !== "ready", "it is down");
    await system.until(async () => (await system.state()) === "ready", "it is back");
    refuse(numbers.slice(1, 3));
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    expect((await endings(campaignId)).slice(0, 3)).toEqual(refused(3));
  });

  it("costs one recipient also when that is a message that was lost sight of", async () => {
    let restricted = false;
    system.startWorker("w1", {
      at: (point) => {
        if (point !== "whatsApp.send:before" || restricted || system.arrivals().length < 3) return;
        restricted = true;
        // Nothing was handed over; the page that comes back hears of the restriction, and the message goes again.
        restrict();
        system.network.fault(ref.sessionId, "browser_kill");
      },
    });
    await system.linkSession();
    await system.aList("lst_a", 12);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await staysPaused(campaignId, "restricted_by_whatsapp");
    expect(await endings(campaignId)).toEqual(["delivered", "delivered", "delivered", "sending"]);
    await resume(campaignId);
    await staysPaused(campaignId, "restricted_by_whatsapp");
    expect(await endings(campaignId)).toEqual(["delivered", "delivered", "delivered", "rejected_by_whatsapp"]);
  });
});
