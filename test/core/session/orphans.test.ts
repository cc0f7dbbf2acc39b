import { ConditionRefused } from "../../../core/errors.ts";
import { releaseOrphans, type OrphanPorts } from "../../../core/session/orphans.ts";
import type { SessionChanges, SessionOwners, SessionReader } from "../../../core/session/session-ports.ts";
import type { Session } from "../../../core/session/session.ts";
import { aSession, aSlot, someTime } from "../../support/builders.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Just enough of a store: rows, who owns them, and the condition on their epoch. */
class FewSessions implements Pick<SessionReader, "ownedBy">, Pick<SessionOwners, "save"> {
  rows: Session[];
  readonly saved: SessionChanges[] = [];

  constructor(...rows: Session[]) {
    this.rows = rows;
  }

  async ownedBy(slot: number): Promise<Session[]> {
    return this.rows.filter(({ owner }) => owner?.slot === slot);
  }

  async save(owned: Session, changes: SessionChanges): Promise<Session> {
    const row = this.rows.find(({ sessionId }) => sessionId === owned.sessionId);
    if (row?.epoch !== owned.epoch) throw new ConditionRefused("changed");
    const { owner: _, ...rest } = row;
    const released = { ...rest, epoch: row.epoch + 1 };
    this.rows = this.rows.map((one) => (one === row ? released : one));
    this.saved.push(changes);
    return released;
  }
}

const clock = new FakeClock(someTime);
const release = (
  sessions: OrphanPorts["sessions"] & OrphanPorts["sessionOwners"],
  ...slots: ReturnType<typeof aSlot>[]
) => releaseOrphans({ sessions, sessionOwners: sessions, clock }, slots);
const owned = (slot: number, slotEpoch: number, sessionId = "shop") =>
  aSession({ sessionId, state: "ready", wanted: true, owner: { slot, slotEpoch } });

test("a session under the epoch that its slot is held with is left alone", async () => {
  expect(await release(new FewSessions(owned(0, 3)), aSlot({ epoch: 3 }))).toBe(0);
});

test("a session under a former epoch of its slot is given back, not connected, once", async () => {
  const sessions = new FewSessions(owned(0, 2));
  expect(await release(sessions, aSlot({ epoch: 3 }))).toBe(1);
  expect(sessions.saved).toEqual([{ state: "disconnected", since: someTime, release: true }]);
  expect(await release(sessions, aSlot({ epoch: 3 }))).toBe(0);
});

test("so is one whose slot was given back, and every one of several slots", async () => {
  const { workerId: _, ...free } = aSlot({ slot: 1, epoch: 6 });
  const sessions = new FewSessions(owned(0, 1, "a"), owned(1, 5, "b"), owned(1, 5, "c"), owned(2, 1, "d"));
  expect(await release(sessions, aSlot({ slot: 0, epoch: 2 }), free)).toBe(3);
  expect(sessions.rows.map(({ owner }) => owner?.slot)).toEqual([undefined, undefined, undefined, 2]);
});

test("one of a slot that was free when it was read is left alone: slot and session may have been taken since", async () => {
  const { workerId: _, ...free } = aSlot({ epoch: 5 });
  expect(await release(new FewSessions(owned(0, 6)), free)).toBe(0);
});

test("a session that waited for a scan keeps no state it has not", async () => {
  const sessions = new FewSessions({ ...owned(0, 1), state: "logged_out" });
  await release(sessions, aSlot({ epoch: 2 }));
  expect(sessions.saved).toEqual([{ release: true }]);
});

test("one that somebody else gave back first does not keep the others from being given back", async () => {
  const sessions = new FewSessions(owned(0, 1, "a"), owned(0, 1, "b"));
  const stale = await sessions.ownedBy(0);
  const racing = { save: sessions.save.bind(sessions), ownedBy: async () => stale };
  const [first] = stale;
  if (first !== undefined) await sessions.save(first, { release: true });
  expect(await release(racing, aSlot({ epoch: 2 }))).toBe(1);
});

test("any other failure is told", async () => {
  const broken = { ownedBy: async () => [owned(0, 1)], save: () => Promise.reject(new Error("no network")) };
  await expect(release(broken, aSlot({ epoch: 2 }))).rejects.toThrow("no network");
});
