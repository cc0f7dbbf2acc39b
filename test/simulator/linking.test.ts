import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SessionDown } from "../../core/errors.ts";
import { aMessage, eachTestHasASimulation, receiver, sender } from "./simulation.ts";

const simulation = eachTestHasASimulation();

test("an empty profile shows a code in whatsapp's form, which lives 20 seconds and is then replaced", async () => {
  const { clock } = simulation();
  const session = await simulation().open();
  const [first] = session.events;
  if (first?.type !== "qr") throw new Error("a qr was expected");
  expect(first.qr).toMatch(/^2@[\w+/=]{64}(,[\w+/]{43}=){3},1$/);
  expect(first.qr).toHaveLength(203);
  expect(first.expiresAt).toBe(clock.now() + 20_000);

  await clock.advance(19_999);
  expect(session.heard()).toEqual(["qr"]);
  await clock.advance(1);
  expect(session.heard()).toEqual(["qr", "qr"]);
  expect(simulation().qrOf(session)).not.toBe(first.qr);
});

test("after six codes no more come", async () => {
  const session = await simulation().open();
  await simulation().clock.advance(300_000);
  expect(session.heard()).toEqual(["qr", "qr", "qr", "qr", "qr", "qr", "qr_used_up"]);
});

test("a scan links the session: ready with the phone's number and name", async () => {
  const session = await simulation().open();
  const qr = simulation().qrOf(session);
  simulation().network.scan({ qr, number: sender, name: "Shop", session: { sessionId: "session-1" } });
  await simulation().clock.advance(100);
  expect(session.events.at(-1)).toEqual({ type: "ready", number: sender, name: "Shop" });
  await simulation().clock.advance(300_000);
  expect(session.heard()).toEqual(["qr", "ready"]);
});

test("a code that expired, was scanned or whose page was closed is not on show", async () => {
  const { network, clock } = simulation();
  const scan = (qr: string): void => {
    network.scan({ qr, number: sender, session: { sessionId: "session-1" } });
  };
  const notOnShow = expect.objectContaining({ code: "qr_not_on_show" }) as Error;
  const session = await simulation().open();
  const expired = simulation().qrOf(session);
  await clock.advance(20_000);
  const used = simulation().qrOf(session);
  scan(used);
  const closed = await simulation().open("session-2");
  await closed.connection.close();

  for (const qr of [expired, used, simulation().qrOf(closed)]) {
    expect(() => {
      scan(qr);
    }).toThrow(notOnShow);
  }
});

test("a number is linked to four devices at most, and one that is not on whatsapp to none", async () => {
  for (const name of ["a", "b", "c", "d"]) await simulation().link(name);
  const fifth = await simulation().open("e");
  const qr = simulation().qrOf(fifth);
  const { network } = simulation();
  expect(() => {
    network.scan({ qr, number: sender, session: { sessionId: "e" } });
  }).toThrow(`${sender} is linked to 4 devices already`);
  network.setNumber(receiver, { registered: false });
  expect(() => {
    network.scan({ qr, number: receiver, session: { sessionId: "e" } });
  }).toThrow(`${receiver} is not registered on WhatsApp`);
});

test("the profile of a linked session gets ready again without a code, after a clean close and after a kill", async () => {
  const session = await simulation().link();
  await session.connection.close();
  const second = await simulation().open();
  expect(second.events).toEqual([{ type: "ready", number: sender, name: "Shop" }]);

  simulation().restart();
  const third = await simulation().open();
  expect(third.events).toEqual([{ type: "ready", number: sender, name: "Shop" }]);
});

test("nothing can be asked before ready or after close, and nothing is told after close", async () => {
  const session = await simulation().open();
  await expect(session.connection.send(aMessage())).rejects.toThrow(SessionDown);
  await expect(session.connection.checkNumber(receiver)).rejects.toThrow(SessionDown);
  await expect(session.connection.findMessage("3EB0", receiver)).rejects.toThrow(SessionDown);
  await session.connection.close();
  await session.connection.close();
  await expect(session.connection.send(aMessage())).rejects.toThrow(SessionDown);
  await simulation().clock.advance(300_000);
  expect(session.heard()).toEqual(["qr"]);
});

test("logout unlinks the device, tells no event and leaves a folder that links anew", async () => {
  const session = await simulation().link();
  await session.connection.logout();
  expect(session.events).toEqual([]);
  expect(existsSync(join(simulation().folder("session-1"), "device.json"))).toBe(false);
  const again = await simulation().open();
  expect(again.heard()).toEqual(["qr"]);
});

test("logout is refused while the line is lost, and closes a session that never linked", async () => {
  const session = await simulation().link();
  simulation().network.fault("session-1", "drop");
  await expect(session.connection.logout()).rejects.toThrow(SessionDown);
  const pairing = await simulation().open("session-2");
  await pairing.connection.logout();
  await simulation().clock.advance(20_000);
  expect(pairing.heard()).toEqual(["qr"]);
});

test("a second browser on the same folder is down and leaves the first unharmed", async () => {
  const first = await simulation().link();
  const second = await simulation().open();
  expect(second.events).toEqual([{ type: "down", reason: "another browser uses the profile folder" }]);
  await second.connection.close();
  await simulation().clock.advance(1_000);
  expect(first.events).toEqual([]);
});

test("a profile on two hosts: the one opened last has the line, the other is down for conflict", async () => {
  const first = await simulation().link();
  simulation().moveToOtherHost();
  const second = await simulation().open();
  expect(second.heard()).toEqual(["ready"]);
  expect(first.events).toEqual([{ type: "down", reason: "conflict: the session is open elsewhere" }]);
});

test("a profile that cannot be read is told as down", async () => {
  const session = await simulation().link();
  await session.connection.close();
  const saved = join(simulation().folder("session-1"), "device.json");
  writeFileSync(saved, readFileSync(saved, "utf8").slice(0, 20));
  const again = await simulation().open();
  expect(again.events).toMatchObject([{ type: "down", profileSuspect: "unreadable" }]);
});

test("a profile that was linked and lost what it was linked with shows no code, and is suspected", async () => {
  const session = await simulation().link();
  await session.connection.close();
  rmSync(join(simulation().folder("session-1"), "device.json"));
  const again = await simulation().open();
  expect(again.events).toMatchObject([{ type: "down", profileSuspect: "unlinked" }]);
});
