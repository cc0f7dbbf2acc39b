import fc from "fast-check";
import {
  afterSessionEvent,
  isLinked,
  isSessionId,
  moved,
  needsScan,
  reservedSessionIds,
  sessionStates,
  sessionTransitions,
  type SessionEvent,
  type SessionState,
} from "../../../core/session/session.ts";
import { aSession, someTime } from "../../support/builders.ts";

const events = Object.keys(sessionTransitions) as SessionEvent[];
const anyEvents = fc.array(fc.constantFrom(...events), { maxLength: 30 });
const profile = { key: "p", sha256: "0", savedAt: someTime, previous: [] };

const play = (state: SessionState, happened: readonly SessionEvent[]): SessionState =>
  happened.reduce((now, event) => afterSessionEvent(now, event) ?? now, state);

describe("a session's life", () => {
  test("from nothing to ready by a scan", () => {
    expect(play("stopped", ["start_requested", "opening", "qr_shown", "qr_shown", "became_ready"])).toBe("ready");
  });

  test.each<[SessionEvent[], SessionState]>([
    [["line_lost"], "disconnected"],
    [["line_lost", "became_ready"], "ready"],
    [["went_down", "opening"], "starting"],
    [["released"], "disconnected"],
    [["logged_out"], "logged_out"],
    [["logged_out", "went_down", "released", "line_lost"], "logged_out"],
    [["went_down", "start_failed", "became_ready"], "failed"],
    [["went_down", "start_failed", "start_requested"], "starting"],
  ])("from ready by %j to %s", (happened, state) => {
    expect(play("ready", happened)).toBe(state);
  });

  test("a code nobody scanned ends in rest", () => {
    expect(play("stopped", ["opening", "qr_shown", "qr_used_up"])).toBe("stopped");
  });

  test("a late word of an old connection never makes a resting session ready", () => {
    const late: SessionEvent[] = ["became_ready", "line_lost", "went_down", "qr_shown", "qr_used_up", "released"];
    fc.assert(
      fc.property(
        fc.constantFrom<SessionState>("stopped", "logged_out", "failed"),
        fc.array(fc.constantFrom(...late)),
        (rest, heard) => {
          expect(play(rest, heard)).toBe(rest);
        },
      ),
    );
  });

  test("whatever happened before, opening and then ready is ready", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sessionStates), anyEvents, (state, happened) => {
        expect(play(state, [...happened, "opening", "became_ready"])).toBe("ready");
      }),
    );
  });
});

describe("a change to store", () => {
  test("is empty where the event means nothing or changes nothing", () => {
    expect(moved({ state: "logged_out" }, "became_ready", someTime)).toEqual({});
    expect(moved({ state: "awaiting_qr" }, "qr_shown", someTime)).toEqual({});
  });

  test("stamps since only with a new state", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sessionStates), fc.constantFrom(...events), (state, event) => {
        const next = afterSessionEvent(state, event) ?? state;
        expect(moved({ state }, event, someTime)).toEqual(next === state ? {} : { state: next, since: someTime });
      }),
    );
  });
});

test("a scan is needed where there is no profile, or one that was logged out", () => {
  expect(needsScan(undefined)).toBe(true);
  expect(needsScan(aSession({ state: "disconnected" }))).toBe(true);
  expect(needsScan(aSession({ state: "disconnected", profile }))).toBe(false);
  expect(needsScan(aSession({ state: "logged_out", profile }))).toBe(true);
});

test("a linked session that is merely not connected takes a broadcast; one logged out or never linked does not", () => {
  expect(isLinked(aSession({ state: "disconnected", profile }))).toBe(true);
  expect(isLinked(aSession({ state: "logged_out", profile }))).toBe(false);
  expect(isLinked(aSession({ state: "awaiting_qr" }))).toBe(false);
});

test("a session is named by 1 to 64 plain characters, and not as a route is", () => {
  expect(["a", "user_1-B", "x".repeat(64)].every(isSessionId)).toBe(true);
  expect(["", "x".repeat(65), "a b", "a/b", "a#b", "é", "a\n"].some(isSessionId)).toBe(false);
  expect(reservedSessionIds.some(isSessionId)).toBe(false);
  expect(isSessionId("OpenAPI")).toBe(false);
});
