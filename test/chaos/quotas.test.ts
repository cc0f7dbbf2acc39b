import { runQuotas } from "./quotas.ts";

jest.setTimeout(300_000);

// `npm run chaos -- --quotas 40` runs more seeds.

it.each([0, 1])("no chat is begun above a limit that was told, and quotas are used: seed %i", async (seed) => {
  const { broken, cycles, newChats, readings } = await runQuotas(seed);
  expect(broken).toEqual([]);
  expect([cycles, newChats > 30, readings > 5]).toEqual([2, true, true]);
});

it("finds a worker that does not heed what it was told", async () => {
  const { broken } = await runQuotas(0, "hears_no_limits");
  expect(broken.filter((line) => line.startsWith("limitsKept")).length).toBeGreaterThan(0);
});

it("finds a campaign that leaves most of a quota unused", async () => {
  const { broken } = await runQuotas(0, "keeps_far_below");
  expect(broken).toEqual([expect.stringMatching(/^\d+ of \d+ new chats were begun that WhatsApp allowed$/)]);
});
