import { createHash } from "node:crypto";
import { mediaKeyOf } from "../../../core/content/media.ts";
import { PageCannotBeAsked } from "../../../core/errors.ts";
import { type SimulatedPage, workingPage } from "../../../simulator/page-settings.ts";
import * as files from "../../support/files.ts";
import type { WorkerOptions } from "../../support/system.ts";
import { ref, sessionId, System, tenantId } from "../../support/system.ts";

/** WhatsApp changes its page at night: few people are in doubt, nobody gets a message twice, and the reason is named. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const filename = `med_${"0".repeat(26)}.png`;
const media = {
  filename,
  kind: "image",
  contentType: "image/png",
  originalName: "brosur.png",
  sha256: createHash("sha256").update(files.png).digest("hex"),
  size: files.png.length,
} as const;
const noMedia = { member: "WAWebMediaPrep.prepRawMedia", feature: "media", problem: "it is missing" } as const;

const pacing = { minGapMs: 1_000, maxGapMs: 1_000, perDay: 1_000_000 };
const pageError = "TypeError: t is not a function";
const becomes = (page: Partial<SimulatedPage>) => {
  system.network.pageOf = () => ({ ...workingPage, ...page });
};
const heal = () => {
  becomes({});
};
// As on the real page: a message that the page stored is not handed over again.
const start = (settings: WorkerOptions["settings"] = {}) =>
  system.startWorker("w1", { settings: { onUnknown: "hold", ...settings } });

const progressOf = async (campaignId: string) => await system.stores.progress.find(tenantId, campaignId);
const states = async (campaignId: string) =>
  (await system.rows(campaignId)).map(({ state, reason }) => (state === "failed" ? (reason ?? "") : state));
const countOf = async (campaignId: string, state: string) =>
  (await states(campaignId)).filter((one) => one === state).length;
const alarms = () => system.logged.flatMap(({ facts }) => facts["alarm"] ?? []);
const untilShown = (campaignId: string, atMostMs: number) =>
  system.until(async () => (await progressOf(campaignId))?.waitingFor === "page", "it waits for the page", atMostMs);
const untilPaused = async (campaignId: string) => {
  await system.untilStatus(campaignId, "paused", 5 * 60_000);
  expect((await system.campaign(campaignId)).pausedBecause).toBe("page_changed");
};
const resume = async (campaignId: string) => {
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "resume", { now: system.clock.now() });
  await system.ring(campaignId);
};

describe("a page that throws after it took a message", () => {
  it("costs two people an outcome in doubt; the campaign is paused with one alarm, and completes once the page is healed", async () => {
    start();
    await system.linkSession();
    const numbers = await system.aList("lst_a", 12);
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.until(() => system.arrivals().length === 3, "three arrived");
    becomes({ sends: "thrown", pageError });
    await untilShown(campaignId, 60_000);
    expect((await progressOf(campaignId))?.page).toEqual({ error: pageError, version: workingPage.version });
    const claimed = (await system.rows(campaignId)).length;
    await system.clock.advance(30_000);
    // It claims nobody until that one is judged.
    expect((await system.rows(campaignId)).length).toBe(claimed);
    await untilPaused(campaignId);
    expect(alarms()).toEqual(["page_changed"]);
    expect(system.measured.get("CampaignsPausedByPage")).toBe(1);
    await system.clock.advance(10 * 60_000);
    expect((await system.rows(campaignId)).length).toBe(claimed + 1);
    heal();
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    await system.clock.advance(1_000);
    expect(await countOf(campaignId, "in_doubt")).toBe(2);
    expect(await countOf(campaignId, "delivered")).toBe(10);
    expect(new Set(system.arrivals()).size).toBe(system.arrivals().length);
    expect((await system.rows(campaignId)).map(({ number }) => number)).toEqual(numbers);
  });

  it("counts when the call ends, not after the minute of waiting", async () => {
    start();
    await system.linkSession();
    await system.aList("lst_a", 5);
    becomes({ sends: "unanswered" });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    // 15 s for the call, 10 s until counts are written.
    await untilShown(campaignId, 30_000);
    expect((await progressOf(campaignId))?.page?.error).toBe("no answer to a message");
    await system.untilStatus(campaignId, "paused", 110_000);
    expect(await states(campaignId)).toEqual(["in_doubt", "sending"]);
  });

  it("that stays so after a resume costs no third person more than one outcome each time", async () => {
    start();
    await system.linkSession();
    await system.aList("lst_a", 9);
    becomes({ sends: "thrown" });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await untilPaused(campaignId);
    await resume(campaignId);
    await untilPaused(campaignId);
    expect((await system.rows(campaignId)).length).toBeLessThanOrEqual(4);
    expect(system.arrivals()).toEqual([]);
  });
});

it("forgets one without an answer once a message was sent: a slow line pauses nothing", async () => {
  start();
  await system.linkSession();
  const numbers = await system.aList("lst_a", 8);
  for (const number of [numbers[1], numbers[4], numbers[6]]) {
    system.network.holds.hold("reply_on_its_way", number);
  }
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await system.untilStatus(campaignId, "completed", 20 * 60_000);
  expect(alarms()).toEqual([]);
  expect(new Set(system.arrivals()).size).toBe(8);
});

it("does not blame the page for time-outs while its line is down", async () => {
  start({ lease: { beatMs: 3_000, loseAfterMs: 20_000, takeAfterMs: 32_000, sendDeadlineMs: 15_000 } });
  await system.linkSession();
  await system.aList("lst_a", 4);
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  const claimed = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    await system.until(async () => {
      const sending = (await system.rows(campaignId)).find(
        ({ state, number }) => state === "sending" && !claimed.has(number),
      );
      if (sending !== undefined) claimed.add(sending.number);
      return sending !== undefined || (await system.campaign(campaignId)).status !== "running";
    }, "one is claimed");
    if ((await system.campaign(campaignId)).status !== "running") break;
    system.network.fault(sessionId, "browser_kill");
    await system.clock.advance(5_000);
  }
  await system.untilStatus(campaignId, "completed", 20 * 60_000);
  expect(alarms()).toEqual([]);
});

describe("a page that refuses messages before it stores them", () => {
  it("fails two of them as page_refused, which a retry sends once the page is healed; nobody is in doubt", async () => {
    start();
    await system.linkSession();
    await system.aList("lst_a", 6);
    becomes({ sends: "refused", pageError });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await untilPaused(campaignId);
    expect(await states(campaignId)).toEqual(["page_refused", "page_refused"]);
    expect(alarms()).toEqual(["page_changed"]);
    heal();
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    const seen = await system.campaign(campaignId);
    await system.stores.campaignChanges.apply({ ...ref, campaignId }, "retry", {
      now: system.clock.now(),
      retry: { seen, statuses: ["failed"] },
    });
    await system.ring(campaignId);
    await system.until(() => system.arrivals().length === 6, "all six arrived");
    await system.untilStatus(campaignId, "completed");
    expect(new Set(system.arrivals()).size).toBe(6);
  });

  it.each<readonly [what: string, page: Partial<SimulatedPage>, becomes: "paused" | "running"]>([
    ["fail", { sends: "thrown", onlyMedia: true }, "paused"],
    ["are refused", { sends: "refused", onlyMedia: true }, "paused"],
    ["can't go by what was found of the page", { stops: "media", unavailable: [noMedia] }, "running"],
  ])("stops only campaigns with a file where only files %s", async (_, page, status) => {
    await system.files.save(mediaKeyOf({ ...ref, filename }), files.png);
    becomes(page);
    start();
    await system.linkSession();
    await system.aList("lst_a", 8);
    const withFile = await system.launch({ listIds: ["lst_a"], pacing }, { text: "Halo", variables: {}, media });
    const text = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(text, "completed", 5 * 60_000);
    await system.until(async () => (await system.campaign(withFile)).status === status, `it is ${status}`, 5 * 60_000);
    expect((await system.rows(withFile)).length).toBeLessThanOrEqual(2);
    if (status === "running") await untilShown(withFile, 60_000);
    expect((await states(text)).filter((state) => state !== "delivered" && state !== "sent")).toEqual([]);
  });
});

describe("a page that can't be asked about numbers", () => {
  it("is shown and logged at once, and pauses the campaign after a minute; nobody is claimed", async () => {
    start();
    await system.linkSession();
    await system.aList("lst_a", 6);
    becomes({ numbersFailAfterMs: 0, pageError });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await untilShown(campaignId, 30_000);
    expect((await progressOf(campaignId))?.page).toMatchObject({ error: pageError });
    const lines = () => system.logged.filter(({ message }) => message.includes("can't be asked"));
    expect(lines()).toHaveLength(1);
    const launchedAt = (await system.campaign(campaignId)).startedAt ?? 0;
    await untilPaused(campaignId);
    const pausedAt = (await system.campaign(campaignId)).pausedAt ?? 0;
    expect(pausedAt - launchedAt).toBeGreaterThanOrEqual(60_000);
    expect(pausedAt - launchedAt).toBeLessThan(70_000);
    expect([await system.rows(campaignId), alarms(), lines().length]).toEqual([[], ["page_changed"], 1]);
    heal();
    await resume(campaignId);
    await system.untilStatus(campaignId, "completed");
    expect(system.arrivals()).toHaveLength(6);
  });

  it("is shown within half a minute where each question takes ten seconds, for each of two campaigns", async () => {
    start();
    await system.linkSession();
    await system.aList("lst_a", 6);
    await system.aList("lst_b", 6, 100);
    becomes({ numbersFailAfterMs: 10_000, pageError });
    const campaigns = [
      await system.launch({ listIds: ["lst_a"], pacing }),
      await system.launch({ listIds: ["lst_b"], pacing }),
    ];
    for (const campaignId of campaigns) await untilShown(campaignId, 30_000);
    for (const campaignId of campaigns) await untilPaused(campaignId);
  });

  it("for less than a minute holds the campaign up for that time alone", async () => {
    start();
    await system.linkSession();
    await system.aList("lst_a", 4);
    becomes({ numbersFailAfterMs: 0 });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
    await system.clock.advance(50_000);
    heal();
    await system.untilStatus(campaignId, "completed");
    expect(alarms()).toEqual([]);
  });

  it("holds up no campaign whose numbers are known, though a direct message waits for it", async () => {
    start();
    await system.linkSession();
    const numbers = await system.aList("lst_a", 4);
    for (const number of numbers) {
      const known = { tenantId, number, onWhatsApp: true, checkedAt: system.clock.now() };
      await system.stores.persons.save(known);
    }
    becomes({ numbersFailAfterMs: 0 });
    const message = await system.ask("628129990009");
    await system.aList("lst_b", 3, 100);
    const unknown = await system.launch({ listIds: ["lst_b"], pacing });
    const known = await system.launch({ listIds: ["lst_a"], pacing });
    await system.untilStatus(known, "completed", 60_000);
    expect((await system.direct(message)).state).toBe("pending");
    await untilPaused(unknown);
  });
});

it("a page that lacks what sending needs holds campaigns, claims nobody, and lets them go on once another page is there", async () => {
  start();
  await system.linkSession();
  await system.aList("lst_a", 4);
  const unavailable = [
    { member: "WAWebSendMsgChatAction.addAndSendMsgToChat", feature: "text", problem: "is missing" },
  ] as const;
  becomes({ version: "2.3001.0", stops: "sending", unavailable });
  system.network.fault(sessionId, "drop");
  await system.clock.advance(5_000);
  await system.until(async () => (await system.state()) === "ready", "it is ready");
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await untilShown(campaignId, 30_000);
  expect((await progressOf(campaignId))?.page).toEqual({
    error: "WAWebSendMsgChatAction.addAndSendMsgToChat: is missing",
    version: "2.3001.0",
  });
  await system.clock.advance(5 * 60_000);
  expect([(await system.campaign(campaignId)).status, await system.rows(campaignId)]).toEqual(["running", []]);
  heal();
  system.network.fault(sessionId, "drop");
  await system.untilStatus(campaignId, "completed");
});

it("a page that can't be asked for what is unread is shown, and pauses the campaign after a minute", async () => {
  let isBroken = false;
  system.startWorker("w1", {
    at: (point) => {
      if (isBroken && point === "whatsApp.readUnread:before") {
        throw new PageCannotBeAsked("the page cannot be asked", { pageError });
      }
    },
  });
  await system.linkSession();
  await system.aList("lst_a", 4);
  isBroken = true;
  system.network.fault(sessionId, "drop");
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing });
  await untilShown(campaignId, 60_000);
  await untilPaused(campaignId);
  isBroken = false;
  await system.clock.advance(10_000);
  await resume(campaignId);
  await system.untilStatus(campaignId, "completed");
});
