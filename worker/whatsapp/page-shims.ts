import { createHash } from "node:crypto";
import type { Outgoing, PageMessage, PageWindow } from "./page-types.ts";

/**
 * What is put into WhatsApp's page at each ready. Each function is sent there as text, so it may use nothing but what it
 * declares; each may be run again in the same page, and throws where it could not do its work.
 */

declare const window: PageWindow;

/**
 * A message's key is known by `_serialized`, to the library and to us. Since 2026-07-14 the page's keys have `$1` instead.
 * It goes in before the library's code does.
 */
const nameMessageKeys = (): void => {
  const MsgKey = window.require("WAWebMsgKey");
  const { createWid } = window.require("WAWebWidFactory");
  const someone = createWid("10000000000@c.us");
  if (typeof (someone as typeof someone | undefined)?.user !== "string")
    throw new Error("createWid makes no names of accounts");
  const isNamed = (): boolean => {
    const name: unknown = new MsgKey({ from: someone, to: someone, id: "3EB0", selfDir: "out" })._serialized;
    return typeof name === "string" && name.includes("3EB0");
  };
  if (isNamed()) return;
  Object.defineProperty(MsgKey.prototype, "_serialized", {
    configurable: true,
    get(this: { readonly $1?: unknown; toString(): string }): string {
      return typeof this.$1 === "string" ? this.$1 : this.toString();
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, "_serialized", { value, configurable: true, enumerable: true, writable: true });
    },
  });
  if (!isNamed()) throw new Error("its keys have no name");
};

/**
 * Gives messages ids of ours: the key that the library made is replaced right before the page takes the message, and
 * changed as well, for the library finds the message by it. A message without an id of ours is left alone.
 *
 * Since 2026-09-17 a file's model has an own `__x_id`, which the library copies into the message, where it overwrites the
 * message's id: it is taken out.
 *
 * The page stores a message before it sends it, and answers with a promise of each. A message whose first promise fails and
 * that stands nowhere in the page's store was surely not sent, so that it does not count as handed over any more.
 */
const installOwnIds = (): void => {
  const action = window.require("WAWebSendMsgChatAction");
  const { ownIds } = window;
  if (ownIds?.replacement === action.addAndSendMsgToChat) return;
  const { attempts, handedOver } = ownIds ?? { attempts: new Map<string, number>(), handedOver: new Set<string>() };
  const original = action.addAndSendMsgToChat;
  if (typeof original !== "function") throw new Error("it is missing");

  const standsNowhere = async (id: string, key: string): Promise<boolean> => {
    const { Msg } = window.require("WAWebCollections");
    for (let look = 0; look < 3; look += 1) {
      if (Msg.get(key) !== undefined || Msg.getModelsArray().some((one) => one.id.id === id)) return false;
      const stored = await Msg.getMessagesById([key]);
      if (!Array.isArray(stored?.messages) || stored.messages.length > 0) return false;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return true;
  };

  const give = (chat: unknown, message: Outgoing, ownId: string, attempt: number | undefined): readonly unknown[] => {
    if (attempts.get(ownId) !== attempt) throw new Error("it was given up before the page came to it");
    const { from } = message;
    if (typeof from?.user !== "string") throw new Error("the page does not say who sends");
    const MsgKey = window.require("WAWebMsgKey");
    const own = new MsgKey({ from, to: message.to, id: ownId, selfDir: "out" });
    if (own.id !== ownId || typeof own._serialized !== "string") throw new Error("the page makes no key of our id");
    try {
      message.id.id = own.id;
      message.id._serialized = own._serialized;
    } catch {
      // A key that can't be changed: the library answers nothing, and the message is found by its id.
    }
    message.id = own;
    attempts.set(ownId, 0);
    handedOver.add(ownId);
    const given = (): readonly unknown[] => {
      try {
        const promises = Reflect.apply(original, action, [chat, message]);
        if (Array.isArray(promises)) return promises;
        return [Promise.reject(new TypeError(`addAndSendMsgToChat answered with ${typeof promises}`))];
      } catch (error) {
        const failing = async (): Promise<never> => {
          throw error;
        };
        return [failing()];
      }
    };
    const [first, sent = first] = given();
    const stored = Promise.resolve(first).catch(async (error: unknown) => {
      const isNowhere = await standsNowhere(ownId, own._serialized).catch(() => false);
      if (isNowhere) handedOver.delete(ownId);
      throw error;
    });
    return [stored, sent];
  };

  const replacement = (chat: unknown, message: Outgoing): unknown => {
    const { ownId, attempt, asksFirst } = message;
    if (ownId === undefined) return Reflect.apply(original, action, [chat, message]);
    delete message.ownId;
    delete message.attempt;
    delete message.asksFirst;
    delete message.__x_id;
    if (asksFirst !== true) return give(chat, message, ownId, attempt);
    const given = window.mayHandOver(ownId).then((may) => {
      if (!may) throw new Error("it may not be handed over any more");
      return give(chat, message, ownId, attempt);
    });
    const sent = given.then((promises) => promises[1]);
    sent.catch(() => undefined);
    return [given.then((promises) => promises[0]), sent];
  };

  action.addAndSendMsgToChat = replacement;
  if (window.require("WAWebSendMsgChatAction").addAndSendMsgToChat !== replacement) {
    throw new Error("it can't be replaced, so that messages would bear no ids of ours");
  }
  window.ownIds = { replacement, tries: ownIds?.tries ?? 0, attempts, handedOver };
};

/** Hears acks and messages in the page. The library's own listeners break all together where one of ten does. */
const listen = (): void => {
  window.inboundOf ??= ({ id, directPath, caption, body, pollName, type, t, ...more }: PageMessage, from: string) => {
    const { mimetype, filename, quotedStanzaID } = more;
    const hasMedia = Boolean(directPath);
    return {
      id: id.id,
      from,
      body: (hasMedia ? caption : (body ?? pollName)) ?? "",
      type,
      atSeconds: t,
      hasMedia,
      ...(mimetype === undefined ? {} : { mimetype }),
      ...(filename === undefined ? {} : { filename }),
      ...(quotedStanzaID === undefined ? {} : { quotedId: quotedStanzaID }),
    };
  };
  const { Msg } = window.require("WAWebCollections");
  // An event of ours proves that what is triggered there is heard here.
  let isHeard = typeof Msg.trigger !== "function";
  const echo = "whatsapp-broadcast:echo";
  const hearEcho = (): void => {
    isHeard = true;
  };
  Msg.on(echo, hearEcho);
  Msg.trigger?.(echo);
  Msg.off?.(echo, hearEcho);
  if (!isHeard) throw new Error("what happens there is not heard");
  const heardFrom = window.heardFrom ?? new Set<string>();
  Object.assign(window, { heardFrom });
  const hear = (event: string, handler: (model: PageMessage, value: number) => void): void => {
    if (heardFrom.has(event)) return;
    Msg.on(event, handler);
    heardFrom.add(event);
  };
  const tell = (message: PageMessage): void => {
    window.onInbound(window.inboundOf?.(message, message.id.remote._serialized));
  };
  const askAgainFor = (message: PageMessage): void => {
    try {
      window
        .require("WAWebNonMessageDataRequestPlaceholderMessageResendUtils")
        .handlePlaceholderMsgsSeen([message], true);
    } catch {
      // It may still come by itself.
    }
  };
  hear("change:ack", ({ id }, ack) => {
    if (id.fromMe) window.onOwnAck(id.id, id.remote.user, ack);
  });
  hear("add", (message) => {
    if (message.isNewMsg !== true || message.id.fromMe) return;
    if (message.type !== "ciphertext") {
      tell(message);
      return;
    }
    // Not decrypted yet: the sender's phone is asked for it once more.
    const asking = setTimeout(() => {
      askAgainFor(message);
    }, 5_000);
    message.once?.("change:type", () => {
      clearTimeout(asking);
      tell(message);
    });
  });
  try {
    window.require("WAWebSyncGatingUtils").isPlaceholderMessageResendEnabled = () => true;
  } catch {
    // The page asks the phone by itself where it does.
  }
};

/** The library hears of the page's states there, and so do we: an event of ours proves that they are heard. */
const hearLine = (): void => {
  const { Socket } = window.require("WAWebSocketModel");
  let isHeard = typeof Socket.trigger !== "function";
  const echo = "whatsapp-broadcast:echo";
  const hearEcho = (): void => {
    isHeard = true;
  };
  Socket.on(echo, hearEcho);
  Socket.trigger?.(echo);
  Socket.off?.(echo, hearEcho);
  if (!isHeard) throw new Error("what happens there is not heard");
};

/** A member of the page, and what is done to it. */
export interface PageShim {
  /** With its module, as in the page's contract. */
  readonly member: string;
  readonly install: () => void;
  /** It changes nothing: it only throws where the member does not work. */
  readonly isProof?: true;
}

/** Before the library's code goes in. */
export const earlyShims: readonly PageShim[] = [{ member: "WAWebMsgKey", install: nameMessageKeys }];

export const pageShims: readonly PageShim[] = [
  ...earlyShims,
  { member: "WAWebSendMsgChatAction.addAndSendMsgToChat", install: installOwnIds },
  { member: "WAWebCollections.Msg.on", install: listen },
  { member: "WAWebSocketModel.Socket.on", install: hearLine, isProof: true },
];

/** A page that fails a worker with these shims may work with a worker that has others. */
export const shimVersion = createHash("sha256")
  .update(pageShims.map(({ install }) => install.toString()).join("\n"))
  .digest("hex")
  .slice(0, 8);
