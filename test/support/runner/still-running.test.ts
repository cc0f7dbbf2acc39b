import { FakeClock } from "../fake-clock.ts";
import { sayWhileRunning } from "./still-running.ts";

test("a step that runs for long is named after a minute, then each time that this has doubled, until it ends", async () => {
  const clock = new FakeClock();
  const said: string[] = [];
  const minute = 60_000;
  const lintEnded = sayWhileRunning(clock, "lint", (line) => said.push(line));
  const typesEnded = sayWhileRunning(clock, "types", (line) => said.push(line));
  await clock.advance(minute - 1);
  expect(said).toEqual([]);
  await clock.advance(1);
  expect(said).toEqual(["still running after 1 min: lint", "still running after 1 min: types"]);
  typesEnded();
  await clock.advance(6 * minute);
  expect(said.slice(2)).toEqual(["still running after 2 min: lint", "still running after 4 min: lint"]);
  lintEnded();
  await clock.advance(60 * minute);
  expect(said).toHaveLength(4);
});
