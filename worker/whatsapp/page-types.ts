/** WhatsApp's page as our code in it reads it. Its modules are the ones that whatsapp-web.js itself uses. */

export interface Wid {
  readonly user: string;
  readonly server: string;
  readonly _serialized: string;
}

export interface PageMessage {
  readonly id: { readonly fromMe: boolean; readonly id: string; readonly remote: Wid };
  readonly ack: number;
  readonly body?: string;
  readonly caption?: string;
  readonly pollName?: string;
  readonly directPath?: string;
  readonly type: string;
  readonly mimetype?: string;
  readonly filename?: string;
  readonly quotedStanzaID?: string;
  readonly t: number;
  readonly isNewMsg?: boolean;
  once?(event: string, handler: () => void): void;
}

export interface PageChat {
  readonly id: Wid;
  readonly unreadCount: number;
  readonly msgs: { getModelsArray(): readonly PageMessage[] };
  /** Of its last message, which need not be loaded; a chat that was opened and not written in has none. */
  readonly lastReceivedKey?: unknown;
}

export interface Heard {
  on(event: string, handler: (model: never, value: never) => void): void;
  off?(event: string, handler: (model: never, value: never) => void): void;
  trigger?(event: string): void;
}

export interface MessageStore extends Heard {
  get(key: string): PageMessage | undefined;
  getModelsArray(): readonly PageMessage[];
  getMessagesById(keys: readonly string[]): Promise<{ readonly messages: readonly PageMessage[] } | undefined>;
}

export interface SentKey {
  id: string;
  _serialized: string;
}

/** A message on its way into the page, as the library made it. */
export interface Outgoing {
  ownId?: string;
  attempt?: number;
  asksFirst?: boolean;
  __x_id?: unknown;
  from?: Wid;
  to: Wid;
  id: SentKey;
}

export interface SendAction {
  addAndSendMsgToChat: (chat: unknown, message: Outgoing) => unknown;
}

/** What our code in the page keeps of its messages; gone with the page. */
export interface OwnIds {
  readonly replacement: SendAction["addAndSendMsgToChat"];
  tries: number;
  /** The try of each message that may still be handed over; 0 once it was, or was given up. */
  readonly attempts: Map<string, number>;
  readonly handedOver: Set<string>;
}

export interface PageWindow {
  readonly location: { readonly hostname: string };
  readonly indexedDB: { databases(): Promise<unknown> };
  readonly WWebJS?: {
    getChat(chatId: string, how: { readonly getAsModel: false }): Promise<PageChat | null | undefined>;
    sendMessage(chat: PageChat, content: string, options: object): Promise<PageMessage | undefined>;
  };
  readonly Debug?: { readonly VERSION?: unknown };
  ownIds?: OwnIds;
  inboundOf?: (message: PageMessage, from: string) => unknown;
  readonly heardFrom?: Set<string>;
  isSupervised?: boolean;
  onSocketState(state: string): void;
  onOwnAck(messageId: string, to: string, ack: number): void;
  onInbound(message: unknown): void;
  mayHandOver(messageId: string): Promise<boolean>;
  onAppStateHasSyncedEvent(): Promise<void>;
  require(name: "WAWebSocketModel"): {
    readonly Socket: Heard & { readonly state: string; readonly hasSynced?: boolean };
  };
  require(name: "WAWebConnModel"): { readonly Conn?: { readonly pushname?: string } };
  require(name: "WAWebUserPrefsMeUser"): {
    readonly getMaybeMePnUser: () => Wid | undefined;
    readonly getMaybeMeLidUser: () => Wid | undefined;
  };
  require(name: "WAWebSendMsgChatAction"): SendAction;
  require(name: "WAWebMsgKey"): new (parts: { from: Wid; to: Wid; id: string; selfDir: "out" }) => SentKey;
  require(name: "WAWebWidFactory"): { readonly createWid: (text: string) => Wid };
  require(name: "WAWebChatGetters"): Record<"getIsNewsletter" | "getIsBroadcast", (chat: PageChat) => unknown>;
  require(name: "WAWebQueryExistsJob"): { queryWidExists(wid: Wid): Promise<{ readonly wid?: Wid } | null> };
  require(name: "WAWebApiContact"): {
    readonly getCurrentLid: (wid: Wid) => Wid | undefined;
    readonly getPhoneNumber: (wid: Wid) => Wid | undefined;
  };
  require(name: "WAWebChatLoadMessages"): { loadEarlierMsgs(of: { chat: PageChat }): Promise<unknown> };
  require(name: "WAWebSyncGatingUtils"): { isPlaceholderMessageResendEnabled: () => boolean };
  require(name: "WAWebNonMessageDataRequestPlaceholderMessageResendUtils"): {
    handlePlaceholderMsgsSeen(messages: readonly PageMessage[], isSure: true): void;
  };
  require(name: "WAWebCollections"): {
    readonly Msg: MessageStore;
    readonly Chat: { get(wid: Wid): PageChat | undefined; getModelsArray(): readonly PageChat[] };
  };
  require(name: string): Record<string, unknown>;
}
