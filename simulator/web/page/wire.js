/** The line to the server: words both ways, questions with answers, a new line when one is lost. */

export class Wire {
  #socket;
  #waiting = new Map();
  #asked = 0;
  #handlers;
  #isOver = false;

  /** @param handlers { opened, word, lost } */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  open() {
    if (this.#isOver) return;
    const socket = new WebSocket(`wss://${location.host}/line`);
    this.#socket = socket;
    socket.onopen = () => this.#handlers.opened();
    socket.onmessage = ({ data }) => {
      const word = JSON.parse(data);
      if (word.type !== "answer") return this.#handlers.word(word);
      const { resolve, reject } = this.#waiting.get(word.question) ?? {};
      this.#waiting.delete(word.question);
      if (word.error === undefined) resolve?.(word.value);
      else reject?.(new Error(word.error));
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      for (const { reject } of this.#waiting.values()) reject(new Error("the line was lost"));
      this.#waiting.clear();
      this.#handlers.lost();
      setTimeout(() => this.open(), window.pageSettings.reconnectMs);
    };
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  say(word) {
    if (this.isOpen) this.#socket.send(JSON.stringify(word));
  }

  ask(word) {
    if (!this.isOpen) return Promise.reject(new Error("the line is down"));
    const question = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(question, { resolve, reject });
      this.say({ ...word, question });
    });
  }

  /** Hangs up and comes back at once, as after pairing. */
  again() {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.open();
  }

  end() {
    this.#isOver = true;
    this.#socket?.close();
  }
}
