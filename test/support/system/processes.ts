import { join, sep } from "node:path";
import type { ContactReader } from "../../../core/contact/contact-ports.ts";
import { tendCampaign, type LifePorts } from "../../../functions/campaigns/life.ts";
import { startScheduled } from "../../../functions/campaigns/scheduled-start.ts";
import type { AccountLimits } from "../../../core/whatsapp.ts";
import { everyItem } from "../../../core/pages.ts";
import { deleteCampaignRows } from "../../../functions/jobs/delete-campaign.ts";
import { publishOwed } from "../../../functions/webhooks/publish-owed.ts";
import { inNameOf } from "../../../local/gateway/principal.ts";
import { SimulatedWhatsApp } from "../../../simulator/engine.ts";
import { NetworkRefusal } from "../../../simulator/refusal.ts";
import type { Log, LogFacts } from "../../../worker/log.ts";
import { defaultWorkerSettings, type WorkerSettings } from "../../../worker/settings.ts";
import { Worker } from "../../../worker/worker.ts";
import "../access/recorder.ts";
import { beginCall, recordEvent } from "../history/port-calls.ts";
import { Deployment, type SystemStores, type Watch } from "./deployment.ts";
import { listener } from "./in-memory.ts";
import { sessionId } from "./refs.ts";

export interface RunningWorker {
  readonly worker: Worker;
  /** SIGTERM: resolves when everything is given back. */
  readonly stop: () => Promise<void>;
  /** SIGKILL: every later call of its ports is refused, and its browsers are gone. */
  readonly kill: () => void;
  /** What `run` ended with, if it did. */
  readonly ended: () => "running" | "stopped" | Error;
}

export interface WorkerOptions {
  readonly settings?: Partial<WorkerSettings>;
  /** Workers on the same host find each other's disk. */
  readonly host?: string;
  /** Its pages tell of no message that comes in: they have to be asked what is unread. */
  readonly deaf?: true;
  /** Sees every call of a port: `recipientClaims.claim:before`, `recipientClaims.claim:after`, ...; may kill the process there. */
  readonly at?: (point: string, kill: () => void) => void;
}

const mapValues = <Stores extends Record<string, object>>(stores: Stores, watch: Watch): Stores =>
  Object.fromEntries(Object.entries(stores).map(([name, store]) => [name, watch(name, store)])) as Stores;

/** What runs in a deployment: workers, each to be stopped or killed, and what Lambdas do beside them. */
export class Processes extends Deployment {
  readonly #workers: RunningWorker[] = [];
  /** Whose browser was opened last. */
  #browserOf: RunningWorker | undefined;
  #nonce = 0;
  #processes = 0;
  /** Stands in for the page of contacts that workers read, when set: for mistakes that are planted. */
  contactsPage: ContactReader["page"] | undefined;
  /** What workers hear of the limits that their pages tell, when set: for the same. */
  limitsHeard: ((told: AccountLimits) => AccountLimits) | undefined;

  /** Starts a worker process. */
  startWorker(name: string, options: WorkerOptions = {}): RunningWorker {
    const { settings = {}, host = name, at = () => undefined } = options;
    let dead = false;
    // A worker that is started again under its name is another process.
    const by = `${name}#${(this.#processes += 1)}`;
    const { scribe } = this.history;
    scribe.point(by, "process", { became: "started" });
    const ending = new AbortController();
    const lease = settings.lease ?? defaultWorkerSettings.lease;
    const whatsApp = new SimulatedWhatsApp({
      network: this.network,
      clock: this.clock,
      startMs: 10,
      sendTimeoutMs: lease.sendDeadlineMs,
    });
    const kill = () => {
      if (!dead) scribe.point(by, "process", { became: "ended" });
      dead = true;
      ending.abort();
      // A killed process' browser goes with it; the network merely sees its line drop.
      if (this.#browserOf !== running) return;
      this.#browserOf = undefined;
      try {
        this.network.fault(sessionId, "browser_kill");
      } catch (error) {
        if (!(error instanceof NetworkRefusal)) throw error;
      }
    };
    const refuseIfDead = () => {
      if (dead) throw new Error("this process was killed");
    };
    /** Lets `at` look at each call on its way out and back, where it may kill this very process. */
    const watched = <Port extends object>(port: string, target: Port, session = ""): Port =>
      new Proxy(target, {
        get: (inner, member) => {
          const planted = port === "contacts" && member === "page" ? this.contactsPage : undefined;
          const value = planted ?? (Reflect.get(inner, member, inner) as unknown);
          if (typeof value !== "function" || typeof member !== "string") return value;
          return async (...parameters: unknown[]) => {
            at(`${port}.${member}:before`, kill);
            refuseIfDead();
            const begun = beginCall(scribe, by, `${port}.${member}`, session, parameters);
            let answer: unknown;
            try {
              answer = await (value as (...all: unknown[]) => unknown).apply(inner, parameters);
            } catch (error) {
              if (!dead) begun?.threw(error);
              throw error;
            }
            at(`${port}.${member}:after`, kill);
            refuseIfDead();
            begun?.answered(answer);
            const isLimits = port === "whatsApp" && member === "readLimits";
            return isLimits && this.limitsHeard ? this.limitsHeard(answer as AccountLimits) : answer;
          };
        },
      });
    const log = (message: string, facts: LogFacts = {}) => this.logged.push({ message, facts });
    const worker = new Worker(
      {
        ...mapValues(
          this.storesOf(() => dead, watched),
          watched,
        ),
        profiles: watched("profiles", this.files),
        mediaFiles: watched("mediaFiles", this.files),
        bell: this.bell,
        whatsApp: {
          open: async ({ profileDir, onEvent }) => {
            refuseIfDead();
            const session = profileDir.split(sep).slice(-3, -1).join("/");
            const connection = await whatsApp.open({
              profileDir,
              onEvent: (event) => {
                if (dead) return;
                recordEvent(scribe, by, session, event);
                if (!(options.deaf === true && event.type === "message")) onEvent(event);
              },
            });
            this.#browserOf = running;
            return watched("whatsApp", connection, session);
          },
        },
        clock: this.clock,
        random: () => 0,
        nonce: () => `n${(this.#nonce += 1)}`,
        log: { info: log, warn: log, error: log } satisfies Log,
        meter: {
          count: (name, by = 1) => this.measured.set(name, (this.measured.get(name) ?? 0) + by),
          time: (name, ms) => this.measured.set(name, (this.measured.get(name) ?? 0) + ms),
          publish: () => undefined,
        },
        settings: {
          ...defaultWorkerSettings,
          maxWorkers: 4,
          onUnknown: "resend",
          network: "simulated",
          progressMs: 5_000,
          profileRoot: join(this.dir, host),
          ...settings,
        },
      },
      name,
    );
    let ended: "running" | "stopped" | Error = "running";
    const over = (how: "stopped" | Error) => {
      if (!dead) scribe.point(by, "process", { became: "ended" });
      ended = how;
    };
    const run = inNameOf("worker", () => worker.run(ending.signal)).then(
      () => {
        over("stopped");
      },
      (error: unknown) => {
        over(error as Error);
      },
    );
    const running: RunningWorker = {
      worker,
      stop: async () => {
        ending.abort();
        await this.until(() => ended !== "running", `worker ${name} ends`);
        await run;
      },
      kill,
      ended: () => ended,
    };
    this.#workers.push(running);
    return running;
  }

  /** What a Lambda of the API, or the sweep, works with as far as campaigns' lives go; it refuses every call once it is dead. */
  lifeOf(isDead: () => boolean): LifePorts & SystemStores {
    const { scheduler, bell, jobs } = this;
    return { ...this.storesOf(isDead), scheduler, bell, jobs, logger: { warn: () => undefined } };
  }

  readonly life = this.lifeOf(() => false);

  /** What runs beside workers, once: schedules ring, the sweep looks around, jobs are done. */
  async background(): Promise<void> {
    const now = this.clock.now();
    for (const due of this.scheduler.due(now)) await startScheduled(this.life, due, now);
    for (const timer of await this.stores.timers.due(now, 100)) await tendCampaign(this.life, timer, now);
    await this.publishOwed();
    for (const job of this.jobs.queued.splice(0)) {
      if (job.kind === "delete_campaign") await deleteCampaignRows({ ...this.stores, clock: this.clock }, job);
    }
  }

  /** What the sweep does for events that their queue did not take. */
  async publishOwed(): Promise<number> {
    const { webhooks } = this.events;
    const logger = { warn: () => undefined, error: () => undefined };
    return await publishOwed({ ...this.stores, webhooks, webhookQueue: this.events, clock: this.clock, logger });
  }

  /** Whether an event is owed, asked of all that the index lists: what it lists first may be published by now. */
  async isOwing(): Promise<boolean> {
    for await (const _ of everyItem(100, (query) => this.stores.owedEvents.page(query))) return true;
    return false;
  }

  /** Events that were given up, by id, each with the reason. */
  async failedEvents(): Promise<ReadonlyMap<string, string>> {
    const failed = new Map<string, string>();
    let after: string | undefined;
    do {
      const query = { limit: 100, ...(after === undefined ? {} : { after }) };
      const page = await this.stores.webhookDeliveries.page(listener, query);
      for (const { eventId, state, attempts } of page.items) {
        if (state === "failed") failed.set(eventId, attempts[0]?.problem ?? "");
      }
      after = page.next;
    } while (after !== undefined);
    return failed;
  }

  killAll(): void {
    for (const worker of this.#workers) if (worker.ended() === "running") worker.kill();
  }

  override async end(): Promise<void> {
    this.killAll();
    await this.until(() => this.#workers.every((worker) => worker.ended() !== "running"), "workers end");
    await this.clock.advance(120_000);
    await super.end();
  }
}
