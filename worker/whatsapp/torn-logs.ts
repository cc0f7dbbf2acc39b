import { readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";

/**
 * What a browser that was killed left half written in its databases. Chromium keeps IndexedDB and more in LevelDB, and has it
 * go on in the log of before: it passes over a record that was cut off at the end, writes the next one right behind it, and
 * finds a damaged log the time after that. Chromium then drops the whole database, and the session's link with it.
 *
 * A log is blocks of 32 KiB, a record is one fragment or several, and a fragment is a checksum (4 bytes), its length (2), its
 * type (1) and its bytes. Source: doc/log_format.md of LevelDB; `reuse_logs` in Chromium's leveldb_env.
 */

const blockBytes = 32_768;
const headerBytes = 7;
const fragment = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** Where the last record ends that was written as a whole. A log that is damaged before its end is left as it is. */
export function wholeLength(log: Buffer): number {
  let whole = 0;
  for (let at = 0; ;) {
    const left = blockBytes - (at % blockBytes);
    if (left < headerBytes) {
      at += left;
      continue;
    }
    if (at + headerBytes > log.length) return whole;
    const bytes = headerBytes + log.readUInt16LE(at + 4);
    const type = log.readUInt8(at + 6);
    if (type < fragment.full || type > fragment.last || bytes > left) return log.length;
    at += bytes;
    if (at > log.length) return whole;
    if (type === fragment.full || type === fragment.last) whole = at;
  }
}

/** A log of changes, or the log of which files a database is made of. */
const isLog = (name: string): boolean => /^(\d+\.log|MANIFEST-\d+)$/.test(name);

/** Cuts it off from every log of the profile. No browser may have it open. */
export function cutTornRecords(userDataDir: string): void {
  for (const entry of readdirSync(userDataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !isLog(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const log = readFileSync(path);
    const whole = wholeLength(log);
    if (whole < log.length) truncateSync(path, whole);
  }
}
