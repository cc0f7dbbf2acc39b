import { cpSync, rmSync } from "node:fs";
import { SessionDown } from "../../core/errors.ts";
import { faultKinds } from "../../simulator/faults.ts";
import { aMessage, eachTestHasASimulation, outcomeOf, receiver } from "./simulation.ts";

const simulation = eachTestHasASimulation();
const { messageId } = aMessage();

test("drop: the line comes back by itself, and an ack that was owed answers the send", async () => {
  const { network, clock } = simulation();
  const { connection, heard } = await simulation().link();
  const sent = outcomeOf(connection.send(aMessage()));
  network.fault("session-1", "drop");
  await expect(connection.send(aMessage({ messageId: "B" }))).rejects.toThrow(SessionDown);
  await expect(connection.checkNumber(receiver)).rejects.toThrow(SessionDown);
  await clock.advance(999);
  expect(heard()).toEqual(["line_lost"]);
  expect(sent.is).toBe("pending");
  expect(await connection.findMessage(messageId, receiver)).toMatchObject({ ack: 0 });
  expect(await connection.findMessage("B", receiver)).toBeUndefined();
  await clock.advance(1);
  expect(heard()).toEqual(["line_lost", "ready", "ack 1", "ack 2"]);
  expect(sent.is).toMatchObject({ ack: 1 });
});

test("drop before the page hands over: the stored message goes when the line is back", async () => {
  const { network, clock } = simulation();
  const { connection } = await simulation().link();
  network.holds.hold("stored_in_page");
  const sent = outcomeOf(connection.send(aMessage()));
  network.fault("session-1", "drop");
  network.holds.release("stored_in_page");
  await clock.advance(500);
  expect(sent.is).toBe("pending");
  await clock.advance(530);
  expect(sent.is).toMatchObject({ ack: 1 });
  expect(simulation().received()).toEqual([messageId]);
});

test("no ack within 15 seconds: the outcome is unknown, and the message may still go", async () => {
  const { network, clock } = simulation();
  const { connection } = await simulation().link();
  network.holds.hold("stored_in_page");
  const sent = outcomeOf(connection.send(aMessage()));
  await clock.advance(14_999);
  expect(sent.is).toBe("pending");
  await clock.advance(1);
  expect(sent.is).toBe("OutcomeUnknown");
  network.holds.release("stored_in_page");
  await clock.advance(30);
  expect(simulation().received()).toEqual([messageId]);
});

test("close settles what is pending", async () => {
  const { connection } = await simulation().link();
  const sent = outcomeOf(connection.send(aMessage()));
  await connection.close();
  await simulation().clock.advance(0);
  expect(sent.is).toBe("OutcomeUnknown");
});

test.each([
  ["conflict", { type: "down", reason: "conflict: the session is open elsewhere" }],
  ["page_crash", { type: "down", reason: "the page crashed" }],
  ["browser_kill", { type: "down", reason: "the browser is gone" }],
  ["logout", { type: "logged_out" }],
] as const)("%s: told at once, pending sends unknown, then silence", async (kind, lastWord) => {
  const { network, clock } = simulation();
  const { connection, events } = await simulation().link();
  const sent = outcomeOf(connection.send(aMessage()));
  network.fault("session-1", kind);
  await clock.advance(1_000);
  expect(events).toEqual([lastWord]);
  expect(sent.is).toBe("OutcomeUnknown");
  await expect(connection.send(aMessage())).rejects.toThrow(SessionDown);
  await expect(connection.findMessage(messageId, receiver)).rejects.toThrow(SessionDown);
  // The server had it all the same.
  expect(simulation().received()).toEqual([messageId]);
  await connection.close();

  const again = await simulation().open();
  expect(again.heard()).toEqual(kind === "logout" ? ["logged_out"] : ["ready", "ack 1", "ack 2"]);
});

test("page_hang: calls end at their deadlines, then the page is down; what it was owed comes to the next", async () => {
  const { network, clock } = simulation();
  const { connection, heard } = await simulation().link();
  const before = outcomeOf(connection.send(aMessage()));
  await clock.advance(5);
  network.fault("session-1", "page_hang");
  const during = [
    outcomeOf(connection.send(aMessage({ messageId: "B" }))),
    outcomeOf(connection.findMessage(messageId, receiver)),
    outcomeOf(connection.checkNumber(receiver)),
  ];
  await clock.advance(14_994);
  expect([before, ...during].map(({ is }) => is)).toEqual(["pending", "pending", "pending", "pending"]);
  await clock.advance(1);
  expect([before, ...during].map(({ is }) => is)).toEqual([
    "OutcomeUnknown",
    "OutcomeUnknown",
    "SessionDown",
    "SessionDown",
  ]);
  expect(heard()).toEqual(["down"]);
  await connection.close();
  const again = await simulation().open();
  expect(again.heard()).toEqual(["ready", "ack 1", "ack 2"]);
  expect(simulation().received()).toEqual([messageId]);
});

test("page_hang without a call: down after a deadline", async () => {
  const { heard } = await simulation().link();
  simulation().network.fault("session-1", "page_hang");
  await simulation().clock.advance(15_000);
  expect(heard()).toEqual(["down"]);
});

test("restricted: sends are refused until the behaviour is set again", async () => {
  const { network, clock } = simulation();
  const { connection, heard } = await simulation().link();
  network.fault("session-1", "restricted");
  const refused = outcomeOf(connection.send(aMessage()));
  await clock.advance(30);
  expect(refused.is).toBe("RejectedByWhatsApp");
  expect(heard()).toEqual(["restricted", "ack -1"]);
  simulation().behave({});
  const sent = outcomeOf(connection.send(aMessage({ messageId: "B" })));
  await clock.advance(30);
  expect(sent.is).toMatchObject({ ack: 1 });
});

test("a session that is not connected: only logout and restricted reach it, at its next connection", async () => {
  const { network } = simulation();
  const { connection } = await simulation().link();
  await connection.close();
  for (const kind of faultKinds.filter((kind) => kind !== "logout" && kind !== "restricted")) {
    expect(() => {
      network.fault("session-1", kind);
    }).toThrow("session session-1 is not connected");
  }
  network.fault("session-1", "restricted");
  const restricted = await simulation().open();
  expect(restricted.heard()).toEqual(["ready", "restricted"]);
  await restricted.connection.close();
  network.fault("session-1", "logout");
  expect((await simulation().open()).heard()).toEqual(["logged_out"]);
  expect(() => {
    network.fault("session-1", "logout");
  }).toThrow("no device is linked for session session-1");
});

describe("a profile restored from a copy", () => {
  /** A copy made after a clean close; then the profile was used once more, ending as told. */
  async function restoreOldCopy(end: "closed" | "killed") {
    const folder = simulation().folder("session-1");
    const first = await simulation().link();
    await first.connection.close();
    cpSync(folder, `${folder}-copy`, { recursive: true });
    const second = await simulation().open();
    if (end === "closed") await second.connection.close();
    else simulation().restart();
    rmSync(folder, { recursive: true });
    cpSync(`${folder}-copy`, folder, { recursive: true });
    return simulation().open();
  }

  test.each(["closed", "killed"] as const)("stale after a use that was %s, is accepted by default", async (end) => {
    expect((await restoreOldCopy(end)).heard()).toEqual(["ready"]);
  });

  test.each(["closed", "killed"] as const)("stale after a use that was %s, undecryptable: never ready", async (end) => {
    simulation().behave({ staleProfile: "undecryptable" });
    const { heard } = await restoreOldCopy(end);
    await simulation().clock.advance(59_999);
    expect(heard()).toEqual([]);
    await simulation().clock.advance(1);
    expect(heard()).toEqual(["down"]);
  });

  test("stale, logout: unlinked for good", async () => {
    simulation().behave({ staleProfile: "logout" });
    const stale = await restoreOldCopy("closed");
    expect(stale.heard()).toEqual(["logged_out"]);
    await stale.connection.close();
    simulation().behave({ staleProfile: "accept" });
    expect((await simulation().open()).heard()).toEqual(["logged_out"]);
  });

  test("the newest is not stale, neither after a clean close nor after a kill", async () => {
    simulation().behave({ staleProfile: "logout" });
    const { connection } = await simulation().link();
    await connection.close();
    expect((await simulation().open()).heard()).toEqual(["ready"]);
    simulation().restart();
    expect((await simulation().open()).heard()).toEqual(["ready"]);
  });
});
