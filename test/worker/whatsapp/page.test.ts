import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LeaseLost, OutcomeUnknown, PageCannotBeAsked, PageRefused } from "../../../core/errors.ts";
import type { OutgoingMedia, OutgoingMessage } from "../../../core/whatsapp.ts";
import type { PageDrift, PageMutant } from "../../../simulator/web/page-behaviour.ts";
import type { WebSettings } from "../../../worker/whatsapp/web-settings.ts";
import { until } from "../../support/stack.ts";
import { type BrowserDoor, openBrowserDoor, type Opened, Sessions } from "../../support/whatsapp-doors.ts";

/** What WhatsApp changes in its page, in a real browser: what still goes, and how the rest is named. */

const shop = "628111000111";
const ayu = "628222000222";
let drawn = 0;
const aMessage = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  messageId: `3EB0${String((drawn += 1)).padStart(18, "0")}`,
  to: ayu,
  text: "hello",
  ...changes,
});

let sessions: Sessions<BrowserDoor>;
const openDoor = async (settings: Partial<WebSettings> = {}) => {
  sessions = new Sessions(await openBrowserDoor({ settleWithinMs: 500, ...settings }));
  return sessions.door;
};
afterEach(async () => {
  await sessions.end();
});

const isMutated = (...mutants: PageMutant[]): PageDrift => ({ mutants });
/** Linked on the page as it was; then it is loaded anew as it is now. */
const reopened = async (drift: PageDrift) => {
  const first = await sessions.link("s", shop);
  await first.connection.close();
  sessions.door.web.changePage({ drift, running: "keep" });
  return await sessions.open("s");
};
const change = (drift: PageDrift) => {
  sessions.door.web.changePage({ drift, running: "change" });
};
/** Until the page is as said: it takes in one word after the other. */
const changed = async (drift: PageDrift, heard: Opened["until"]) => {
  change(drift);
  const { id } = sessions.door.network.inbound({ sessionId: "s", from: "628222000999", body: "it is changed" });
  await heard("message", ({ message }) => message.id === id);
};
const bodies = () => sessions.door.network.deliveries({ to: ayu }).map(({ body }) => body);
const untilArrived = (wanted: readonly string[]) =>
  until(
    async () => bodies(),
    (all) => JSON.stringify(all) === JSON.stringify(wanted),
    `${wanted.join()} arrives`,
  );

function aFile(bytes = Buffer.from("not really a picture")): OutgoingMedia {
  mkdirSync(sessions.folder("media"), { recursive: true });
  const path = join(sessions.folder("media"), "file");
  writeFileSync(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { kind: "image", path, contentType: "image/png", fileName: "photo.png", sha256 };
}

test("keys of messages that are called $1 are found under their name: sent, acknowledged, answered", async () => {
  await openDoor();
  const { connection, until: heard } = await reopened({ keysAre$1: true });
  expect((await heard("page")).unavailable).toEqual([]);
  await heard("ready");
  const message = aMessage();
  await connection.send(message);
  await heard("ack", ({ ack }) => ack.messageId === message.messageId && ack.ack === 2);
  await connection.send(aMessage({ text: "as I said", quotedMessageId: message.messageId }));
  await untilArrived(["hello", "as I said"]);
  expect(await connection.findMessage(message.messageId, ayu)).toMatchObject({ ack: 2 });
});

test("a file's own __x_id does not become the message's: files arrive", async () => {
  await openDoor();
  const { connection, until: heard } = await reopened({ mediaHasXId: true });
  await heard("ready");
  const media = aFile();
  await connection.send(aMessage({ media }));
  await untilArrived(["hello"]);
  expect(sessions.door.network.deliveries()).toMatchObject([{ mediaSha256: media.sha256 }]);
});

describe("a module that comes late", () => {
  test("is waited for, and the session is ready with ids of ours", async () => {
    await openDoor({ settleWithinMs: 10_000 });
    const late = { modules: ["WAWebSendMsgChatAction"], ms: 1_500 };
    const { connection, until: heard } = await reopened({ late });
    expect(await heard("page")).toMatchObject({ stops: "nothing", unavailable: [] });
    await heard("ready");
    const message = aMessage();
    await connection.send(message);
    await heard("ack", ({ ack }) => ack.messageId === message.messageId && ack.ack === 2);
  });

  test("later than that, stops sending until it is there", async () => {
    await openDoor();
    const late = { modules: ["WAWebSendMsgChatAction"], ms: 3_000 };
    const { connection, until: heard } = await reopened({ late });
    expect(await heard("page")).toMatchObject({
      stops: "sending",
      unavailable: [{ member: "WAWebSendMsgChatAction.addAndSendMsgToChat", feature: "text" }],
    });
    await heard("ready");
    await expect(connection.send(aMessage())).rejects.toThrow(PageCannotBeAsked);
    expect(await heard("page")).toMatchObject({ stops: "nothing", unavailable: [] });
    await connection.send(aMessage());
    await untilArrived(["hello"]);
  });
});

test.each([
  ["the library's listeners break half way", { listenersBreak: true }],
  ["the library's ready breaks", isMutated({ module: "WAWebConnModel", member: "Conn.serialize", how: "throwing" })],
  [
    "it does not say that it is in sync",
    isMutated({ module: "WAWebSocketModel", member: "Socket.hasSynced", how: "renamed" }),
  ],
] satisfies [string, PageDrift][])(
  "%s: the session is ready all the same, and hears messages and acks",
  async (_what, drift) => {
    const door = await openDoor();
    const { connection, until: heard } = await reopened(drift);
    expect((await heard("page")).stops).toBe("nothing");
    await heard("ready");
    await connection.send(aMessage());
    await heard("ack", ({ ack }) => ack.ack === 2);
    door.network.inbound({ sessionId: "s", from: ayu, body: "STOP" });
    expect((await heard("message")).message).toMatchObject({ from: ayu, body: "STOP" });
  },
);

test.each(["removed", "throwing", "hanging", "undefined", "renamed"] as const)(
  "a page whose messages can't be listened to (%s) is ready, sends nothing, and says so",
  async (how) => {
    await openDoor();
    const { connection, until: heard } = await reopened(
      isMutated({ module: "WAWebCollections", member: "Msg.on", how }),
    );
    const { stops, unavailable } = await heard("page");
    expect([stops, unavailable]).toMatchObject(["sending", [{ member: "WAWebCollections.Msg.on", feature: "acks" }]]);
    await heard("ready");
    await expect(connection.send(aMessage())).rejects.toThrow(PageCannotBeAsked);
    change({});
    expect((await heard("page")).stops).toBe("nothing");
    const message = aMessage();
    await connection.send(message);
    await heard("ack", ({ ack }) => ack.messageId === message.messageId && ack.ack === 2);
  },
);

describe("a page that breaks off", () => {
  const breaks = [
    ["WAWebGetEphemeralFieldsMsgActionsUtils", "getEphemeralFields", "throwing"],
    ["WAWebMsgKey", "newId", "hanging"],
    ["WAWebChatGetters", "getIsBroadcast", "hanging"],
    ["WAWebUserPrefsMeUser", "getMaybeMeLidUser", "throwing"],
    ["WAWebSendMsgChatAction", "addAndSendMsgToChat", "throwing"],
    ["WAWebSendMsgChatAction", "addAndSendMsgToChat", "undefined"],
    ["WAWebSendMsgChatAction", "addAndSendMsgToChat", "hanging"],
  ] as const;

  test.each(breaks)("before it takes a message, at %s.%s (%s), surely sent nothing", async (module, member, how) => {
    await openDoor({ sendWithinMs: 1_500 });
    const { connection, until: heard } = await sessions.link("s", shop);
    await connection.checkNumber(ayu);
    await changed(isMutated({ module, member, how }), heard);
    const message = aMessage();
    const refused: unknown = await connection.send(message).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PageRefused);
    expect(refused).toMatchObject({
      withMedia: false,
      pageError: expect.stringMatching(/\w{4}/) as string,
      // What the page calls and does not wait for breaks it in the next step, and that it says.
      unanswered: how === "hanging" && member === "newId",
    });
    expect(await connection.findMessage(message.messageId, ayu)).toBeUndefined();
    change({});
    // The very same message may be tried again, and the try before does not wake up.
    await until(
      () => connection.send(message).catch((error: unknown) => error),
      (answer) => !(answer instanceof Error),
      "it goes",
    );
    await untilArrived(["hello"]);
  });

  test("its own words come through, without people's numbers", async () => {
    await openDoor();
    const { connection, until: heard } = await sessions.link("s", shop);
    await connection.checkNumber(ayu);
    await changed(isMutated({ module: "WAWebMsgKey", member: "newId", how: "throwing" }), heard);
    const refused: unknown = await connection.send(aMessage()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ pageError: "Error: WAWebMsgKey.newId fails in this page" });
    await changed(isMutated({ module: "WAWebQueryExistsJob", member: "queryWidExists", how: "throwing" }), heard);
    // Only the page's own words are kept: what it was asked about is not among them.
    const unasked: unknown = await connection.checkNumber("628222000555").catch((error: unknown) => error);
    expect(String(unasked)).not.toMatch(/\d{5}/);
  });

  test("after it took a message, and the message arrives all the same: sent", async () => {
    await openDoor();
    const { connection, until: heard } = await sessions.link("s", shop);
    await connection.checkNumber(ayu);
    for (const how of ["throwing", "hanging", "undefined"] as const) {
      await changed(isMutated({ module: "WAWebCollections", member: "Msg.get", how }), heard);
      expect(await connection.send(aMessage({ text: how }))).toMatchObject({ ack: 1 });
    }
    await untilArrived(["throwing", "hanging", "undefined"]);
  });

  test("with a file refuses files alone", async () => {
    await openDoor();
    const { connection, until: heard } = await reopened(
      isMutated({ module: "WAWebMediaMmsV4Upload", member: "uploadMedia", how: "removed" }),
    );
    expect(await heard("page")).toMatchObject({
      stops: "media",
      unavailable: [{ member: "WAWebMediaMmsV4Upload.uploadMedia", feature: "media" }],
    });
    await heard("ready");
    const refused: unknown = await connection.send(aMessage({ media: aFile() })).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PageRefused);
    expect(refused).toMatchObject({ withMedia: true });
    await connection.send(aMessage({ text: "a text" }));
    await untilArrived(["a text"]);
  });
});

test("a file that may not be handed over any more once it is prepared is not", async () => {
  await openDoor();
  const { connection } = await sessions.link("s", shop);
  const lost = () => Promise.reject(new LeaseLost("lost meanwhile"));
  await expect(connection.send(aMessage({ media: aFile() }), lost)).rejects.toThrow(LeaseLost);
  expect(bodies()).toEqual([]);
});

test("no answer at all leaves the outcome open only where the page took the message", async () => {
  const door = await openDoor({ sendWithinMs: 1_500 });
  const { connection } = await sessions.link("s", shop);
  await connection.checkNumber(ayu);
  door.network.holds.hold("received_by_server", ayu);
  const unknown: unknown = await connection.send(aMessage()).catch((error: unknown) => error);
  expect(unknown).toBeInstanceOf(OutcomeUnknown);
  expect(unknown).toMatchObject({ kind: "no_answer", withMedia: false });
  expect(await connection.probe()).toEqual({ answers: true, isConnected: true, version: "2.3000.0" });
  door.network.holds.release("received_by_server", ayu);
});

describe("numbers", () => {
  test.each(["undefined", "throwing", "hanging", "removed", "renamed"] as const)(
    "a page that fails at them (%s) says of nobody that there is no such account",
    async (how) => {
      const door = await openDoor({ callWithinMs: 1_000 });
      const { connection, until: heard } = await sessions.link("s", shop);
      door.network.setNumber(ayu, { registered: false });
      expect(await connection.checkNumber(ayu)).toEqual({ onWhatsApp: false });
      await changed(isMutated({ module: "WAWebQueryExistsJob", member: "queryWidExists", how }), heard);
      const refused: unknown = await connection.checkNumber("628222000444").catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PageCannotBeAsked);
      expect((refused as PageCannotBeAsked).pageError).toContain("queryWidExists");
      expect((refused as PageCannotBeAsked).unanswered).toBe(how === "hanging");
    },
  );

  test("a LID that can't be asked for does not hold up a message", async () => {
    const door = await openDoor();
    door.network.setNumber(ayu, { lid: "99887766" });
    const { connection, until: heard } = await reopened(
      isMutated({ module: "WAWebApiContact", member: "getCurrentLid", how: "throwing" }),
    );
    await heard("ready");
    const message = aMessage();
    expect(await connection.send(message)).toMatchObject({ ack: 1 });
    // It stands under the LID: that it is not found says nothing.
    await expect(connection.findMessage("3EB0999999999999999999", ayu)).rejects.toThrow(PageCannotBeAsked);
  });
});

test("a message to the session's own number is found", async () => {
  await openDoor();
  const { connection } = await sessions.link("s", shop);
  const message = aMessage({ to: shop });
  await connection.send(message);
  expect(await connection.findMessage(message.messageId, shop)).toMatchObject({ ack: expect.any(Number) as number });
});

test("unread messages that can't be read are named until they can be", async () => {
  await openDoor();
  const { connection, until: heard } = await reopened(
    isMutated({ module: "WAWebCollections", member: "Chat.getModelsArray", how: "throwing" }),
  );
  await heard("ready");
  await expect(connection.readUnread()).rejects.toThrow(PageCannotBeAsked);
  expect(await heard("page", ({ stops }) => stops === "sending")).toMatchObject({
    unavailable: [{ member: "WAWebCollections.Chat.getModelsArray", feature: "inbound" }],
  });
  await changed({}, heard);
  expect(await connection.readUnread()).toHaveLength(1);
  expect(await heard("page")).toMatchObject({ stops: "nothing", unavailable: [] });
});

test.each([
  ["WAWebCmd", "Cmd.on", "removed"],
  ["WAWebSocketModel", "Socket.on", "throwing"],
  ["WAWebSocketModel", "Socket.on", "undefined"],
  ["WAWebSocketModel", "Socket.on", "hanging"],
  ["WAWebUserPrefsMeUser", "getMaybeMePnUser", "throwing"],
  ["WAWebOfflineHandler", undefined, "removed"],
] as const)(
  "a page that is of no use without %s %s (%s) is down for that, and its profile is not to blame",
  async (module, member, how) => {
    await openDoor({ readyWithinMs: 4_000 });
    const mutant: PageMutant = { module, how, ...(member === undefined ? {} : { member }) };
    const { until: heard } = await reopened(isMutated(mutant));
    const down = await heard("down");
    expect(down.because).toBe("page_changed");
    expect(down.profileSuspect).toBeUndefined();
  },
);
