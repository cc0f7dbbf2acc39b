import { LeaseLost } from "../../core/errors.ts";
import { keepRunning } from "../../local/run-worker.ts";

const warned: string[] = [];
const log = { warn: (message: string) => void warned.push(message) };

test("a worker that lost its lease is followed by a new one, which is told; one that ends well is not", async () => {
  let runs = 0;
  const run = async () => {
    runs += 1;
    if (runs < 3) throw new LeaseLost("slot 0 was lost");
  };
  await keepRunning(run, new AbortController().signal, log);
  expect([runs, warned.length]).toEqual([3, 2]);
});

test("none follows while the stack ends, and another failure is thrown on", async () => {
  const ending = new AbortController();
  let runs = 0;
  const losesWhileEnding = async () => {
    runs += 1;
    ending.abort();
    throw new LeaseLost("slot 0 was lost");
  };
  await keepRunning(losesWhileEnding, ending.signal, log);
  expect(runs).toBe(1);
  const fails = () => Promise.reject(new Error("no table"));
  await expect(keepRunning(fails, new AbortController().signal, log)).rejects.toThrow("no table");
});
