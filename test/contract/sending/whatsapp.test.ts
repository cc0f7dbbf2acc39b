import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OutcomeUnknown, QuotedMessageUnknown, RejectedByWhatsApp, SessionDown } from "../../../core/errors.ts";
import type { MediaKind, OutgoingMessage } from "../../../core/whatsapp.ts";
import { until } from "../../support/stack.ts";
import { openBrowserDoor, openInProcessDoor, type Opened, Sessions } from "../../support/whatsapp-doors.ts";

/**
 * One suite for the WhatsApp port, on both doors of the simulated network: in this process, and in a real browser, there on
 * the page as it was when whatsapp-web.js 1.34.7 came out and on the page of autumn 2026.
 */

const shop = "628111000111";
/** Who is written to. */
let ayu = "628222000222";
const budi = "628222000333";
const ofAutumn2026 = { drift: { keysAre$1: true, mediaHasXId: true } };
const doors = {
  "the in-process door": openInProcessDoor,
  "whatsapp-web.js in a browser": openBrowserDoor,
  "whatsapp-web.js in a browser, on the page of autumn 2026": () => openBrowserDoor({}, ofAutumn2026),
};

let drawn = 0;
const aMessage = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  messageId: `3EB0${String((drawn += 1)).padStart(18, "0")}`,
  to: ayu,
  text: "hello",
  ...changes,
});

describe.each(Object.entries(doors))("%s", (_name, openDoor) => {
  let sessions: Sessions;

  const received = (to = ayu) => sessions.door.network.deliveries({ to });
  const untilReceived = (count: number) =>
    until(
      async () => received(),
      (all) => all.length >= count,
      `${count} messages arrive`,
    );

  describe("a linked session", () => {
    let opened: Opened;
    let lid: string;

    beforeAll(async () => {
      sessions = new Sessions(await openDoor());
      opened = await sessions.link("s", shop);
    });
    afterAll(async () => {
      await sessions.end();
    });
    // A browser takes a second to start: instead of a session of its own, each test has a person of its own to write to.
    beforeEach(() => {
      ayu = `6282220${String((drawn += 1)).padStart(5, "0")}`;
      lid = `32345678${String(drawn).padStart(7, "0")}`;
    });

    const untilUnread = async (id: string) => {
      const all = await until(
        () => opened.connection.readUnread(),
        (messages) => messages.some((message) => message.id === id),
        "it is unread",
      );
      return all.find((message) => message.id === id);
    };

    test("a message goes out under its own id, and its acks are told", async () => {
      sessions.door.network.setBehaviour({ readMs: 10 });
      const { connection, until: heard } = opened;
      const message = aMessage({ text: "Halo *Ayu* 👋\nbaris dua" });
      expect(await connection.checkNumber(ayu)).toEqual({ onWhatsApp: true });
      expect(await connection.send(message)).toEqual({ ack: 1, at: expect.any(Number) as number });
      expect(await untilReceived(1)).toMatchObject([
        { id: message.messageId, from: shop, type: "text", body: message.text },
      ]);
      const read = await heard("ack", ({ ack }) => ack.messageId === message.messageId && ack.ack === 3);
      expect(read.ack).toMatchObject({ messageId: message.messageId, to: ayu });
      expect(await connection.findMessage(message.messageId, ayu)).toMatchObject({ ack: 3 });
      expect(await connection.findMessage("3EB0999999999999999999", ayu)).toBeUndefined();
    });

    test("many at once keep their own ids", async () => {
      const { connection } = opened;
      const messages = Array.from({ length: 10 }, (_, index) => aMessage({ text: `number ${index}` }));
      await Promise.all(messages.map((message) => connection.send(message)));
      const all = await untilReceived(10);
      expect(new Map(all.map(({ id, body }) => [id, body]))).toEqual(
        new Map(messages.map(({ messageId, text }) => [messageId, text])),
      );
    });

    test.each([
      ["image", "image/png", "photo.png"],
      ["document", "application/pdf", "price list.pdf"],
    ] satisfies [MediaKind, string, string][])(
      "a file goes as %s, byte for byte, with its caption",
      async (kind, contentType, fileName) => {
        const { connection } = opened;
        const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7 + (index >> 8)) % 256));
        mkdirSync(sessions.folder("media"), { recursive: true });
        const path = join(sessions.folder("media"), "file");
        writeFileSync(path, bytes);
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        const message = aMessage({ text: "see this", media: { kind, path, contentType, fileName, sha256 } });
        expect(await connection.send(message)).toMatchObject({ ack: 1 });
        // Of a picture a phone shows no name.
        const named = kind === "document" ? { fileName } : {};
        expect(await untilReceived(1)).toMatchObject([
          { id: message.messageId, type: kind, body: "see this", mediaSha256: sha256, ...named },
        ]);
        expect(sessions.door.network.files.find(sha256)?.bytes).toEqual(bytes);
      },
    );

    test("a message that comes in is told, and can be answered", async () => {
      const { connection, until: heard } = opened;
      const { id } = sessions.door.network.inbound({ sessionId: "s", from: ayu, body: "STOP ✋" });
      const { message } = await heard("message", (event) => event.message.id === id);
      expect(message).toMatchObject({ id, from: ayu, body: "STOP ✋" });
      await connection.send(aMessage({ quotedMessageId: message.id }));
      expect(await untilReceived(1)).toMatchObject([{ quotedMessageId: id }]);
    });

    test("a message of ours can be answered, and goes out with what it answers", async () => {
      const { connection } = opened;
      const first = aMessage();
      await connection.send(first);
      await connection.send(aMessage({ quotedMessageId: first.messageId }));
      expect((await untilReceived(2)).map(({ quotedMessageId }) => quotedMessageId)).toEqual([
        undefined,
        first.messageId,
      ]);
    });

    test("an answer to what is no message of that chat is refused, and goes to nobody", async () => {
      const { connection, until: heard } = opened;
      const toBudi = aMessage({ to: budi });
      await connection.send(toBudi);
      const { id: fromBudi } = sessions.door.network.inbound({ sessionId: "s", from: budi, body: "hi" });
      await heard("message", (event) => event.message.id === fromBudi);
      const unknown = "3A0123456789ABCDEF01";
      const others = [toBudi.messageId, fromBudi, unknown, `true_${ayu}@c.us_${unknown}`, "a_b_c_d_e_f", "a-b.c@d"];
      for (const quotedMessageId of others) {
        await expect(connection.send(aMessage({ quotedMessageId }))).rejects.toThrow(QuotedMessageUnknown);
      }
      await connection.send(aMessage({ text: "after" }));
      expect((await untilReceived(1)).map(({ body }) => body)).toEqual(["after"]);
    });

    test("a chat is one, however its account is written", async () => {
      const oldNumber = "551187654321";
      const newNumber = "5511987654321";
      for (const number of [oldNumber, newNumber]) sessions.door.network.setNumber(number, { lid: "99887766" });
      const { connection, until: heard } = opened;
      const ours = aMessage({ to: oldNumber });
      await connection.send(ours);
      const { id: theirs } = sessions.door.network.inbound({ sessionId: "s", from: oldNumber, body: "oi" });
      await heard("message", (event) => event.message.id === theirs);
      for (const quotedMessageId of [ours.messageId, theirs]) {
        expect(await connection.send(aMessage({ to: newNumber, quotedMessageId }))).toMatchObject({ ack: 1 });
      }
    });

    test.each([
      ["text", {}],
      ["image", { media: { contentType: "image/jpeg" } }],
      ["video", { media: { contentType: "video/mp4" } }],
      ["audio", { media: { contentType: "audio/ogg; codecs=opus" } }],
      ["document", { media: { contentType: "application/pdf", fileName: "document.pdf" } }],
      ["sticker", { media: { contentType: "image/webp" } }],
      ["location", { body: "" }],
      ["contact", {}],
      ["other", {}],
    ] as const)("a %s that comes in is told as one, live and as unread, with what it answers", async (type, facts) => {
      const { connection, until: heard } = opened;
      const ours = aMessage();
      await connection.send(ours);
      const written = { sessionId: "s", from: ayu, body: "lihat ini", type, quoted: ours.messageId };
      const { id } = sessions.door.network.inbound(written);
      const { message } = await heard("message", (event) => event.message.id === id);
      const { at, ...told } = message;
      const wanted = { id, from: ayu, type, body: "lihat ini", quotedMessageId: ours.messageId, ...facts };
      expect(told).toEqual(wanted);
      expect(at).toBeGreaterThan(0);
      expect(await untilUnread(id)).toMatchObject(wanted);
    });

    test("who is not on WhatsApp is told by the check, and gets nothing", async () => {
      sessions.door.network.setNumber(ayu, { registered: false });
      const { connection } = opened;
      expect(await connection.checkNumber(ayu)).toEqual({ onWhatsApp: false });
      await expect(connection.send(aMessage())).rejects.toThrow(RejectedByWhatsApp);
      expect(received()).toEqual([]);
    });

    test("a refusal by the server is one, and no doubt", async () => {
      sessions.door.network.setNumber(ayu, { refuses: true });
      const { connection } = opened;
      await expect(connection.send(aMessage())).rejects.toThrow(RejectedByWhatsApp);
      expect(received()).toEqual([]);
    });

    test("an account that goes by a LID is written to, found, and heard under its number", async () => {
      sessions.door.network.setNumber(ayu, { lid });
      const { connection, until: heard } = opened;
      const message = aMessage();
      // Not checked before: the engine has to.
      await connection.send(message);
      expect(await connection.checkNumber(ayu)).toEqual({ onWhatsApp: true, lid });
      expect(await connection.findMessage(message.messageId, ayu)).toMatchObject({ ack: expect.any(Number) as number });
      const delivered = await heard("ack", ({ ack }) => ack.messageId === message.messageId && ack.ack === 2);
      expect(delivered.ack.to).toBe(lid);
      const { id } = sessions.door.network.inbound({ sessionId: "s", from: ayu, body: "hi" });
      expect((await heard("message", (event) => event.message.id === id)).message.from).toBe(ayu);
    });

    test("another number of an account is checked and written to, and WhatsApp names its own one", async () => {
      const other = `${ayu}9`;
      for (const number of [ayu, other]) sessions.door.network.setNumber(number, { lid });
      const { connection, until: heard } = opened;
      const check = { onWhatsApp: true, lid };
      expect(await connection.checkNumber(other)).toEqual({ ...check, account: ayu });
      expect(await connection.checkNumber(ayu)).toEqual(check);
      const message = aMessage({ to: other });
      await connection.send(message);
      const { messageId } = message;
      expect(await connection.findMessage(messageId, other)).toMatchObject({ ack: expect.any(Number) as number });
      const delivered = await heard("ack", ({ ack }) => ack.messageId === messageId && ack.ack === 2);
      expect(delivered.ack.to).toBe(lid);
    });

    test("a message that comes under a LID says so, and WhatsApp names the number of it", async () => {
      sessions.door.network.setNumber(ayu, { lid });
      const { connection, until: heard } = opened;
      const { id } = sessions.door.network.inbound({ sessionId: "s", from: lid, body: "STOP" });
      const { message } = await heard("message", (event) => event.message.id === id);
      expect(message).toMatchObject({ body: "STOP", lid });
      expect([ayu, lid]).toContain(message.from);
      expect(await connection.numberOfLid(lid)).toBe(ayu);
      expect(await connection.numberOfLid("323456789099999")).toBeUndefined();
      expect(await untilUnread(id)).toMatchObject({ body: "STOP", lid });
    });
  });

  describe("a door of its own", () => {
    beforeEach(async () => {
      sessions = new Sessions(await openDoor());
    });
    afterEach(async () => {
      await sessions.end();
    });

    test("a scan of the code links the session, and the same folder comes back without one", async () => {
      const first = await sessions.open("s");
      const { qr, expiresAt } = await first.until("qr");
      expect(qr).toMatch(/^2@[\w+/=]+(,[\w+/=]+){3},1$/);
      expect(expiresAt).toBeGreaterThan(Date.now());
      await expect(first.connection.send(aMessage())).rejects.toThrow(SessionDown);
      sessions.door.network.scan({ qr, number: shop, name: "Toko", session: { sessionId: "s" } });
      expect(await first.until("ready")).toEqual({ type: "ready", number: shop, name: "Toko" });
      await first.connection.close();

      const again = await sessions.open("s");
      await again.until("ready");
      expect(again.events.map(({ type }) => type)).not.toContain("qr");
    });

    test("a phone that types the code for its number links the session, too", async () => {
      const opened = await sessions.open("s");
      await opened.until("qr");
      const code = await opened.connection.requestPairingCode(shop);
      expect(code).toMatch(/^[0-9A-Z]{8}$/);
      sessions.door.network.typeCode({ code, number: shop, session: { sessionId: "s" } });
      await opened.until("ready");
      await expect(opened.connection.requestPairingCode(shop)).rejects.toThrow(SessionDown);
    });

    test("what was written while the session was closed is among the unread, the oldest first", async () => {
      const first = await sessions.link("s", shop);
      await first.connection.close();
      sessions.door.network.inbound({ sessionId: "s", from: ayu, body: "first" });
      sessions.door.network.inbound({ sessionId: "s", from: ayu, body: "STOP" });
      const again = await sessions.open("s");
      await again.until("ready");
      const unread = await until(
        () => again.connection.readUnread(),
        (all) => all.length >= 2,
        "both are unread",
      );
      expect(unread.map(({ from, body }) => [from, body])).toEqual([
        [ayu, "first"],
        [ayu, "STOP"],
      ]);
    });

    test("a line that drops is told and comes back; meanwhile nothing is handed over", async () => {
      const { connection, until: heard } = await sessions.link("s", shop);
      sessions.door.network.fault("s", "drop");
      await heard("line_lost");
      await expect(connection.send(aMessage())).rejects.toThrow(SessionDown);
      await heard("ready");
      await connection.send(aMessage({ text: "after" }));
      expect((await untilReceived(1)).map(({ body }) => body)).toEqual(["after"]);
    });

    test("what happened while the session was closed is known when it is back", async () => {
      sessions.door.network.setBehaviour({ deliverMs: 1_000 });
      const first = await sessions.link("s", shop);
      const message = aMessage();
      await first.connection.send(message);
      await first.connection.close();
      await untilReceived(1);
      const again = await sessions.open("s");
      await again.until("ready");
      expect((await again.until("ack", ({ ack }) => ack.ack === 2)).ack.messageId).toBe(message.messageId);
    });

    test("unlinked by the phone, the session says so and its folder asks for a scan", async () => {
      const { connection, until: heard } = await sessions.link("s", shop);
      sessions.door.network.fault("s", "logout");
      await heard("logged_out");
      await connection.close();
    });

    test("unlinked by the phone while it was closed, the session says so when it is opened", async () => {
      const { connection } = await sessions.link("s", shop);
      await connection.close();
      sessions.door.network.fault("s", "logout");
      await (await sessions.open("s")).until("logged_out");
    });

    test("a logout of ours unlinks the device and leaves a folder that can be linked anew", async () => {
      const { connection } = await sessions.link("s", shop);
      await connection.logout();
      expect(() => {
        sessions.door.network.fault("s", "drop");
      }).toThrow("no device is linked");
      await (await sessions.open("s")).until("qr");
    });

    test.each(["page_crash", "page_hang", "browser_kill"] as const)(
      "%s in the middle of a message leaves its outcome open, ends the connection, and a new one knows the message",
      async (kind) => {
        const { connection, until: heard } = await sessions.link("s", shop);
        const message = aMessage();
        sessions.door.network.holds.hold("reply_on_its_way", ayu);
        const stopped = sessions.door.network.holds.reached("reply_on_its_way", ayu);
        const sending = connection.send(message).catch((error: unknown) => error);
        await stopped;
        sessions.door.network.fault("s", kind);
        expect(await sending).toBeInstanceOf(OutcomeUnknown);
        await heard("down");
        await expect(connection.send(aMessage())).rejects.toThrow(SessionDown);
        await connection.close();
        sessions.door.network.holds.release("reply_on_its_way", ayu);

        const again = await sessions.open("s");
        await again.until("ready");
        await again.until("ack", ({ ack }) => ack.messageId === message.messageId && ack.ack >= 1);
        expect(await again.connection.findMessage(message.messageId, ayu)).toMatchObject({ ack: 2 });
        expect(received()).toHaveLength(1);
      },
    );

    test("a page opened anew hands over what was not accepted, and not what was accepted while it was away", async () => {
      const { network } = sessions.door;
      const budi = "628333000333";
      network.setBehaviour({ dedupe: false });
      const { connection, until: heard } = await sessions.link("s", shop);
      const places = { [budi]: "received_by_server", [ayu]: "stored_in_page" } as const;
      for (const [to, point] of Object.entries(places)) {
        network.holds.hold(point, to);
        const stopped = network.holds.reached(point, to);
        connection.send(aMessage({ to })).catch(() => undefined);
        await stopped;
      }
      network.fault("s", "browser_kill");
      await heard("down");
      await connection.close();
      for (const [to, point] of Object.entries(places)) network.holds.release(point, to);
      await (await sessions.open("s")).until("ready");
      await untilReceived(1);
      // What was let go as the page died may have come through by itself.
      expect([...received(budi), ...received(ayu)].map(({ to }) => to)).toEqual([budi, ayu]);
      expect(received(budi).map(({ resent }) => resent)).toEqual([undefined]);
    });

    test("what a page hands over again by itself, opened anew, is told from what it was asked for", async () => {
      const { network } = sessions.door;
      network.setBehaviour({ dedupe: false });
      const { connection, until: heard } = await sessions.link("s", shop);
      const { messageId } = aMessage();
      network.holds.hold("reply_on_its_way", ayu);
      const stopped = network.holds.reached("reply_on_its_way", ayu);
      const sending = connection.send(aMessage({ messageId })).catch((error: unknown) => error);
      await stopped;
      network.fault("s", "browser_kill");
      expect(await sending).toBeInstanceOf(OutcomeUnknown);
      await heard("down");
      await connection.close();
      await (await sessions.open("s")).until("ready");
      expect((await untilReceived(2)).map(({ id, resent }) => [id, resent])).toEqual([
        [messageId, undefined],
        [messageId, true],
      ]);
    });

    test("the session opened elsewhere: this connection is down", async () => {
      const { until: heard } = await sessions.link("s", shop);
      sessions.door.network.fault("s", "conflict");
      expect((await heard("down")).reason).toMatch(/conflict/i);
    });

    test("a folder in use is refused, and its user goes on unharmed", async () => {
      const { connection } = await sessions.link("s", shop);
      await (await sessions.open("s")).until("down");
      await connection.send(aMessage());
      await untilReceived(1);
    });
  });
});
