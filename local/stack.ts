import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { sqsClient } from "../aws/clients.ts";
import { envNames, requiredSetting } from "../aws/env.ts";
import type { EnvName } from "../aws/names.ts";
import { importChanges, imports, jobs, sessionOwners, sessions, slots } from "../aws/open.ts";
import { systemClock } from "../aws/system-clock.ts";
import { defined } from "../core/defined.ts";
import type { CampaignRef } from "../core/refs.ts";
import { authenticator } from "../functions/edge/bootstrap.ts";
import { timeoutSeconds } from "../functions/entries.ts";
import { startEmbeddedAws } from "./aws/embedded-aws.ts";
import { brokenRestore } from "./backup/backup.ts";
import { restoringDir } from "./backup/parts.ts";
import { openEngine, type EngineName } from "./engines.ts";
import { filesFront } from "./files-front.ts";
import { endFormerSelf } from "./former-self.ts";
import { startHttpFront } from "./gateway/http-front.ts";
import { every, pollQueue, type SqsHandler } from "./gateway/lambda-events.ts";
import { loadLambdas, type Lambdas } from "./gateway/lambdas.ts";
import { lockWhenFree } from "./lock.ts";
import { createResources } from "./aws/resources.ts";
import { keepRunning, runWorker } from "./run-worker.ts";
import { jsonLog } from "../worker/log.ts";
import { takeUpImports } from "./take-up-imports.ts";
import { tellOfUploads } from "./aws/s3/events.ts";
import { startScheduler } from "./aws/scheduler.ts";
import { signInFront, type SignIn } from "./sign-in.ts";
import { simulatorControls } from "./simulator-front.ts";
import { hasStackFile, removeStackFile, writeStackFile } from "./stack-file.ts";
import { Undoing } from "./undoing.ts";

export interface StackOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The address that the API listens on, loopback when absent. */
  readonly host?: string;
  /** The origin at which people reach it, which then hands out files, too; when absent they come from a port of loopback. */
  readonly publicUrl?: string;
  /** Where everything is kept; in memory when absent. */
  readonly dataDir?: string;
  /** The bootstrap key: the operator's, for everything. */
  readonly apiKey: string;
  /** Whether a worker runs in this very process; default true. */
  readonly ownWorker?: boolean;
  /** Which WhatsApp it speaks to; default the one simulated in this process. */
  readonly engine?: EngineName;
  /** A page may get the key by its code; no page may when absent. */
  readonly signIn?: SignIn;
  /** Writes what the worker in this process does, a line each. */
  readonly tell?: (line: string) => void;
}

export interface Stack {
  readonly url: string;
  /** Gives everything back in order and within seconds: message in hand, sessions, slot, servers, data directory. */
  close(): Promise<void>;
}

const maxWorkers = 4;
const ownWorkerId = "local";
/** So high that no request is throttled on one's own machine; the environment may say otherwise. */
const generousLimits = { [envNames.requestsPerMinute]: "100000", [envNames.broadcastsPerMinute]: "10000" };
const sweepMs = 60_000;
const webhookPollers = 8;
const unfinishedAtMost = 1_000;
/** Jobs that run side by side. */
const jobsAtOnce = 3;
/** How long, at the end, a request may still take, the worker with the message in hand and the profiles, anything else. */
const requestEndMs = 1_500;
const workerEndMs = 4_500;
const atOnceMs = 500;

/** The whole system in this process on embedded parts. One a process: its Lambdas read the process' environment. */
export async function startStack({
  port,
  host,
  publicUrl,
  dataDir,
  apiKey,
  ownWorker = true,
  engine: engineName = "simulator",
  signIn,
  tell,
}: StackOptions): Promise<Stack> {
  const undoing = new Undoing();
  const close = () => undoing.run();
  try {
    const kept = dataDir ?? (await temporaryDir(undoing));
    if (dataDir !== undefined) {
      await mkdir(dataDir, { recursive: true });
      const lock = await lockWhenFree(dataDir, () => hasStackFile(dataDir), systemClock);
      undoing.push("the lock", atOnceMs, () => {
        lock.release();
      });
      if (existsSync(join(dataDir, restoringDir))) throw new Error(brokenRestore(dataDir));
    }
    const secret = randomBytes(32).toString("base64url");
    const aws = await startEmbeddedAws({
      ...defined({ dataDir }),
      secret,
      onCreated: tellOfUploads(() => process.env),
    });
    undoing.push("the embedded AWS", 2_000, () => aws.close());
    // Schedules may ring at once, and the Lambda they call is loaded below, when the environment stands.
    const loaded = Promise.withResolvers<Lambdas>();
    loaded.promise.catch(() => undefined);
    const scheduler = await startScheduler({
      clock: systemClock,
      invoke: async (input) => (await loaded.promise).launchCampaign(input as CampaignRef),
      ...(dataDir === undefined ? {} : { dataDir: join(dataDir, "scheduler") }),
    });
    undoing.push("a schedule that rings", atOnceMs, () => {
      loaded.reject(new Error("the stack ends"));
      return scheduler.close();
    });
    const endpoints = { ...aws, schedulerEndpoint: scheduler.endpoint };
    const env = {
      ...(await createResources(endpoints, { prefix: "local", maxWorkers })),
      AWS_SECRET_ACCESS_KEY: secret,
      ...(publicUrl === undefined ? {} : { [envNames.filesUrl]: publicUrl }),
    };
    Object.assign(process.env, env);
    process.env[envNames.bootstrapKey] = apiKey;
    for (const [name, value] of Object.entries(generousLimits)) process.env[name] ??= value;
    const engine = await openEngine(engineName, { env: process.env, dataDir, token: randomUUID() });
    undoing.push("the simulated WhatsApp", 2_000, () => engine.close());
    const network = { [envNames.whatsAppNetwork]: engine.network === undefined ? "whatsapp" : "simulated" };
    Object.assign(process.env, network);
    // A copy, whose connections are this stack's own: another one in this process has other endpoints.
    const own = { ...process.env };
    const profileRoot = join(kept, "profiles");
    if (dataDir !== undefined) {
      // The directory is locked for this process: before it is announced, nothing is left of its former self.
      const ports = {
        slots: slots(own),
        sessions: sessions(own),
        sessionOwners: sessionOwners(own),
        clock: systemClock,
      };
      await endFormerSelf(ports, ownWorkerId);
      await writeStackFile(dataDir, { env: { ...env, ...network }, profileRoot, maxWorkers, wayIn: engine.wayIn });
      undoing.push("the stack's file", atOnceMs, () => removeStackFile(dataDir));
    }
    const ending = new AbortController();
    const endingJobs = new AbortController();
    if (ownWorker) {
      const running = {
        env: process.env,
        engine,
        workerId: ownWorkerId,
        maxWorkers,
        profileRoot: join(profileRoot, "local"),
        tell,
      };
      const worker = keepRunning(() => runWorker(running, ending.signal), ending.signal, jsonLog("worker"));
      undoing.push("the worker", workerEndMs, () => {
        ending.abort();
        return worker;
      });
    }
    const lambdas = await loadLambdas();
    // No other process runs jobs on this data: what is unfinished lost its run with the process before this one.
    const importing = { imports: imports(own), importChanges: importChanges(own), jobs: jobs(own), clock: systemClock };
    await takeUpImports(importing, unfinishedAtMost);
    loaded.resolve(lambdas);
    const poll = (
      functionName: "run-job" | "deliver-webhooks",
      queue: EnvName,
      handler: SqsHandler,
      batchSize: number,
    ) =>
      pollQueue({
        client: sqsClient(process.env),
        clock: systemClock,
        queueUrl: requiredSetting(process.env, queue),
        handler,
        batchSize,
        visibilityTimeoutSeconds: timeoutSeconds[functionName],
        signal: endingJobs.signal,
        functionName,
      });
    const jobsInHand = [
      // A long import holds up no other job.
      ...Array.from({ length: jobsAtOnce }, () => poll("run-job", envNames.jobsQueueUrl, lambdas.runJob, 1)),
      // Several at once, as on AWS: while one waits for a slow receiver, others go on.
      ...Array.from({ length: webhookPollers }, () =>
        poll("deliver-webhooks", envNames.webhooksQueueUrl, lambdas.deliverWebhooks, 10),
      ),
      every({ clock: systemClock, ms: sweepMs, run: lambdas.sweep, signal: endingJobs.signal }),
    ];
    // A deletion or an import takes minutes: what is in hand is cut off as on AWS by the end of a Lambda's time, and run again.
    undoing.push("a background job", atOnceMs, async () => {
      endingJobs.abort();
      await Promise.all(jobsInHand);
    });
    const controls =
      engine.network &&
      simulatorControls(engine.network, {
        // The one of the Lambdas here: a key that they forgot is forgotten by this one, too.
        authenticator: authenticator(process.env),
        qrOnShow: async (session) => (await sessions(own).find(session))?.qr,
        ...defined({ web: engine.web }),
      });
    const extras = [
      ...(signIn === undefined ? [] : [signInFront(signIn)]),
      ...(controls ? [controls] : []),
      ...(publicUrl === undefined ? [] : [filesFront(aws.s3Endpoint, requiredSetting(env, envNames.bucket))]),
    ];
    const front = await startHttpFront({
      port,
      routes: lambdas.targets,
      fallback: lambdas.fallback,
      closeGraceMs: requestEndMs,
      extras,
      ...defined({ host }),
    });
    undoing.push("a request", requestEndMs + atOnceMs, () => front.close());
    undoing.push("the polls", atOnceMs, async () => {
      endingJobs.abort();
      // Taken away first: the next start waits for the rest then, and no worker joins any more.
      if (dataDir !== undefined) await removeStackFile(dataDir);
    });
    return { url: front.endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function temporaryDir(undoing: Undoing): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "whatsapp-broadcast-"));
  undoing.push("the temporary folder", 2_000, () => rm(dir, { recursive: true, force: true }));
  return dir;
}
