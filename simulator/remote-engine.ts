import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { OutcomeUnknown, SessionDown } from "../core/errors.ts";
import { type OpenOptions, type OutgoingMessage, type WhatsApp, type WhatsAppConnection } from "../core/whatsapp.ts";
import { type Answer, errorOf, lineOf, type RemoteCall } from "./remote-words.ts";

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
    await once(socket, "connect");
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

  readonly checkNumber = (number: string) => this.#ask("checkNumber", number);
  readonly numberOfLid = (lid: string) => this.#ask("numberOfLid", lid);
  readonly send = (message: OutgoingMessage) => this.#ask("send", message);
  readonly findMessage = (messageId: string, to: string) => this.#ask("findMessage", messageId, to);
  readonly requestPairingCode = (number: string) => this.#ask("requestPairingCode", number);
  readonly readUnread = () => this.#ask("readUnread");
  readonly readLimits = () => this.#ask("readLimits");
  readonly knowsChat = (number: string) => this.#ask("knowsChat", number);
  readonly probe = () => this.#ask("probe").catch(() => ({ answers: false, isConnected: false }));

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

  #ask<Call extends RemoteCall>(
    call: Call,
    ...parameters: Parameters<WhatsAppConnection[Call]>
  ): Promise<Awaited<ReturnType<WhatsAppConnection[Call]>>> {
    if (this.#isOver) return Promise.reject(new SessionDown("the connection is closed"));
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { call, resolve: resolve as (value: unknown) => void, reject });
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
