import type { IncomingMessage } from "node:http";

/** How long a caller that was refused in the middle of its body may pause, and how long it may go on writing at all. */
const pauseMs = 5_000;
const runPastMs = 30_000;

/** The whole body; nothing when it is above `maxBytes`, which is known before the first byte where a length is announced. */
export function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(req.headers["content-length"] ?? 0) > maxBytes) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
      } else {
        req.off("data", take).pause();
        chunks.length = 0;
        resolve(undefined);
      }
    };
    req.on("data", take);
    req.once("end", () => {
      resolve(Buffer.concat(chunks));
    });
    req.once("error", reject);
  });
}

/** Lets the rest of a body run past unkept, until it ends or has had its time: closing earlier would lose the answer. */
export function runPast(req: IncomingMessage): Promise<void> {
  if (req.destroyed || req.readableEnded) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(pause);
      clearTimeout(all);
      req.off("data", goesOn);
      resolve();
    };
    const pause = setTimeout(done, pauseMs);
    const all = setTimeout(done, runPastMs);
    const goesOn = () => pause.refresh();
    req.on("data", goesOn).once("end", done).once("close", done).resume();
  });
}
