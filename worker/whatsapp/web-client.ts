import type { OutgoingMedia } from "../../core/whatsapp.ts";
import type { PageInbound } from "./inbound.ts";

/** The page itself broke off, in its own words. Every other failure is one of the browser or of the way to it. */
export class PageError extends Error {
  override readonly name = "PageError";
}

/** One whatsapp-web.js client and its browser, as the supervisor needs them. Used once: a new connection is a new one. */
export interface WebClient {
  /** Starts browser and page; resolves when the library has taken hold of the page, long before it is ready. */
  start(): Promise<void>;
  /** The browser's process, once it runs. */
  readonly pid: number | undefined;
  /** Address of the page now. */
  readonly url: string;
  /** @throws PageError where the code threw in the page */
  evaluate<Values extends readonly unknown[], Result>(
    code: (...values: Values) => Result,
    ...values: Values
  ): Promise<Awaited<Result>>;
  requestPairingCode(number: string): Promise<string>;
  logout(): Promise<void>;
  destroy(): Promise<void>;
}

export interface SendingMessage {
  readonly messageId: string;
  readonly text: string;
  /** Its bytes in base64: the library takes no other form. */
  readonly media?: Omit<OutgoingMedia, "path"> & { readonly base64: string };
  /** The page's key of the message that this one answers. */
  readonly quotedKey?: string;
}

/** What the client emits. */
export interface WebClientListener {
  readonly qr: (qr: string) => void;
  /** The library's code is in the page, and the page is in sync. */
  readonly ready: () => void;
  /** A state of the page's line to WhatsApp, from before the library is ready. */
  readonly state: (state: string) => void;
  readonly ack: (messageId: string, to: string, ack: number) => void;
  readonly message: (message: PageInbound) => void;
  /** Whether a message whose file is prepared may still be handed over. Never rejects. */
  readonly mayHandOver: (messageId: string) => Promise<boolean>;
  readonly disconnected: (reason: string) => void;
  /** The library takes hold of a page that was loaded anew. */
  readonly navigated: () => void;
  /** Browser or page is gone. */
  readonly broken: (reason: string) => void;
  /** The library could not take hold of the page. */
  readonly notHeld: (reason: string) => void;
}
