import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoSessionStore } from "../../../aws/stores/session/session-store.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import type { Session } from "../../../core/session/session.ts";
import { aSession, aUlid, someTime } from "../../support/builders.ts";
import { atOnce, meddledWith, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const later = someTime + 1_000;

/** A session that is stored, in a tenant of its own. */
async function stored(its: Partial<Session> = {}): Promise<Session> {
  const session = aSession({ tenantId: aUlid(), ...its });
  await stores().sessions.create(session);
  return session;
}

/** A session that slot 1 runs, under slot epoch 7. */
async function running(its: Partial<Session> = {}): Promise<Session> {
  return await stores().sessions.take(await stored({ wanted: true, ...its }), { slot: 1, slotEpoch: 7 });
}

const isWaiting = async ({ tenantId }: Session) =>
  (await stores().sessions.waiting(1_000)).some((session) => session.tenantId === tenantId);
const isOwnedBy = async (slot: number, { tenantId }: Session) =>
  (await stores().sessions.ownedBy(slot)).some((session) => session.tenantId === tenantId);

describe("create", () => {
  test("stores what is found again, whole", async () => {
    const session = await stored({ name: "Toko", number: "628123456789", wanted: true });
    expect(await stores().sessions.find(session)).toEqual(session);
  });

  test("is refused for one that exists, and changes nothing", async () => {
    const session = await stored();
    await expect(stores().sessions.create({ ...session, state: "ready" })).rejects.toThrow(ConditionRefused);
    expect(await stores().sessions.find(session)).toEqual(session);
  });

  test("by ten at once makes one", async () => {
    const session = aSession({ tenantId: aUlid() });
    const { won, refused } = await atOnce(10, (index) => stores().sessions.create({ ...session, epoch: index }));
    expect([won.length, refused]).toEqual([1, 9]);
  });
});

describe("find and list", () => {
  test("know no session of another tenant", async () => {
    const session = await stored();
    const other = await stored({ sessionId: session.sessionId });
    expect(await stores().sessions.find({ ...session, tenantId: aUlid() })).toBeUndefined();
    expect(await stores().sessions.list(session.tenantId)).toEqual([session]);
    expect(await stores().sessions.list(other.tenantId)).toEqual([other]);
    expect(await stores().sessions.list(aUlid())).toEqual([]);
  });
});

describe("countWaiting", () => {
  test("counts those that wait, and neither those that run nor those that rest", async () => {
    const before = await stores().sessions.countWaiting();
    const session = await stored();
    await running();
    expect(await stores().sessions.countWaiting()).toBe(before);
    await stores().sessions.want(session, later);
    expect(await stores().sessions.countWaiting()).toBe(before + 1);
  });
});

describe("beginLogout", () => {
  test("has an unowned one wait for a worker, and tells the owner of another", async () => {
    const [resting, owned] = [await stored(), await running()];
    for (const session of [resting, owned]) {
      await stores().sessions.beginLogout(session, later);
      expect(await stores().sessions.find(session)).toEqual({ ...session, wanted: true, logoutRequestedAt: later });
    }
    expect([await isWaiting(resting), await isOwnedBy(1, owned)]).toEqual([true, true]);
  });

  test("is not undone by who wants it to run: that would start it right after", async () => {
    for (const session of [await stored({ state: "stopped" }), await running({ state: "ready" })]) {
      await stores().sessions.beginLogout(session, later);
      const asked = await stores().sessions.find(session);
      await stores().sessions.want(session, later);
      expect(await stores().sessions.find(session)).toEqual(asked);
    }
  });

  test("that was cut off before anybody was to do it leaves a session that can be started", async () => {
    const session = await stored();
    await stores().sessions.ask(session, { logoutRequestedAt: someTime });
    await stores().sessions.want(session, later);
    expect([await isWaiting(session), (await stores().sessions.find(session))?.wanted]).toEqual([true, true]);
  });
});

describe("a wish", () => {
  test.each(["want", "beginLogout", "beginDeletion"] as const)(
    "by %s answers the row as it is with it",
    async (wish) => {
      const linked = { profile: { key: "k", sha256: "ab", savedAt: someTime, previous: [] } };
      for (const session of [await stored(), await stored(linked), await running({ wanted: false })]) {
        const answered = await stores().sessions[wish](session, later);
        expect(answered).toEqual(await stores().sessions.find(session));
        expect(answered).not.toEqual(session);
        // Asked for again it is answered as well, changed or left alone.
        const again = await stores().sessions[wish](session, later);
        expect(again).toEqual(await stores().sessions.find(session));
      }
    },
  );

  test("to run is nothing to one whose deletion began right after it was read", async () => {
    const session = await stored();
    let deleted = false;
    const table = meddledWith(stores().registry, async (command) => {
      if (!(command instanceof UpdateCommand) || deleted) return;
      deleted = true;
      await stores().sessions.beginDeletion(session, later);
    });
    const answered = await new DynamoSessionStore(table).want(session, later);
    expect([deleted, answered.deletingAt, answered.wanted]).toEqual([true, later, false]);
    expect(await isWaiting(session)).toBe(false);
  });

  test("to run is nothing to one that is being deleted", async () => {
    const session = await stored();
    const deleting = await stores().sessions.beginDeletion(session, later);
    expect(await stores().sessions.want(session, later)).toEqual(deleting);
    expect(await isWaiting(session)).toBe(false);
  });
});

describe("want", () => {
  test("makes one that rests start, and wait for a worker", async () => {
    const session = await stored();
    expect(await isWaiting(session)).toBe(false);
    await stores().sessions.want(session, later);
    expect(await stores().sessions.find(session)).toEqual({
      ...session,
      wanted: true,
      state: "starting",
      since: later,
    });
    expect(await isWaiting(session)).toBe(true);
  });

  test("leaves the state of one that is merely not connected", async () => {
    const session = await stored({ state: "disconnected" });
    await stores().sessions.want(session, later);
    expect(await stores().sessions.find(session)).toEqual({ ...session, wanted: true });
    expect(await isWaiting(session)).toBe(true);
  });

  test("leaves one that runs with its worker", async () => {
    const session = await running({ wanted: false, state: "ready" });
    await stores().sessions.want(session, later);
    expect(await stores().sessions.find(session)).toEqual({ ...session, wanted: true });
    expect(await isWaiting(session)).toBe(false);
    expect(await isOwnedBy(1, session)).toBe(true);
  });

  test("writes what is wanted of the start with it", async () => {
    const pairing = { number: "628111000111", requestedAt: later };
    for (const session of [await stored({ state: "stopped" }), await running({ state: "awaiting_qr" })]) {
      const asked = await stores().sessions.want(session, later, { pairing, restartRequestedAt: later });
      expect(asked).toMatchObject({ pairing, wanted: true });
      expect(asked.restartRequestedAt).toBe(session.owner === undefined ? undefined : later);
      expect(await stores().sessions.find(session)).toEqual(asked);
    }
  });

  test("is refused for one that doesn't exist, and makes none", async () => {
    const missing = aSession({ tenantId: aUlid() });
    await expect(stores().sessions.want(missing, later)).rejects.toThrow(ConditionRefused);
    expect(await stores().sessions.find(missing)).toBeUndefined();
  });

  test("while its worker gives it back is heard, whichever comes first", async () => {
    for (let round = 0; round < 10; round += 1) {
      const session = await running({ wanted: false });
      await Promise.all([stores().sessions.want(session, later), stores().sessions.save(session, { release: true })]);
      expect(await isWaiting(session)).toBe(true);
    }
  });
});

describe("wantLinked", () => {
  const linked = { profile: { key: "k", sha256: "ab", savedAt: someTime, previous: [] } };

  test("asks a linked session to run without reading it anew", async () => {
    const session = await stored(linked);
    let reads = 0;
    const table = meddledWith(stores().registry, async (command) => {
      if (command instanceof GetCommand) reads += 1;
    });
    const wanted = await new DynamoSessionStore(table).wantLinked(session, later);
    expect(wanted).toEqual({ ...session, wanted: true, state: "starting", since: later });
    expect([reads, await isWaiting(session)]).toEqual([0, true]);
  });

  test("asks one that was taken by a worker after it was read to run, and leaves it to that worker", async () => {
    const session = await stored({ ...linked, state: "starting", wanted: true });
    const taken = await stores().sessions.take(session, { slot: 1, slotEpoch: 7 });
    expect(await stores().sessions.wantLinked(session, later)).toEqual(taken);
    expect([await isWaiting(session), await isOwnedBy(1, session)]).toEqual([false, true]);
  });

  test.each([
    { state: "logged_out" as const, profile: null },
    { state: "logged_out" as const },
    { profile: null },
    { state: "awaiting_qr" as const },
  ])("leaves one alone that became %j after it was read", async (changes) => {
    const session = await running({ ...linked, state: "ready", wanted: false });
    const unlinked = await stores().sessions.save(session, changes);
    expect(await stores().sessions.wantLinked(session, later)).toEqual(unlinked);
  });

  test("finds one that was being logged out when it was read as it is now", async () => {
    const session = await running({ ...linked, state: "ready" });
    const leaving = await stores().sessions.beginLogout(session, later);
    const unlinked = await stores().sessions.save(leaving, { state: "logged_out", wanted: false, profile: null });
    expect(await stores().sessions.wantLinked(leaving, later)).toEqual(unlinked);
  });

  test("is refused for one that was deleted after it was read", async () => {
    await expect(stores().sessions.wantLinked(aSession({ tenantId: aUlid(), ...linked }), later)).rejects.toThrow(
      ConditionRefused,
    );
  });
});

describe("take", () => {
  test("makes the caller the owner under the next epoch", async () => {
    const session = await stored({ wanted: true, epoch: 4 });
    const taken = await stores().sessions.take(session, { slot: 2, slotEpoch: 9 });
    expect(taken).toEqual({ ...session, owner: { slot: 2, slotEpoch: 9 }, epoch: 5 });
    expect(await stores().sessions.find(session)).toEqual(taken);
    expect([await isWaiting(session), await isOwnedBy(2, session), await isOwnedBy(1, session)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("by ten workers at once makes one the owner", async () => {
    const session = await stored({ wanted: true });
    const { won, refused } = await atOnce(10, (slot) => stores().sessions.take(session, { slot, slotEpoch: 1 }));
    expect([won.length, refused]).toEqual([1, 9]);
    expect(await stores().sessions.find(session)).toEqual(won[0]);
  });

  test("of one that another took meanwhile is refused", async () => {
    const session = await stored({ wanted: true });
    const taken = await stores().sessions.take(session, { slot: 1, slotEpoch: 1 });
    await expect(stores().sessions.take(session, { slot: 2, slotEpoch: 1 })).rejects.toThrow(ConditionRefused);
    expect(await stores().sessions.find(session)).toEqual(taken);
  });
});

describe("save", () => {
  test("sets what is given, takes away what is null, and leaves the rest", async () => {
    const session = await running({ number: "628123456789", qr: "code", qrExpiresAt: later });
    const saved = await stores().sessions.save(session, { state: "ready", since: later, qr: null, qrExpiresAt: null });
    const { qr: _qr, qrExpiresAt: _at, ...rest } = session;
    expect(saved).toEqual({ ...rest, state: "ready", since: later });
    expect(await stores().sessions.find(session)).toEqual(saved);
  });

  test("keeps the whole profile pointer", async () => {
    const profile = { key: "k2", sha256: "ab", savedAt: later, previous: ["k1"] };
    const session = await running();
    expect((await stores().sessions.save(session, { profile })).profile).toEqual(profile);
    expect((await stores().sessions.save(session, { profile: null })).profile).toBeUndefined();
  });

  test("under a former epoch is refused and changes nothing, whatever is to change", async () => {
    const session = await running();
    const successor = await stores().sessions.take(session, { slot: 2, slotEpoch: 1 });
    for (const changes of [{ state: "ready" as const }, { release: true as const }, {}]) {
      await expect(stores().sessions.save(session, changes)).rejects.toThrow(ConditionRefused);
    }
    expect(await stores().sessions.find(session)).toEqual(successor);
  });

  test("of one that doesn't exist is refused", async () => {
    const missing = aSession({ tenantId: aUlid() });
    await expect(stores().sessions.save(missing, { state: "ready" })).rejects.toThrow(ConditionRefused);
    await expect(stores().sessions.save(missing, { release: true })).rejects.toThrow(ConditionRefused);
  });
});

describe("giving back", () => {
  test("one that is wanted makes it wait for another worker, under a new epoch", async () => {
    const session = await running();
    const released = await stores().sessions.save(session, { state: "disconnected", since: later, release: true });
    const { owner: _, ...rest } = session;
    expect(released).toEqual({ ...rest, state: "disconnected", since: later, epoch: session.epoch + 1 });
    expect([await isWaiting(session), await isOwnedBy(1, session)]).toEqual([true, false]);
  });

  test("one that is not wanted any more lets it rest", async () => {
    const session = await running();
    const released = await stores().sessions.save(session, { wanted: false, release: true });
    expect(released.owner).toBeUndefined();
    expect([await isWaiting(session), await isOwnedBy(1, session)]).toEqual([false, false]);
  });

  test("twice at once happens once", async () => {
    const session = await running();
    const { won, refused } = await atOnce(5, () => stores().sessions.save(session, { release: true }));
    expect([won.length, refused]).toEqual([1, 4]);
  });

  test("lets nobody save under the epoch that it had", async () => {
    const session = await running();
    await stores().sessions.save(session, { release: true });
    await expect(stores().sessions.save(session, { state: "ready" })).rejects.toThrow(ConditionRefused);
  });
});

test("who waits longest is answered first, however often others are asked for, and whoever is given back comes last", async () => {
  const { sessions } = stores();
  // Long before any other of this suite.
  const [first, second, third] = ["b", "c", "a"].map((sessionId, index) =>
    aSession({ tenantId: "queue", sessionId, since: 1_000 * (index + 1) }),
  ) as [Session, Session, Session];
  for (const session of [third, first, second]) await sessions.create({ ...session, state: "stopped", wanted: false });
  for (const session of [first, second, third]) await sessions.want(session, session.since);
  await sessions.want(first, 9_000);
  const queue = async () => (await sessions.waiting(3)).map(({ sessionId }) => sessionId);
  expect(await queue()).toEqual(["b", "c", "a"]);
  const taken = await sessions.take((await sessions.find(first)) ?? first, { slot: 1, slotEpoch: 1 });
  expect(await queue()).toEqual(expect.arrayContaining(["c", "a"]));
  await sessions.save(taken, { state: "starting", since: 5_000, release: true });
  expect(await queue()).toEqual(["c", "a", "b"]);
});

test("waiting answers no more than asked for", async () => {
  await stored({ wanted: true });
  await stored({ wanted: true });
  expect(await stores().sessions.waiting(1)).toHaveLength(1);
});

describe("wishes", () => {
  it("are written whoever owns it, one by one, and taken away by null", async () => {
    const session = aSession({ sessionId: "wishes" });
    await stores().sessions.create(session);
    const wished = await stores().sessions.ask(session, { dailyCap: 5, timezone: "Asia/Jakarta" });
    expect(wished).toEqual({ ...session, dailyCap: 5, timezone: "Asia/Jakarta" });
    expect(await stores().sessions.ask(session, { dailyCap: null })).toEqual({ ...session, timezone: "Asia/Jakarta" });
    expect(await stores().sessions.ask(session, {})).toEqual({ ...session, timezone: "Asia/Jakarta" });
  });

  it("for a session that does not exist are refused, and make none", async () => {
    const ref = { tenantId: "acme", sessionId: "none" };
    for (const wishes of [{}, { dailyCap: 1 }, { dailyCap: null }]) {
      await expect(stores().sessions.ask(ref, wishes)).rejects.toThrow(ConditionRefused);
    }
    await expect(stores().sessions.beginLogout(ref, someTime)).rejects.toThrow(ConditionRefused);
    await expect(stores().sessions.beginDeletion(ref, someTime)).rejects.toThrow(ConditionRefused);
    expect(await stores().sessions.find(ref)).toBeUndefined();
  });
});
