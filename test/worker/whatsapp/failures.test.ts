import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RejectedByWhatsApp, OutcomeUnknown, SessionDown } from "../../../core/errors.ts";
import type { PageBehaviour } from "../../../simulator/web/page-behaviour.ts";
import { browserFlags, findChromium } from "../../../worker/whatsapp/chromium.ts";
import { freeProfile } from "../../../worker/whatsapp/processes.ts";
import type { WebSettings } from "../../../worker/whatsapp/web-settings.ts";
import { until } from "../../support/stack.ts";
import { type BrowserDoor, openBrowserDoor, Sessions } from "../../support/whatsapp-doors.ts";

/**
 * What befalls a browser with a page in it, one test a case, on the real library; docs/failure.md lists them. Cases that
 * the simulator's other door knows as well stand in test/contract/sending/whatsapp.test.ts.
 */

const shop = "628111000111";
const ayu = "628222000222";
const aMessage = (id: number) => ({ messageId: `3EB0${String(id).padStart(18, "0")}`, to: ayu, text: `text ${id}` });

let sessions: Sessions<BrowserDoor>;
const openDoor = async (settings: Partial<WebSettings> = {}, behaviour: Partial<PageBehaviour> = {}) => {
  sessions = new Sessions(await openBrowserDoor(settings, behaviour));
  return sessions.door;
};
/** Whoever still runs a browser on that session's profile; they are gone afterwards. */
const leftovers = (name: string) => freeProfile(join(sessions.folder(name), "browser"));
const typesOf = (events: readonly { readonly type: string }[]) =>
  events.map(({ type }) => type).filter((type) => type !== "ack" && type !== "page");

afterEach(async () => {
  await sessions.end();
});

describe("a page that does not come up is down in time, and leaves no process", () => {
  test.each([
    ["a server that takes the connection and answers nothing", { silent: true }, "did not start in time"],
    ["a page whose script never loads", { neverLoads: true }, "auth timeout"],
    ["another page where WhatsApp's is expected", { anotherPage: true }, "auth timeout"],
    ["a line that never opens", { stuckOpening: true }, "did not get ready in time"],
  ] satisfies [string, Partial<PageBehaviour>, string][])("%s", async (_what, behaviour, reason) => {
    await openDoor({ startWithinMs: 2_500, pageTimeoutMs: 800, readyWithinMs: 2_500 }, behaviour);
    const { connection, until: heard } = await sessions.open("s");
    expect((await heard("down")).reason).toContain(reason);
    await connection.close();
    expect(leftovers("s")).toEqual([]);
  });

  test("a server that refuses the connection", async () => {
    const door = await openDoor();
    await door.web.close();
    const { connection, until: heard } = await sessions.open("s");
    expect((await heard("down")).reason).toContain("net::ERR_CONNECTION_REFUSED");
    await connection.close();
    expect(leftovers("s")).toEqual([]);
  });
});

test("closed while it starts, or while its browser hangs, it leaves no process", async () => {
  const door = await openDoor({ closeWithinMs: 1_500 });
  const starting = await sessions.open("early");
  await starting.connection.close();
  const { connection } = await sessions.link("s", shop);
  door.web.strikeBrowsers("SIGSTOP");
  await connection.close();
  await until(
    async () => [...leftovers("early"), ...leftovers("s")],
    (left) => left.length === 0,
    "every process is gone",
  );
});

test("a page that is loaded anew in the middle of a message leaves its outcome open, and is ready again by itself", async () => {
  const door = await openDoor();
  const { connection, until: heard } = await sessions.link("s", shop);
  door.network.holds.hold("reply_on_its_way", ayu);
  const stopped = door.network.holds.reached("reply_on_its_way", ayu);
  const sending = connection.send(aMessage(1)).catch((error: unknown) => error);
  await stopped;
  door.web.tellPages({ type: "navigate", to: "/" });
  expect(await sending).toBeInstanceOf(OutcomeUnknown);
  await heard("line_lost");
  await heard("ready");
  door.network.holds.release("reply_on_its_way", ayu);
  // The page's patches went with the former page: the next message has its own id all the same, and handlers are not doubled.
  await connection.send(aMessage(2));
  await heard("ack", ({ ack }) => ack.messageId === aMessage(2).messageId && ack.ack === 2);
  door.network.inbound({ sessionId: "s", from: ayu, body: "once" });
  await heard("message");
  expect(door.network.deliveries().map(({ id }) => id)).toEqual([aMessage(1).messageId, aMessage(2).messageId]);
});

test("many loads right after another end in one page that is ready", async () => {
  const door = await openDoor();
  const { connection, events, until: heard } = await sessions.link("s", shop);
  for (let load = 0; load < 15; load += 1) {
    const { loads } = door.web;
    await until(
      async () => {
        // A page that has no line yet does not hear it.
        door.web.tellPages({ type: "navigate", to: `/?load=${load}` });
        return door.web.loads;
      },
      (count) => count > loads,
      "the page is loaded anew",
    );
  }
  await heard("line_lost");
  await until(
    async () => typesOf(events).at(-1),
    (last) => last === "ready",
    "it is ready again",
  );
  await connection.send(aMessage(1));
  expect(typesOf(events)).not.toContain("down");
});

test("a page that ends up elsewhere is down", async () => {
  const door = await openDoor({ pageTimeoutMs: 800 });
  const { until: heard } = await sessions.link("s", shop);
  door.web.behaviour = { ...door.web.behaviour, anotherPage: true };
  door.web.tellPages({ type: "navigate", to: "/" });
  expect((await heard("down")).reason).toContain("could not take hold of the page");
});

test("a state that passes is a lost line; one that does not ends the connection and keeps the profile", async () => {
  const door = await openDoor();
  const first = await sessions.link("s", shop);
  door.web.tellPages({ type: "state", state: "TIMEOUT" });
  await first.until("line_lost");
  door.web.tellPages({ type: "state", state: "CONNECTED" });
  await first.until("ready");
  door.web.tellPages({ type: "state", state: "DEPRECATED_VERSION" });
  expect((await first.until("down")).reason).toContain("DEPRECATED_VERSION");
  await first.connection.close();
  const again = await sessions.open("s");
  await again.until("ready");
  door.web.tellPages({ type: "state", state: "TOS_BLOCK" });
  await again.until("restricted");
  await again.until("down");
  await again.connection.close();
  const third = await sessions.open("s");
  await third.until("ready");
  door.web.tellPages({ type: "state", state: "UNPAIRED" });
  expect(await third.until("down")).toMatchObject({ profileSuspect: "unlinked" });
  expect(typesOf([...again.events, ...third.events])).not.toContain("qr");
});

test("codes that are used up unscanned are told; none of them is bogus", async () => {
  sessions = new Sessions(await openBrowserDoor({}, {}, { qrLifeMs: 700, qrCount: 2 }));
  const { events, until: heard } = await sessions.open("s");
  await heard("qr_used_up");
  const codes = events.flatMap((event) => (event.type === "qr" ? [event.qr] : []));
  expect(codes).toHaveLength(2);
  for (const code of codes) expect(code).toMatch(/^2@/);
});

test("linked again after the phone unlinked it, it survives a restart", async () => {
  const door = await openDoor();
  const first = await sessions.link("s", shop);
  door.network.fault("s", "logout");
  await first.until("logged_out");
  await first.connection.close();
  // The worker clears the folder, and a new connection begins with an empty one.
  const second = await sessions.link("t", shop);
  await second.connection.close();
  await (await sessions.open("t")).until("ready");
});

test.each(["begins to load itself anew", "is loaded anew"])(
  "a logout of ours as the page %s unlinks the device or says that it could not",
  async (moment) => {
    const door = await openDoor();
    const { connection } = await sessions.link("s", shop);
    const { loads } = door.web;
    door.web.tellPages({ type: "navigate", to: "/" });
    if (moment === "is loaded anew") {
      await until(
        async () => door.web.loads,
        (count) => count > loads,
        "the page is loaded anew",
      );
    }
    const refused = await connection.logout().then(
      () => undefined,
      (error: unknown) => error,
    );
    await connection.close();
    expect(leftovers("s")).toEqual([]);
    const again = await sessions.open("s");
    if (refused === undefined) {
      await again.until("qr");
    } else {
      expect(refused).toBeInstanceOf(SessionDown);
      // The word may have come through all the same, and only its answer got lost; the page may have forgotten it, too.
      const last = await until(
        async () => again.events.at(-1),
        (event) => event !== undefined,
        "it says how it stands",
        20_000,
      );
      const suspicion = last?.type === "down" ? last.profileSuspect : undefined;
      expect([last?.type, suspicion].join(" ")).toMatch(/^(ready|logged_out) $|^down unlinked$/);
    }
  },
);

test("in sync before the library listened, it is ready all the same", async () => {
  await openDoor({}, { syncsUnheard: true });
  const { connection } = await sessions.link("s", shop);
  await connection.send(aMessage(1));
});

test("in sync twice, it is ready once, and a message is told once", async () => {
  const door = await openDoor();
  const { events, until: heard } = await sessions.link("s", shop);
  door.web.tellPages({ type: "resync" });
  door.network.inbound({ sessionId: "s", from: ayu, body: "first" });
  door.network.inbound({ sessionId: "s", from: ayu, body: "last" });
  await heard("message", ({ message }) => message.body === "last");
  expect(typesOf(events)).toEqual(["qr", "ready", "message", "message"]);
});

test("a page that loads itself anew after pairing gets ready", async () => {
  await openDoor({}, { reloadAfterPairing: true });
  const { connection } = await sessions.link("s", shop);
  await connection.send(aMessage(1));
});

test("its browser killed right after it was linked, it comes back without a scan", async () => {
  const door = await openDoor();
  const { connection, until: heard } = await sessions.link("s", shop);
  door.web.strikeBrowsers("SIGKILL");
  await heard("down");
  await connection.close();
  const again = await sessions.open("s");
  await again.until("ready");
  expect(typesOf(again.events)).toEqual(["ready"]);
});

describe("what the browser keeps for the page", () => {
  const databaseFile = (name: RegExp): string => {
    const dir = join(sessions.folder("s"), "browser/Default/IndexedDB/https_web.whatsapp.com_0.indexeddb.leveldb");
    return join(dir, readdirSync(dir).find((file) => name.test(file)) ?? "none");
  };

  test("is kept though a kill cut off the last record, and its log is gone on with", async () => {
    await openDoor();
    const { connection } = await sessions.link("s", shop);
    await connection.send(aMessage(1));
    await connection.close();
    const log = databaseFile(/^\d+\.log$/);
    truncateSync(log, statSync(log).size - 3);
    for (const id of [2, 3]) {
      const again = await sessions.open("s");
      await again.until("ready");
      expect(await again.connection.findMessage(aMessage(id - 1).messageId, ayu)).toBeDefined();
      await again.connection.send(aMessage(id));
      await again.connection.close();
    }
  });

  test("can't be opened: the profile is suspected, and not WhatsApp's page", async () => {
    await openDoor({ pageTimeoutMs: 800 });
    const { connection } = await sessions.link("s", shop);
    await connection.close();
    rmSync(databaseFile(/^MANIFEST/));
    const again = await sessions.open("s");
    expect(await again.until("down")).toMatchObject({ profileSuspect: "unreadable" });
    expect(typesOf(again.events)).toEqual(["down"]);
  });
});

test("what the page was told before anybody listened is found: acks by asking, messages among the unread", async () => {
  const door = await openDoor({}, { deliversUnheard: true });
  door.network.setBehaviour({ deliverMs: 800 });
  const first = await sessions.link("s", shop);
  await first.connection.send(aMessage(1));
  await first.connection.close();
  door.network.inbound({ sessionId: "s", from: ayu, body: "STOP" });
  await until(
    async () => door.network.deliveries(),
    (all) => all.length === 1,
    "the message arrives",
  );
  const again = await sessions.open("s");
  await again.until("ready");
  await again.until("ack", ({ ack }) => ack.ack === 2);
  expect(await again.connection.readUnread()).toMatchObject([{ from: ayu, body: "STOP" }]);
});

test("a profile that WhatsApp lets in but that can read nothing is suspected", async () => {
  const door = await openDoor({ readyWithinMs: 2_500 });
  const first = await sessions.link("s", shop);
  await first.connection.close();
  cpSync(sessions.folder("s"), sessions.folder("old"), { recursive: true });
  const newer = await sessions.open("s");
  await newer.until("ready");
  await newer.connection.close();
  door.network.setBehaviour({ staleProfile: "undecryptable" });
  expect(await (await sessions.open("old")).until("down")).toMatchObject({ profileSuspect: "not_ready" });
});

test("a profile that was linked and asks for a scan is suspected, and shows no code", async () => {
  await openDoor();
  mkdirSync(sessions.folder("s"), { recursive: true });
  writeFileSync(join(sessions.folder("s"), "linked"), "");
  const { events, until: heard } = await sessions.open("s");
  expect(await heard("down")).toMatchObject({ profileSuspect: "unlinked" });
  expect(typesOf(events)).toEqual(["down"]);
});

test("a lock that came with an archive, and a browser that a dead worker left behind, are overcome", async () => {
  const door = await openDoor();
  const userDataDir = join(sessions.folder("s"), "browser");
  mkdirSync(userDataDir, { recursive: true });
  const chromium = await findChromium({ chromePath: process.env["CHROME_PATH"] });
  const orphan = spawn(
    chromium.path,
    [
      ...browserFlags([], process.getuid?.() === 0),
      "--headless",
      "--remote-debugging-port=0",
      `--user-data-dir=${userDataDir}`,
    ],
    { stdio: "ignore", env: { ...process.env, ...chromium.env } },
  );
  const ended = new Promise((resolve) =>
    orphan.once("exit", (_code, signal) => {
      resolve(signal);
    }),
  );
  await until(
    async () => orphan.pid,
    (pid) => pid !== undefined,
    "the orphan runs",
  );
  symlinkSync("another-host-4711", join(userDataDir, "SingletonLock"));
  await sessions.link("s", shop);
  expect(await ended).toBe("SIGKILL");
  expect(door.network.deliveries()).toEqual([]);
});

test("a browser that grows too large says so while it still works", async () => {
  await openDoor({ maxMemoryBytes: 1 });
  const { connection, until: heard } = await sessions.link("s", shop);
  expect((await heard("worn")).reason).toMatch(/takes \d+ MB/);
  await connection.send(aMessage(1));
});

test("a file above the bound is refused before anything is handed over", async () => {
  const door = await openDoor({ maxMediaBytes: 10 });
  const { connection } = await sessions.link("s", shop);
  const path = join(sessions.folder("s"), "file");
  writeFileSync(path, "more than ten bytes");
  const media = { kind: "document", path, contentType: "text/plain", fileName: "a.txt", sha256: "" } as const;
  await expect(connection.send({ ...aMessage(1), media })).rejects.toThrow(RejectedByWhatsApp);
  expect(door.network.deliveries()).toEqual([]);
});

test("a scan after which WhatsApp wants a passkey is a link that was not completed, and leaves no process", async () => {
  const door = await openDoor({ linkWithinMs: 1_500 });
  door.network.setNumber(shop, { wantsPasskey: true });
  const { connection, until: heard } = await sessions.open("s");
  const { qr } = await heard("qr");
  door.network.scan({ qr, number: shop, session: { sessionId: "s" } });
  await heard("link_not_completed");
  await connection.close();
  expect(leftovers("s")).toEqual([]);
});
