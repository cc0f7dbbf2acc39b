import type { Browser, Page } from "puppeteer-core";
import wweb, { type Client } from "whatsapp-web.js";
import type { Chromium } from "./chromium.ts";
import { beginSupervision, isSupervised, tellStates } from "./page-code.ts";
import { earlyShims } from "./page-shims.ts";
import { PageError, type WebClient, type WebClientListener } from "./web-client.ts";

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
type Innards = Client & Record<"inject" | "initWebVersionCache" | "attachEventListeners", () => Promise<void>>;

/** A navigation breaks off what was under way in the page; the page that comes is taken hold of anew. */
const isNavigation = (error: unknown): boolean =>
  /context was destroyed|detached|navigat|Cannot find context/i.test(error instanceof Error ? error.message : "");

export function makeWebClient(options: ClientOptions): WebClient {
  const { chromium, listener } = options;
  const client = new wweb.Client({
    authStrategy: storesNothing(
      () => web.browserStarted(),
      () => web.mendEarly(),
    ),
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
  // Ours are attached once it is ready.
  client.attachEventListeners = () => Promise.resolve();
  client.inject = takeHoldSafely(client, listener, client.inject.bind(client));
  hearEvents(client, listener);
  const web = new LibraryClient(client, listener);
  return web;
}

/**
 * The library must neither store nor delete a profile: the worker does, after a clean close.
 *
 * @param onBrowser called when the browser runs and its page is empty yet; after a logout by the phone once more
 * @param onSync called when the page is in sync, before the library's code goes into it
 */
function storesNothing(onBrowser: () => Promise<void>, onSync: () => Promise<void>): InstanceType<typeof wweb.NoAuth> {
  const strategy = new wweb.NoAuth();
  strategy.afterBrowserInitialized = onBrowser;
  strategy.getAuthEventPayload = onSync;
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
      const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
      listener.notHeld(`could not take hold of the page at ${client.pupPage?.url() ?? "nowhere"}: ${reason}`);
    });
    return holding;
  };
}

function hearEvents(client: Innards, listener: WebClientListener): void {
  client
    .on("qr", listener.qr)
    .on("ready", listener.ready)
    .on("disconnected", (reason) => {
      listener.disconnected(reason);
    })
    .on("auth_failure", (message) => {
      listener.broken(`WhatsApp refused the session: ${message}`);
    });
}

/** Code for the page that catches what it throws there: of an error of minified code hardly a letter comes through otherwise. */
function caught(code: { toString(): string }): (...values: unknown[]) => Promise<{ value?: unknown; thrown?: string }> {
  const text = `async (...values) => {
    try {
      return { value: await (${code.toString()})(...values) };
    } catch (error) {
      return { thrown: (${wordsOf.toString()})(error) };
    }
  }`;
  return Object.assign(() => Promise.resolve({}), { toString: () => text });
}

/** Runs inside the page. People's numbers and ids are left out: it goes into logs, and two errors are compared by it. */
const wordsOf = (error: unknown): string => {
  const named = (one: { readonly name?: string; readonly message?: string; readonly stack?: string }): string => {
    const words = `${one.name ?? "Error"}: ${one.message ?? ""}`;
    const [, place = ""] = /\n\s*at (\S+)/.exec(one.stack ?? "") ?? [];
    return words.length > 12 || place === "" ? words : `${words} at ${place}`;
  };
  let text: string;
  try {
    text = typeof error === "object" && error !== null ? named(error) : String(error);
    if (text === "Error: ") text = JSON.stringify(error);
  } catch {
    text = "an error without words";
  }
  return text
    .replaceAll(/[0-9A-F]{16,}|\d{5,}/g, "...")
    .replaceAll(/\s+/g, " ")
    .slice(0, 200);
};

/** A page that is left right as the library gives it a function has it all the same, and the library gives it once more. */
function exposesOnce(page: Page): void {
  const expose = page.exposeFunction.bind(page);
  page.exposeFunction = async (name, code) => {
    await expose(name, code).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes("already exists"))) throw error;
    });
  };
}

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
    exposesOnce(this.#page);
    const { broken, state, ack, message, mayHandOver } = this.#listener;
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
    await this.#page.exposeFunction("onOwnAck", ack);
    await this.#page.exposeFunction("onInbound", message);
    await this.#page.exposeFunction("mayHandOver", mayHandOver);
  }

  /** What fails here is told by the check of the page that comes with ready. */
  async mendEarly(): Promise<void> {
    for (const { install } of earlyShims) await this.evaluate(install).catch(() => undefined);
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
    const { value, thrown } = await this.#page.evaluate(caught(code), ...values);
    if (thrown !== undefined) throw new PageError(thrown);
    return value as Awaited<Result>;
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
