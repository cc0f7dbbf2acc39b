import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo } from "node:net";
import { join } from "node:path";
import { type Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import { defined } from "../../core/defined.ts";
import { type Network } from "../network.ts";
import { selfSigned } from "./certificate.ts";
import { type PageBehaviour, type PageChanges, defaultPageBehaviour, versionWith } from "./page-behaviour.ts";
import { PageLine, type PageOrder, type Unconfirmed } from "./page-line.ts";
import { WebSocket } from "./web-socket.ts";

/** Where the page's own scripts lie, and the only ones that are served. */
const pageDir = join(import.meta.dirname, "page");
const scripts = [
  "account",
  "chats",
  "drift",
  "ids",
  "limits",
  "main",
  "media",
  "models",
  "modules",
  "sending",
  "session",
  "storage",
  "wire",
];
const host = "web.whatsapp.com";

/** The second door to the simulated network: a web.whatsapp.com on loopback, for a real browser and the real library. */
export class WebDoor {
  /** How pages that are loaded from now on behave. */
  behaviour: PageBehaviour = defaultPageBehaviour;
  /** Modules that the library asked for and the page does not have; none is expected. */
  readonly unknownModules = new Set<string>();
  /** How often a page was loaded. */
  loads = 0;
  readonly #network: Network;
  readonly #server: Server;
  readonly #spki: string;
  readonly #sockets = new Set<Duplex>();
  readonly #unconfirmed: Unconfirmed = new Map();
  readonly #lines = new Set<PageLine>();
  #words = 0;

  private constructor(network: Network, now: Date) {
    this.#network = network;
    const { key, cert, spki } = selfSigned(host, now);
    this.#spki = spki;
    this.#server = createServer({ key, cert }, (req, res) => {
      this.#answer(req, res).catch(() => res.destroy());
    });
    this.#server
      .on("connection", (socket) => {
        this.#sockets.add(socket);
        socket.once("close", () => this.#sockets.delete(socket));
      })
      .on("upgrade", (req: IncomingMessage, socket: Duplex, head: Buffer) => {
        this.#openLine(req, socket, head);
      });
  }

  static async open(network: Network, now: Date): Promise<WebDoor> {
    const door = new WebDoor(network, now);
    await new Promise<void>((resolve, reject) => {
      door.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return door;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Flags that lead a Chromium here instead of to WhatsApp, and let it trust this key and no other. */
  get browserArgs(): readonly string[] {
    return [
      `--host-resolver-rules=MAP ${host} 127.0.0.1:${this.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${this.#spki}`,
    ];
  }

  /**
   * WhatsApp changes its page: for those that are loaded from now on, and for those that run, if they are to.
   * @throws NetworkRefusal `session_unknown`
   */
  changePage({ session, running, ...named }: PageChanges): PageBehaviour {
    const deviceId = session === undefined ? undefined : this.#network.deviceOf(session).deviceId;
    const { ofDevices = {} } = this.behaviour;
    const before = (deviceId === undefined ? undefined : ofDevices[deviceId])?.version ?? this.behaviour.version;
    const changes = { ...named, ...defined({ version: named.version ?? versionWith(named.drift, before) }) };
    const ofDevice = deviceId === undefined ? changes : { ...ofDevices[deviceId], ...changes };
    this.behaviour = {
      ...this.behaviour,
      ...(deviceId === undefined ? changes : { ofDevices: { ...ofDevices, [deviceId]: ofDevice } }),
    };
    if (running === "change") {
      const { drift = {}, version = this.behaviour.version } = ofDevice;
      this.tellPages({ type: "drift", drift, version }, deviceId);
    }
    if (running === "reload") this.tellPages({ type: "navigate", to: "/" }, deviceId);
    return this.behaviour;
  }

  /** Says something to every page that has a line, or to that of one device, as the server would. */
  tellPages(word: PageOrder, deviceId?: string): void {
    for (const line of this.#lines) if (deviceId === undefined || line.deviceId === deviceId) line.say(word);
  }

  /** Sends a signal to the browsers that have a page here. */
  strikeBrowsers(signal: NodeJS.Signals): void {
    for (const line of this.#lines) line.strikeBrowser(signal);
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (this.behaviour.silent) return;
    const url = new URL(req.url ?? "/", `https://${host}`);
    if (req.method === "POST" && url.pathname === "/upload") {
      const bytes = await buffer(req);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      this.#network.files.keep(sha256, req.headers["content-type"] ?? "", bytes);
      send(res, 200, "application/json", JSON.stringify({ sha256 }));
    } else if (req.method === "POST" && url.pathname === "/unknown-module") {
      this.unknownModules.add(url.searchParams.get("name") ?? "");
      send(res, 204, "text/plain", "");
    } else if (url.pathname === "/") {
      this.loads += 1;
      send(res, 200, "text/html", this.#html());
    } else {
      const name = /^\/page\/([a-z]+)\.js$/.exec(url.pathname)?.[1] ?? "";
      if (scripts.includes(name)) send(res, 200, "text/javascript", readFileSync(join(pageDir, `${name}.js`), "utf8"));
      else send(res, 404, "text/plain", "there is no such page");
    }
  }

  #html(): string {
    if (this.behaviour.anotherPage) return "<!doctype html><title>Another page</title>";
    const settings = JSON.stringify(this.behaviour);
    return `<!doctype html><title>Simulated WhatsApp</title><link rel="icon" href="data:,"><script>window.pageSettings = ${settings}</script><script type="module" src="/page/main.js"></script>`;
  }

  #openLine(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const line = new PageLine({
      network: this.#network,
      unconfirmed: this.#unconfirmed,
      nextWord: () => (this.#words += 1),
      say: (word) => {
        webSocket.send(JSON.stringify(word));
      },
      hangUp: () => {
        webSocket.close();
      },
      browserPort: req.socket.remotePort ?? 0,
    });
    this.#lines.add(line);
    const webSocket = new WebSocket(req, socket, head, {
      onText: (text) => {
        line.heard(text);
      },
      onClose: () => {
        this.#lines.delete(line);
        line.closed();
      },
    });
  }
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
  res.end(body);
}
