import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OutgoingMessage, type WhatsAppConnection, type WhatsAppEvent } from "../../core/whatsapp.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import { type BehaviourChanges } from "../../simulator/events.ts";
import { Network } from "../../simulator/network.ts";
import { FakeClock } from "../support/fake-clock.ts";

export const sender = "628111000111";
export const receiver = "628222000222";

export const aMessage = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  messageId: "3EB0000000000000000001",
  to: receiver,
  text: "hello",
  ...changes,
});

/** What became of a promise so far: `pending`, its value, or the name of its error. */
export function outcomeOf<Value>(promise: Promise<Value>): { is: unknown } {
  const outcome: { is: unknown } = { is: "pending" };
  promise.then(
    (value) => (outcome.is = value),
    (error: unknown) => (outcome.is = error instanceof Error ? error.name : error),
  );
  return outcome;
}

export interface OpenSession {
  readonly connection: WhatsAppConnection;
  readonly events: WhatsAppEvent[];
  /** Types of the events so far; acks as `ack 2`. */
  readonly heard: () => string[];
}

const words = (event: WhatsAppEvent): string => (event.type === "ack" ? `ack ${event.ack.ack}` : event.type);

/** A network, its clock and a host for its sessions' profile folders; `end` leaves nothing behind. */
export class Simulation {
  readonly clock = new FakeClock();
  readonly dir = mkdtempSync(join(tmpdir(), "simulator-"));
  readonly #networks: Network[] = [];
  readonly #connections: WhatsAppConnection[] = [];
  network: Network;
  engine: SimulatedWhatsApp;

  constructor() {
    this.network = this.#aNetwork();
    this.engine = this.#anEngine();
    this.network.setBehaviour({ acceptMs: 10, deliverMs: 20, readMs: null });
  }

  get networkDir(): string {
    return join(this.dir, "network");
  }

  folder(name: string): string {
    return join(this.dir, name);
  }

  behave(changes: BehaviourChanges): void {
    this.network.setBehaviour(changes);
  }

  /** Starts another process: what was open is left as a SIGKILL leaves it, closing only its file handles. */
  restart(): void {
    this.network.close();
    this.network = this.#aNetwork();
    this.engine = this.#anEngine();
  }

  /** Another host for browsers: it knows nothing of the folders that are open elsewhere. */
  moveToOtherHost(): void {
    this.engine = this.#anEngine();
  }

  async open(name = "session-1"): Promise<OpenSession> {
    const events: WhatsAppEvent[] = [];
    const connection = await this.engine.open({
      profileDir: this.folder(name),
      // What is found of the page comes before each ready; here it is never anything.
      onEvent: (event) => {
        if (event.type !== "page") events.push(event);
      },
    });
    this.#connections.push(connection);
    await this.clock.advance(100);
    return { connection, events, heard: () => events.map(words) };
  }

  /** A session that was linked by a scan and is ready; its events so far are forgotten. */
  async link(name = "session-1", number = sender): Promise<OpenSession> {
    const session = await this.open(name);
    this.network.scan({ qr: this.qrOf(session), number, name: "Shop", session: { sessionId: name } });
    await this.clock.advance(100);
    session.events.length = 0;
    return session;
  }

  qrOf({ events }: OpenSession): string {
    const last = events.findLast((event) => event.type === "qr");
    if (!last) throw new Error("no qr was shown");
    return last.qr;
  }

  received(to = receiver): string[] {
    return this.network.deliveries({ to }).map((delivery) => delivery.id);
  }

  async end(): Promise<void> {
    for (const connection of this.#connections) await connection.close();
    for (const network of this.#networks) network.close();
    rmSync(this.dir, { recursive: true });
  }

  #aNetwork(): Network {
    const network = new Network({
      clock: this.clock,
      random: () => 0.5,
      dataDir: this.networkDir,
    });
    this.#networks.push(network);
    return network;
  }

  #anEngine(): SimulatedWhatsApp {
    return new SimulatedWhatsApp({ clock: this.clock, network: this.network });
  }
}

/** A simulation for each test of the suite, ended after it. */
export function eachTestHasASimulation(): () => Simulation {
  let simulation: Simulation | undefined;
  beforeEach(() => {
    simulation = new Simulation();
  });
  afterEach(async () => {
    await simulation?.end();
    expect(simulation?.clock.pending).toBe(0);
  });
  return () => {
    if (!simulation) throw new Error("no test is running");
    return simulation;
  };
}
