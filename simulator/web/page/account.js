import { createWid } from "./ids.js";

/** Whom the page knows by number and by LID, and who it is itself. */
export class Account {
  #wire;
  #lidOf = new Map();
  #numberOf = new Map();
  me;
  myLid;

  constructor(wire) {
    this.#wire = wire;
  }

  learn(number, lid) {
    if (lid === undefined) return;
    this.#lidOf.set(number, lid);
    this.#numberOf.set(lid, number);
  }

  /** Who writes to it: the account of this page, under its LID where the other one goes by that. */
  meTo(wid) {
    return wid.isLid() ? (this.myLid ?? this.me) : this.me;
  }

  isKnown(number, lid) {
    this.me = createWid(`${number}@c.us`);
    this.learn(number, lid);
    this.myLid = this.currentLid(this.me);
  }

  /** The key that messages with this account go under: its LID where it has one. */
  widOf(number) {
    const lid = this.#lidOf.get(number);
    return createWid(lid === undefined ? `${number}@c.us` : `${lid}@lid`);
  }

  numberOf(wid) {
    return wid.isLid() ? this.#numberOf.get(wid.user) : wid.user;
  }

  currentLid(wid) {
    const lid = this.#lidOf.get(wid.user);
    return lid === undefined ? undefined : createWid(`${lid}@lid`);
  }

  phoneNumber(wid) {
    const number = this.#numberOf.get(wid.user);
    return number === undefined ? undefined : createWid(`${number}@c.us`);
  }

  async queryExists(wid) {
    const asked = wid.isLid() ? { lid: wid.user } : { number: wid.user };
    const { onWhatsApp, number, lid } = await this.#wire.ask({ type: "exists", ...asked });
    if (!onWhatsApp) return null;
    this.learn(number, lid);
    return { wid: createWid(`${number}@c.us`) };
  }

  /** As on the real page, a chat needs the account's LID to be known where it has one. */
  async assertAddressable(wid) {
    if (wid.isLid() || this.#lidOf.has(wid.user)) return;
    const { lid } = await this.#wire.ask({ type: "exists", number: wid.user });
    if (lid !== undefined) throw new Error(`No LID for user ${wid.user}`);
  }
}
