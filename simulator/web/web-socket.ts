import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** The part of RFC 6455 that a page of ours needs: text frames both ways, closing, pings. */

const acceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcode = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };
/** What a page says is small; media goes by POST. */
const maxFrameBytes = 1024 * 1024;

export interface WebSocketHandlers {
  onText(text: string): void;
  onClose(): void;
}

export class WebSocket {
  readonly #stream: Duplex;
  readonly #handlers: WebSocketHandlers;
  #received = Buffer.alloc(0);
  #fragments: Buffer[] = [];
  #isOpen = true;

  /** Answers the upgrade request. */
  constructor(request: IncomingMessage, stream: Duplex, head: Buffer, handlers: WebSocketHandlers) {
    this.#stream = stream;
    this.#handlers = handlers;
    const accept = createHash("sha1")
      .update(`${request.headers["sec-websocket-key"] ?? ""}${acceptSuffix}`)
      .digest("base64");
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream
      .on("data", (bytes: Buffer) => {
        this.#take(bytes);
      })
      .on("error", () => stream.destroy())
      .once("close", () => {
        this.#end();
      });
    if (head.length > 0) this.#take(head);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  send(text: string): void {
    if (this.#isOpen) this.#write(opcode.text, Buffer.from(text));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#write(opcode.close, Buffer.from([0x03, 0xe8]));
    this.#stream.end();
    this.#end();
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#handlers.onClose();
  }

  #write(code: number, payload: Buffer): void {
    const { length } = payload;
    const header =
      length < 126
        ? Buffer.from([0x80 | code, length])
        : length < 65_536
          ? Buffer.from([0x80 | code, 126, length >> 8, length & 0xff])
          : Buffer.concat([Buffer.from([0x80 | code, 127, 0, 0, 0, 0]), uint32(length)]);
    this.#stream.write(Buffer.concat([header, payload]));
  }

  #take(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (let frame = this.#nextFrame(); frame !== undefined; frame = this.#nextFrame()) {
      this.#receivedFrame(frame.code, frame.isFinal, frame.payload);
      if (!this.#isOpen) return;
    }
  }

  #nextFrame(): { readonly code: number; readonly isFinal: boolean; readonly payload: Buffer } | undefined {
    const bytes = this.#received;
    if (bytes.length < 2) return undefined;
    const [first = 0, second = 0] = bytes;
    const short = second & 0x7f;
    const maskAt = short < 126 ? 2 : short === 126 ? 4 : 10;
    const start = maskAt + 4;
    if (bytes.length < start) return undefined;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if ((second & 0x80) === 0 || length > maxFrameBytes) {
      this.#stream.destroy();
      return undefined;
    }
    if (bytes.length < start + length) return undefined;
    const payload = Buffer.from(bytes.subarray(start, start + length));
    for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (bytes[maskAt + (at % 4)] ?? 0);
    this.#received = bytes.subarray(start + length);
    return { code: first & 0x0f, isFinal: (first & 0x80) !== 0, payload };
  }

  #receivedFrame(code: number, isFinal: boolean, payload: Buffer): void {
    if (code === opcode.close) this.close();
    else if (code === opcode.ping) this.#write(opcode.pong, payload);
    else if (code === opcode.text || code === opcode.continuation) {
      this.#fragments.push(payload);
      if (!isFinal) return;
      const text = Buffer.concat(this.#fragments).toString("utf8");
      this.#fragments = [];
      this.#handlers.onText(text);
    }
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
