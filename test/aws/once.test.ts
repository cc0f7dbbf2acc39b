import { whenAsked } from "../../aws/once.ts";

/** A port that says how often it was opened. */
function aPort(openings: readonly ("fails" | "opens")[]) {
  let opened = 0;
  return whenAsked<{ times(): Promise<number> }>(async () => {
    opened += 1;
    const times = opened;
    if (openings[times - 1] === "fails") throw new Error(`opening ${times} failed`);
    return await Promise.resolve({ times: () => Promise.resolve(times) });
  });
}

test("a port is opened at its first call and once, whoever calls meanwhile", async () => {
  const port = aPort(["opens"]);
  expect(await Promise.all([port.times(), port.times()])).toEqual([1, 1]);
  expect(await port.times()).toBe(1);
});

test("an opening that failed is told to who waited for it, and tried again at the next call", async () => {
  const port = aPort(["fails", "opens"]);
  const waiting = await Promise.allSettled([port.times(), port.times()]);
  expect(waiting.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await port.times()).toBe(2);
});

test("awaiting a lazily opened port answers the port itself", async () => {
  const port = aPort(["opens"]);
  expect(await (await Promise.resolve(port)).times()).toBe(1);
});
