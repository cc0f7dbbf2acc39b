import fc from "fast-check";
import { afterSessionEvent, isLoggingOut, sessionStates, type Session } from "../../../core/session/session.ts";
import { nextWish, noWishes, toDelete, toLogOut, toStart } from "../../../core/session/wishes.ts";
import { aSession, someTime } from "../../support/builders.ts";

const now = someTime + 1_000;
const pairing = { number: "628111000111", requestedAt: someTime };
const profile = { key: "p", sha256: "0", savedAt: someTime, previous: [] };
const owner = { slot: 1, slotEpoch: 7 };

const anySession: fc.Arbitrary<Session> = fc
  .record(
    {
      state: fc.constantFrom(...sessionStates),
      wanted: fc.boolean(),
      owner: fc.constant(owner),
      profile: fc.constant(profile),
      logoutRequestedAt: fc.constant(someTime),
      restartRequestedAt: fc.constant(someTime),
      pairing: fc.constantFrom(pairing, { ...pairing, code: "ABCD1234" }),
      deletingAt: fc.constant(someTime),
    },
    { requiredKeys: ["state", "wanted"] },
  )
  .map(aSession);

describe("the next wish", () => {
  test.each<[string, Partial<Session>, ReturnType<typeof nextWish>]>([
    ["nothing is wanted", { state: "ready" }, { kind: "none" }],
    ["a restart", { state: "ready", restartRequestedAt: 1 }, { kind: "restart" }],
    ["a logout before a restart", { state: "ready", restartRequestedAt: 1, logoutRequestedAt: 2 }, { kind: "logout" }],
    ["a logout before a code", { state: "awaiting_qr", pairing, logoutRequestedAt: 2 }, { kind: "logout" }],
    ["a code", { state: "awaiting_qr", pairing }, { kind: "pair", number: pairing.number }],
    ["no code before WhatsApp waits for a link", { state: "starting", pairing }, { kind: "none" }],
    ["no code a second time", { state: "awaiting_qr", pairing: { ...pairing, code: "A" } }, { kind: "none" }],
  ])("%s", (_, its, wish) => {
    expect(nextWish(aSession(its))).toEqual(wish);
  });

  test("is none once all are taken from the row", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const left = Object.entries({ ...session, ...noWishes }).filter(([, value]) => value !== null);
        expect(nextWish(aSession(Object.fromEntries(left)))).toEqual({ kind: "none" });
      }),
    );
  });
});

describe("wanting it to run", () => {
  test("leaves alone what is being logged out or deleted, and has everything else wanted, in a state that can come about", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const wished = toStart(session, now);
        expect(wished === undefined).toBe(isLoggingOut(session) || session.deletingAt !== undefined);
        if (wished === undefined) return;
        const started = afterSessionEvent(session.state, "start_requested");
        expect(wished).toEqual({ wanted: true, ...(started === undefined ? {} : { state: started, since: now }) });
      }),
    );
  });
});

describe("what is wanted of a start", () => {
  test("is written with it: a restart where a worker has a connection to end", () => {
    fc.assert(
      fc.property(anySession, fc.constantFrom({ restartRequestedAt: now }, { pairing }), (session, wishes) => {
        const wished = toStart(session, now, wishes);
        if (wished === undefined) return;
        const isNeedless = "restartRequestedAt" in wishes && session.owner === undefined;
        expect(wished).toEqual({ ...toStart(session, now), ...(isNeedless ? {} : wishes) });
      }),
    );
  });
});

describe("wanting it away", () => {
  test("by a logout is the owner's next wish, and no start undoes it", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const asked = { ...session, ...toLogOut(now) };
        expect([nextWish(asked).kind, isLoggingOut(asked), toStart(asked, now)]).toEqual(["logout", true, undefined]);
      }),
    );
  });

  test("by a deletion logs out first what is linked or runs, and lets all else rest", () => {
    fc.assert(
      fc.property(anySession, (session) => {
        const asked = { ...session, ...toDelete(session, now) };
        const toLogOutFirst = session.owner !== undefined || session.profile !== undefined;
        expect([asked.deletingAt, asked.wanted, toStart(asked, now)]).toEqual([now, toLogOutFirst, undefined]);
        if (toLogOutFirst) expect(nextWish(asked)).toEqual({ kind: "logout" });
      }),
    );
  });
});
