import { commandLine, numberOf } from "../../command-line.ts";

export interface Options {
  readonly workers: number;
  readonly sessions: number;
  /** Sessions that one worker runs at once. */
  readonly capacity: number;
  readonly hours: number;
  readonly seed: number;
}

const bounds = {
  workers: { min: 1, max: 200, default: 200, whole: true },
  sessions: { min: 1, max: 40_000, default: 2_000, whole: true },
  capacity: { min: 1, max: 200, default: 10, whole: true },
  // Six phases, of which each must last longer than a takeover.
  hours: { min: 0.5, max: 24, default: 1, whole: false },
  seed: { min: 0, max: 2 ** 31 - 1, default: 1, whole: true },
} as const;
type Name = keyof typeof bounds;

const usage = `npm run simulate -- [--workers N] [--sessions N] [--capacity N] [--hours N] [--seed N]
How sessions are spread over many workers, and who takes them over when workers fail; all simulated, repeatable by its seed.
${Object.entries(bounds)
  .map(([name, { min, max, default: otherwise }]) => `  --${name.padEnd(10)}${min} to ${max} (default ${otherwise})`)
  .join("\n")}`;

/** Refuses what it can't read by the usage and exit code 2. */
export function readOptions(): Options {
  const line = commandLine(
    usage,
    Object.fromEntries(Object.keys(bounds).map((name) => [name, { type: "string" as const }])),
  );
  const read = (name: Name): number => {
    const written = line.values[name];
    return typeof written === "string" ? numberOf(line, name, written, bounds[name]) : bounds[name].default;
  };
  const options: Options = {
    workers: read("workers"),
    sessions: read("sessions"),
    capacity: read("capacity"),
    hours: read("hours"),
    seed: read("seed"),
  };
  const room = options.workers * options.capacity;
  if (options.sessions > room) {
    line.refuse(`--sessions is ${options.sessions}, wanted at most --workers times --capacity: ${room}`);
  }
  return options;
}
