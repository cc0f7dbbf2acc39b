import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { OutcomeUnknown, SessionDown } from "../core/errors.ts";
import {
  type InboundMessage,
  type NumberCheck,
  type OpenOptions,
  type OutgoingMessage,
  type PageProbe,
  type WhatsApp,
  type WhatsAppConnection,
} from "../core/whatsapp.ts";
import { type Answer, errorOf, lineOf, type RemoteCall } from "./remote-words.ts";

type AckAt = Awaited<ReturnType<WhatsAppConnection["send"]>>;

/** The simulator's in-process door from another process of the same machine, see remote-door.ts. */
export class RemoteSimulatedWhatsApp implements WhatsApp {
  readonly #port: number;
  readonly #token: string;

  constructor(port: number, token: string) {
    this.#port = port;
    this.#token = token;
  }

  async open({ profileDir, onEvent }: OpenOptions): Promise<WhatsAppConnection> {
    const socket = connect(this.#port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    socket.write(lineOf({ token: this.#token, profileDir }));
    return new RemoteConnection(socket, onEvent);
  }
}

interface Pending {
  readonly call: RemoteCall;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

class RemoteConnection implements WhatsAppConnection {
  readonly #socket: Socket;
  readonly #onEvent: OpenOptions["onEvent"];
  readonly #pending = new Map<number, Pending>();
  #asked = 0;
  #isOver = false;

  constructor(socket: Socket, onEvent: OpenOptions["onEvent"]) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    createInterface({ input: socket }).on("line", (line) => {
      this.#hear(JSON.parse(line) as Answer);
    });
    socket
      .on("error", () => socket.destroy())
      .once("close", () => {
        this.#end("the simulator's process is gone");
      });
  }

  async checkNumber(number: string): Promise<NumberCheck> {
    return (await this.#ask("checkNumber", number)) as NumberCheck;
  }

  async numberOfLid(lid: string): Promise<string | undefined> {
    return (await this.#ask("numberOfLid", lid)) as string | undefined;
  }

  async send(message: OutgoingMessage): Promise<AckAt> {
    return (await this.#ask("send", message)) as AckAt;
  }

  async findMessage(messageId: string, to: string): Promise<AckAt | undefined> {
    return (await this.#ask("findMessage", messageId, to)) as AckAt | undefined;
  }

  async requestPairingCode(number: string): Promise<string> {
    return (await this.#ask("requestPairingCode", number)) as string;
  }

  async readUnread(): Promise<readonly InboundMessage[]> {
    return (await this.#ask("readUnread")) as readonly InboundMessage[];
  }

  async probe(): Promise<PageProbe> {
    return await (this.#ask("probe") as Promise<PageProbe>).catch(() => ({ answers: false, isConnected: false }));
  }

  async logout(): Promise<void> {
    await this.#ask("logout");
    await this.close();
  }

  async close(): Promise<void> {
    if (this.#isOver) return;
    await this.#ask("close").catch(() => undefined);
    this.#isOver = true;
    this.#socket.end();
  }

  #ask(call: RemoteCall, ...parameters: readonly unknown[]): Promise<unknown> {
    if (this.#isOver) return Promise.reject(new SessionDown("the connection is closed"));
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { call, resolve, reject });
      this.#socket.write(lineOf({ id, call, parameters }));
    });
  }

  #hear(answer: Answer): void {
    if ("event" in answer) {
      if (!this.#isOver) this.#onEvent(answer.event);
      return;
    }
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if ("error" in answer) pending?.reject(errorOf(answer.error));
    else pending?.resolve(answer.value);
  }

  /** The other process died: what was handed over may have gone, what was asked has no answer. */
  #end(reason: string): void {
    const wasOver = this.#isOver;
    this.#isOver = true;
    for (const { call, reject } of this.#pending.values()) {
      reject(call === "send" ? new OutcomeUnknown(reason) : new SessionDown(reason));
    }
    this.#pending.clear();
    if (!wasOver) this.#onEvent({ type: "down", reason });
  }
}
