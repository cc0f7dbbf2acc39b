import type { LimitChanges } from "../../../simulator/events.ts";
import { sessionId, System, tenantId } from "../../support/system.ts";

/** A message is lost sight of while WhatsApp limits new chats: no chat is begun above what was told all the same. */

const pacing = { minGapMs: 500, maxGapMs: 500, perDay: 1_000_000 };

let system: System;
/** Befalls the next call of that name, once. Where it goes on, its answer comes all the same. */
let befalls: { readonly point: string; readonly what: () => void; readonly goesOn?: true } | undefined;
beforeEach(async () => {
  system = await System.start();
  befalls = undefined;
  system.history.isOn = true;
  const at = (point: string) => {
    const { point: wanted, what, goesOn } = befalls ?? {};
    if (point !== wanted) return;
    befalls = undefined;
    what?.();
    if (goesOn !== true) throw new Error(`${point} had no answer`);
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
  const { waitingFor, waitsUntil } = (await system.stores.progress.find(tenantId, campaignId)) ?? {};
  expect([waitingFor, waitsUntil]).toEqual(["whatsapp_limit", until]);
  await system.untilStatus(campaignId, "completed", 20 * 60_000);
  expect([arrived(), refused()]).toEqual([2, []]);
});

describe("a direct message", () => {
  const stranger = "628110000001";
  const lock = () => {
    limit({ timelock: {} });
  };
  /** Its answer is lost at that point, and a timelock begins. */
  const loseUnderLock = (point: string, more: { readonly goesOn?: true } = {}) => {
    const what = () => {
      system.network.fault(sessionId, "drop");
      lock();
    };
    befalls = { point, what, ...more };
  };
  const failed = () =>
    system.events.published.filter(({ type }) => type === "message.failed").map(({ data }) => data["reason"]);

  it("that was claimed and surely not handed over is refused by a timelock that was told meanwhile", async () => {
    loseUnderLock("directClaims.advance:after", { goesOn: true });
    const message = await system.ask(stranger);
    await system.untilDirect(message, "failed", 5 * 60_000);
    expect((await system.direct(message)).reason).toBe("whatsapp_limit");
    limit({ timelock: null });
    await system.clock.advance(20 * 60_000);
    expect([arrived(), refused(), failed()]).toEqual([0, [], ["whatsapp_limit"]]);
  });

  it("that may have gone is not handed over again above a limit, and is in doubt", async () => {
    loseUnderLock("whatsApp.send:before");
    const message = await system.ask(stranger);
    await system.untilDirect(message, "in_doubt", 5 * 60_000);
    expect([arrived(), refused(), failed()]).toEqual([0, [], []]);
  });

  it("whose worker died in between is handed over by no other one above a limit, and is in doubt", async () => {
    befalls = {
      point: "directClaims.advance:after",
      what: () => {
        system.killAll();
        lock();
      },
    };
    const message = await system.ask(stranger);
    await system.until(() => befalls === undefined, "it is claimed");
    system.startWorker("w2", { host: "w1", settings: { inDoubtAfterMs: 10_000 } });
    await system.untilDirect(message, "in_doubt", 5 * 60_000);
    expect([arrived(), refused(), failed()]).toEqual([0, [], []]);
  });

  it("that was sent is found so, whatever is told meanwhile", async () => {
    loseUnderLock("whatsApp.send:after");
    const message = await system.ask(stranger);
    await system.untilDirect(message, "delivered", 60_000);
    expect([arrived(), refused(), failed()]).toEqual([1, [], []]);
  });

  it("that was claimed and not handed over goes to a person of a chat under any limit", async () => {
    system.network.inbound({ sessionId, from: stranger, body: "Halo?" });
    await system.clock.advance(1_000);
    loseUnderLock("directClaims.advance:after", { goesOn: true });
    await system.untilDirect(await system.ask(stranger), "delivered", 60_000);
  });

  it("whose outcome is open counts for the next campaign's message", async () => {
    limit({ newChats: { total: 1 } });
    await system.clock.advance(11 * 60_000);
    system.network.holds.hold("received_by_server", stranger);
    const message = await system.ask(stranger);
    await system.until(async () => (await system.direct(message)).state === "sending", "it is handed over");
    await launch(2);
    // The page gives no answer in time, and the message is not in doubt yet.
    await system.clock.advance(20_000);
    expect((await system.direct(message)).state).toBe("sending");
    system.network.holds.release("received_by_server", stranger);
    await system.clock.advance(60_000);
    expect([arrived(), refused()]).toEqual([1, []]);
  });
});
