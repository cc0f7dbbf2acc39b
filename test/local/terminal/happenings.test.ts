import { noCounts } from "../../../core/campaign/progress.ts";
import { telling } from "../../../local/terminal/happenings.ts";

/** The lines of `npm start` on what its worker does. */

const ref = { tenantId: "t", sessionId: "shop", campaignId: "cmp_1" };
const startedAt = new Date(2026, 10, 30, 9, 0, 0).getTime();

const aWorker = () => {
  let now = startedAt;
  const lines: string[] = [];
  const campaign = { ...ref, status: "running", total: 500, startedAt };
  const stores = {
    campaigns: { find: async () => campaign },
    sessionOwners: { save: async () => ({}) },
    campaignChanges: { apply: async () => ({ ...campaign, status: "completed" }) },
    progress: {
      begin: async () => ({}),
      save: async () => undefined,
      find: async () => ({ counts: { ...noCounts, read: 498, failed: 2 } }),
    },
  };
  const told = telling(stores as never, { now: () => now }, (line) => lines.push(line));
  return {
    lines,
    told,
    later: (ms: number) => (now += ms),
    save: (sent: number) =>
      told.progress.save({ ...ref, epoch: 1, counts: { ...noCounts, sent }, byDay: {}, updatedAt: now }),
  };
};

test("linked, launched, a line a tenth and at most one in five seconds, completed", async () => {
  const { lines, told, later, save } = aWorker();
  await told.sessionOwners.save({ ...ref, epoch: 1 }, { state: "ready" });
  await told.sessionOwners.save({ ...ref, epoch: 1 }, { state: "ready" });
  await told.progress.begin(ref, 1, startedAt);
  await save(60);
  later(6_000);
  await save(120);
  await save(180);
  later(6_000);
  await save(130);
  await save(260);
  await told.campaignChanges.apply(ref, "complete", { now: startedAt });
  expect(lines).toEqual([
    "09:00:00  shop is linked, and sends",
    "09:00:00  shop cmp_1 launched: 500 contacts",
    "09:00:06  shop cmp_1: 120 of 500",
    "09:00:12  shop cmp_1: 260 of 500",
    "09:00:12  shop cmp_1 completed: 498 read, 2 failed",
  ]);
});

test("a campaign that was launched long before goes on", async () => {
  const { lines, told } = aWorker();
  await told.progress.begin(ref, 2, startedAt + 60_000);
  expect(lines).toEqual(["09:00:00  shop cmp_1 goes on: 500 contacts"]);
});
