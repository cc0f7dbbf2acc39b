import type { PageInbound } from "./inbound.ts";
import type { PageWindow } from "./page-types.ts";

/** What the page is asked. Each function is sent there as text, so it may use nothing but its parameters. */

declare const window: PageWindow;

export interface PageStanding {
  readonly state: string | undefined;
  /** Undefined where the page does not say. */
  readonly hasSynced: boolean | undefined;
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
  if (typeof Socket.state === "string") window.onSocketState(Socket.state);
};

export const standing = (): PageStanding => {
  if (window.Debug === undefined) return { state: undefined, hasSynced: false };
  const { Socket } = window.require("WAWebSocketModel");
  const read = (name: "state" | "hasSynced"): unknown => {
    try {
      return Socket[name];
    } catch {
      return undefined;
    }
  };
  const state = read("state");
  const hasSynced = read("hasSynced");
  return {
    state: typeof state === "string" ? state : undefined,
    hasSynced: typeof hasSynced === "boolean" ? hasSynced : undefined,
  };
};

/** Whether the page can't open what the profile keeps for it. Another page than WhatsApp's is not asked. */
export const storageFails = async (): Promise<boolean> => {
  if (window.location.hostname !== "web.whatsapp.com") return false;
  return await window.indexedDB.databases().then(
    () => false,
    () => true,
  );
};

/** What the library does when the page says that it is in sync, for a page that was so before the library listened. */
export const sayHasSynced = (): void => {
  void window.onAppStateHasSyncedEvent();
};

/** Whose account it is. */
export const whoAmI = (): { readonly number: string; readonly name?: string } => {
  const { getMaybeMePnUser, getMaybeMeLidUser } = window.require("WAWebUserPrefsMeUser");
  // A LID is no number: the session would pass for one that is linked to another account.
  const named = getMaybeMePnUser();
  const { user, server } = (named?.server === "c.us" ? named : getMaybeMeLidUser()) ?? {};
  if (typeof user !== "string" || server !== "c.us") throw new Error("it names no number");
  const name = window.require("WAWebConnModel").Conn?.pushname;
  return {
    number: user,
    ...(typeof name === "string" && name !== "" ? { name } : {}),
  };
};

/**
 * Sends a message through the library, and answers with its ack as far as the page knows one.
 * @param options the library's own; `media` as it wants it, which takes its time: it is asked once more before it goes
 */
export const sendMessage = async (
  chatId: string,
  text: string,
  options: Readonly<Record<string, unknown>>,
  messageId: string,
): Promise<number | undefined> => {
  const { ownIds, WWebJS } = window;
  if (ownIds === undefined || WWebJS === undefined) throw new Error("the page is not ready to send");
  const { replacement, attempts, handedOver } = ownIds;
  ownIds.tries += 1;
  const attempt = ownIds.tries;
  attempts.set(messageId, attempt);
  if (window.require("WAWebSendMsgChatAction").addAndSendMsgToChat !== replacement) {
    throw new Error("addAndSendMsgToChat was replaced by another one");
  }
  const chat = await WWebJS.getChat(chatId, { getAsModel: false });
  if (!chat) throw new Error("the page has no chat with it");
  // The library would post it to a channel, or as a status for everyone to see.
  const { getIsNewsletter, getIsBroadcast } = window.require("WAWebChatGetters");
  if (getIsNewsletter(chat) || getIsBroadcast(chat)) throw new Error("the page takes the chat for a channel");
  const sent = await WWebJS.sendMessage(chat, text, {
    ...options,
    extraOptions: { ownId: messageId, attempt, asksFirst: options["media"] !== undefined },
  });
  if (attempts.get(messageId) === attempt) {
    handedOver.add(messageId);
    throw new Error("the page took it by another way, under another id");
  }
  return typeof sent?.ack === "number" ? sent.ack : undefined;
};

/**
 * Ends the latest try to send a message. `never`: the page did not take it, and will not. `taken`: it did. `unknown`: it is
 * not the page that was asked to send it.
 */
export const giveUp = (messageId: string): "never" | "taken" | "unknown" => {
  const { attempts, handedOver } = window.ownIds ?? {};
  if (handedOver?.has(messageId) === true) return "taken";
  if (attempts?.has(messageId) !== true) return "unknown";
  attempts.set(messageId, 0);
  return "never";
};

export interface PageAccount {
  /** The page failed when it was asked for the LID. */
  readonly lidFailed?: true;
  readonly chatId: string;
  readonly lid?: string;
  /** WhatsApp's own number of the account, where another one was asked about. */
  readonly account?: string;
}

export const findAccount = async (number: string): Promise<PageAccount | undefined> => {
  const wid = window.require("WAWebWidFactory").createWid(`${number}@c.us`);
  const found = await window.require("WAWebQueryExistsJob").queryWidExists(wid);
  if (found?.wid === undefined) return undefined;
  const isLid = found.wid.server === "lid";
  let lid = isLid ? found.wid.user : undefined;
  let account = isLid ? undefined : found.wid.user;
  let lidFailed = false;
  try {
    const { getCurrentLid, getPhoneNumber } = window.require("WAWebApiContact");
    if (isLid) account = getPhoneNumber(found.wid)?.user;
    else lid = (getCurrentLid(found.wid) ?? getCurrentLid(wid))?.user;
  } catch {
    // The account is written to all the same.
    lidFailed = true;
  }
  return {
    chatId: found.wid._serialized,
    ...(typeof lid === "string" ? { lid } : {}),
    ...(lidFailed ? { lidFailed } : {}),
    ...(typeof account !== "string" || account === number ? {} : { account }),
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

export interface FoundMessage {
  readonly key: string;
  readonly ack: number;
  readonly atSeconds: number;
}

/** The first of these keys that the page knows a message by: what it shows, else what it has stored. */
export const findMessage = async (keys: readonly string[]): Promise<FoundMessage | undefined> => {
  const { Msg } = window.require("WAWebCollections");
  for (const key of keys) {
    let shown;
    try {
      shown = Msg.get(key);
    } catch {
      // What is stored is asked for.
    }
    const isShown = typeof shown?.ack === "number";
    const stored = isShown ? undefined : await Msg.getMessagesById([key]);
    // A page that has lost its memory must not pass for one that never had the message.
    if (!isShown && !Array.isArray(stored?.messages)) throw new Error("getMessagesById answers with no messages");
    const found = isShown ? shown : stored?.messages[0];
    if (found !== undefined) return { key, ack: found.ack, atSeconds: found.t };
  }
  return undefined;
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
  const { inboundOf } = window;
  if (inboundOf === undefined) throw new Error("the page is not listened to");
  const found: PageInbound[] = [];
  let mayLoad = true;
  const chats = window.require("WAWebCollections").Chat.getModelsArray();
  for (const chat of chats) {
    const isPerson = chat.id.server === "c.us" || chat.id.server === "lid";
    if (!isPerson || chat.unreadCount <= 0) continue;
    const wanted = Math.min(chat.unreadCount, perChat);
    const inbound = () => chat.msgs.getModelsArray().filter(({ id }) => !id.fromMe);
    if (inbound().length < wanted && mayLoad) {
      // What is in hand is read also where older ones can't be loaded.
      const tooLate = new Promise<false>((resolve) => setTimeout(resolve, 2_000, false));
      const loading = async () => {
        await window.require("WAWebChatLoadMessages").loadEarlierMsgs({ chat });
        return true;
      };
      mayLoad = await Promise.race([loading().catch(() => false), tooLate]);
    }
    const last = [...inbound()].sort((a, b) => a.t - b.t).slice(-wanted);
    for (const message of last) found.push(inboundOf(message, chat.id._serialized) as PageInbound);
  }
  return found.sort((a, b) => a.atSeconds - b.atSeconds);
};

/** Whether a chat under one of these names has messages. What WhatsApp refused was never in it. */
export const knowsChat = (names: readonly string[]): boolean => {
  const { createWid } = window.require("WAWebWidFactory");
  const { Chat } = window.require("WAWebCollections");
  const wids = names.map((name) => createWid(name));
  for (const wid of [...wids]) {
    try {
      const lid = window.require("WAWebApiContact").getCurrentLid(wid);
      if (typeof lid?._serialized === "string") wids.push(lid);
    } catch {
      // It may stand under the number all the same.
    }
  }
  return wids.some((wid) => {
    const chat = Chat.get(wid);
    const isThere = chat?.lastReceivedKey !== undefined && chat.lastReceivedKey !== null;
    return isThere || chat?.msgs.getModelsArray().some(({ id, ack }) => !id.fromMe || ack > 0) === true;
  });
};

/**
 * What a job of the page answers that takes nothing and asks the server: these members of it, of which it surely has the first.
 * Undefined where the page has no such job.
 */
export const answerOfJob = async (
  module: string,
  job: string,
  members: readonly [string, ...string[]],
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  let jobs: Record<string, unknown>;
  try {
    jobs = window.require(module);
    if (typeof jobs[job] !== "function") return undefined;
  } catch {
    return undefined;
  }
  const answer = (await (jobs[job] as () => unknown)()) as Record<string, unknown> | undefined | null;
  if (answer?.[members[0]] === undefined) throw new Error(`its answer has no ${members[0]}`);
  return Object.fromEntries(members.map((member) => [member, answer[member]]));
};
