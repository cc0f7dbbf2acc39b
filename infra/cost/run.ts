import { commandLine } from "../../command-line.ts";
import { costOf } from "./formula.ts";
import { defaultUsage, reportOf } from "./report.ts";

// Entry point of `npm run cost`: what a month of so many messages costs, by service.

const defaults = {
  messages: String(defaultUsage.messages),
  sessions: String(defaultUsage.sessions),
  rate: String(defaultUsage.rate),
  "sessions-per-worker": String(defaultUsage.sessionsPerWorker),
  vcpu: String(defaultUsage.workerVCpu),
  "memory-gb": String(defaultUsage.workerMemoryGb),
} as const;
type Name = keyof typeof defaults;

const help = `npm run cost -- [--messages N] [--sessions N] [--rate N] [--private] ...
What a month costs on AWS by list prices, service by service.
  --messages N             messages a month (default ${defaults.messages})
  --sessions N             linked accounts (default ${defaults.sessions})
  --rate N                 messages a minute that a session sends (default ${defaults.rate})
  --sessions-per-worker N  sessions that one worker runs (default ${defaults["sessions-per-worker"]})
  --vcpu N                 of a worker (default ${defaults.vcpu})
  --memory-gb N            of a worker (default ${defaults["memory-gb"]})
  --private                workers in private subnets behind a NAT gateway`;

const line = commandLine(help, {
  ...(Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, { type: "string", default: value }]),
  ) as Record<Name, { readonly type: "string"; readonly default: string }>),
  private: { type: "boolean", default: false },
});
const { values } = line;

const number = (name: Name): number => {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value > 0) return value;
  return line.refuse(`--${name} is "${values[name]}", wanted a number above 0`);
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
console.log(reportOf(usage));
const { load } = costOf(usage);
if (load > 1) {
  const needed = Math.ceil(usage.sessions * load).toLocaleString("en-US");
  console.error(`That is more than there is: it takes ${needed} sessions at this rate.`);
  process.exit(1);
}
