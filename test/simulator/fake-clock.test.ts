import { readFile } from "node:fs/promises";
import { after } from "../../core/time/clock.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("waits end in the order of their moments, each at its own, and those begun meanwhile take part", async () => {
  const clock = new FakeClock(0);
  const ended: string[] = [];
  const note = async (name: string, ms: number): Promise<void> => {
    await clock.wait(ms);
    ended.push(`${name} at ${clock.now()}`);
  };
  void note("late", 20);
  void note("first", 10).then(() => note("then", 5));
  void note("second", 10);
  await clock.advance(19);
  expect(ended).toEqual(["first at 10", "second at 10", "then at 15"]);
  expect(clock.pending).toBe(1);
  await clock.advance(1);
  expect(ended.at(-1)).toBe("late at 20");
});

test("what is cancelled ends at once and does not act", async () => {
  const clock = new FakeClock(0);
  const act = jest.fn();
  const cancel = after(clock, 10, act);
  cancel();
  await clock.advance(10);
  expect(act).not.toHaveBeenCalled();
  expect(clock.pending).toBe(0);
  await clock.wait(10, AbortSignal.abort());
});

test("short file i/o that follows a wait is done before time moves on", async () => {
  const clock = new FakeClock(0);
  let readAt: number | undefined;
  void clock
    .wait(1)
    .then(() => readFile(__filename))
    .then(() => (readAt = clock.now()));
  void clock.wait(2);
  await clock.advance(2);
  expect(readAt).toBeDefined();
});
