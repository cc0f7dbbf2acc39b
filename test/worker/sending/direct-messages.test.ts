import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { mediaKeyOf, type FrozenMedia } from "../../../core/content/media.ts";
import { SimulatedConnection } from "../../../simulator/connection.ts";
import * as files from "../../support/files.ts";
import { ref, System } from "../../support/system.ts";

/** Direct messages: between campaign messages, in order, each at most once whatever is killed. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await system.end();
});

const to = (index: number) => `62811000000${index}`;
const receivedAt = () => system.network.deliveries({}).map((one) => Date.parse(one.receivedAt));
const bodies = () => system.network.deliveries({}).map(({ body }) => body);

it("is sent at once, and tells what becomes of it", async () => {
  system.startWorker("w1");
  await system.linkSession();
  system.network.setBehaviour({ readMs: 500 });
  const message = await system.ask(to(1), "Halo Ayu");
  await system.untilDirect(message, "delivered", 1_000);
  expect(bodies()).toEqual(["Halo Ayu"]);
  await system.untilDirect(message, "read", 2_000);
  const { claimedAt = 0, sentAt = 0, deliveredAt = 0, readAt = 0 } = await system.direct(message);
  expect([claimedAt, sentAt, deliveredAt, readAt]).toEqual(
    [claimedAt, sentAt, deliveredAt, readAt].toSorted((a, b) => a - b),
  );
});

it("goes in the order of asking, at least a second after the one before", async () => {
  system.startWorker("w1");
  await system.linkSession();
  for (const text of ["1", "2", "3", "4"]) await system.ask(to(1), text);
  await system.until(() => bodies().length === 4, "all arrived");
  expect(bodies()).toEqual(["1", "2", "3", "4"]);
  const times = receivedAt();
  for (const [index, at] of times.slice(1).entries()) expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_000);
});

it("goes between a campaign's messages: no gap, no quiet hours, a second apart", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  const gapMs = 60_000;
  const campaignId = await system.launch({
    listIds: ["lst_a"],
    pacing: { minGapMs: gapMs, maxGapMs: gapMs },
    quietHours: { from: "00:02", to: "01:00", timezone: "UTC" },
  });
  await system.until(() => system.arrivals().length === 1, "the first of the campaign arrived");
  const first = await system.ask(to(1), "langsung");
  await system.untilDirect(first, "delivered", 2_000);
  const [campaignAt = 0, directAt = 0] = receivedAt();
  expect(directAt - campaignAt).toBeGreaterThanOrEqual(1_000);
  await system.until(() => system.arrivals().length === 3, "the second of the campaign arrived");
  // The campaign keeps its own gap, which a direct message does not begin anew.
  expect((receivedAt()[2] ?? 0) - campaignAt).toBeLessThan(gapMs + 1_000);
  await system.clock.advance(5 * 60_000);
  const inQuietHours = await system.ask(to(2), "malam");
  await system.untilDirect(inQuietHours, "delivered", 2_000);
  expect((await system.campaign(campaignId)).status).toBe("running");
});

describe("beside a campaign", () => {
  const aCampaign = async (listId: string, contacts: number, gapMs: number) => {
    await system.aList(listId, contacts);
    return await system.launch({ listIds: [listId], pacing: { minGapMs: gapMs, maxGapMs: gapMs } });
  };
  const isDirect = ({ to: number }: { readonly to: string }) => number.startsWith("628110");
  const arrived = () => system.network.deliveries({});

  it.each([0, 100, 250, 999, 1_000, 1_500])("whose gap is %d ms, it goes next", async (gapMs) => {
    system.startWorker("w1");
    await system.linkSession();
    const campaignId = await aCampaign("lst_a", 400, gapMs);
    await system.until(() => arrived().length >= 3, "the campaign is on its way");
    const askedAt = system.clock.now();
    await system.untilDirect(await system.ask(to(1)), "delivered", 3_000);
    const at = arrived().findIndex(isDirect);
    const [before = NaN, direct = NaN, after = Infinity] = receivedAt().slice(at - 1);
    expect(direct - before).toBeGreaterThanOrEqual(1_000);
    expect(direct - askedAt).toBeLessThan(1_500);
    expect((await system.campaign(campaignId)).status).toBe("running");
    await system.until(() => arrived().length > at + 3, "the campaign goes on");
    const [next = after] = receivedAt().slice(at + 1);
    expect(next - direct).toBeGreaterThanOrEqual(Math.max(1_000, gapMs - 1_000));
    const campaignTimes = arrived().flatMap((one) => (isDirect(one) ? [] : [Date.parse(one.receivedAt)]));
    for (const [index, time] of campaignTimes.slice(1).entries()) {
      expect(time - (campaignTimes[index] ?? 0)).toBeGreaterThanOrEqual(gapMs);
    }
  });

  it("goes next, though it came while the campaign's next contacts were read", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await system.aList("lst_a", 3);
    await system.aList("lst_b", 10, 50_000);
    let isReading = false;
    system.contactsPage = async (tenantId, listId, query) => {
      isReading = listId === "lst_b";
      if (isReading) await system.clock.wait(2_000);
      return await system.stores.contacts.page(tenantId, listId, query);
    };
    await system.launch({ listIds: ["lst_a", "lst_b"], pacing: { minGapMs: 250, maxGapMs: 250 } });
    await system.until(() => isReading, "the second list is read");
    const before = arrived().length;
    await system.ask(to(1), "1");
    await system.untilDirect(await system.ask(to(2), "2"), "delivered", 10_000);
    expect(bodies().slice(before)).toEqual(["1", "2"]);
    await system.until(() => arrived().length > before + 4, "the campaign goes on");
  });

  it("goes next beside two campaigns, which take turns again after it", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await aCampaign("lst_a", 100, 250);
    await system.aList("lst_b", 100, 50_000);
    await system.launch({ listIds: ["lst_b"], pacing: { minGapMs: 250, maxGapMs: 250 } });
    await system.until(() => arrived().length >= 4, "both are on their way");
    await system.untilDirect(await system.ask(to(1)), "delivered", 3_000);
    const at = arrived().findIndex(isDirect);
    await system.until(() => arrived().length >= at + 7, "both go on");
    const ofB = arrived()
      .slice(at + 1)
      .map(({ to: number }) => number >= "6280000050000");
    expect(ofB.slice(0, 6)).toEqual(
      ofB[0] === true ? [true, false, true, false, true, false] : [false, true, false, true, false, true],
    );
  });

  it.each([0, 250, 5_000])(
    "many of them and a campaign with a gap of %d ms: neither waits for the other to end",
    async (gapMs) => {
      system.startWorker("w1");
      await system.linkSession();
      await aCampaign("lst_a", 400, gapMs);
      await system.until(() => arrived().length >= 1, "the campaign is on its way");
      for (let index = 0; index < 40; index += 1) await system.ask(to(index % 10), `${index}`);
      await system.until(() => arrived().filter(isDirect).length === 40, "all direct messages arrived");
      const all = arrived().map(isDirect);
      const kinds = all.slice(all.indexOf(true));
      const last = kinds.lastIndexOf(true);
      const ofCampaign = kinds.slice(0, last).filter((direct) => !direct).length;
      // One after each ten; the first may come earlier, while they are still asked for.
      expect(ofCampaign).toBeGreaterThanOrEqual(3);
      expect(ofCampaign).toBeLessThanOrEqual(5);
      const inARow = kinds
        .slice(0, last + 1)
        .map(Number)
        .join("")
        .split("0")
        .map(({ length }) => length);
      expect(Math.max(...inARow)).toBeLessThanOrEqual(10);
      expect(bodies().filter((body) => /^\d+$/.test(body))).toEqual(
        Array.from({ length: 40 }, (_, index) => String(index)),
      );
    },
  );

  it("that fails at each step, they go on", async () => {
    system.startWorker("w1");
    await system.linkSession();
    await aCampaign("lst_a", 400, 0);
    await system.until(() => arrived().length >= 1, "the campaign is on its way");
    system.contactsPage = async () => await Promise.reject(new Error("the list can't be read"));
    await system.until(() => system.logged.some(({ message }) => message.includes("step of a campaign")), "it fails");
    for (let index = 0; index < 25; index += 1) await system.ask(to(1), `${index}`);
    await system.until(() => arrived().filter(isDirect).length === 25, "all direct messages arrived", 60_000);
  });

  it("one whose outcome is open does not hold the campaign up", async () => {
    system.startWorker("w1", { settings: { onUnknown: "hold" } });
    await system.linkSession();
    await aCampaign("lst_a", 1_000, 250);
    await system.until(() => arrived().length >= 1, "the campaign is on its way");
    system.network.holds.hold("received_by_server", to(1));
    const message = await system.ask(to(1));
    await system.until(async () => (await system.direct(message)).state === "sending", "it is handed over");
    await system.clock.advance(16_000);
    const before = arrived().length;
    await system.clock.advance(20_000);
    expect(arrived().length - before).toBeGreaterThanOrEqual(10);
    await system.untilDirect(message, "in_doubt", 2 * 60_000);
  });
});

it("counts to the day's cap, over a restart too, and is not stopped by it", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  for (const index of [1, 2]) await system.untilDirect(await system.ask(to(index)), "delivered");
  await first.stop();
  system.startWorker("w2");
  await system.until(async () => (await system.state()) === "ready", "it is ready again");
  await system.aList("lst_a", 5);
  await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 0, maxGapMs: 0, perDay: 3 } });
  await system.clock.advance(60_000);
  expect(system.arrivals()).toHaveLength(3);
  await system.untilDirect(await system.ask(to(3)), "delivered");
  await system.clock.advance(60_000);
  expect(system.arrivals()).toHaveLength(4);
});

it("to a number that is not on WhatsApp fails and is not sent; the next ones go", async () => {
  system.startWorker("w1");
  await system.linkSession();
  system.network.setNumber(to(1), { registered: false });
  system.network.setNumber(to(2), { refuses: true });
  const unknown = await system.ask(to(1));
  const refused = await system.ask(to(2));
  const good = await system.ask(to(3));
  await system.untilDirect(good, "delivered");
  expect(await system.direct(unknown)).toMatchObject({ state: "failed", reason: "not_on_whatsapp" });
  expect(await system.direct(refused)).toMatchObject({ state: "failed", reason: "rejected_by_whatsapp" });
  expect(system.arrivals()).toEqual([to(3)]);
});

describe("with a file", () => {
  const filename = `med_${"0".repeat(26)}.png`;
  const sha256 = createHash("sha256").update(files.png).digest("hex");
  const media = {
    filename,
    kind: "image",
    contentType: "image/png",
    originalName: "a.png",
    sha256,
    size: files.png.length,
  };
  const asked = () => system.ask(to(1), "keterangan", { media: media as FrozenMedia });

  it("arrives with its caption, and nothing of it is left on disk", async () => {
    await system.files.save(mediaKeyOf({ ...ref, filename }), files.png);
    system.startWorker("w1");
    await system.linkSession();
    await system.untilDirect(await asked(), "delivered");
    expect(system.network.deliveries({})).toMatchObject([{ type: "image", body: "keterangan", mediaSha256: sha256 }]);
    const left = await readdir(join(system.dir, "w1"), { recursive: true });
    expect(left.filter((name) => name.endsWith(".png"))).toEqual([]);
  });

  it("that is gone fails, and the next message goes", async () => {
    system.startWorker("w1");
    await system.linkSession();
    const message = await asked();
    await system.untilDirect(await system.ask(to(2)), "delivered");
    expect(await system.direct(message)).toMatchObject({ state: "failed", reason: "media_unavailable" });
    expect(system.arrivals()).toEqual([to(2)]);
  });
});

it("asks about a number once", async () => {
  let asked = 0;
  system.startWorker("w1", {
    at: (point) => {
      if (point === "whatsApp.checkNumber:before") asked += 1;
    },
  });
  await system.linkSession();
  await system.untilDirect(await system.ask(to(1)), "delivered");
  await system.untilDirect(await system.ask(to(1)), "delivered");
  expect(asked).toBe(1);
});

it("waits while the line is down, and goes when it is back", async () => {
  system.startWorker("w1");
  await system.linkSession();
  system.network.fault(ref.sessionId, "browser_kill");
  const message = await system.ask(to(1));
  await system.untilDirect(message, "delivered", 60_000);
  expect(system.arrivals()).toEqual([to(1)]);
});

it("that is handed over and not answered holds up the next one until it is in doubt, and moves on by a late ack", async () => {
  system.startWorker("w1", { settings: { onUnknown: "hold" } });
  await system.linkSession();
  system.network.holds.hold("received_by_server", to(1));
  const first = await system.ask(to(1), "1");
  const second = await system.ask(to(2), "2");
  await system.clock.advance(30_000);
  expect([(await system.direct(first)).state, (await system.direct(second)).state]).toEqual(["sending", "pending"]);
  await system.untilDirect(first, "in_doubt", 2 * 60_000);
  await system.untilDirect(second, "delivered", 5_000);
  system.network.holds.release("received_by_server", to(1));
  await system.untilDirect(first, "delivered", 5_000);
  expect(system.arrivals()).toEqual([to(2), to(1)]);
});

it("ends when the phone unlinks the session: nothing goes by itself once it is linked anew", async () => {
  system.startWorker("w1");
  await system.linkSession();
  system.network.holds.hold("received_by_server", to(1));
  const inHand = await system.ask(to(1), "1");
  const waiting = await system.ask(to(2), "2");
  await system.clock.advance(2_000);
  system.network.fault(ref.sessionId, "logout");
  await system.untilDirect(waiting, "failed");
  expect(await system.direct(waiting)).toMatchObject({ reason: "session_logged_out" });
  expect((await system.direct(inHand)).state).toBe("in_doubt");
});

it("hears an ack that speaks of WhatsApp's other name for the number, after a restart too", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  system.network.setNumber(to(1), { lid: "777", phoneOff: true });
  const message = await system.ask(to(1));
  await system.untilDirect(message, "sent");
  await first.stop();
  system.startWorker("w2");
  await system.until(async () => (await system.state()) === "ready", "it is ready again");
  system.network.setNumber(to(1), { phoneOff: false });
  await system.untilDirect(message, "delivered");
});

const onTheWay = [
  "directs.open",
  "directs.since",
  "persons.save",
  "whatsApp.checkNumber",
  "directClaims.advance",
  "whatsApp.send",
].flatMap((call) => [`${call}:before`, `${call}:after`]);

it("is not handed over a third time when what became of the second one could not be written", async () => {
  let advances = 0;
  let isRefusing: boolean | undefined;
  system.startWorker("w1", {
    settings: { onUnknown: "hold" },
    at: (point) => {
      // Surely not handed over the first time.
      if (point === "directClaims.advance:after" && (advances += 1) === 1) system.network.fault(ref.sessionId, "drop");
      if (point !== "directClaims.advance:before" || advances !== 1) return;
      if (isRefusing !== undefined) return;
      isRefusing = true;
      // As of a page that was opened again with a profile of before.
      jest.spyOn(SimulatedConnection.prototype, "findMessage").mockResolvedValue(undefined);
    },
  });
  await system.linkSession();
  system.network.setBehaviour({ dedupe: false });
  system.wire.faultOf = ({ operation, body }) =>
    isRefusing === true && operation === "UpdateItem" && JSON.stringify(body).includes("#DIRECT") ? "lost" : undefined;
  const message = await system.ask(to(1), "sekali");
  await system.until(() => isRefusing === true, "it was handed over again");
  await system.clock.advance(60_000);
  expect(bodies()).toEqual(["sekali"]);
  isRefusing = false;
  await system.until(async () => (await system.direct(message)).state === "delivered", "its acks are written");
  expect(bodies()).toEqual(["sekali"]);
});

describe.each(["on the same disk", "elsewhere"])("killed, and gone on with %s", (where) => {
  it.each(onTheWay)("at %s: each arrives once, in order, and its row says so", async (point) => {
    let kills = 0;
    let armed = false;
    const first = system.startWorker("w1", {
      at: (passed, kill) => {
        if (armed && passed === point && kills === 0) {
          kills += 1;
          kill();
        }
      },
    });
    await system.linkSession();
    armed = true;
    const messages = [await system.ask(to(1), "1"), await system.ask(to(2), "2")];
    if (point.startsWith("directs.claimsSince")) {
      // It is asked for once, at the take of the session.
      await first.stop();
      kills = 0;
      system.startWorker("w2", {
        host: "w1",
        at: (passed, kill) => {
          if (passed === point && kills === 0) {
            kills += 1;
            kill();
          }
        },
      });
    }
    await system.until(() => kills === 1, "it is killed");
    system.startWorker("w3", { host: where === "elsewhere" ? "another" : "w1" });
    for (const message of messages) {
      const settled = async () => !["pending", "sending"].includes((await system.direct(message)).state);
      await system.until(settled, "it has an outcome", 5 * 60_000);
    }
    await system.clock.advance(5_000);
    const arrived = bodies();
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(arrived).toEqual(arrived.toSorted());
    for (const [index, message] of messages.entries()) {
      const { state } = await system.direct(message);
      const hasArrived = arrived.includes(String(index + 1));
      // Elsewhere nobody can know of the one that was in hand.
      expect([hasArrived ? "delivered" : "in_doubt", "in_doubt"].slice(0, where === "elsewhere" ? 2 : 1)).toContain(
        state,
      );
      if (where !== "elsewhere") expect(hasArrived).toBe(true);
    }
  });
});
