import { EventEmitter } from "node:events";
import { whenToldToEnd } from "../../local/told-to-end.ts";

function aProcess() {
  const from = new EventEmitter();
  const calls: string[] = [];
  let ms = 0;
  const told = { first: (why: string) => calls.push(why), again: () => calls.push("again") };
  whenToldToEnd(told, { from, elapsedMs: () => ms });
  const at = (moment: number, signal: NodeJS.Signals) => {
    ms = moment;
    from.emit(signal, signal);
  };
  return { calls, at };
}

// `npm test` is started by run.cjs itself.
const launcher = process.env["LAUNCHER_PID"];
beforeEach(() => {
  delete process.env["LAUNCHER_PID"];
});
afterEach(() => {
  if (launcher !== undefined) process.env["LAUNCHER_PID"] = launcher;
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends it once, however many bring it on", (signal) => {
  const { calls, at } = aProcess();
  for (const moment of [0, 1, 40, 2_000]) at(moment, signal);
  expect(calls).toEqual([signal]);
});

test("a signal that comes once more, two seconds later or after that, ends it at once", () => {
  const { calls, at } = aProcess();
  at(0, "SIGINT");
  at(3, "SIGINT");
  at(2_001, "SIGTERM");
  expect(calls).toEqual(["SIGINT", "again"]);
});
