/**
 * What runs inside the page. Each function is sent there as text, so it may use nothing but its parameters. The page's
 * modules are the ones that whatsapp-web.js itself uses.
 */

import type { PageInbound } from "./inbound.ts";

interface Wid {
  readonly user: string;
  readonly server: string;
  readonly _serialized: string;
}

interface PageMessage {
  readonly id: { readonly fromMe: boolean; readonly id: string; readonly remote: Wid };
  readonly ack: number;
  readonly body?: string;
  readonly caption?: string;
  readonly directPath?: string;
  readonly type: string;
  readonly mimetype?: string;
  readonly filename?: string;
  readonly quotedStanzaID?: string;
  readonly t: number;
}

interface PageChat {
  readonly id: Wid;
  readonly unreadCount: number;
  readonly msgs: { getModelsArray(): readonly PageMessage[] };
}

interface SentKey {
  id: string;
  _serialized: string;
}

interface Outgoing {
  ownId?: string;
  from: Wid;
  to: Wid;
  id: SentKey;
}

interface Page {
  readonly WWebJS?: unknown;
  readonly Debug?: unknown;
  readonly handedOver?: Set<string>;
  isSupervised?: boolean;
  onSocketState(state: string): void;
  onAppStateHasSyncedEvent(): Promise<void>;
  require(name: "WAWebSocketModel"): {
    readonly Socket: {
      readonly state: string;
      readonly hasSynced: boolean;
      on(event: string, handler: (model: unknown, value: string) => void): void;
    };
  };
  require(name: "WAWebSendMsgChatAction"): {
    addAndSendMsgToChat: (chat: unknown, message: Outgoing) => unknown;
  };
  require(name: "WAWebMsgKey"): new (parts: { from: Wid; to: Wid; id: string; selfDir: "out" }) => SentKey;
  require(name: "WAWebWidFactory"): { createWid(text: string): Wid };
  require(name: "WAWebQueryExistsJob"): { queryWidExists(wid: Wid): Promise<{ readonly wid?: Wid } | null> };
  require(name: "WAWebApiContact"): {
    readonly getCurrentLid: (wid: Wid) => Wid | undefined;
    readonly getPhoneNumber: (wid: Wid) => Wid | undefined;
  };
  require(name: "WAWebChatLoadMessages"): { loadEarlierMsgs(of: { chat: PageChat }): Promise<unknown> };
  require(name: "WAWebCollections"): {
    readonly Msg: {
      getModelsArray(): readonly PageMessage[];
      get(key: string): PageMessage | undefined;
      getMessagesById(keys: readonly string[]): Promise<{ readonly messages: readonly PageMessage[] } | undefined>;
    };
    readonly Chat: { getModelsArray(): readonly PageChat[] };
  };
}

declare const window: Page;

export interface PageStanding {
  readonly state: string | undefined;
  readonly hasSynced: boolean;
  readonly isInjected: boolean;
}

/** Once for each document: whether this is the first call. */
export const beginSupervision = (): boolean => {
  const isFirst = window.isSupervised !== true;
  window.isSupervised = true;
  return isFirst;
};

/** Whether it is still the document that `beginSupervision` saw. */
export const isSupervised = (): boolean => window.isSupervised === true;

/** Emits every state that the line comes to, from before the library listens. */
export const tellStates = (): void => {
  const { Socket } = window.require("WAWebSocketModel");
  Socket.on("change:state", (_socket, state) => {
    window.onSocketState(state);
  });
  window.onSocketState(Socket.state);
};

export const standing = (): PageStanding => {
  if (window.Debug === undefined) return { state: undefined, hasSynced: false, isInjected: false };
  const { state, hasSynced } = window.require("WAWebSocketModel").Socket;
  return { state, hasSynced, isInjected: window.WWebJS !== undefined };
};

/** What the library does when the page says that it is in sync, for a page that was so before the library listened. */
export const sayHasSynced = (): void => {
  void window.onAppStateHasSyncedEvent();
};

/**
 * Gives messages ids of ours: the key that the library made is replaced right before the page takes the message, and
 * changed as well, for the library finds the message by it. A message without an id of ours is left alone.
 */
export const installOwnIds = (): void => {
  if (window.handedOver !== undefined) return;
  const handedOver = new Set<string>();
  Object.assign(window, { handedOver });
  const action = window.require("WAWebSendMsgChatAction");
  const original = action.addAndSendMsgToChat;
  action.addAndSendMsgToChat = (chat, message) => {
    const { ownId } = message;
    if (ownId === undefined) return original(chat, message);
    delete message.ownId;
    const MsgKey = window.require("WAWebMsgKey");
    const own = new MsgKey({ from: message.from, to: message.to, id: ownId, selfDir: "out" });
    try {
      message.id.id = own.id;
      message.id._serialized = own._serialized;
    } catch {
      // A key that can't be changed: the library answers nothing, and the message is found by its id.
    }
    message.id = own;
    handedOver.add(ownId);
    return original(chat, message);
  };
};

/** Whether the page took the message: what failed before that was not sent. */
export const wasHandedOver = (messageId: string): boolean => window.handedOver?.has(messageId) ?? false;

export interface PageAccount {
  readonly chatId: string;
  readonly lid?: string;
  /** WhatsApp's own number of the account, where another one was asked about. */
  readonly account?: string;
}

export const findAccount = async (number: string): Promise<PageAccount | undefined> => {
  const wid = window.require("WAWebWidFactory").createWid(`${number}@c.us`);
  const found = await window.require("WAWebQueryExistsJob").queryWidExists(wid);
  if (found?.wid === undefined) return undefined;
  const { getCurrentLid, getPhoneNumber } = window.require("WAWebApiContact");
  const isLid = found.wid.server === "lid";
  const lid = isLid ? found.wid : (getCurrentLid(found.wid) ?? getCurrentLid(wid));
  const named = isLid ? getPhoneNumber(found.wid) : found.wid;
  return {
    chatId: found.wid._serialized,
    ...(lid === undefined ? {} : { lid: lid.user }),
    ...(named === undefined || named.user === number ? {} : { account: named.user }),
  };
};

export const numberOfLid = async (lid: string): Promise<string | undefined> => {
  const wid = window.require("WAWebWidFactory").createWid(lid);
  const { getPhoneNumber } = window.require("WAWebApiContact");
  if (getPhoneNumber(wid) === undefined) await window.require("WAWebQueryExistsJob").queryWidExists(wid);
  return getPhoneNumber(wid)?.user;
};

export interface PageAck {
  readonly messageId: string;
  readonly to: string;
  readonly ack: number;
  readonly atSeconds: number;
}

/** A message by its key, `true_<chat>_<id>` for one of ours: what the page shows, else what it has stored. */
export const findMessage = async (
  key: string,
): Promise<{ readonly messageId: string; readonly ack: number; readonly atSeconds: number } | undefined> => {
  const { Msg } = window.require("WAWebCollections");
  const found = Msg.get(key) ?? (await Msg.getMessagesById([key]))?.messages[0];
  return found === undefined ? undefined : { messageId: found.id.id, ack: found.ack, atSeconds: found.t };
};

/** What the page knows of our messages that it has in hand: their acks may have come before the library listened. */
export const acksSoFar = (prefix: string, atMost: number): readonly PageAck[] =>
  window
    .require("WAWebCollections")
    .Msg.getModelsArray()
    .filter(({ id, ack }) => id.fromMe && id.id.startsWith(prefix) && ack >= 1)
    .slice(-atMost)
    .map(({ id, ack, t }) => ({ messageId: id.id, to: id.remote.user, ack, atSeconds: t }));

/** The unread messages of people's chats, the oldest first; nothing is marked as read. */
export const unreadMessages = async (perChat: number): Promise<readonly PageInbound[]> => {
  const found: PageInbound[] = [];
  const chats = window.require("WAWebCollections").Chat.getModelsArray();
  for (const chat of chats) {
    const isPerson = chat.id.server === "c.us" || chat.id.server === "lid";
    if (!isPerson || chat.unreadCount <= 0) continue;
    const wanted = Math.min(chat.unreadCount, perChat);
    const inbound = () => chat.msgs.getModelsArray().filter(({ id }) => !id.fromMe);
    if (inbound().length < wanted) await window.require("WAWebChatLoadMessages").loadEarlierMsgs({ chat });
    const last = [...inbound()].sort((a, b) => a.t - b.t).slice(-wanted);
    for (const { id, body, caption, directPath, type, mimetype, filename, quotedStanzaID, t } of last) {
      const hasMedia = directPath !== undefined;
      found.push({
        id: id.id,
        from: chat.id._serialized,
        body: (hasMedia ? caption : body) ?? "",
        type,
        atSeconds: t,
        hasMedia,
        ...(mimetype === undefined ? {} : { mimetype }),
        ...(filename === undefined ? {} : { filename }),
        ...(quotedStanzaID === undefined ? {} : { quotedId: quotedStanzaID }),
      });
    }
  }
  return found.sort((a, b) => a.atSeconds - b.atSeconds);
};
