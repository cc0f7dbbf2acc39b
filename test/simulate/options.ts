import { parseArgs } from "node:util";

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

/** @throws Error naming the option, what came and what was wanted */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.keys(bounds).map((name) => [name, { type: "string" as const }])),
  });
  const read = (name: Name): number => {
    const written = values[name];
    const { min, max, default: otherwise, whole } = bounds[name];
    if (typeof written !== "string") return otherwise;
    const value = written.trim() === "" ? Number.NaN : Number(written);
    const fits = value >= min && value <= max && (!whole || Number.isInteger(value));
    if (!fits)
      throw new Error(`--${name} is "${written}", wanted a ${whole ? "whole " : ""}number from ${min} to ${max}`);
    return value;
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
    throw new Error(`--sessions is ${options.sessions}, wanted at most --workers times --capacity: ${room}`);
  }
  return options;
}
