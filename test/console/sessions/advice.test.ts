import { adviceOf, needsPhone, showsLink } from "../../../console/src/areas/sessions/advice.ts";

test("the way to link a phone stays while asking for a code starts the number, and goes when it is linked", () => {
  expect(showsLink({ state: "stopped" }, false)).toBe(true);
  expect(showsLink({ state: "starting" }, true)).toBe(true);
  expect(showsLink({ state: "starting" }, false)).toBe(false);
  expect(showsLink({ state: "awaiting_qr" }, false)).toBe(true);
  expect(showsLink({ state: "ready" }, true)).toBe(false);
  expect(needsPhone({ state: "starting" })).toBe(false);
});

test("a number that WhatsApp limits is not said to send to all", () => {
  const now = Date.parse("2026-12-01T08:00:00Z");
  const told = { restricted: false, timelocked: false, checkedAt: "2026-12-01T07:00:00Z" };
  const advice = (limits: object) => adviceOf({ state: "ready", limits: { ...told, ...limits } }, now);
  expect(adviceOf({ state: "ready" }, now)).toBe("ready");
  expect(advice({})).toBe("ready");
  expect(advice({ timelocked: true })).toBe("ready_known");
  expect(advice({ timelocked: true, timelockedUntil: told.checkedAt })).toBe("ready");
  expect(advice({ newChats: { used: 5, total: 5 } })).toBe("ready_known");
  expect(advice({ restricted: true })).toBe("ready_restricted");
  expect(adviceOf({ state: "disconnected", limits: { ...told, restricted: true } }, now)).toBe("disconnected");
});
