import { Watch } from "../../../functions/jobs/watch.ts";
import { aSession } from "../../support/builders.ts";

test("tells sessions that waited at the last look, too, and not those that only just wait", () => {
  const watch = new Watch();
  const [first, second] = [aSession({ sessionId: "a" }), aSession({ sessionId: "b" })];
  expect(watch.look([first])).toBe(0);
  expect(watch.look([first, second])).toBe(1);
  expect(watch.look([second])).toBe(1);
  expect(watch.look([])).toBe(0);
  expect(watch.look([first])).toBe(0);
});
