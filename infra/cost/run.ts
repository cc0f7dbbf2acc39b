import { parseArgs } from "node:util";
import { costOf } from "./formula.ts";
import { prices } from "./prices.ts";

// Entry point of `npm run cost`: what a month of so many messages costs, by service.

const defaults = {
  messages: "1000000",
  sessions: "20",
  rate: "10",
  "sessions-per-worker": "10",
  vcpu: "2",
  "memory-gb": "8",
} as const;
type Name = keyof typeof defaults;

const { values } = parseArgs({
  options: {
    ...(Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [name, { type: "string", default: value }]),
    ) as Record<Name, { readonly type: "string"; readonly default: string }>),
    private: { type: "boolean", default: false },
  },
});

const number = (name: Name): number => {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value > 0) return value;
  console.error(`--${name} is "${values[name]}", wanted a number above 0`);
  process.exit(2);
};

const usage = {
  messages: number("messages"),
  sessions: number("sessions"),
  rate: number("rate"),
  sessionsPerWorker: number("sessions-per-worker"),
  workerVCpu: number("vcpu"),
  workerMemoryGb: number("memory-gb"),
  network: values.private ? "private" : "public",
} as const;
const { lines, usd, load } = costOf(usage);
const count = (value: number): string => value.toLocaleString("en-US");
console.log(
  `${count(usage.messages)} messages a month from ${count(usage.sessions)} sessions at ${usage.rate} a minute each; ` +
    `list prices of ${prices.region}, ${prices.asOf}\n`,
);
for (const line of lines)
  console.log(`${line.service.padEnd(16)} ${line.usd.toFixed(2).padStart(10)}  ${line.because}`);
console.log(`${"USD a month".padEnd(16)} ${usd.toFixed(2).padStart(10)}`);
console.log(`${"USD a million".padEnd(16)} ${((usd / usage.messages) * 1e6).toFixed(2).padStart(10)}`);
console.log(`\nEach session sends for ${(load * 100).toFixed(1)} % of the month.`);
if (load > 1) {
  console.error(
    `That is more than there is: it takes ${count(Math.ceil(usage.sessions * load))} sessions at this rate.`,
  );
  process.exit(1);
}
