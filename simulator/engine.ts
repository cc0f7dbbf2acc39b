import { resolve } from "node:path";
import { type Clock } from "../core/time/clock.ts";
import { type OpenOptions, type WhatsApp } from "../core/whatsapp.ts";
import { SimulatedConnection } from "./connection.ts";
import { type Network } from "./network.ts";
import { defaultPageSettings, type PageSettings } from "./page-settings.ts";

export interface EngineOptions extends Partial<PageSettings> {
  readonly network: Network;
  readonly clock: Clock;
}

/** The first door to the simulated network: connections in this process, each on a real profile folder. */
export class SimulatedWhatsApp implements WhatsApp {
  readonly #network: Network;
  readonly #clock: Clock;
  readonly #settings: PageSettings;
  readonly #dirsInUse = new Set<string>();

  constructor({ network, clock, ...settings }: EngineOptions) {
    this.#network = network;
    this.#clock = clock;
    this.#settings = { ...defaultPageSettings, ...settings };
  }

  async open({ profileDir, onEvent }: OpenOptions): Promise<SimulatedConnection> {
    const dir = resolve(profileDir);
    const isFree = !this.#dirsInUse.has(dir);
    this.#dirsInUse.add(dir);
    return new SimulatedConnection({
      network: this.#network,
      clock: this.#clock,
      settings: this.#settings,
      // Like a second browser on a running one's folder: it fails, and the first is unharmed.
      profileDir: isFree ? dir : undefined,
      onEvent,
      onClosed: () => {
        if (isFree) this.#dirsInUse.delete(dir);
      },
    });
  }
}
