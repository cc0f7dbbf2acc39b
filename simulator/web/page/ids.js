import { drift } from "./drift.js";

/** WhatsApp's names of accounts and messages, as far as the library reads them. */

export class Wid {
  constructor(user, server) {
    this.server = server;
    this.user = user;
    this._serialized = `${user}@${server}`;
  }

  isLid() {
    return this.server === "lid";
  }

  isGroup() {
    return this.server === "g.us";
  }

  isStatus() {
    return this._serialized === "status@broadcast";
  }

  isUser() {
    return this.server === "c.us" || this.server === "lid";
  }

  toString() {
    return this._serialized;
  }
}

export const createWid = (like) => {
  const text = typeof like === "string" ? like : like._serialized;
  const [user, server] = text.split("@");
  if (!user || !server) throw new Error(`wid error: invalid wid ${text}`);
  return new Wid(user, server);
};

export class MsgKey {
  constructor({ from, to, id, participant, selfDir }) {
    this.fromMe = selfDir === "out";
    this.remote = createWid(this.fromMe ? to : from);
    this.id = id;
    if (participant !== undefined) this.participant = participant;
    // A message to oneself comes in as well as it goes out: its key says which of the two it is.
    if (String(from) === String(to)) this.self = selfDir;
    const tail = participant?._serialized ?? this.self;
    const text = `${this.fromMe}_${this.remote._serialized}_${id}${tail === undefined ? "" : `_${tail}`}`;
    this[drift.textOfKeys] = text;
  }

  toString() {
    return this.$1 ?? this._serialized;
  }

  static async newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
  }
}
