import { RejectedByWhatsApp, SessionDown } from "../../../core/errors.ts";
import { until } from "../../support/stack.ts";
import {
  openBrowserDoor,
  openInProcessDoor,
  openRemoteInProcessDoor,
  type Opened,
  Sessions,
} from "../../support/whatsapp-doors.ts";

/** What WhatsApp lets an account do with people that it never exchanged a message with: on both doors of the simulated network. */

const shop = "628111000111";
const ofAutumn2026 = { drift: { keysAre$1: true, mediaHasXId: true } };
const doors = {
  "the in-process door": openInProcessDoor,
  "the in-process door, from another process": openRemoteInProcessDoor,
  "whatsapp-web.js in a browser": openBrowserDoor,
  "whatsapp-web.js in a browser, on the page of autumn 2026": () => openBrowserDoor({}, ofAutumn2026),
};
/** The page says times in whole seconds. */
const tomorrow = Math.ceil(Date.now() / 1_000) * 1_000 + 86_400_000;

let drawn = 0;
const aStranger = (): string => `6282225${String((drawn += 1)).padStart(5, "0")}`;
const aLid = (): string => `42345678${String((drawn += 1)).padStart(7, "0")}`;

describe.each(Object.entries(doors))("%s", (_name, openDoor) => {
  let sessions: Sessions;
  let opened: Opened;

  const network = () => sessions.door.network;
  const change = (changes: Parameters<Sessions["door"]["network"]["standings"]["change"]>[1]) =>
    network().standings.change(network().deviceOf("s"), changes);
  const write = (to: string, { connection } = opened) =>
    connection.send({ messageId: `3EB0${String((drawn += 1)).padStart(18, "0")}`, to, text: "hello" });
  const hearFrom = async (from: string) => {
    const { id } = network().inbound({ sessionId: "s", from, body: "hi" });
    await opened.until("message", ({ message }) => message.id === id);
  };

  beforeAll(async () => {
    sessions = new Sessions(await openDoor());
    opened = await sessions.link("s", shop);
  });
  afterAll(async () => {
    await sessions.end();
  });
  afterEach(() => {
    change({ newChats: null, timelock: null });
  });

  test("where WhatsApp tells no limit, there is none, and a stranger's chat is not known", async () => {
    const stranger = aStranger();
    expect(await opened.connection.readLimits()).toEqual({ restricted: false });
    expect(await opened.connection.knowsChat(stranger)).toBe(false);
    // That its number was checked makes no chat.
    await opened.connection.checkNumber(stranger);
    expect(await opened.connection.knowsChat(stranger)).toBe(false);
  });

  test("beyond the quota a message that begins a chat is refused; who was written to before is written to all the same", async () => {
    const [first, second, third] = [aStranger(), aStranger(), aStranger()];
    await write(first);
    change({ newChats: { total: 1, used: 0, resetsAt: tomorrow } });
    expect(await opened.connection.readLimits()).toEqual({
      newChats: { used: 0, total: 1, resetsAt: tomorrow },
      restricted: false,
    });
    await write(first);
    await write(second);
    await expect(write(third)).rejects.toThrow(RejectedByWhatsApp);
    await write(second);
    expect(await opened.connection.readLimits()).toMatchObject({ newChats: { used: 1, total: 1 } });
    const known = (number: string) => opened.connection.knowsChat(number);
    expect([await known(first), await known(second), await known(third)]).toEqual([true, true, false]);
    change({ newChats: { total: 2 } });
    expect(await opened.connection.readLimits()).toEqual({
      newChats: { used: 1, total: 2, resetsAt: tomorrow },
      restricted: false,
    });
    await write(third);
    expect(await known(third)).toBe(true);
  });

  test("a timelock lets no chat begin, until then; known chats go on, and who writes is known", async () => {
    const [known, stranger] = [aStranger(), aStranger()];
    await write(known);
    change({ timelock: { until: tomorrow } });
    expect(await opened.connection.readLimits()).toEqual({ timelock: { until: tomorrow }, restricted: false });
    await expect(write(stranger)).rejects.toThrow(RejectedByWhatsApp);
    await write(known);
    expect(await opened.connection.knowsChat(stranger)).toBe(false);
    await hearFrom(stranger);
    expect(await opened.connection.knowsChat(stranger)).toBe(true);
    await write(stranger);
    change({ timelock: {} });
    expect(await opened.connection.readLimits()).toEqual({ timelock: {}, restricted: false });
    await expect(write(aStranger())).rejects.toThrow(RejectedByWhatsApp);
    change({ timelock: null });
    await write(aStranger());
  });

  test("a chat that stands under a LID is known by the number: of one that was written to, and of one that wrote", async () => {
    const [written, writer] = [aStranger(), aStranger()];
    const lids = { [written]: aLid(), [writer]: aLid() };
    for (const [number, lid] of Object.entries(lids)) network().setNumber(number, { lid });
    expect(await opened.connection.knowsChat(written)).toBe(false);
    await write(written);
    await hearFrom(lids[writer] ?? "");
    expect(await opened.connection.knowsChat(written)).toBe(true);
    expect(await opened.connection.knowsChat(writer)).toBe(true);
    change({ timelock: {} });
    await write(written);
    await write(writer);
  });

  test("a restriction of linked devices is told, and everything is refused until it is over", async () => {
    const known = aStranger();
    await write(known);
    network().fault("s", "restricted");
    expect(await opened.connection.readLimits()).toEqual({ restricted: true });
    await expect(write(known)).rejects.toThrow(RejectedByWhatsApp);
    network().setBehaviour({});
    expect(await opened.connection.readLimits()).toEqual({ restricted: false });
    await write(known);
  });

  test("without a line the limits can't be asked for; back, chats of before are known", async () => {
    const [known, stranger] = [aStranger(), aStranger()];
    await write(known);
    network().fault("s", "drop");
    await opened.until("line_lost");
    await expect(opened.connection.readLimits()).rejects.toThrow(SessionDown);
    await opened.until("ready");
    expect(await opened.connection.knowsChat(known)).toBe(true);
    await opened.connection.close();
    await expect(opened.connection.knowsChat(known)).rejects.toThrow(SessionDown);
    opened = await sessions.open("s");
    await opened.until("ready");
    expect(await opened.connection.knowsChat(known)).toBe(true);
    expect(await opened.connection.knowsChat(stranger)).toBe(false);
  });

  test("an account that is linked anew knows its chats: its phone kept them", async () => {
    const [known, underLid] = [aStranger(), aStranger()];
    network().setNumber(underLid, { lid: aLid() });
    await write(known);
    await write(underLid);
    const other = await sessions.link("other", shop);
    const untilKnown = (number: string) =>
      until(
        () => other.connection.knowsChat(number),
        (isKnown) => isKnown,
        `the chat with ${number} is known`,
      );
    await untilKnown(known);
    await untilKnown(underLid);
    expect(await other.connection.knowsChat(aStranger())).toBe(false);
    await other.connection.close();
  });
});
