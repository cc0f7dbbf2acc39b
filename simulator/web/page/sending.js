/** The way of a message from the page to the server. Its row is stored first. */
export class Sending {
  #wire;
  #chats;
  #account;
  /** Who waits for the server's word, by message id. */
  #waiting = new Map();
  #unsent = [];
  #isOnline = false;
  #hasResent = false;

  constructor(wire, chats, account) {
    this.#wire = wire;
    this.#chats = chats;
    this.#account = account;
  }

  /** As on the real page: at once two promises, of the stored row and of the server's word. */
  addAndSend(chat, { mediaBlob: _sent, set: _set, toJSON: _toJSON, ...attributes }) {
    const number = this.#account.numberOf(chat.id);
    const result = new Promise((resolve) => this.#waiting.set(attributes.id.id, resolve));
    const stored = this.#chats.add({ ...attributes, number });
    stored.then((message) => this.#handOver(message)).catch(() => undefined);
    return [stored, result];
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
      if (!this.#waiting.has(message.id)) this.#handOver(message, true);
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
