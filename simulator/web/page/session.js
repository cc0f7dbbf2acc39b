import { drift } from "./drift.js";
import { Model } from "./models.js";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The page's standing with the server: pairing, connecting, coming back, being thrown out. */
export class Session {
  #parts;
  #paired = false;
  #keys = ["", "", ""];
  #words = Promise.resolve();
  #isSynced = false;
  Socket;
  Conn;

  /** @param parts { wire, storage, account, sending, chats, cmd } */
  constructor(parts) {
    this.#parts = parts;
    this.Conn = new Model({ ref: undefined, platform: "android", pushname: undefined });
    this.Socket = new Model({ state: "OPENING", hasSynced: false });
    this.Socket.logout = async () => {
      await parts.wire.ask({ type: "logout" });
      await parts.storage.forgetAll();
    };
    this.Socket.reconnect = this.Socket.takeover = () => parts.wire.again();
  }

  get keys() {
    return this.#keys;
  }

  async opened() {
    if (window.pageSettings.stuckOpening) return;
    const device = await this.#parts.storage.device();
    this.#parts.wire.say({ type: "hello", ...(device === undefined ? {} : { device }) });
  }

  lost() {
    this.#parts.sending.offline();
    if (this.Socket.state === "CONNECTED") this.Socket.set("state", "OPENING");
  }

  /** One after the other: what a word changes is stored before the next is read. */
  heard(word) {
    this.#words = this.#words.then(() => this.#hear(word)).catch((error) => reportError(error));
  }

  async #hear(word) {
    const { wire, storage, sending, chats } = this.#parts;
    switch (word.type) {
      case "qr": {
        const [ref, ...keys] = word.qr.split(",");
        this.#keys = keys;
        this.Conn.set("ref", ref);
        this.Socket.set("state", "UNPAIRED");
        return;
      }
      case "qr_used_up":
        // The library shows what comes of a ref that is gone: a code that begins with "undefined".
        this.Conn.set("ref", undefined);
        this.Socket.set("state", "UNPAIRED_IDLE");
        return;
      case "linked":
        this.Socket.set("state", "PAIRING");
        await storage.saveDevice(word.device);
        this.#paired = true;
        if (window.pageSettings.reloadAfterPairing) location.reload();
        else wire.again();
        return;
      case "online":
        await this.#online(word);
        return;
      case "history":
        await chats.met(word.people);
        return;
      case "undecryptable":
        this.Socket.set("state", "CONNECTED");
        return;
      case "conflict":
        wire.end();
        sending.offline();
        this.Socket.set("state", "CONFLICT");
        return;
      case "logged_out":
        await this.#thrownOut();
        return;
      case "ack":
        await sending.acked(word.ack);
        wire.say({ type: "heard", word: word.word });
        return;
      case "resend_pending":
        await sending.resendPending();
        return;
      case "message":
        this.#parts.account.learn(word.message.from, word.message.lid);
        await chats.received(word.message);
        wire.say({ type: "heard", word: word.word });
        return;
      case "navigate":
        location.href = word.to;
        return;
      case "resync":
        this.Socket.set("hasSynced", false);
        this.Socket.set("hasSynced", true);
        return;
      case "drift":
        drift.set(word.drift);
        if (window.Debug !== undefined) window.Debug = { VERSION: word.version };
        return;
      case "state":
        this.Socket.set("state", word.state);
        return;
    }
  }

  async #online({ account, lid, name }) {
    const { wire, storage, sending } = this.#parts;
    drift.lineIsUp();
    this.#parts.account.isKnown(account, lid);
    this.Conn.pushname = name;
    // On disk before the server knows: a kill in between leaves a profile that is newer, never stale.
    const device = await storage.device();
    await storage.saveDevice({ ...device, generation: device.generation + 1 });
    wire.say({ type: "advance", generation: device.generation + 1 });
    this.Socket.set("state", "CONNECTED");
    sending.online();
    void this.#sync();
  }

  async #sync() {
    const { wire, chats } = this.#parts;
    const { syncsUnheard, deliversUnheard } = window.pageSettings;
    if (deliversUnheard) wire.say({ type: "listen" });
    if (!this.#isSynced) {
      this.#isSynced = true;
      while (!syncsUnheard && !this.Socket.isHeard("change:hasSynced")) await wait(10);
      this.Socket.set("hasSynced", true);
    }
    if (deliversUnheard) return;
    for (let waited = 0; !chats.Msg.isHeard("change:ack") && waited < 5_000; waited += 10) await wait(10);
    wire.say({ type: "listen" });
  }

  async #thrownOut() {
    const { wire, storage, cmd } = this.#parts;
    wire.end();
    await storage.forgetAll();
    cmd.trigger("logout");
    await wait(50);
    location.href = "/?post_logout=1";
  }
}
