import type { RecipientState } from "../../../core/campaign/recipient.ts";
import type { AckEvent } from "../../../core/whatsapp.ts";
import {
  askForMissedAcks,
  mostMissedAcks,
  mostWanted,
  type AwaitedMessage,
} from "../../../worker/sending/missed-acks.ts";
import { defaultWorkerSettings } from "../../../worker/settings.ts";
import { sessionId, System } from "../../support/system.ts";

/** Acks that came while nobody listened are asked for at the next `ready`. */

const hourMs = 60 * 60_000;

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const states = async (campaignId: string): Promise<readonly RecipientState[]> =>
  (await system.rows(campaignId)).map(({ state }) => state);

const become = (campaignId: string, state: RecipientState) =>
  system.until(async () => (await states(campaignId)).join() === `${state},${state},${state}`, `all are ${state}`);

/** From now on nobody hears that a phone has a message, or that it was read. */
const loseAcks = () => {
  system.network.ackFaults = (ack: AckEvent) => (ack.ack >= 2 ? [] : [{ ack }]);
};

const hearAcks = () => {
  system.network.ackFaults = (ack: AckEvent) => [{ ack }];
};

/** Three messages that phones have and that stand at `sent`. */
async function sentAndUnheard(): Promise<string> {
  await system.linkSession();
  await system.aList("lst_a", 3);
  loseAcks();
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await system.untilStatus(campaignId, "completed");
  await system.clock.advance(5_000);
  hearAcks();
  expect(await states(campaignId)).toEqual(["sent", "sent", "sent"]);
  return campaignId;
}

it("asks after the line was lost", async () => {
  system.startWorker("w1");
  const campaignId = await sentAndUnheard();
  system.network.fault(sessionId, "drop");
  await become(campaignId, "delivered");
  await system.clock.advance(15_000);
  expect((await system.stores.progress.find("acme", campaignId))?.counts).toMatchObject({ sent: 0, delivered: 3 });
});

it("asks for what was read after it was delivered", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 3);
  system.network.setBehaviour({ readMs: 60_000 });
  const campaignId = await system.launch({ listIds: ["lst_a"] });
  await become(campaignId, "delivered");
  loseAcks();
  await system.clock.advance(61_000);
  expect(await states(campaignId)).toEqual(["delivered", "delivered", "delivered"]);
  system.network.fault(sessionId, "drop");
  await become(campaignId, "read");
});

it.each(["killed", "stopped"] as const)("asks from another worker when the one that sent was %s", async (end) => {
  const first = system.startWorker("w1");
  const campaignId = await sentAndUnheard();
  if (end === "killed") first.kill();
  else await first.stop();
  system.startWorker("w2", { host: "w1" });
  await become(campaignId, "delivered");
});

it.each([71, 73])("asks for messages of the last 72 hours: %d hours later", async (hours) => {
  const first = system.startWorker("w1");
  const campaignId = await sentAndUnheard();
  await first.stop();
  await system.clock.advance(hours * hourMs);
  system.startWorker("w2", { host: "w1" });
  await system.until(async () => (await system.state()) === "ready", "it is ready");
  await system.clock.advance(10_000);
  expect(new Set(await states(campaignId))).toEqual(new Set([hours <= 72 ? "delivered" : "sent"]));
});

it("asks for direct messages, too", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  loseAcks();
  const here = await system.ask("6281100000001");
  await system.untilDirect(here, "sent");
  hearAcks();
  system.network.fault(sessionId, "drop");
  await system.untilDirect(here, "delivered");
  loseAcks();
  const elsewhere = await system.ask("6281100000002");
  await system.untilDirect(elsewhere, "sent");
  hearAcks();
  first.kill();
  system.startWorker("w2", { host: "w1" });
  await system.untilDirect(elsewhere, "delivered");
});

it("settles what was in doubt when the page knows better now", async () => {
  system.startWorker("w1");
  const campaignId = await sentAndUnheard();
  const [row] = await system.rows(campaignId);
  if (row !== undefined) await system.overwriteRow({ ...row, state: "in_doubt", reason: "no_answer" });
  system.network.fault(sessionId, "drop");
  await become(campaignId, "delivered");
});

const awaited = (index: number, state: RecipientState = "sent"): AwaitedMessage => ({
  messageId: `3EB0${index}`,
  number: `62811${index}`,
  state,
  claimedAt: index,
});

it("asks for 2,000 at most, the latest first, and for those that were delivered last", () => {
  const all = [...Array.from({ length: 2_500 }, (_, index) => awaited(index)), awaited(9_999, "delivered")];
  const asked = mostWanted(all);
  expect(asked).toHaveLength(mostMissedAcks);
  expect(asked[0]?.claimedAt).toBe(2_499);
  expect(
    mostWanted([awaited(9, "delivered"), awaited(1), awaited(2, "in_doubt")]).map(({ claimedAt }) => claimedAt),
  ).toEqual([2, 1, 9]);
});

it("stops when the connection is another one, and tells only what is news", async () => {
  const told: AckEvent[] = [];
  let asked = 0;
  const connection = { findMessage: async () => ({ ack: (asked += 1) === 2 ? (2 as const) : (1 as const), at: 0 }) };
  const all = [awaited(3), awaited(2), awaited(1)];
  await askForMissedAcks(
    all,
    connection,
    system.clock,
    (ack) => told.push(ack),
    () => asked < 2,
  );
  expect(asked).toBe(2);
  expect(told).toEqual([{ messageId: "3EB02", to: "628112", ack: 2, at: system.clock.now() }]);
  expect(defaultWorkerSettings.askForAcksMs).toBe(72 * hourMs);
});
