import { isAlive } from "../is-alive.ts";

/** Why a process of `npm start` or `npm run worker` ends: a signal, or the end of the process that it was started for. */

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/**
 * Signals within this time are one: Ctrl-C comes from the terminal to every process of its group, and once more from npm
 * and from run.cjs, which pass on what they get.
 */
const sameSignalMs = 2_000;
const parentPollMs = 250;

export interface ToldToEnd {
  /** Called once. */
  readonly first: (why: string) => void;
  /** Called for each signal that comes when the first is over. */
  readonly again: () => void;
}

/** What a test puts in the place of this process and its time. */
interface Told {
  readonly from: Pick<NodeJS.EventEmitter, "on">;
  readonly elapsedMs: () => number;
}
const reallyTold: Told = { from: process, elapsedMs: () => performance.now() };

export function whenToldToEnd({ first, again }: ToldToEnd, { from, elapsedMs }: Told = reallyTold): void {
  let toldAt: number | undefined;
  const told = (why: string) => {
    if (toldAt === undefined) {
      toldAt = elapsedMs();
      first(why);
    } else if (elapsedMs() - toldAt > sameSignalMs) again();
  };
  for (const signal of signals) from.on(signal, told);
  // Started by run.cjs, which has ended when it can't pass a signal on any more. Started by hand it may outlive its shell.
  if (process.env["LAUNCHER_PID"] === undefined) return;
  const parent = process.ppid;
  const watching = setInterval(() => {
    // Windows keeps the number of a parent that is gone.
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(watching);
    if (toldAt === undefined) told("what started this has ended");
  }, parentPollMs);
  watching.unref();
}
