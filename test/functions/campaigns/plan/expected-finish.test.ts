import { expectedFinish } from "../../../../functions/campaigns/plan/expected-finish.ts";
import { aCampaign, aSession } from "../../../support/builders.ts";

/** When a campaign that is only rehearsed would be done. */

const now = Date.UTC(2026, 2, 27, 10);
const hourMs = 60 * 60_000;
const alone = { campaigns: { page: async () => ({ items: [] }) }, progress: {}, network: "simulated" };
const finish = async (its: Parameters<typeof aSession>[0], newChats: number) => {
  const campaign = aCampaign({ pacing: { minGapMs: 0, maxGapMs: 0 } });
  const services = alone as unknown as Parameters<typeof expectedFinish>[0];
  return await expectedFinish(services, aSession(its), campaign, { willSend: 1, newChats }, now);
};

test("waits until WhatsApp lets chats begin again, as it was told to the session, where one begins", async () => {
  const limits = { restricted: false, timelock: { until: now + hourMs }, checkedAt: now };
  expect(await finish({ limits }, 1)).toBe(now + hourMs);
  expect(await finish({ limits }, 0)).toBe(now);
  expect(await finish({}, 1)).toBe(now);
  expect(await finish({ limits: { restricted: false, timelock: {}, checkedAt: now } }, 1)).toBeUndefined();
});
