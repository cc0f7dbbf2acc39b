import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Which browser is at the other end of a connection on this machine: Linux only, from /proc. */

const numbered = (dir: string): number[] =>
  readdirSync(dir)
    .map(Number)
    .filter((pid) => Number.isInteger(pid));

/** What may be gone at any moment reads as nothing. */
function reading<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const commandOf = (pid: number): string => reading(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"), "");
/** After the last `)`: a command's own name may hold anything. */
const parentOf = (pid: number): number =>
  reading(() => Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ")[1]), 0);

function inodeOf(port: number): string | undefined {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  // A closed connection whose port is used again stands there for a while, and belongs to no process.
  return lines.find(([, local, , , , , , , , inode]) => local?.endsWith(wanted) === true && inode !== "0")?.[9];
}

const holderOf = (inode: string): number | undefined =>
  numbered("/proc").find((pid) =>
    reading(() => readdirSync(`/proc/${pid}/fd`), []).some(
      (fd) => reading(() => readlinkSync(`/proc/${pid}/fd/${fd}`), "") === `socket:[${inode}]`,
    ),
  );

export interface BrowserProcesses {
  readonly browser: number;
  readonly renderers: readonly number[];
}

/** @param port the port of the browser's own end */
export function browserOf(port: number): BrowserProcesses | undefined {
  const inode = inodeOf(port);
  let pid = inode === undefined ? undefined : holderOf(inode);
  while (pid !== undefined && pid > 1 && commandOf(pid).includes("--type=")) pid = parentOf(pid);
  if (pid === undefined || pid <= 1 || !commandOf(pid).includes("--user-data-dir")) return undefined;
  const browser = pid;
  const isBelow = (one: number): boolean => {
    for (let at = one; at > 1; at = parentOf(at)) if (at === browser) return true;
    return false;
  };
  const renderers = numbered("/proc").filter((one) => commandOf(one).includes("--type=renderer") && isBelow(one));
  return { browser, renderers };
}
