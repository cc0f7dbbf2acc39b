import { brokenPromises } from "../support/promises.ts";
import { ref, System } from "../support/system.ts";

/** Calls on the path of a broadcast, before and after each of which a process may be killed. */
export const crashCalls = [
  "campaigns.find",
  "campaigns.body",
  "campaigns.open",
  "progress.begin",
  "progress.save",
  "recipients.page",
  "contacts.page",
  "whatsApp.checkNumber",
  "recipients.look",
  "persons.save",
  "recipientClaims.claim",
  "whatsApp.send",
  "recipientClaims.advance",
  "campaignChanges.apply",
  "sessionOwners.save",
  "slots.beat",
  "slots.list",
];

/**
 * Kills the process at the nth passing of a point; another one goes on, on the host named.
 * @returns one line a broken promise: everybody has one outcome, nobody got it twice, counts equal rows
 */
export async function killAndGoOn(point: string, nth: number, secondHost: string): Promise<string[]> {
  const system = await System.start();
  try {
    let seen = 0;
    let armed = false;
    const first = system.startWorker("w1", {
      host: "host-1",
      at: (passed, kill) => {
        if (armed && passed === point && (seen += 1) === nth) kill();
      },
    });
    await system.linkSession();
    const numbers = await system.aList("lst_a", 8);
    armed = true;
    const campaignId = await system.launch({ listIds: ["lst_a"] });
    const isOver = async () =>
      first.ended() !== "running" || (await system.campaign(campaignId)).status === "completed";
    await system.until(isOver, "the first worker is killed or done", 120_000);
    const inHand = (await system.rows(campaignId))
      .filter(({ state }) => state === "sending")
      .map(({ number }) => number);
    const second = system.startWorker("w2", { host: secondHost });
    await system.untilStatus(campaignId, "completed", 300_000);
    await system.clock.advance(10_000);
    if (first.ended() === "running") await first.stop();
    const runsAgain = async () => {
      const session = await system.stores.sessions.find(ref);
      return session?.state === "ready" && second.worker.sessions.some(({ epoch }) => epoch === session.epoch);
    };
    await system.until(runsAgain, "the second worker runs the session", 120_000);
    await system.clock.advance(10_000);
    const mayDoubt = new Set(secondHost === "host-1" ? [] : inHand);
    return await brokenPromises(system, campaignId, numbers, { mayDoubt });
  } finally {
    await system.end();
  }
}
