/** The way of a message from the page to the server. Its row is stored first. */
export class Sending {
  #wire;
  #chats;
  #account;
  /** Who waits for the server's word, by message id. */
  #waiting = new Map();
  /** Ids of all that this page was asked to send. */
  #asked = new Set();
  #unsent = [];
  #isOnline = false;
  #hasResent = false;

  constructor(wire, chats, account) {
    this.#wire = wire;
    this.#chats = chats;
    this.#account = account;
  }

  /**
   * As on the real page: at once two promises. The first is of the stored row, and all that may go wrong before is its
   * failure. The second, of the server's word, begins after it.
   */
  addAndSend(chat, message) {
    const stored = this.#store(chat, message);
    const result = stored.then((row) => this.#send(row));
    result.catch(() => undefined);
    return [stored, result];
  }

  async #store(chat, { mediaBlob: _sent, set: _set, toJSON: _toJSON, ...attributes }) {
    const number = this.#account.numberOf(chat.id);
    if (number === undefined) throw new Error("Lid is missing in chat table");
    this.#asked.add(attributes.id.id);
    return await this.#chats.add({ ...attributes, number });
  }

  #send(message) {
    const result = new Promise((resolve) => this.#waiting.set(message.id.id, resolve));
    this.#handOver(message);
    return result;
  }

  #handOver(message, resent = false) {
    if (!this.#isOnline) {
      this.#unsent.push(message);
      return;
    }
    const isText = message.type === "chat";
    this.#wire.say({
      type: "message",
      messageId: message.id?.id ?? message.id,
      to: message.number,
      kind: isText ? "text" : message.type,
      body: (isText ? message.body : message.caption) ?? "",
      ...(message.mediaSha256 === undefined ? {} : { mediaSha256: message.mediaSha256 }),
      ...(message.type === "document" && message.filename !== undefined ? { fileName: message.filename } : {}),
      ...(message.quotedStanzaID === undefined ? {} : { quotedMessageId: message.quotedStanzaID }),
      ...(resent ? { resent } : {}),
    });
  }

  online() {
    this.#isOnline = true;
    for (const message of this.#unsent.splice(0)) this.#handOver(message);
  }

  /** Once a page: what one before it stored and did not see acknowledged, unless this one was asked to send it. */
  async resendPending() {
    if (this.#hasResent) return;
    this.#hasResent = true;
    for (const message of await this.#chats.pendingRows()) {
      if (!this.#asked.has(message.id)) this.#handOver(message, true);
    }
  }

  offline() {
    this.#isOnline = false;
  }

  async acked(ack) {
    const message = await this.#chats.acked(ack);
    if (message === undefined || message.ack === 0) return;
    this.#waiting.get(ack.messageId)?.({ messageSendResult: message.ack < 0 ? "ERROR_UNKNOWN" : "OK" });
    this.#waiting.delete(ack.messageId);
  }
}
