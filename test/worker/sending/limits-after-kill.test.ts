import { sessionId, System, tenantId } from "../../support/system.ts";

/** A worker is killed with a direct message in hand: what that one began counts for the campaign beside it, at the next worker too. */

const pacing = { minGapMs: 500, maxGapMs: 500, perDay: 1_000_000 };
const total = 4;
const people = 6;
const strangers = ["628110000001", "628110000002"];

let system: System;
beforeEach(async () => {
  system = await System.start();
  system.history.isOn = true;
  system.network.setBehaviour({ acceptMs: 4_000 });
});
afterEach(async () => {
  await system.end();
});

/** Of messages that met a limit. */
const refused = () =>
  system.history.lines.filter((line) => line.is === "point" && line.what === "received" && line.limit !== undefined);

/** Up to the moment at which a direct message came so far. */
async function untilInHand(point: string, kills: boolean): Promise<void> {
  let [asked, came] = [false, false];
  const at = (seen: string, kill: () => void) => {
    if (!asked || came || seen !== point) return;
    came = true;
    if (kills) kill();
  };
  system.startWorker("w1", { at });
  await system.linkSession();
  system.network.standings.change(system.network.deviceOf(sessionId, tenantId), { newChats: { total } });
  await system.clock.advance(11 * 60_000);
  const numbers = await system.aList("lst_1", people);
  system.history.scribe.point("people", "audience", { of: "cmp_1", numbers });
  await system.history.request("create", "cmp_1", () =>
    system.launch({ campaignId: "cmp_1", listIds: ["lst_1"], pacing }),
  );
  await system.until(() => system.arrivals().length === 1, "the campaign's first arrived");
  for (const stranger of strangers) await system.ask(stranger);
  asked = true;
  await system.until(() => came, `${point} came`);
}

it.each(["directClaims.advance:before", "directClaims.advance:after", "whatsApp.send:before", "whatsApp.send:after"])(
  "killed at %s",
  async (point) => {
    await untilInHand(point, true);
    system.startWorker("w2", { host: "w1", settings: { inDoubtAfterMs: 10_000 } });
    await system.clock.advance(30 * 60_000);

    expect([system.arrivals().length, refused()]).toEqual([total, []]);
  },
);

it("killed while WhatsApp has a message of which it gave no answer", async () => {
  await untilInHand("whatsApp.send:before", false);
  system.network.fault(sessionId, "drop");
  await system.clock.advance(4_000);
  system.killAll();
  system.startWorker("w2", { host: "w1" });
  await system.clock.advance(30 * 60_000);
  expect([system.arrivals().length, refused()]).toEqual([total, []]);
});
