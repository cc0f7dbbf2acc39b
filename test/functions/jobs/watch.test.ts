import { Watch } from "../../../functions/jobs/watch.ts";
import { aSession } from "../../support/builders.ts";

test("tells sessions that waited at the last look, too, and not those that only just wait", () => {
  const watch = new Watch();
  const [first, second] = [aSession({ sessionId: "a" }), aSession({ sessionId: "b" })];
  expect(watch.countUnowned([first])).toBe(0);
  expect(watch.countUnowned([first, second])).toBe(1);
  expect(watch.countUnowned([second])).toBe(1);
  expect(watch.countUnowned([])).toBe(0);
  expect(watch.countUnowned([first])).toBe(0);
});
