import { brokenPromises } from "../../support/promises.ts";
import { ref, System } from "../../support/system.ts";

/** Everything is killed after the page stored a message and before WhatsApp accepted it: its row there has no ack. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

describe.each(["resend", "hold"] as const)("where a message that its page does not know means %s", (onUnknown) => {
  beforeEach(async () => {
    system.startWorker("w1", { settings: { onUnknown } });
    await system.linkSession();
  });

  /** Sends, kills worker and page once the message to that number is stored, and goes on on the same disk. */
  async function killWithAck0<Sent>(to: string, send: () => Promise<Sent>, meanwhile?: (sent: Sent) => Promise<void>) {
    system.network.holds.hold("stored_in_page", to);
    let isStored = false;
    void system.network.holds.reached("stored_in_page", to).then(() => (isStored = true));
    const sent = await send();
    await system.until(() => isStored, "the page has stored it");
    system.killAll();
    // What a dead page had not handed over reaches the network no more.
    system.network.holds.release("stored_in_page", to);
    await system.clock.advance(1_000);
    expect(system.arrivals()).not.toContain(to);
    await meanwhile?.(sent);
    system.startWorker("w2", { host: "w1", settings: { onUnknown } });
    return sent;
  }

  it("a direct message arrives once and its row says so; the next one goes", async () => {
    const message = await killWithAck0("628990000001", () => system.ask("628990000001"));
    const next = await system.ask("628990000002");
    await system.untilDirect(message, "delivered", 60_000);
    await system.untilDirect(next, "delivered", 10_000);
    expect(system.arrivals()).toEqual(["628990000001", "628990000002"]);
  });

  it("a campaign's recipient gets it once, and the others theirs", async () => {
    const numbers = await system.aList("lst_a", 4);
    const campaignId = await killWithAck0(numbers[1] ?? "", () => system.launch({ listIds: ["lst_a"] }));
    await system.untilStatus(campaignId, "completed", 60_000);
    await system.clock.advance(10_000);
    expect(await brokenPromises(system, campaignId, numbers)).toEqual([]);
    expect(system.arrivals()).toEqual(numbers);
  });

  it("of a campaign that is stopped meanwhile it goes all the same, and its row does not say otherwise", async () => {
    const numbers = await system.aList("lst_a", 4);
    const [first = ""] = numbers;
    const campaignId = await killWithAck0(
      first,
      () => system.launch({ listIds: ["lst_a"] }),
      async (launched) => {
        await system.stores.campaignChanges.apply({ ...ref, campaignId: launched }, "stop", {
          now: system.clock.now(),
        });
      },
    );
    await system.until(() => system.arrivals().length > 0, "the page sends what it stored", 60_000);
    await system.clock.advance(120_000);
    expect(await brokenPromises(system, campaignId, numbers, { isStopped: true })).toEqual([]);
    expect(system.arrivals()).toEqual([first]);
    expect((await system.rows(campaignId)).map(({ state }) => state)).toEqual(["delivered"]);
  });
});
