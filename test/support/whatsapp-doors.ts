import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../aws/system-clock.ts";
import type { WhatsApp, WhatsAppConnection, WhatsAppEvent } from "../../core/whatsapp.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import type { BehaviourChanges } from "../../simulator/events.ts";
import { Network } from "../../simulator/network.ts";
import type { NetworkOptions } from "../../simulator/network-options.ts";
import { openRemoteDoor } from "../../simulator/remote-door.ts";
import { RemoteSimulatedWhatsApp } from "../../simulator/remote-engine.ts";
import type { PageBehaviour } from "../../simulator/web/page-behaviour.ts";
import { WebDoor } from "../../simulator/web/web-door.ts";
import { type Chromium, findChromium } from "../../worker/whatsapp/chromium.ts";
import type { WebSettings } from "../../worker/whatsapp/web-settings.ts";
import { WebWhatsApp } from "../../worker/whatsapp/web-whatsapp.ts";
import { until } from "./stack.ts";

/** The simulated network behind one of its doors, in real time, with folders for its sessions' profiles. */
export interface Door {
  readonly network: Network;
  readonly whatsApp: WhatsApp;
  /** Ends the door after every connection. */
  close(): Promise<void>;
}

export interface BrowserDoor extends Door {
  readonly web: WebDoor;
}

const fast: BehaviourChanges = { acceptMs: 5, deliverMs: 10, readMs: null };
/** Long enough for a laden machine, short enough for a test to wait for. */
const sendWithinMs = 3_000;

function aNetwork(options: Partial<NetworkOptions> = {}): Network {
  const network = new Network({ clock: systemClock, random: () => 0.5, ...options });
  network.setBehaviour(fast);
  return network;
}

interface InProcessDoor extends Door {
  readonly whatsApp: SimulatedWhatsApp;
}

export async function openInProcessDoor(): Promise<InProcessDoor> {
  const network = aNetwork();
  const whatsApp = new SimulatedWhatsApp({
    network,
    clock: systemClock,
    startMs: 5,
    reconnectMs: 200,
    sendTimeoutMs: sendWithinMs,
  });
  return {
    network,
    whatsApp,
    close: async () => {
      network.close();
    },
  };
}

/** The same as another process finds it. */
export async function openRemoteInProcessDoor(): Promise<Door> {
  const inProcess = await openInProcessDoor();
  const token = "of this test";
  const remote = await openRemoteDoor(inProcess.whatsApp, token);
  return {
    network: inProcess.network,
    whatsApp: new RemoteSimulatedWhatsApp(remote.port, token),
    close: async () => {
      await remote.close();
      await inProcess.close();
    },
  };
}

export async function openBrowserDoor(
  settings: Partial<WebSettings> = {},
  behaviour: Partial<PageBehaviour> = {},
  codes: Pick<NetworkOptions, "qrLifeMs" | "qrCount"> = {},
  chromium?: Chromium,
): Promise<BrowserDoor> {
  const network = aNetwork(codes);
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on("unhandledRejection", note);
  const web = await WebDoor.open(network, new Date());
  web.behaviour = { ...web.behaviour, reconnectMs: 200, ...behaviour };
  const whatsApp = new WebWhatsApp({
    clock: systemClock,
    chromium: chromium ?? (await findChromium({ chromePath: process.env["CHROME_PATH"] })),
    browserArgs: web.browserArgs,
    sendWithinMs,
    callWithinMs: 3_000,
    watchMs: 300,
    probeWithinMs: 2_000,
    kickAfterMs: 500,
    closeWithinMs: 3_000,
    ...settings,
  });
  return {
    network,
    whatsApp,
    web,
    close: async () => {
      await web.close();
      network.close();
      process.off("unhandledRejection", note);
      expect(unhandled).toEqual([]);
      expect([...web.unknownModules]).toEqual([]);
    },
  };
}

export interface Opened {
  readonly connection: WhatsAppConnection;
  readonly events: readonly WhatsAppEvent[];
  /** Waits for the next event of that type, from where the last wait ended. */
  readonly until: <Type extends WhatsAppEvent["type"]>(
    type: Type,
    fits?: (event: Extract<WhatsAppEvent, { type: Type }>) => boolean,
  ) => Promise<Extract<WhatsAppEvent, { type: Type }>>;
}

/** Connections of one test on one door. */
export class Sessions<OneDoor extends Door = Door> {
  readonly door: OneDoor;
  readonly #dir = mkdtempSync(join(tmpdir(), "whatsapp-door-"));
  readonly #connections: WhatsAppConnection[] = [];

  constructor(door: OneDoor) {
    this.door = door;
  }

  folder(name: string): string {
    return join(this.#dir, name);
  }

  async open(name: string): Promise<Opened> {
    const events: WhatsAppEvent[] = [];
    const connection = await this.door.whatsApp.open({
      profileDir: this.folder(name),
      onEvent: (event) => events.push(event),
    });
    this.#connections.push(connection);
    let from = 0;
    return {
      connection,
      events,
      until: async (type, fits = () => true) => {
        type Wanted = Extract<WhatsAppEvent, { type: typeof type }>;
        const place = () => events.findIndex((event, at) => at >= from && event.type === type && fits(event as Wanted));
        await until(
          async () => ({ events, from, at: place() }),
          ({ at }) => at >= 0,
          `${name} says ${type}`,
          20_000,
        );
        from = place() + 1;
        return events[from - 1] as Wanted;
      },
    };
  }

  /** Opened, scanned and ready. */
  async link(name: string, number: string): Promise<Opened> {
    const opened = await this.open(name);
    const { qr } = await opened.until("qr");
    this.door.network.scan({ qr, number, name: "Shop", session: { sessionId: name } });
    await opened.until("ready");
    return opened;
  }

  async end(): Promise<void> {
    for (const connection of this.#connections) await connection.close();
    await this.door.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
