import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// Loaded into a worker before its entry point (`--import`): tells its parent, asked over the channel, what its heap holds
// once nothing is left to collect, and how many things it waits for.

export interface HeapWord {
  readonly heapUsed: number;
  readonly external: number;
  readonly resources: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
process.on("message", () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  const word: HeapWord = { heapUsed, external, resources: process.getActiveResourcesInfo().length };
  process.send?.(word);
});
// Nobody waits for a worker because of it.
process.channel?.unref();
