import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { counted } from "./counted.ts";
import { Limit } from "./limit.ts";
import { endLeftovers, Processes } from "./processes.ts";
import { Progress, type Judged } from "./progress.ts";
import { table } from "./table.ts";
import { findTool } from "./tools.ts";

/** What `npm run judge` does around its judges. */

const dir = mkdtempSync(join(tmpdir(), "judge-"));
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});

const judged = (part: string, failed = 0): Judged => ({
  judge: "s3",
  part,
  passed: 3,
  failed,
  failures: [],
  notes: ["one | two"],
  seconds: 90,
  at: "2026-11-30T12:00:00.000Z",
});

describe("a run that was interrupted", () => {
  const file = join(dir, "interrupted.json");

  test("goes on with what has not passed, on the same sources only, and not once it was whole", () => {
    const first = new Progress(file, "sources");
    expect(first.passed("s3", "attacks")).toBeUndefined();
    first.keep(judged("attacks"));
    first.keep(judged("uploads", 1));
    const second = new Progress(file, "sources");
    expect([second.passed("s3", "attacks"), second.passed("s3", "uploads")]).toEqual([judged("attacks"), undefined]);
    expect(new Progress(file, "other sources").passed("s3", "attacks")).toBeUndefined();
    second.forget();
    expect(second.passed("s3", "attacks")).toBeUndefined();
    expect(new Progress(file, "sources").passed("s3", "attacks")).toBeUndefined();
  });

  test("begins anew when what it kept can't be read", () => {
    writeFileSync(file, '{"of":"sources","judged":[');
    expect(new Progress(file, "sources").passed("s3", "attacks")).toBeUndefined();
  });
});

describe("what a judge has started", () => {
  const notes = join(dir, "running.json");
  const isAlive = (pid: number) =>
    existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  /** A program that starts another one and waits for it, after it has said both pids. */
  const parent = `
    const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    process.on("SIGTERM", () => {});
    console.log(child.pid);`;
  const startedBoth = async (processes: Processes) => {
    const started = processes.start("parent", [process.execPath, "-e", parent]);
    while (!started.written().includes("\n")) await wait(10);
    return { started, child: Number(started.written()) };
  };

  test("ends with it, and what that has started, too", async () => {
    const processes = new Processes(dir, notes);
    const { started, child } = await startedBoth(processes);
    expect([isAlive(started.pid), isAlive(child)]).toEqual([true, true]);
    await started.kill();
    await processes.endAll();
    while (isAlive(child)) await wait(10);
    expect(() => processes.start("late", [process.execPath, "--version"])).toThrow(
      "late is not started: its part is over",
    );
    expect(isAlive(started.pid)).toBe(false);
    expect(existsSync(notes)).toBe(false);
  });

  test("is ended by the next run when its own was killed, but not another process that got its pid", async () => {
    const processes = new Processes(dir, notes);
    const { started, child } = await startedBoth(processes);
    const noted = readFileSync(notes, "utf8");
    const { by } = JSON.parse(noted) as { readonly by: object };
    writeFileSync(notes, JSON.stringify({ by, running: [{ pid: started.pid, began: "1" }] }));
    expect(endLeftovers(notes)).toBe(0);
    expect(isAlive(started.pid)).toBe(true);
    writeFileSync(notes, noted);
    expect(endLeftovers(notes)).toBe(1);
    await started.ended;
    while (isAlive(child)) await wait(10);
    expect(endLeftovers(notes)).toBe(0);
  });

  test("is left alone while the run that started it goes on", () => {
    const began = readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
    writeFileSync(notes, JSON.stringify({ by: { pid: process.ppid, began }, running: [] }));
    expect(() => endLeftovers(notes)).toThrow(`another run of judges goes on in this checkout, pid ${process.ppid}`);
    rmSync(notes);
  });

  test("that can't start says so", async () => {
    const ended = await new Processes(dir, notes).run("nothing", ["/no/such/program"]);
    expect(ended.code).not.toBe(0);
    expect(ended.written).toContain("/no/such/program");
  });
});

describe("a tool of the machine", () => {
  test("that lacks is told with what is wanted", async () => {
    expect(await findTool("python", { PATH: dir })).toEqual({
      lacks: "python 3.11 or newer is wanted, none was found",
    });
  });

  test("is found where it is new enough", async () => {
    const say = (name: string, words: string) => {
      mkdirSync(join(dir, name, "bin"), { recursive: true });
      writeFileSync(
        join(dir, name, "bin", "java"),
        `#!/bin/sh
echo 'openjdk version "${words}"' >&2
`,
        { mode: 0o755 },
      );
      return join(dir, name, "bin");
    };
    const [old, fresh] = [say("old", "11.0.2"), say("fresh", "17.0.15")];
    expect(await findTool("java", { PATH: old })).toEqual({ lacks: "java 17.0 or newer is wanted, java is 11.0" });
    expect(await findTool("java", { PATH: fresh })).toEqual({ program: "java" });
    const home = join(dir, "fresh");
    expect(await findTool("java", { PATH: old, JAVA_HOME: home })).toEqual({ program: join(fresh, "java") });
  });
});

test("a part that judged nothing has failed, and what it tells as failed counts", () => {
  const verdict = { passed: 0, failed: 0, failures: [], notes: ["a"] };
  expect(counted(verdict)).toEqual({ ...verdict, failed: 1, failures: ["nothing was judged"] });
  expect(counted({ ...verdict, passed: 2 })).toEqual({ ...verdict, passed: 2 });
  expect(counted({ ...verdict, passed: 2, failures: ["b"] }).failed).toBe(1);
  expect(counted({ ...verdict, failed: 3, failures: ["b"] }).failed).toBe(3);
});

test("the time of a part is over when it has taken so long, without what was installed for it", async () => {
  jest.useFakeTimers();
  try {
    const limit = new Limit(60_000);
    const over = jest.fn();
    limit.reached.catch(over);
    const { promise, resolve } = Promise.withResolvers<string>();
    const installed = limit.paused(promise);
    await jest.advanceTimersByTimeAsync(600_000);
    resolve("a folder");
    expect(await installed).toBe("a folder");
    await jest.advanceTimersByTimeAsync(59_000);
    expect(over).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(over).toHaveBeenCalledWith(limit.error);
    limit.end();
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test("the table is Markdown, with sums", () => {
  expect(table([judged("attacks"), judged("uploads", 1)])).toBe(`| judge | part | passed | failed | time | notes |
| --- | --- | --- | --- | --- | --- |
| s3 | attacks | 3 | 0 | 90 s | one \\| two |
| s3 | uploads | 3 | 1 | 90 s | one \\| two |
| all |  | 6 | 1 | 3.0 min |  |`);
});
