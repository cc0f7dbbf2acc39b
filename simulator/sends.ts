import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defined } from "../core/defined.ts";
import { QuotedMessageUnknown, RejectedByWhatsApp, SessionDown } from "../core/errors.ts";
import { type Ack, type AckEvent, type OutgoingMessage } from "../core/whatsapp.ts";
import { type HandedOver } from "./events.ts";
import { type Line } from "./lines.ts";
import { type Network } from "./network.ts";
import { type KeptFiles } from "./phone/kept-files.ts";
import { type PendingCall } from "./pending-calls.ts";
import { type PageMessage, type Profile } from "./profile.ts";

export interface AckAt {
  readonly ack: Ack;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The way of a page's messages from its stored rows to the network, and of the server's answers to who waits for them. */
export class Sends {
  readonly #network: Network;
  readonly #waiting = new Map<string, PendingCall<AckAt>[]>();
  /** Stored in the page while the line was lost: handed over when it is back. */
  readonly #unsent: PageMessage[] = [];
  #line: Line | undefined;

  constructor(network: Network) {
    this.#network = network;
  }

  /** A message whose row is stored; `call` gets its answer. */
  add(message: PageMessage, call: PendingCall<AckAt>): void {
    this.#waiting.set(message.messageId, [...(this.#waiting.get(message.messageId) ?? []), call]);
    this.#network.holds.pass("stored_in_page", message.to, () => {
      this.#handOver(message);
    });
  }

  /** The line is there: what waited for it goes. */
  goOnline(line: Line): void {
    this.#line = line;
    for (const message of this.#unsent.splice(0)) this.#handOver(message);
  }

  /** What was pending in a page before this one goes once more. */
  resend(line: Line, pending: readonly PageMessage[]): void {
    for (const message of pending) this.#network.handOver(line, { ...handedOver(message), resent: true });
  }

  /** Nothing more is handed over, unless the line comes back. */
  goOffline(): void {
    this.#line = undefined;
  }

  hear({ messageId, ack, at }: AckEvent): void {
    const calls = this.#waiting.get(messageId) ?? [];
    this.#waiting.delete(messageId);
    for (const call of calls) {
      if (ack >= 1) call.resolve({ ack, at });
      else call.reject(new RejectedByWhatsApp(`WhatsApp refused message ${messageId}`));
    }
  }

  #handOver(message: PageMessage): void {
    if (this.#line) this.#network.handOver(this.#line, handedOver(message));
    else this.#unsent.push(message);
  }
}

const handedOver = ({ messageId, to, text, media, quotedMessageId }: PageMessage): HandedOver => ({
  messageId,
  to,
  type: media?.kind ?? "text",
  body: text,
  ...defined({ mediaSha256: media?.sha256, fileName: media?.fileName, quotedMessageId }),
});

/** What arrives is what lies on the disk, not what the sender says of it. @throws SessionDown when it can't be read */
export function withRealBytes({ media, ...message }: OutgoingMessage, files: KeptFiles): PageMessage {
  if (media === undefined) return message;
  const { kind, path, contentType } = media;
  const bytes = readBytes(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  files.keep(sha256, contentType, bytes);
  // Of other files a phone shows no name.
  return { ...message, media: { kind, sha256, ...(kind === "document" ? { fileName: media.fileName } : {}) } };
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SessionDown(`the file ${path} cannot be read`, { cause: error });
  }
}

/** As on the real page: what a message answers stands in the chat, ours or theirs. @throws QuotedMessageUnknown */
export function assertQuotable(
  { to, quotedMessageId }: OutgoingMessage,
  network: Network,
  line: Line | undefined,
  profile: Profile | undefined,
): void {
  if (quotedMessageId === undefined || line === undefined) return;
  const row = profile?.findRow(quotedMessageId);
  const isOwn = row !== undefined && network.isOneAccount(row.to, to);
  if (isOwn || network.isInChat(line, to, quotedMessageId)) return;
  throw new QuotedMessageUnknown(`the page does not know the message ${quotedMessageId} in the chat with ${to}`);
}
