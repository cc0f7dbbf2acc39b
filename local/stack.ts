import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { sqsClient } from "../aws/clients.ts";
import { envNames, requiredSetting } from "../aws/env.ts";
import { openStores } from "../aws/stores.ts";
import { systemClock } from "../aws/system-clock.ts";
import { operatorTenantId } from "../functions/edge/keys.ts";
import { timeoutSeconds } from "../functions/entries.ts";
import { SimulatedWhatsApp } from "../simulator/engine.ts";
import { Network } from "../simulator/network.ts";
import { jsonLog } from "../worker/log.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { Worker } from "../worker/worker.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";
import { startHttpFront } from "./http-front.ts";
import { every, pollQueue } from "./lambda-events.ts";
import { loadLambdas } from "./lambdas.ts";
import { lockDataDir } from "./lock.ts";
import { createResources } from "./resources.ts";
import { simulatorControls } from "./simulator-front.ts";

export interface StackOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where everything is kept; in memory when absent. */
  readonly dataDir?: string;
  /** The bootstrap key: the operator's, for everything. */
  readonly apiKey: string;
}

export interface Stack {
  readonly url: string;
  /** Gives everything back in order: message in hand, sessions, slot, servers, data directory. */
  close(): Promise<void>;
}

type Undo = () => Promise<void> | void;

const maxWorkers = 4;
const sweepMs = 60_000;
const jobVisibilitySeconds = timeoutSeconds["run-job"];

/** The whole system in this process on embedded parts. One a process: its Lambdas read the process' environment. */
export async function startStack({ port, dataDir, apiKey }: StackOptions): Promise<Stack> {
  const undo: Undo[] = [];
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const kept = dataDir ?? (await temporaryDir(undo));
    if (dataDir !== undefined) {
      await mkdir(dataDir, { recursive: true });
      const lock = await lockDataDir(dataDir);
      undo.push(() => {
        lock.release();
      });
    }
    const aws = await startEmbeddedAws(dataDir === undefined ? {} : { dataDir });
    undo.push(() => aws.close());
    Object.assign(process.env, await createResources(aws, { prefix: "local", maxWorkers }));
    process.env[envNames.bootstrapKey] = apiKey;
    const network = new Network({
      clock: systemClock,
      random: Math.random,
      ...(dataDir === undefined ? {} : { dataDir: join(dataDir, "simulator") }),
    });
    undo.push(() => {
      network.close();
    });
    const stores = openStores(process.env);
    const ending = new AbortController();
    const background = [runWorker(stores, network, kept, ending.signal)];
    const lambdas = await loadLambdas();
    background.push(
      pollQueue({
        client: sqsClient(process.env),
        clock: systemClock,
        queueUrl: requiredSetting(process.env, envNames.jobsQueueUrl),
        handler: lambdas.runJob,
        batchSize: 1,
        visibilityTimeoutSeconds: jobVisibilitySeconds,
        signal: ending.signal,
        functionName: "run-job",
      }),
      every({ clock: systemClock, ms: sweepMs, run: lambdas.sweep, signal: ending.signal }),
    );
    undo.push(async () => {
      ending.abort();
      await Promise.all(background);
    });
    const front = await startHttpFront({
      port,
      routes: lambdas.targets,
      fallback: lambdas.fallback,
      extra: simulatorControls({
        network,
        apiKey,
        tenantId: operatorTenantId,
        qrOnShow: async (sessionId) => (await stores.sessions.find({ tenantId: operatorTenantId, sessionId }))?.qr,
      }),
    });
    undo.push(() => front.close());
    return { url: front.endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function temporaryDir(undo: Undo[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "whatsapp-broadcast-"));
  undo.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** The worker of this process. When it loses its slot the process has to end: nothing here may act for it any more. */
async function runWorker(
  stores: ReturnType<typeof openStores>,
  network: Network,
  dir: string,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(
    {
      ...stores,
      profiles: stores.files,
      whatsApp: new SimulatedWhatsApp({ network, clock: systemClock }),
      clock: systemClock,
      random: Math.random,
      nonce: randomUUID,
      log: jsonLog("worker"),
      settings: {
        ...defaultWorkerSettings,
        maxWorkers,
        capacity: 50,
        progressMs: 1_000,
        // The simulated page stores before it sends, so a message that it doesn't know never went.
        onUnknown: "resend",
        profileRoot: join(dir, "profiles"),
      },
    },
    "local",
    // The data directory is locked for this process, so a slot of that name is a dead former self's.
    true,
  );
  await worker.run(signal);
}
