import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../aws/clients.ts";
import { noMeter } from "../../aws/meter.ts";
import { envNames } from "../../aws/names.ts";
import type { Stores } from "../../functions/edge/services.ts";
import { openStores } from "./all-stores.ts";
import { systemClock } from "../../aws/system-clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import { createResources } from "../../local/aws/resources.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import { Network } from "../../simulator/network.ts";
import { defaultWorkerSettings, type WorkerSettings } from "../../worker/settings.ts";
import { Worker } from "../../worker/worker.ts";
import { startAwsProcess, stopAwsProcess } from "../support/embedded-aws.ts";

/** A worker in this process with the services in another, and what a bare loop beside it needs. */
export interface OwnWorker {
  readonly stores: Stores;
  /** For what a bare loop writes. */
  readonly client: DynamoDBDocumentClient;
  readonly deliveryTable: string;
  /** How many messages reached a phone so far. */
  readonly arrived: () => number;
  /** Links a session of the worker, and waits until it is ready. */
  linkSession(sessionId: string, number: string): Promise<void>;
  /** A device of its own for a bare loop. */
  linkDevice(name: string, number: string): Promise<WhatsAppConnection>;
}

export const tenantId = "bench";
const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/** The simulated WhatsApp answers without delay. */
export async function withOwnWorker<Result>(
  settings: Partial<WorkerSettings>,
  use: (own: OwnWorker) => Promise<Result>,
): Promise<Result> {
  const aws = await startAwsProcess();
  const dir = mkdtempSync(join(tmpdir(), "bench-"));
  const network = new Network({ clock: systemClock, random: Math.random });
  network.setBehaviour({ acceptMs: 0, deliverMs: 0, readMs: null });
  const ending = new AbortController();
  const devices: WhatsAppConnection[] = [];
  try {
    const env = await createResources(aws.endpoints, { prefix: "bench", maxWorkers: 1 });
    Object.assign(process.env, env);
    const stores = openStores(env);
    const whatsApp = new SimulatedWhatsApp({ network, clock: systemClock, startMs: 0 });
    const client = documentClient(env);
    const worker = new Worker(
      {
        ...stores,
        profiles: stores.files,
        mediaFiles: stores.files,
        whatsApp,
        clock: systemClock,
        random: Math.random,
        nonce: randomUUID,
        log: quiet,
        meter: noMeter,
        settings: {
          ...defaultWorkerSettings,
          maxWorkers: 1,
          onUnknown: "resend",
          network: "simulated",
          profileRoot: join(dir, "worker"),
          ...settings,
        },
      },
      "bench",
    );
    const running = worker.run(ending.signal);
    const result = await use({
      stores,
      client,
      deliveryTable: env[envNames.deliveryTable] ?? "",
      arrived: () => network.deliveries({}).length,
      linkSession: (sessionId, number) => linkSession(stores, network, sessionId, number),
      linkDevice: async (name, number) => {
        const device = await linkDevice(network, whatsApp, join(dir, name), number);
        devices.push(device);
        return device;
      },
    });
    ending.abort();
    await running;
    client.destroy();
    return result;
  } finally {
    ending.abort();
    for (const device of devices) await device.close();
    network.close();
    await stopAwsProcess(aws);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function linkDevice(
  network: Network,
  whatsApp: SimulatedWhatsApp,
  profileDir: string,
  number: string,
): Promise<WhatsAppConnection> {
  const ready = Promise.withResolvers<undefined>();
  const connection = await whatsApp.open({
    profileDir,
    onEvent: (event) => {
      if (event.type === "qr") network.scan({ qr: event.qr, number, session: { tenantId, sessionId: profileDir } });
      if (event.type === "ready") ready.resolve(undefined);
    },
  });
  await ready.promise;
  return connection;
}

async function linkSession(stores: Stores, network: Network, sessionId: string, number: string): Promise<void> {
  const ref = { tenantId, sessionId };
  const now = Date.now();
  await stores.sessionDesk.create({ ...ref, state: "stopped", wanted: false, epoch: 0, since: now, createdAt: now });
  await stores.sessionDesk.want(ref, now);
  let scanned = false;
  for (;;) {
    const session = await stores.sessions.find(ref);
    if (session?.state === "ready") return;
    if (session?.qr !== undefined && !scanned) {
      network.scan({ qr: session.qr, number, session: ref });
      scanned = true;
    }
    await systemClock.wait(50);
  }
}
