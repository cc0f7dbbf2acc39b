import { costOf, type Usage } from "./formula.ts";
import { prices } from "./prices.ts";

/** A million messages a month from 20 accounts, on the workers that the stack has when nothing else is chosen. */
export const defaultUsage: Usage = {
  messages: 1_000_000,
  sessions: 20,
  rate: 10,
  sessionsPerWorker: 10,
  workerVCpu: 2,
  workerMemoryGb: 8,
  network: "public",
};

const million = 1_000_000;
const count = (value: number): string => value.toLocaleString("en-US");

/** The bill in words. */
export function reportOf(usage: Usage): string {
  const { lines, usd, load } = costOf(usage);
  const more = costOf({ ...usage, messages: usage.messages + million }).usd - usd;
  const line = (name: string, value: number, because = "") =>
    `${name.padEnd(18)}${value.toFixed(2).padStart(10)}  ${because}`.trimEnd();
  return [
    `${count(usage.messages)} messages a month from ${count(usage.sessions)} sessions at ${usage.rate} a minute each;`,
    `USD, list prices of ${prices.region}, ${prices.asOf}`,
    "",
    ...lines.map(({ service, usd: own, because }) => line(service, own, because)),
    line("a month", usd),
    line("a million messages", (usd / usage.messages) * million),
    line("one million more", more, "from the same sessions"),
    "",
    `Each session sends for ${(load * 100).toFixed(1)} % of the month.`,
  ].join("\n");
}
