import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { sqsClient } from "../aws/clients.ts";
import { envNames, leaseSettings, requiredSetting } from "../aws/env.ts";
import { openStores } from "../aws/stores.ts";
import { systemClock } from "../aws/system-clock.ts";
import type { CampaignRef } from "../core/ports.ts";
import { operatorTenantId } from "../functions/edge/keys.ts";
import { timeoutSeconds } from "../functions/entries.ts";
import { SimulatedWhatsApp } from "../simulator/engine.ts";
import { Network } from "../simulator/network.ts";
import { openRemoteDoor } from "../simulator/remote-door.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";
import { startHttpFront } from "./http-front.ts";
import { every, pollQueue } from "./lambda-events.ts";
import { loadLambdas, type Lambdas } from "./lambdas.ts";
import { lockDataDir } from "./lock.ts";
import { createResources } from "./resources.ts";
import { runWorker } from "./run-worker.ts";
import { tellOfUploads } from "./s3-events.ts";
import { startScheduler } from "./scheduler.ts";
import { simulatorControls } from "./simulator-front.ts";
import { removeStackFile, writeStackFile, type StackFile } from "./stack-file.ts";

export interface StackOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where everything is kept; in memory when absent. */
  readonly dataDir?: string;
  /** The bootstrap key: the operator's, for everything. */
  readonly apiKey: string;
  /** Whether a worker runs in this very process; default true. */
  readonly ownWorker?: boolean;
}

export interface Stack {
  readonly url: string;
  /** Gives everything back in order: message in hand, sessions, slot, servers, data directory. */
  close(): Promise<void>;
}

type Undo = () => Promise<void> | void;

const maxWorkers = 4;
/** Nobody is throttled by surprise on their own machine; the environment may say otherwise. */
const generousLimits = { [envNames.requestsPerMinute]: "100000", [envNames.broadcastsPerMinute]: "10000" };
const sweepMs = 60_000;
const webhookPollers = 8;
const jobVisibilitySeconds = timeoutSeconds["run-job"];

/** The whole system in this process on embedded parts. One a process: its Lambdas read the process' environment. */
export async function startStack({ port, dataDir, apiKey, ownWorker = true }: StackOptions): Promise<Stack> {
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
    const aws = await startEmbeddedAws({
      ...(dataDir === undefined ? {} : { dataDir }),
      // Pages of any origin may upload with a permission that they were given, as on AWS.
      allowedOrigins: ["*"],
      onCreated: tellOfUploads(() => process.env),
    });
    undo.push(() => aws.close());
    // Schedules may ring at once, and the Lambda they call is loaded below, when the environment stands.
    const loaded = Promise.withResolvers<Lambdas>();
    loaded.promise.catch(() => undefined);
    const scheduler = await startScheduler({
      clock: systemClock,
      invoke: async (_, input) => (await loaded.promise).launchCampaign(input as CampaignRef),
      ...(dataDir === undefined ? {} : { dataDir: join(dataDir, "scheduler") }),
    });
    undo.push(() => {
      loaded.reject(new Error("the stack ends"));
      return scheduler.close();
    });
    const endpoints = { ...aws, schedulerEndpoint: scheduler.endpoint };
    const env = await createResources(endpoints, { prefix: "local", maxWorkers });
    Object.assign(process.env, env);
    process.env[envNames.bootstrapKey] = apiKey;
    for (const [name, value] of Object.entries(generousLimits)) process.env[name] ??= value;
    const network = new Network({
      clock: systemClock,
      random: Math.random,
      ...(dataDir === undefined ? {} : { dataDir: join(dataDir, "simulator") }),
    });
    undo.push(() => {
      network.close();
    });
    const stores = openStores(process.env);
    const whatsApp = new SimulatedWhatsApp({
      network,
      clock: systemClock,
      sendTimeoutMs: leaseSettings(process.env).sendDeadlineMs,
    });
    const profileRoot = join(kept, "profiles");
    if (dataDir !== undefined) await letWorkersIn(dataDir, whatsApp, { env, profileRoot, maxWorkers }, undo);
    const ending = new AbortController();
    const background: Promise<void>[] = [];
    if (ownWorker) {
      const running = {
        env: process.env,
        whatsApp,
        workerId: "local",
        // The data directory is locked for this process, so a slot of that name is a dead former self's.
        ownFormerSelfIsDead: true,
        maxWorkers,
        profileRoot: join(profileRoot, "local"),
      };
      background.push(runWorker(running, ending.signal));
    }
    const lambdas = await loadLambdas();
    loaded.resolve(lambdas);
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
      // Several at once, as on AWS: while one waits for a slow receiver, others go on.
      ...Array.from({ length: webhookPollers }, () =>
        pollQueue({
          client: sqsClient(process.env),
          clock: systemClock,
          queueUrl: requiredSetting(process.env, envNames.webhooksQueueUrl),
          handler: lambdas.deliverWebhooks,
          batchSize: 10,
          visibilityTimeoutSeconds: timeoutSeconds["deliver-webhooks"],
          signal: ending.signal,
          functionName: "deliver-webhooks",
        }),
      ),
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

/** Opens the simulator to worker processes and writes down where it is. */
async function letWorkersIn(
  dataDir: string,
  whatsApp: SimulatedWhatsApp,
  stack: Omit<StackFile, "simulator">,
  undo: Undo[],
): Promise<void> {
  const token = randomUUID();
  const door = await openRemoteDoor(whatsApp, token);
  undo.push(() => door.close());
  await writeStackFile(dataDir, { ...stack, simulator: { port: door.port, token } });
  undo.push(() => removeStackFile(dataDir));
}
