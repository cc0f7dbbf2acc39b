import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Clock } from "../../core/time/clock.ts";
import { SessionDown } from "../../core/errors.ts";
import type { OpenOptions, WhatsApp, WhatsAppConnection } from "../../core/whatsapp.ts";
import { browserFlags, type Chromium } from "./chromium.ts";
import { makeWebClient } from "./library-client.ts";
import { MediaInHand } from "./media-in-hand.ts";
import { freeProfile, untilGone } from "./processes.ts";
import { cutTornRecords } from "./torn-logs.ts";
import { WebConnection } from "./web-connection.ts";
import { defaultWebSettings, sendWithinMs, type WebSettings } from "./web-settings.ts";

export interface WebWhatsAppOptions extends Partial<WebSettings> {
  readonly clock: Clock;
  readonly chromium: Chromium;
  /** Chromium flags beside our own: where the page comes from, a proxy. */
  readonly browserArgs: readonly string[];
}

/** WhatsApp through whatsapp-web.js, a browser a session. */
export class WebWhatsApp implements WhatsApp {
  readonly #options: WebWhatsAppOptions;
  readonly #settings: WebSettings;
  readonly #media: MediaInHand;
  readonly #dirsInUse = new Set<string>();

  constructor(options: WebWhatsAppOptions) {
    this.#options = options;
    this.#settings = { ...defaultWebSettings, ...options };
    this.#media = new MediaInHand(this.#settings.maxMediaBytes);
  }

  async open({ profileDir, onEvent }: OpenOptions): Promise<WhatsAppConnection> {
    const { clock, chromium, browserArgs } = this.#options;
    const dir = resolve(profileDir);
    if (this.#dirsInUse.has(dir)) return neverOpen("another browser uses the profile folder", onEvent);
    this.#dirsInUse.add(dir);
    // Says that a scan was made once: a profile that asks for another one is to be mistrusted.
    const linkedNote = join(dir, "linked");
    const userDataDir = join(dir, "browser");
    try {
      mkdirSync(userDataDir, { recursive: true });
      await untilGone(clock, freeProfile(userDataDir));
      cutTornRecords(userDataDir);
    } catch (error) {
      this.#dirsInUse.delete(dir);
      throw error;
    }
    const longestMs = sendWithinMs(this.#settings, this.#settings.maxMediaBytes);
    const connection = new WebConnection({
      clock,
      settings: this.#settings,
      media: this.#media,
      wasLinked: existsSync(linkedNote),
      noteLinked: () => {
        writeFileSync(linkedNote, "");
      },
      forgetProfile: async () => {
        for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true, force: true });
      },
      onEvent,
      onClosed: () => this.#dirsInUse.delete(dir),
      makeClient: (listener) =>
        makeWebClient({
          chromium,
          flags: browserFlags(browserArgs, process.getuid?.() === 0),
          userDataDir,
          pageTimeoutMs: this.#settings.pageTimeoutMs,
          protocolTimeoutMs: Math.max(longestMs, this.#settings.startWithinMs) + 5_000,
          listener,
        }),
    });
    connection.start();
    return connection;
  }
}

/** What stands for a connection that could not be made: it emits `down` and can do nothing. */
function neverOpen(reason: string, onEvent: OpenOptions["onEvent"]): WhatsAppConnection {
  const refuse = (): Promise<never> => Promise.reject(new SessionDown(reason));
  queueMicrotask(() => {
    onEvent({ type: "down", reason });
  });
  return {
    checkNumber: refuse,
    numberOfLid: refuse,
    send: refuse,
    findMessage: refuse,
    requestPairingCode: refuse,
    readUnread: refuse,
    readLimits: refuse,
    knowsChat: refuse,
    probe: () => Promise.resolve({ answers: false, isConnected: false }),
    logout: refuse,
    close: () => Promise.resolve(),
  };
}
