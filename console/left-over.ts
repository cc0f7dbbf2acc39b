import { isAlive } from "../is-alive.ts";

/**
 * Of what lies in `dist/console`, the folders that are of no use any more.
 *
 * @param names `HASH`, or `HASH.PID` while the process of that id builds it
 * @param kept the hash of the sources as they are
 */
export const leftOver = (names: readonly string[], kept: string): readonly string[] =>
  names.filter((name) => {
    const [hash, pid] = name.split(".");
    return pid === undefined ? hash !== kept : !isAlive(Number(pid));
  });
