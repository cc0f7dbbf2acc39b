import { giveUp, sendMessage } from "../../../worker/whatsapp/page-code.ts";
import { pageShims, shimVersion } from "../../../worker/whatsapp/page-shims.ts";
import type { Outgoing } from "../../../worker/whatsapp/page-types.ts";

/** What goes into the page, on a page of a few objects: the moments of a hand-over that a browser reaches by chance only. */

const id = "3EB0000000000000000001";
const key = `true_628@c.us_${id}`;

class MsgKey {
  readonly id: string;
  readonly _serialized: string;
  constructor({ to, id }: { readonly to: { readonly user: string }; readonly id: string }) {
    this.id = id;
    this._serialized = `true_${to.user}@c.us_${id}`;
  }
}

const wid = { user: "628", server: "c.us", _serialized: "628@c.us" };
const never = new Promise<never>(() => undefined);

interface Fakes {
  readonly action: { addAndSendMsgToChat: unknown };
  readonly rows: Map<string, unknown>;
  readonly stored: Map<string, unknown>;
  readonly modules: Record<string, unknown>;
}

/** A page whose send function does what is given. */
function aPage(send: (fakes: Fakes, message: Outgoing) => unknown): Fakes {
  const rows = new Map<string, unknown>();
  const stored = new Map<string, unknown>();
  const action = { addAndSendMsgToChat: (_chat: unknown, message: Outgoing) => send(fakes, message) };
  const Msg = {
    get: (name: string) => rows.get(name),
    getModelsArray: () => [...rows.values()],
    getMessagesById: async ([name = ""]: readonly string[]) => ({
      messages: [stored.get(name)].filter((one) => one !== undefined),
    }),
    on: () => undefined,
  };
  const modules: Record<string, unknown> = {
    WAWebSendMsgChatAction: action,
    WAWebMsgKey: MsgKey,
    WAWebWidFactory: { createWid: () => wid },
    WAWebCollections: { Msg },
    WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
    WAWebSocketModel: { Socket: { on: () => undefined } },
  };
  const fakes: Fakes = { action, rows, stored, modules };
  const WWebJS = {
    getChat: async () => ({ id: wid }),
    // As the library does.
    sendMessage: async (chat: unknown, _text: string, { extraOptions }: { readonly extraOptions: object }) => {
      const send = (modules["WAWebSendMsgChatAction"] as Fakes["action"]).addAndSendMsgToChat;
      const message = {
        id: { id: "other", _serialized: "other" },
        from: wid,
        to: wid,
        __x_id: undefined,
        ...extraOptions,
      };
      const [first, second] = (send as (chat: unknown, message: unknown) => [unknown, unknown])(chat, message);
      await first;
      await second;
      return rows.get(key) as { ack: number } | undefined;
    },
  };
  const window = { WWebJS, require: (name: string) => modules[name], mayHandOver: async () => true };
  Object.assign(globalThis, { window });
  return fakes;
}

const pageWindow = () => (globalThis as unknown as { readonly window: object }).window;
const install = () => {
  for (const shim of pageShims) shim.install();
};
const send = () => sendMessage("628@c.us", "hi", {}, id);

afterEach(() => {
  Reflect.deleteProperty(globalThis, "window");
});

test("the send function that the library finds is ours, under an id of ours, without a file's __x_id", async () => {
  const given: Outgoing[] = [];
  const { action } = aPage((_fakes, message) => {
    given.push(message);
    return [Promise.resolve(), Promise.resolve()];
  });
  const original = action.addAndSendMsgToChat;
  install();
  install();
  expect(action.addAndSendMsgToChat).not.toBe(original);
  await send();
  expect(given).toEqual([{ id: new MsgKey({ to: wid, id }), from: wid, to: wid }]);
});

test.each([
  ["its first promise fails", () => [Promise.reject(new Error("no row")), never]],
  [
    "it throws",
    () => {
      throw new Error("no row");
    },
  ],
  ["it answers nothing", () => undefined],
  ["it answers a promise", () => never],
])("%s, and no row stands anywhere: the page never took it, and will not", async (_what, act) => {
  aPage(act);
  install();
  await expect(send()).rejects.toThrow();
  expect(giveUp(id)).toBe("never");
});

test.each([
  ["shown", ({ rows }: Fakes) => rows.set(key, { id: { id }, ack: 0 })],
  ["shown under another key", ({ rows }: Fakes) => rows.set(`${key}_out`, { id: { id }, ack: 0 })],
  ["stored", ({ stored }: Fakes) => stored.set(key, { id: { id }, ack: 0 })],
  ["shown a moment later", ({ rows }: Fakes) => setTimeout(() => rows.set(key, { id: { id }, ack: 0 }), 50)],
])("its first promise fails, and a row of it is %s: the page may have taken it", async (_what, store) => {
  aPage((fakes) => {
    store(fakes);
    return [Promise.reject(new Error("late trouble")), never];
  });
  install();
  await expect(send()).rejects.toThrow("late trouble");
  expect(giveUp(id)).toBe("taken");
});

test("a store that can't be read proves nothing", async () => {
  const { modules } = aPage(() => [Promise.reject(new Error("no row")), never]);
  install();
  const { Msg } = modules["WAWebCollections"] as { Msg: Record<string, unknown> };
  Msg["getMessagesById"] = async () => undefined;
  await expect(send()).rejects.toThrow("no row");
  expect(giveUp(id)).toBe("taken");
});

test("its second promise fails: the page took it", async () => {
  aPage(() => [Promise.resolve(), Promise.reject(new Error("the server said no"))]);
  install();
  await expect(send()).rejects.toThrow("the server said no");
  expect(giveUp(id)).toBe("taken");
});

test("a message that was given up while the library was at it is not handed over any more", async () => {
  const given: unknown[] = [];
  const { modules } = aPage((_fakes, message) => {
    given.push(message);
    return [Promise.resolve(), Promise.resolve()];
  });
  const wait = Promise.withResolvers<boolean>();
  modules["WAWebChatGetters"] = { getIsNewsletter: () => false, getIsBroadcast: () => false };
  install();
  Object.assign(pageWindow(), { mayHandOver: () => wait.promise });
  const sending = sendMessage("628@c.us", "hi", { media: {} }, id);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(giveUp(id)).toBe("never");
  wait.resolve(true);
  await expect(sending).rejects.toThrow("given up");
  expect(given).toEqual([]);
  // A further try is another one.
  Object.assign(pageWindow(), { mayHandOver: async () => true });
  await sendMessage("628@c.us", "hi", { media: {} }, id);
  expect(given).toHaveLength(1);
});

test("a page that was loaded anew meanwhile knows nothing of it", () => {
  aPage(() => undefined);
  expect(giveUp(id)).toBe("unknown");
  install();
  expect(giveUp(id)).toBe("unknown");
});

test("sent by another way than ours, it counts as taken", async () => {
  const { modules } = aPage(() => undefined);
  install();
  const window = pageWindow() as { WWebJS: { sendMessage: unknown } };
  window.WWebJS.sendMessage = async () => undefined;
  await expect(send()).rejects.toThrow("another way");
  expect(giveUp(id)).toBe("taken");
  expect(modules["WAWebSendMsgChatAction"]).toBeDefined();
});

test("a send function that can't be replaced, or was replaced since, is told", async () => {
  const { modules } = aPage(() => undefined);
  const fixed = () => undefined;
  Object.defineProperty(modules["WAWebSendMsgChatAction"] as object, "addAndSendMsgToChat", {
    get: () => fixed,
    set: () => undefined,
  });
  expect(install).toThrow("can't be replaced");
  const other = aPage(() => [Promise.resolve(), Promise.resolve()]);
  install();
  other.action.addAndSendMsgToChat = () => [Promise.resolve(), Promise.resolve()];
  await expect(send()).rejects.toThrow("replaced by another");
  expect(giveUp(id)).toBe("never");
});

test("the version of the shims is one of their text", () => {
  expect(shimVersion).toMatch(/^[0-9a-f]{8}$/);
});
