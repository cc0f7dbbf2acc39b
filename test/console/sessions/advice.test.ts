import { needsPhone, showsLink } from "../../../console/src/areas/sessions/advice.ts";

test("the way to link a phone stays while asking for a code starts the number, and goes when it is linked", () => {
  expect(showsLink({ state: "stopped" }, false)).toBe(true);
  expect(showsLink({ state: "starting" }, true)).toBe(true);
  expect(showsLink({ state: "starting" }, false)).toBe(false);
  expect(showsLink({ state: "awaiting_qr" }, false)).toBe(true);
  expect(showsLink({ state: "ready" }, true)).toBe(false);
  expect(needsPhone({ state: "starting" })).toBe(false);
});
