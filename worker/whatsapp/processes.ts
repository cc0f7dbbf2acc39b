import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../core/time/clock.ts";

/** The processes of browsers, read from /proc: what runs, what it holds, and how it is ended for certain. */

const reading = <Value>(read: () => Value, otherwise: Value): Value => {
  try {
    return read();
  } catch {
    // Gone meanwhile.
    return otherwise;
  }
};

interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly isZombie: boolean;
}

function allProcesses(): ProcessLine[] {
  const pids = reading(() => readdirSync("/proc"), [])
    .map(Number)
    .filter((pid) => Number.isInteger(pid));
  return pids.flatMap((pid) => {
    const stat = reading(() => readFileSync(`/proc/${pid}/stat`, "utf8"), "");
    // After the last `)`: a command's own name may hold anything.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === undefined || parent === undefined
      ? []
      : [{ pid, parent: Number(parent), group: Number(group), isZombie: state === "Z" }];
  });
}

/** A process, all below it, and all of its group, as long as they live. */
export function treeOf(root: number): readonly number[] {
  const all = allProcesses();
  const tree = new Set<number>(all.filter(({ pid, group }) => pid === root || group === root).map(({ pid }) => pid));
  for (let size = -1; size !== tree.size;) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return all.filter(({ pid, isZombie }) => tree.has(pid) && !isZombie).map(({ pid }) => pid);
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids) reading(() => process.kill(pid, "SIGKILL"), true);
}

/** Killed processes may write until they are gone. Two seconds later it goes on all the same. */
export async function untilGone(clock: Clock, pids: readonly number[]): Promise<void> {
  const endsAt = clock.elapsed() + 2_000;
  while (pids.some((pid) => treeOf(pid).includes(pid)) && clock.elapsed() < endsAt) await clock.wait(20);
}

/** Memory of a browser's processes, each shared page counted once, in bytes; 0 where the system doesn't say. */
export function memoryOf(pids: readonly number[]): number {
  const shares = pids.map((pid) => {
    const rollup = reading(() => readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"), "");
    return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1_024;
  });
  return shares.reduce((sum, share) => sum + share, 0);
}

const commandOf = (pid: number): string => reading(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "");

/**
 * Makes a profile folder free: a process of this machine that still runs a browser on it is a leftover of a worker that
 * died, for the caller owns the session; and a lock from another machine came with the archive.
 */
export function freeProfile(userDataDir: string): readonly number[] {
  const leftover = allProcesses()
    .filter(({ pid }) => pid !== process.pid && commandOf(pid).split("\0").includes(`--user-data-dir=${userDataDir}`))
    .flatMap(({ pid }) => treeOf(pid));
  const locked = reading(() => readlinkSync(join(userDataDir, "SingletonLock")), "");
  const holder = Number(locked.startsWith(`${hostname()}-`) ? locked.slice(hostname().length + 1) : Number.NaN);
  if (Number.isInteger(holder) && commandOf(holder).includes(userDataDir)) leftover.push(...treeOf(holder));
  killAll(leftover);
  for (const name of ["SingletonLock", "SingletonCookie", "SingletonSocket"]) {
    rmSync(join(userDataDir, name), { force: true });
  }
  return leftover;
}
