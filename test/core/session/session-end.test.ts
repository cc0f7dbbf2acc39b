import fc from "fast-check";
import { endOf, type SessionEnd } from "../../../core/session/session-end.ts";
import { afterSessionEvent, sessionStates, type Session } from "../../../core/session/session.ts";
import { someTime } from "../../support/builders.ts";

const byItself = ["logged_out", "qr_used_up", "no_profile", "link_not_completed"] as const;
const asked = { logoutRequestedAt: someTime };
const anyWish = fc.constantFrom({}, asked);
const noWishes = { wanted: false, logoutRequestedAt: null, restartRequestedAt: null, pairing: null };

test("a session that is given back keeps its profile and what people want of it", () => {
  fc.assert(
    fc.property(anyWish, (session) => {
      expect(endOf("stopping", session)).toEqual({ event: "released", changes: { release: true } });
    }),
  );
});

test("a session that ended by itself is given back, wanted no more, and bears no wish", () => {
  fc.assert(
    fc.property(fc.constantFrom(...byItself), anyWish, (end, session) => {
      expect(endOf(end, session).changes).toMatchObject({ ...noWishes, release: true });
    }),
  );
});

test.each<[SessionEnd, Pick<Session, "logoutRequestedAt">, string]>([
  ["qr_used_up", {}, "stopped"],
  ["qr_used_up", asked, "stopped"],
  ["logged_out", {}, "logged_out"],
  ["logged_out", asked, "logged_out"],
  ["no_profile", {}, "failed"],
  // Without its profile it is as good as unlinked, which is what was asked for.
  ["no_profile", asked, "logged_out"],
  ["link_not_completed", {}, "failed"],
  ["stopping", {}, "disconnected"],
])("by %s, with the wish %j, one that starts is %s", (end, session, state) => {
  expect(afterSessionEvent("starting", endOf(end, session).event)).toBe(state);
});

test.each<[SessionEnd, null | undefined]>([
  ["qr_used_up", undefined],
  ["stopping", undefined],
  ["logged_out", null],
  ["no_profile", null],
])("%s takes the profile away where it is worth nothing any more", (end, profile) => {
  expect(endOf(end, {}).changes.profile).toBe(profile);
});

test("a logout leads to logged_out from every state", () => {
  for (const state of sessionStates) {
    expect(afterSessionEvent(state, endOf("logged_out", {}).event)).toBe("logged_out");
  }
});

test.each<[SessionEnd, string | undefined]>([
  ["no_profile", "profile_lost"],
  ["link_not_completed", "link_not_completed"],
  ["logged_out", undefined],
])("a session that ended by %s bears why it failed: %s", (end, reason) => {
  expect(endOf(end, {}).changes.failedBecause).toBe(reason);
});
