import type { Browser, Page } from "puppeteer-core";
import wweb, { type Client, type Message, type MessageSendOptions } from "whatsapp-web.js";
import type { Chromium } from "./chromium.ts";
import { beginSupervision, isSupervised, tellStates } from "./page-code.ts";
import type { PageInbound } from "./inbound.ts";
import type { SendingMessage, SentMessage, WebClient, WebClientListener } from "./web-client.ts";

/** whatsapp-web.js behind the few words that the supervisor speaks. No other file imports it. */

export interface ClientOptions {
  readonly chromium: Chromium;
  readonly flags: readonly string[];
  readonly userDataDir: string;
  /** How long the library waits for WhatsApp's script in the page. */
  readonly pageTimeoutMs: number;
  /** Deadline of every single word between Node and the browser. */
  readonly protocolTimeoutMs: number;
  readonly listener: WebClientListener;
}

/** Members of the library's client that its types don't name. */
type Innards = Client & { inject(): Promise<void>; initWebVersionCache(): Promise<void> };

/** A navigation breaks off what was under way in the page; the page that comes is taken hold of anew. */
const isNavigation = (error: unknown): boolean =>
  /context was destroyed|detached|navigat|Cannot find context/i.test(error instanceof Error ? error.message : "");

export function makeWebClient(options: ClientOptions): WebClient {
  const { chromium, listener } = options;
  const client = new wweb.Client({
    authStrategy: storesNothing(async () => {
      await web.browserStarted();
    }),
    webVersionCache: { type: "none" },
    authTimeoutMs: options.pageTimeoutMs,
    puppeteer: {
      executablePath: chromium.path,
      headless: chromium.isShell ? "shell" : true,
      args: [...options.flags],
      env: { ...process.env, ...chromium.env },
      userDataDir: options.userDataDir,
      // The browser ends with the pipe, however this process ends.
      pipe: true,
      protocolTimeout: options.protocolTimeoutMs,
      timeout: options.protocolTimeoutMs,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    },
  }) as Innards;
  // It would read every page that loads, in a handler whose failure is not caught: a browser closed meanwhile would end
  // this process. Pages are not kept.
  client.initWebVersionCache = () => Promise.resolve();
  client.inject = takeHoldSafely(client, listener, client.inject.bind(client));
  hearEvents(client, listener);
  const web = new LibraryClient(client, listener);
  return web;
}

/**
 * The library must neither store nor delete a profile: the worker does, after a clean close.
 *
 * @param onBrowser called when the browser runs and its page is empty yet; after a logout by the phone once more
 */
function storesNothing(onBrowser: () => Promise<void>): InstanceType<typeof wweb.NoAuth> {
  const strategy = new wweb.NoAuth();
  strategy.afterBrowserInitialized = onBrowser;
  return strategy;
}

/**
 * The library takes hold of each page anew, in a handler whose failure is not caught: it would end the process. Here one
 * page after the other is taken hold of, once each, and a failure is emitted.
 */
function takeHoldSafely(client: Innards, listener: WebClientListener, inject: () => Promise<void>) {
  let holding = Promise.resolve();
  const takeHold = async (): Promise<void> => {
    const page = client.pupPage;
    if (page === undefined) return;
    // A page that comes meanwhile breaks this off, and is taken hold of by the next turn. It may show in what the library
    // says of a page that is not loaded yet, having waited for the one before.
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        if (!(await page.evaluate(beginSupervision))) return;
        listener.navigated();
        await inject();
        await page.evaluate(tellStates);
        return;
      } catch (error) {
        const breaksOff = isNavigation(error) || !(await page.evaluate(isSupervised).catch(() => false));
        if (!breaksOff || client.pupBrowser?.connected !== true) throw error;
      }
    }
    throw new Error("the page keeps navigating");
  };
  return (): Promise<void> => {
    holding = holding.then(takeHold).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      listener.broken(`could not take hold of the page at ${client.pupPage?.url() ?? "nowhere"}: ${reason}`);
    });
    return holding;
  };
}

function hearEvents(client: Innards, listener: WebClientListener): void {
  client
    .on("qr", listener.qr)
    .on("ready", () => {
      const { wid, pushname } = client.info;
      listener.ready({ number: wid.user, ...(pushname ? { name: pushname } : {}) });
    })
    .on("message_ack", (message: Message, ack: number) => {
      if (message.fromMe) listener.ack(message.id.id, userOf(message.to), ack);
    })
    .on("message", (message: Message) => {
      listener.message(inboundOf(message));
    })
    .on("disconnected", (reason) => {
      listener.disconnected(reason);
    })
    .on("auth_failure", (message) => {
      listener.broken(`WhatsApp refused the session: ${message}`);
    });
}

/** The library keeps what it does not name, as the page has it. */
function inboundOf(message: Message): PageInbound {
  const { id, from, body, type, timestamp, hasMedia } = message;
  const { mimetype, filename, quotedStanzaID } = (message as Message & { readonly _data: PageFacts })._data;
  return {
    id: id.id,
    from,
    body,
    type,
    atSeconds: timestamp,
    hasMedia,
    ...(mimetype === undefined ? {} : { mimetype }),
    ...(filename === undefined ? {} : { filename }),
    ...(quotedStanzaID === undefined ? {} : { quotedId: quotedStanzaID }),
  };
}

interface PageFacts {
  readonly mimetype?: string;
  readonly filename?: string;
  readonly quotedStanzaID?: string;
}

const userOf = (wid: string): string => wid.split("@")[0] ?? wid;

class LibraryClient implements WebClient {
  readonly #client: Innards;
  readonly #listener: WebClientListener;
  #isWatched = false;
  #isDestroyed = false;

  constructor(client: Innards, listener: WebClientListener) {
    this.#client = client;
    this.#listener = listener;
  }

  /** @throws Error when the client was closed while its browser started */
  async browserStarted(): Promise<void> {
    const browser = this.#browser;
    if (this.#isWatched || browser === undefined) return;
    this.#isWatched = true;
    // What the library still calls and puppeteer no longer has.
    Object.assign(browser, { isConnected: () => browser.connected });
    if (this.#isDestroyed) {
      await browser.close();
      throw new Error("closed while the browser started");
    }
    const { broken, state } = this.#listener;
    browser.on("disconnected", () => {
      broken("the browser is gone");
    });
    this.#page
      .on("error", ({ message }: Error) => {
        broken(`the page crashed: ${message}`);
      })
      .on("close", () => {
        broken("the page was closed");
      });
    await this.#page.exposeFunction("onSocketState", state);
  }

  get #browser(): Browser | undefined {
    return this.#client.pupBrowser ?? undefined;
  }

  get #page(): Page {
    const page = this.#client.pupPage;
    if (page === undefined) throw new Error("there is no page yet");
    return page;
  }

  get pid(): number | undefined {
    return this.#browser?.process()?.pid;
  }

  get url(): string {
    return this.#client.pupPage?.url() ?? "";
  }

  async start(): Promise<void> {
    try {
      await this.#client.initialize();
    } catch (error) {
      // Some of the library's errors are mere strings.
      throw error instanceof Error ? error : new Error(String(error));
    }
  }

  async evaluate<Values extends readonly unknown[], Result>(
    code: (...values: Values) => Result,
    ...values: Values
  ): Promise<Awaited<Result>> {
    return (await this.#page.evaluate(code as unknown as (...all: unknown[]) => unknown, ...values)) as Awaited<Result>;
  }

  async send(chatId: string, message: SendingMessage): Promise<SentMessage | undefined> {
    const { media, text, messageId, quotedKey } = message;
    const options: MessageSendOptions & { readonly waitUntilMsgSent: true } = {
      waitUntilMsgSent: true,
      sendSeen: false,
      linkPreview: false,
      parseVCards: false,
      extra: { ownId: messageId },
      // Deleted since it was found, it would otherwise be left out without a word.
      ...(quotedKey === undefined ? {} : { quotedMessageId: quotedKey, ignoreQuoteErrors: false }),
    };
    if (media === undefined) return asSent(await this.#client.sendMessage(chatId, text, options));
    const file = new wweb.MessageMedia(media.contentType, media.base64, media.fileName);
    const withFile = { ...options, caption: text, sendMediaAsDocument: media.kind === "document" };
    return asSent(await this.#client.sendMessage(chatId, file, withFile));
  }

  async requestPairingCode(number: string): Promise<string> {
    return await this.#client.requestPairingCode(number);
  }

  async logout(): Promise<void> {
    await this.#client.logout();
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    const browser = this.#browser;
    if (browser?.connected === true) await browser.close();
  }
}

// Some of the library's answers are null, and some undefined.
const asSent = (message: Message | null | undefined): SentMessage | undefined =>
  message ? { messageId: message.id.id, ack: message.ack, atSeconds: message.timestamp } : undefined;
