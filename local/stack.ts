import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { sqsClient } from "../aws/clients.ts";
import { envNames, requiredSetting } from "../aws/env.ts";
import { imports, jobs, sessions, silentSessions, slots } from "../aws/stores.ts";
import { systemClock } from "../aws/system-clock.ts";
import type { CampaignRef, SessionStore } from "../core/ports.ts";
import { operatorTenantId } from "../functions/edge/keys.ts";
import { timeoutSeconds } from "../functions/entries.ts";
import type { Network } from "../simulator/network.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";
import { openEngine, type EngineName } from "./engines.ts";
import { endFormerSelf } from "./former-self.ts";
import { startHttpFront } from "./http-front.ts";
import { every, pollQueue } from "./lambda-events.ts";
import { loadLambdas, type Lambdas } from "./lambdas.ts";
import { lockDataDir } from "./lock.ts";
import { createResources } from "./resources.ts";
import { runWorker } from "./run-worker.ts";
import { takeUpImports } from "./take-up-imports.ts";
import { tellOfUploads } from "./s3-events.ts";
import { startScheduler } from "./scheduler.ts";
import { simulatorControls } from "./simulator-front.ts";
import { removeStackFile, writeStackFile } from "./stack-file.ts";

export interface StackOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where everything is kept; in memory when absent. */
  readonly dataDir?: string;
  /** The bootstrap key: the operator's, for everything. */
  readonly apiKey: string;
  /** Whether a worker runs in this very process; default true. */
  readonly ownWorker?: boolean;
  /** Which WhatsApp it speaks to; default the one simulated in this process. */
  readonly engine?: EngineName;
}

export interface Stack {
  readonly url: string;
  /** Gives everything back in order: message in hand, sessions, slot, servers, data directory. */
  close(): Promise<void>;
}

type Undo = () => Promise<void> | void;

const maxWorkers = 4;
const ownWorkerId = "local";
/** Nobody is throttled by surprise on their own machine; the environment may say otherwise. */
const generousLimits = { [envNames.requestsPerMinute]: "100000", [envNames.broadcastsPerMinute]: "10000" };
const sweepMs = 60_000;
const webhookPollers = 8;
const unfinishedAtMost = 1_000;
/** Jobs that run side by side. */
const jobsAtOnce = 3;
const jobVisibilitySeconds = timeoutSeconds["run-job"];

/** The whole system in this process on embedded parts. One a process: its Lambdas read the process' environment. */
export async function startStack({
  port,
  dataDir,
  apiKey,
  ownWorker = true,
  engine: engineName = "simulator",
}: StackOptions): Promise<Stack> {
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
    const engine = await openEngine(engineName, { env: process.env, dataDir, token: randomUUID() });
    undo.push(() => engine.close());
    // A copy, whose connections are this stack's own: another one in this process has other endpoints.
    const own = { ...process.env };
    const profileRoot = join(kept, "profiles");
    if (dataDir !== undefined) {
      // The directory is locked for this process: before any other hears of it, nothing is left of its former self.
      await endFormerSelf({ slots: slots(own), sessions: sessions(own), clock: systemClock }, ownWorkerId);
      await writeStackFile(dataDir, { env, profileRoot, maxWorkers, wayIn: engine.wayIn });
      undo.push(() => removeStackFile(dataDir));
    }
    const ending = new AbortController();
    const background: Promise<void>[] = [];
    if (ownWorker) {
      const running = {
        env: process.env,
        engine,
        workerId: ownWorkerId,
        maxWorkers,
        profileRoot: join(profileRoot, "local"),
      };
      background.push(runWorker(running, ending.signal));
    }
    const lambdas = await loadLambdas();
    // Nobody else runs jobs on this data: what is unfinished lost its run with the process before this one.
    await takeUpImports({ imports: imports(own), jobs: jobs(own), clock: systemClock }, unfinishedAtMost);
    loaded.resolve(lambdas);
    background.push(
      // A long import holds up no other job.
      ...Array.from({ length: jobsAtOnce }, () =>
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
      ),
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
      ...(engine.network === undefined ? {} : { extra: controlsOf(engine.network, apiKey, silentSessions(own)) }),
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

const controlsOf = (network: Network, apiKey: string, sessions: Pick<SessionStore, "find">) =>
  simulatorControls({
    network,
    apiKey,
    tenantId: operatorTenantId,
    qrOnShow: async (sessionId) => (await sessions.find({ tenantId: operatorTenantId, sessionId }))?.qr,
  });
