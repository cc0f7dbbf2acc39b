import type { LimitChanges } from "../../../simulator/events.ts";
import { sessionId, System, tenantId } from "../../support/system.ts";

/** A message is lost sight of while WhatsApp limits new chats: no chat is begun above what was told all the same. */

const pacing = { minGapMs: 500, maxGapMs: 500, perDay: 1_000_000 };

let system: System;
/** Befalls the next call of that name, once. */
let befalls: { readonly point: string; readonly what: () => void } | undefined;
beforeEach(async () => {
  system = await System.start();
  befalls = undefined;
  system.history.isOn = true;
  const at = (point: string) => {
    const { point: wanted, what } = befalls ?? {};
    if (point !== wanted) return;
    befalls = undefined;
    what?.();
    throw new Error(`${point} had no answer`);
  };
  system.startWorker("w1", { at, settings: { inDoubtAfterMs: 10_000 } });
  await system.linkSession();
});
afterEach(async () => {
  await system.end();
});

const limit = (changes: LimitChanges) => {
  const { network } = system;
  network.standings.change(network.deviceOf(sessionId, tenantId), changes);
};
const launch = async (people: number) => {
  const numbers = await system.aList("lst_1", people);
  system.history.scribe.point("people", "audience", { of: "cmp_1", numbers });
  return await system.history.request("create", "cmp_1", () =>
    system.launch({ campaignId: "cmp_1", listIds: ["lst_1"], pacing }),
  );
};
const arrived = () => system.arrivals().length;
/** Of messages that met a limit. */
const refused = () =>
  system.history.lines.filter((line) => line.is === "point" && line.what === "received" && line.limit !== undefined);

it("a chat whose outcome could not be written counts, though an ack moved its row on", async () => {
  limit({ newChats: { total: 2 } });
  // It is told with the next reading.
  await system.clock.advance(11 * 60_000);
  befalls = { point: "recipientClaims.advance:before", what: () => undefined };
  await launch(4);
  await system.until(() => arrived() === 2, "what the quota lets begin has begun", 20 * 60_000);
  await system.clock.advance(60_000);
  expect([arrived(), refused()]).toEqual([2, []]);
  expect(befalls).toBeUndefined();
});

it("a message that was claimed before a quota was told counts, too", async () => {
  befalls = {
    point: "recipientClaims.claim:after",
    what: () => {
      limit({ newChats: { total: 1 } });
    },
  };
  await launch(3);
  await system.until(() => arrived() === 1, "the first has begun");
  await system.clock.advance(60_000);
  expect([arrived(), refused()]).toEqual([1, []]);
});

it("a message that was claimed and not handed over waits for a timelock that was told meanwhile, and goes after it", async () => {
  const until = system.clock.now() + 10 * 60_000;
  befalls = {
    point: "recipientClaims.claim:after",
    what: () => {
      limit({ timelock: { until } });
    },
  };
  const campaignId = await launch(2);
  await system.clock.advance(5 * 60_000);
  expect([arrived(), refused()]).toEqual([0, []]);
  expect((await system.stores.progress.find(tenantId, campaignId))?.waitingFor).toBe("whatsapp_limit");
  await system.untilStatus(campaignId, "completed", 20 * 60_000);
  expect([arrived(), refused()]).toEqual([2, []]);
});
