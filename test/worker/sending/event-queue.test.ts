import { eventPatienceMs } from "../../../aws/sqs/queued-events.ts";
import { type EventFault, System, eventFaults, ref, sessionId, tenantId } from "../../support/system.ts";
import { hostileTexts } from "../../support/hostile-texts.ts";

/** A webhook never stands in the way: whatever its queue does, a pause, a stop, an opt-out and an ack are as without it. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const inbound = (from: string, body: string) => system.network.inbound({ sessionId, from, body });
const typesTold = () => system.events.published.map(({ type }) => type);

/** Told, or standing as failed with a reason; how often does not matter. */
async function untilSettled(): Promise<void> {
  await system.until(
    async () => {
      await system.publishOwed();
      return !(await system.isOwing());
    },
    "nothing is owed",
    20 * 60_000,
  );
}

test.each(eventFaults)(
  "with %s for minutes a campaign is sent, acked, paused and stopped, and all is told",
  async (fault) => {
    system.startWorker("w1");
    await system.linkSession();
    const numbers = await system.aList("lst_a", 40);
    system.network.setBehaviour({ acceptMs: 10, deliverMs: 20, readMs: 30 });
    const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 1_000, maxGapMs: 1_000 } });
    system.events.faultOf = (): EventFault => fault;
    await system.until(async () => system.arrivals().length >= 4, "four arrived");
    inbound(numbers[39] ?? "", "STOP");
    await system.until(
      async () => (await system.stores.optOuts.find(tenantId, numbers[39] ?? "")) !== undefined,
      "the opt-out is taken in",
      5_000,
    );
    for (const action of ["pause", "resume", "stop"] as const) {
      let isAnswered = false;
      const applied = system.stores.campaignChanges
        .apply({ ...ref, campaignId }, action, { now: system.clock.now() })
        .then(() => (isAnswered = true));
      await system.clock.advance(eventPatienceMs);
      expect(isAnswered).toBe(true);
      await applied;
      await system.ring(campaignId);
    }
    const arrived = system.arrivals().length;
    await system.clock.advance(3 * 60_000);
    expect(system.arrivals().length).toBeLessThanOrEqual(arrived + 1);
    const rows = await system.rows(campaignId);
    expect(rows.filter(({ state }) => state === "read").length).toBeGreaterThanOrEqual(4);
    system.events.faultOf = () => undefined;
    await untilSettled();
    const failed = await system.failedEvents();
    if (fault === "event_refused") expect(new Set(failed.values())).toEqual(new Set(["refused for good"]));
    else {
      expect(failed.size).toBe(0);
      for (const type of ["recipient.sent", "recipient.read", "campaign.paused", "campaign.stopped", "opt_out.added"]) {
        expect(typesTold()).toContain(type);
      }
    }
  },
);

test("what people write is told whatever they write, and a message whose event is refused keeps no other back", async () => {
  system.startWorker("w1");
  await system.linkSession();
  const texts = Object.values(hostileTexts);
  system.events.faultOf = ({ data }) => (data["body"] === texts[0] ? "event_refused" : undefined);
  for (const body of texts) inbound("6280000000005", body);
  inbound("6280000000006", "STOP");
  await system.until(
    async () => (await system.stores.optOuts.find(tenantId, "6280000000006")) !== undefined,
    "the opt-out is taken in",
    5_000,
  );
  const told = () =>
    system.events.published.flatMap(({ type, data }) => (type === "message.received" ? [data["body"]] : []));
  await system.until(() => told().length >= texts.length, "the others are told", 5_000);
  expect(told()).toEqual([...texts.slice(1), "STOP"]);
  const reasons = async () => [...(await system.failedEvents()).values()];
  // The indexes that list what is owed, and what failed, lag.
  await system.until(async () => (await system.publishOwed()) === 0 && (await reasons()).length > 0, "it is given up");
  expect(await reasons()).toEqual(["refused for good"]);
});

test("when the queue is back, all that is owed is told at once, although the index lists for a moment what is owed no more", async () => {
  const owed = Array.from({ length: 120 }, (_, serial) => `evt_${String(serial).padStart(3, "0")}`);
  for (const eventId of owed) {
    const event = { eventId, type: "message.received", tenantId, at: system.clock.now(), data: {} } as const;
    await system.stores.owedEvents.put({ event, owedAt: system.clock.now() });
  }
  system.wire.indexLagMs = 3_000;
  await system.clock.advance(3_000);
  expect(await system.publishOwed()).toBe(120);
  expect(system.events.published.map(({ eventId }) => eventId).toSorted()).toEqual(owed);
});

test("what came while nobody listened is told at ready, and once more under the same id after a restart", async () => {
  const first = system.startWorker("w1");
  await system.linkSession();
  await first.stop();
  inbound("6280000000005", "Halo?");
  const second = system.startWorker("w2", { deaf: true });
  const told = () => system.events.published.filter(({ type }) => type === "message.received");
  await system.until(() => told().length === 1, "it is told");
  await second.stop();
  system.startWorker("w3", { deaf: true });
  await system.until(() => told().length === 2, "it is told again");
  expect(new Set(told().map(({ eventId }) => eventId)).size).toBe(1);
});
