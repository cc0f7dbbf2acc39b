import { freemem } from "node:os";
import { join } from "node:path";
import { envNames, leaseSettings, numberSetting, type Environment } from "../aws/env.ts";
import { systemClock } from "../aws/system-clock.ts";
import type { WhatsApp, WhatsAppNetwork } from "../core/whatsapp.ts";
import { SimulatedWhatsApp } from "../simulator/engine.ts";
import { Network } from "../simulator/network.ts";
import { openRemoteDoor } from "../simulator/remote-door.ts";
import { RemoteSimulatedWhatsApp } from "../simulator/remote-engine.ts";
import { WebDoor } from "../simulator/web/web-door.ts";
import { capacityFor, memoryLimit } from "../worker/capacity.ts";
import { openWebWhatsApp } from "../worker/whatsapp/from-environment.ts";

/** What `--engine` may name, and what each of them is to workers of this machine. */
export const engineNames = ["simulator", "browser-simulator", "whatsapp"] as const;
export type EngineName = (typeof engineNames)[number];

export const isEngineName = (name: string): name is EngineName => (engineNames as readonly string[]).includes(name);

/** How another process of this machine gets to the same WhatsApp. */
export type WayIn =
  | { readonly kind: "in_process"; readonly port: number; readonly token: string }
  /** A browser of its own, with these flags. */
  | { readonly kind: "browser"; readonly flags: readonly string[]; readonly isReal: boolean };

/** WhatsApp for one worker. */
export interface WorkerEngine {
  readonly whatsApp: WhatsApp;
  readonly capacity: number;
  /** Only a simulated page is known to store before it sends: there, what it doesn't know never went. */
  readonly onUnknown: "resend" | "hold";
  readonly messagesGoTo: WhatsAppNetwork;
}

export interface Engine extends WorkerEngine {
  readonly wayIn: WayIn;
  /** The simulated network; none behind the real WhatsApp. */
  readonly network?: Network;
  /** Where browsers get the simulated page from. */
  readonly web?: WebDoor;
  close(): Promise<void>;
}

const inProcess = (whatsApp: WhatsApp): WorkerEngine => ({
  whatsApp,
  capacity: 50,
  onUnknown: "resend",
  messagesGoTo: "simulated",
});

interface EngineParts {
  readonly env: Environment;
  /** Where the simulated network remembers; it forgets where there is none. */
  readonly dataDir: string | undefined;
  /** Lets other processes in. */
  readonly token: string;
}

export async function openEngine(name: EngineName, { env, dataDir, token }: EngineParts): Promise<Engine> {
  if (name === "whatsapp") {
    const wayIn = { kind: "browser", flags: [], isReal: true } as const;
    return { ...(await joinEngine(env, wayIn)), wayIn, close: () => Promise.resolve() };
  }
  const network = new Network({
    clock: systemClock,
    random: Math.random,
    ...(dataDir === undefined ? {} : { dataDir: join(dataDir, "simulator") }),
  });
  if (name === "simulator") {
    const { sendDeadlineMs } = leaseSettings(env);
    const whatsApp = new SimulatedWhatsApp({ network, clock: systemClock, sendTimeoutMs: sendDeadlineMs });
    const door = await openRemoteDoor(whatsApp, token);
    const close = async () => {
      await door.close();
      network.close();
    };
    return { ...inProcess(whatsApp), network, wayIn: { kind: "in_process", port: door.port, token }, close };
  }
  const door = await WebDoor.open(network, new Date());
  const wayIn = { kind: "browser", flags: door.browserArgs, isReal: false } as const;
  const close = async () => {
    await door.close();
    network.close();
    for (const name of door.unknownModules) console.error(`the simulated page has no module ${name}`);
  };
  return { ...(await joinEngine(env, wayIn)), network, web: door, wayIn, close };
}

/** The same WhatsApp for a worker process beside the stack. */
export async function joinEngine(env: Environment, wayIn: WayIn): Promise<WorkerEngine> {
  if (wayIn.kind === "in_process") return inProcess(new RemoteSimulatedWhatsApp(wayIn.port, wayIn.token));
  const meantFor = numberSetting(env, envNames.sessionsPerWorker, { min: 1, max: 200, default: 10 });
  return {
    whatsApp: await openWebWhatsApp(env, systemClock, wayIn.flags),
    // As on AWS: as many as it was meant to run, when there is memory for them, on the machine and in its container.
    capacity: Math.min(meantFor, capacityFor(Math.min(freemem(), await memoryLimit()))),
    onUnknown: wayIn.isReal ? "hold" : "resend",
    messagesGoTo: wayIn.isReal ? "whatsapp" : "simulated",
  };
}
