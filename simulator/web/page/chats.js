import { createWid, MsgKey } from "./ids.js";
import { Collection, Model } from "./models.js";

class Message extends Model {
  /** The real models keep each attribute under `__x_` and its name, and so find it there. */
  constructor(attributes) {
    super("__x_id" in attributes ? { ...attributes, id: attributes.__x_id } : attributes);
    if (this.id !== undefined) return;
    throw new Error("Data passed to getter must include an id property (it's how we memoize) but got undefined");
  }

  unsafe() {
    return this;
  }

  msgContextInfo() {
    return { quotedStanzaID: this.id.id };
  }

  async downloadMedia() {}

  serialize() {
    const { server, user, _serialized } = this.id.remote;
    const remote = { server, user, _serialized };
    const names = [
      ...["ack", "body", "caption", "type", "t", "from", "to", "isNewMsg", "self"],
      ...["directPath", "mimetype", "filename", "quotedStanzaID"],
    ];
    const kept = names.filter((name) => this[name] !== undefined).map((name) => [name, this[name]]);
    return {
      id: { ...this.id, remote },
      ...JSON.parse(JSON.stringify(Object.fromEntries(kept))),
    };
  }
}

class Chat extends Model {
  msgs = new Collection();

  serialize() {
    return {
      id: this.id,
      unreadCount: this.unreadCount,
      t: this.t,
      formattedTitle: this.formattedTitle,
      msgs: this.msgs.getModelsArray().map((message) => message.serialize()),
    };
  }

  toJSON() {
    return { id: this.id, unreadCount: this.unreadCount };
  }
}

const rowOf = (message) => ({
  key: String(message.id),
  chat: message.id.remote._serialized,
  fromMe: message.id.fromMe,
  id: message.id.id,
  number: message.number,
  ack: message.ack,
  ackAt: message.ackAt,
  body: message.body,
  caption: message.caption,
  type: message.type,
  directPath: message.directPath,
  mimetype: message.mimetype,
  filename: message.filename,
  t: message.t,
  from: message.from._serialized,
  to: message.to._serialized,
  mediaSha256: message.mediaSha256,
  quotedStanzaID: message.quotedStanzaID,
});

/** The page's words for what people write. */
const pageTypes = { text: "chat", audio: "ptt", contact: "vcard", other: "poll_creation" };

/** What the page keeps of the content: of a file its caption and where its bytes would lie, of a location a small picture. */
const contentOf = ({ id, type, body, media, quotedMessageId }) => ({
  type: pageTypes[type] ?? type,
  ...(media === undefined
    ? { body: type === "location" ? "/9j/4AAQSkZJRgABAQ==" : body }
    : { caption: body, directPath: `/v/received/${id}`, mimetype: media.contentType, filename: media.fileName }),
  quotedStanzaID: quotedMessageId,
});

/** Chats and messages: what is shown, kept in step with what is stored. */
export class Chats {
  #storage;
  #account;
  Msg = new Collection();
  Chat = new Collection();

  constructor(storage, account) {
    this.#storage = storage;
    this.#account = account;
    this.Msg.modelClass = Message;
    this.Msg.getMessagesById = async (keys) => ({
      messages: (await Promise.all(keys.map((key) => this.find(key)))).filter((one) => one !== undefined),
    });
  }

  async load() {
    for (const { chat, unreadCount, t, lastReceivedKey } of await this.#storage.chats()) {
      this.#show(createWid(chat), unreadCount, t).lastReceivedKey = lastReceivedKey;
    }
  }

  #show(wid, unreadCount, t) {
    return this.Chat.add(
      new Chat({ id: wid, unreadCount, t, formattedTitle: wid.user, mute: { expiration: 0 }, archive: false }),
    );
  }

  /** The phone knows chats of before with these people, of whom each comes as a number, and a LID where there is one. */
  async met(people) {
    for (const [number, lid] of people) {
      this.#account.learn(number, lid);
      await this.#hasMessages(this.of(createWid(`${number}@c.us`)), "of the phone");
    }
  }

  /** A chat keeps the key of its last message, also while none of its messages is loaded. */
  async #hasMessages(chat, key) {
    if (chat.lastReceivedKey !== undefined) return;
    chat.lastReceivedKey = { _serialized: String(key) };
    await this.#saveChat(chat);
  }

  /** The chat with an account, made when there is none. */
  of(wid) {
    const keyed = wid.isLid() ? wid : this.#account.widOf(wid.user);
    return this.Chat.get(keyed) ?? this.#show(keyed, 0, Math.floor(Date.now() / 1000));
  }

  async find(key) {
    const shown = this.Msg.get(key);
    if (shown) return shown;
    const row = await this.#storage.row(key);
    return row && this.#ofRow(row);
  }

  #ofRow({ key: _key, fromMe, id, from, to, chat, ...rest }) {
    const msgKey = fromMe
      ? this.#keyOfOurs(createWid(chat), id)
      : new MsgKey({ from: createWid(chat), to: createWid(to), id, selfDir: "in" });
    return new Message({ ...rest, id: msgKey, from: createWid(from), to: createWid(to), isNewMsg: false });
  }

  /** Shows a new message and stores its row. */
  async add(attributes) {
    const message = new Message(attributes);
    this.of(message.id.remote).msgs.add(message);
    this.Msg.add(message);
    await this.#storage.save("rows", rowOf(message));
    return message;
  }

  async received(message) {
    const { id, from, at } = message;
    const wid = this.#account.widOf(from);
    const key = new MsgKey({ from: wid, to: this.#account.me, id, selfDir: "in" });
    if (await this.find(String(key))) return;
    const t = Math.floor(at / 1000);
    const to = this.#account.me;
    const content = contentOf(message);
    await this.add({ id: key, from: wid, to, number: from, ...content, t, ack: 1, isNewMsg: true, self: "in" });
    const chat = this.of(wid);
    chat.lastReceivedKey = { _serialized: String(key) };
    chat.set("unreadCount", chat.unreadCount + 1);
    await this.#saveChat(chat);
  }

  async seen(chat) {
    chat.set("unreadCount", 0);
    await this.#saveChat(chat);
  }

  #saveChat({ id, unreadCount, t, lastReceivedKey }) {
    return this.#storage.save("chats", { chat: id._serialized, unreadCount, t, lastReceivedKey });
  }

  /** News of a message of ours: acks only rise, but for the refusal of one that no one received. */
  async acked({ messageId, number, ack, at }) {
    const names = [this.#account.widOf(number), createWid(`${number}@c.us`)];
    const keys = names.map((to) => String(this.#keyOfOurs(to, messageId)));
    const found = await Promise.all(keys.map((key) => this.find(key)));
    const message = found.find((one) => one !== undefined);
    if (message === undefined) return undefined;
    if (!this.Msg.get(message.id)) {
      this.of(message.id.remote).msgs.add(message);
      this.Msg.add(message);
    }
    if (ack > message.ack || (ack === -1 && message.ack === 0)) {
      message.ackAt = at;
      message.set("ack", ack);
      await this.#storage.save("rows", rowOf(message));
    }
    if (message.ack > 0) await this.#hasMessages(this.of(message.id.remote), message.id);
    return message;
  }

  #keyOfOurs(to, id) {
    return new MsgKey({ from: this.#account.meTo(to), to, id, selfDir: "out" });
  }

  async earlierOf(chat) {
    const rows = await this.#storage.rowsOf(chat.id._serialized);
    const unknown = rows.filter(({ key }) => !chat.msgs.get(key)).map((row) => this.#ofRow(row));
    for (const message of unknown) chat.msgs.add(message);
    return unknown;
  }

  async pendingRows() {
    return (await this.#storage.rows()).filter(({ fromMe, ack }) => fromMe && ack === 0);
  }
}
