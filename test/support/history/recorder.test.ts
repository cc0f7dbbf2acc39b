import { Checker, inWords } from "../../history/checker.ts";
import type { Line } from "../../history/lines.ts";
import { System } from "../system.ts";
import { readCampaign, readRows } from "./campaign-reads.ts";

/** A broadcast whose worker is killed, as it is written down: what planted faults need of a history is all in it. */
let lines: readonly Line[];

beforeAll(async () => {
  const system = await System.start();
  system.history.isOn = true;
  system.network.setBehaviour({ acceptMs: 100, deliverMs: 100, readMs: null });
  const lease = { beatMs: 1_000, loseAfterMs: 5_000, takeAfterMs: 10_000, sendDeadlineMs: 3_500 };
  const first = system.startWorker("w1", { host: "h1", settings: { lease } });
  await system.linkSession();
  const numbers = await system.aList("lst_1", 6);
  system.history.scribe.point("people", "audience", { of: "cmp_1", numbers });
  await system.history.request("create", "cmp_1", () => system.launch({ listIds: ["lst_1"] }));
  await system.until(() => system.arrivals().length >= 2, "two messages arrive");
  await readCampaign(system, "cmp_1");
  first.kill();
  system.startWorker("w1", { host: "h2", settings: { lease } });
  await system.untilStatus("cmp_1", "completed");
  await system.clock.advance(1_000);
  await readCampaign(system, "cmp_1");
  await readRows(system, "cmp_1");
  lines = system.history.lines;
  await system.end();
});

const judged = (history: readonly Line[]) => {
  const checker = new Checker();
  for (const line of history) checker.feed(line);
  return checker;
};

it("is a history that the checker passes, with each operation of a broadcast in it", () => {
  const { verdicts, seen } = judged(lines);
  expect(verdicts.map(inWords)).toEqual([]);
  const operations = ["process", "take", "claim", "hand_over", "received", "arrived", "heard", "change", "session"];
  for (const kind of operations) expect([kind, seen.get(kind) ?? 0]).toEqual([kind, expect.any(Number)]);
  expect(operations.filter((kind) => !seen.has(kind))).toEqual([]);
  expect(seen.get("find")).toBeGreaterThan(0);
  // The worker that was killed and the one that was started again under its name are two processes.
  expect(new Set(lines.flatMap((line) => (line.is === "begin" && line.what === "take" ? [line.by] : []))).size).toBe(2);
});

describe("a fault that is planted into it is found", () => {
  const copied = (fits: (line: Line) => boolean): readonly Line[] =>
    lines.flatMap((line) => (fits(line) ? [line, line] : [line]));
  const changed = (change: (line: Line) => Line): readonly Line[] => lines.map(change);
  it.each([
    [
      "a message that reaches the network twice",
      "handedOverOnce",
      () => copied((line) => line.is === "point" && line.what === "received"),
    ],
    [
      "a row that is lost",
      "oneOutcome",
      () =>
        changed((line) => (line.is === "point" && line.what === "rows" ? { ...line, rows: line.rows.slice(1) } : line)),
    ],
    [
      "a message of the worker that is gone",
      "oneOwner",
      () =>
        changed((line) =>
          line.is === "begin" && line.what === "hand_over" && line.by === "w1#2" ? { ...line, by: "w1#1" } : line,
        ),
    ],
    [
      "counts that never were",
      "countsOfAMoment",
      () =>
        changed((line) =>
          line.is === "end" && line.as === "done" && line.counts !== undefined
            ? { ...line, counts: { ...line.counts, failed: 1 } }
            : line,
        ),
    ],
  ])("%s", (_, rule, planted) => {
    expect(judged(planted()).verdicts.map((verdict) => verdict.rule)).toContain(rule);
  });
});
