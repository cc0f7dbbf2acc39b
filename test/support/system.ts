import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoCampaignStore } from "../../aws/stores/campaign/campaign-store.ts";
import { DynamoCampaignTimerStore } from "../../aws/stores/campaign/campaign-timer-store.ts";
import { DynamoContactStore } from "../../aws/stores/contact/contact-store.ts";
import { DynamoDirectMessageStore } from "../../aws/stores/sending/direct-message-store.ts";
import { DynamoFormerContactStore } from "../../aws/stores/contact/former-contact-store.ts";
import { DynamoImportRows } from "../../aws/stores/import/import-store.ts";
import { DynamoListStore } from "../../aws/stores/contact/list-store.ts";
import { DynamoPersonStore } from "../../aws/stores/contact/person-store.ts";
import { DynamoOptOutStore } from "../../aws/stores/contact/opt-out-store.ts";
import { DynamoMediaStore } from "../../aws/stores/content/media-store.ts";
import { DynamoOwedEventStore } from "../../aws/stores/webhook/owed-event-store.ts";
import { DynamoProgressStore } from "../../aws/stores/campaign/progress-store.ts";
import { QueuedEvents } from "../../aws/sqs/queued-events.ts";
import { DynamoRecipientStore } from "../../aws/stores/campaign/recipient-store.ts";
import { DynamoSessionStore } from "../../aws/stores/session/session-store.ts";
import { DynamoSharedPhoneStore } from "../../aws/stores/session/shared-phone-store.ts";
import { DynamoSlotStore } from "../../aws/stores/session/slot-store.ts";
import { DynamoWebhookDeliveryStore } from "../../aws/stores/webhook/webhook-delivery-store.ts";
import { formerLidIndex, numberKey, recipientKey } from "../../aws/dynamodb/keys.ts";
import { whatsAppIdOf, type DirectMessage } from "../../core/sending/direct-message.ts";
import { idOf } from "../../core/ids.ts";
import { announceDirects, announceOptOuts, announceRecipients, announceSessions } from "../../core/webhook/announce.ts";
import { announceCampaigns } from "../../core/webhook/announce-campaigns.ts";
import { TicketRefused } from "../../core/errors.ts";
import { recipientFacts } from "../../core/webhook/event-facts.ts";
import type { DomainEvent } from "../../core/webhook/events.ts";
import type { Webhook } from "../../core/webhook/webhook.ts";
import type { WebhookQueue, WebhookTicket } from "../../core/webhook/webhook-ports.ts";
import type { Campaign, CampaignBody } from "../../core/campaign/campaign.ts";
import type { ContactStore } from "../../core/contact/contact-ports.ts";
import type { Measure } from "../../core/meter.ts";
import type { Bell, BellListener, ProfileStore, Ticket } from "../../core/session/session-ports.ts";
import { optOutConfirmation } from "../../core/contact/opt-out.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { SessionState } from "../../core/session/session.ts";
import { encodeTime } from "ulid";
import { tendCampaign, type LifePorts } from "../../functions/campaigns/life.ts";
import { writeDownLeaving } from "../../functions/imports/leaving.ts";
import { startScheduled } from "../../functions/campaigns/scheduled-start.ts";
import { tellOwed } from "../../functions/webhooks/tell-owed.ts";
import { deleteCampaignRows } from "../../functions/jobs/delete-campaign.ts";
import { inNameOf } from "../../local/gateway/principal.ts";
import { createTable } from "../../local/aws/resources.ts";
import { SimulatedWhatsApp } from "../../simulator/engine.ts";
import { Network } from "../../simulator/network.ts";
import { NetworkRefusal } from "../../simulator/refusal.ts";
import { rowsOf } from "../../core/campaign/audience.ts";
import type { Log, LogFacts } from "../../worker/log.ts";
import { defaultWorkerSettings, type WorkerSettings } from "../../worker/settings.ts";
import { Worker } from "../../worker/worker.ts";
import "./access-recorder.ts";
import { MemoryJobs, MemoryScheduler } from "./background.ts";
import { FakeClock } from "./fake-clock.ts";
import { DynamoDbWire, unsigned } from "./wire.ts";

/** A whole deployment on a fake clock: real stores on real DynamoDB conditions, simulated network, any number of workers. */

export const tenantId = "acme";
export const sessionId = "shop";
export const ref = { tenantId, sessionId };

const tables = { registry: "test-registry", delivery: "test-delivery" };

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
  /** Sees every call of a port: `recipients.claim:before`, `recipients.claim:after`, ...; may kill the process there. */
  readonly at?: (point: string, kill: () => void) => void;
}

type Watch = <Port extends object>(name: string, port: Port) => Port;

const mapValues = <Stores extends Record<string, object>>(stores: Stores, watch: Watch): Stores =>
  Object.fromEntries(Object.entries(stores).map(([name, store]) => [name, watch(name, store)])) as Stores;

class MemoryFiles implements ProfileStore {
  readonly files = new Map<string, Uint8Array>();
  async save(key: string, archive: Uint8Array): Promise<void> {
    this.files.set(key, archive);
  }
  async load(key: string): Promise<Uint8Array | undefined> {
    return this.files.get(key);
  }
  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.files.delete(key);
  }
}

/** Tickets are heard at once, unless a fault befalls them. */
class MemoryBell implements Bell, BellListener {
  readonly #waiting = new Map<number, Ticket[]>();
  readonly #listeners = new Map<number, () => void>();
  faultOf: (ticket: Ticket) => "ticket_lost" | "ticket_doubled" | undefined = () => undefined;

  async ring(slot: number, ticket: Ticket): Promise<void> {
    const fault = this.faultOf(ticket);
    if (fault === "ticket_lost") return;
    const tickets = fault === "ticket_doubled" ? [ticket, ticket] : [ticket];
    this.#waiting.set(slot, [...(this.#waiting.get(slot) ?? []), ...tickets]);
    this.#listeners.get(slot)?.();
  }

  async hear(slot: number, signal: AbortSignal): Promise<readonly Ticket[]> {
    if (!this.#waiting.has(slot) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#listeners.set(slot, resolve);
        signal.addEventListener("abort", () => {
          resolve();
        });
      });
    }
    const heard = this.#waiting.get(slot) ?? [];
    this.#waiting.delete(slot);
    return heard;
  }
}

/** Trouble of the queue of events: what it never takes, what may pass, an answer that is lost, and no answer at all. */
export const eventFaults = ["event_refused", "event_unreachable", "event_unanswered", "event_silent"] as const;
export type EventFault = (typeof eventFaults)[number];

/** After so long the client of a queue gives up, as that of SQS does. */
const silentForMs = 5_000;

/** Listens to everything. */
const listener: Webhook = {
  tenantId,
  webhookId: `whk_${"0".repeat(26)}`,
  url: "https://receiver.example/",
  events: ["*"],
  active: true,
  secret: "whsec_test",
  createdAt: 0,
  updatedAt: 0,
};

/** The queue of events, and the one webhook that listens. */
class MemoryEvents implements WebhookQueue {
  readonly #clock: FakeClock;
  readonly published: DomainEvent[] = [];
  /** Whether a webhook listens to everything. */
  isHeard = true;
  faultOf: (event: DomainEvent) => EventFault | undefined = () => undefined;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  readonly webhooks = { list: async (): Promise<readonly Webhook[]> => (this.isHeard ? [listener] : []) };

  async enqueue(ticket: WebhookTicket): Promise<void> {
    if (ticket.kind !== "event") return;
    const fault = this.faultOf(ticket.event);
    if (fault === "event_refused") throw new TicketRefused("refused for good");
    if (fault === "event_unreachable") throw new Error("the queue of events is unreachable");
    if (fault === "event_silent") {
      await this.#clock.wait(silentForMs);
      throw new Error("the queue of events says nothing");
    }
    this.published.push(ticket.event);
    if (fault === "event_unanswered") throw new Error("the answer of the queue of events is lost");
  }
}

type SystemStores = ReturnType<System["storesOf"]>;

export class System {
  readonly clock = new FakeClock();
  readonly wire = new DynamoDbWire(this.clock);
  readonly bell = new MemoryBell();
  readonly files = new MemoryFiles();
  readonly scheduler = new MemoryScheduler();
  readonly jobs = new MemoryJobs();
  readonly events = new MemoryEvents(this.clock);
  readonly dir = mkdtempSync(join(tmpdir(), "system-"));
  readonly network = new Network({ clock: this.clock, random: () => 0.5 });
  readonly logged: { readonly message: string; readonly facts: LogFacts }[] = [];
  /** Sums of what was counted, of all workers. */
  readonly measured = new Map<Measure, number>();
  readonly #workers: RunningWorker[] = [];
  readonly #clients: DynamoDBClient[] = [];
  readonly stores = this.storesOf(() => false);
  #campaigns = 0;
  /** Stands in for the page of contacts that workers read, when set: for mistakes that are planted. */
  contactsPage: ContactStore["page"] | undefined;
  /** Whose browser was opened last. */
  #browserOf: RunningWorker | undefined;

  static async start(): Promise<System> {
    const system = new System();
    system.clock.standStillWhile(system.wire.isBusy);
    system.network.setBehaviour({ acceptMs: 10, deliverMs: 20, readMs: null });
    const client = system.#client(() => false);
    for (const name of Object.values(tables)) await createTable(client, name);
    return system;
  }

  #client(isDead: () => boolean): DynamoDBClient {
    const client = new DynamoDBClient({
      region: "test",
      endpoint: "http://wire",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: this.wire.requestHandler(isDead) as never,
      signer: unsigned as never,
      maxAttempts: 1,
    });
    this.#clients.push(client);
    return client;
  }

  /** Stores of one process; they refuse every call once it is dead. */
  storesOf(isDead: () => boolean, watch: Watch = (_, port) => port) {
    const client = DynamoDBDocumentClient.from(this.#client(isDead), {
      marshallOptions: { removeUndefinedValues: true },
    });
    const registry = { client, name: tables.registry };
    const delivery = { client, name: tables.delivery };
    const owedEvents = new DynamoOwedEventStore(delivery);
    const events = new QueuedEvents({
      webhooks: this.events.webhooks,
      queue: watch<WebhookQueue>("eventQueue", { enqueue: (ticket) => this.events.enqueue(ticket) }),
      owed: watch("owedEvents", owedEvents),
      clock: this.clock,
    });
    return {
      owedEvents,
      events,
      webhookDeliveries: new DynamoWebhookDeliveryStore(delivery),
      sessions: announceSessions(new DynamoSessionStore(registry), events),
      sharedPhones: new DynamoSharedPhoneStore(delivery),
      slots: new DynamoSlotStore(registry),
      lists: new DynamoListStore(registry),
      imports: new DynamoImportRows(registry),
      contacts: new DynamoContactStore(registry),
      formerContacts: new DynamoFormerContactStore(delivery),
      campaigns: announceCampaigns(new DynamoCampaignStore(delivery), events, new DynamoProgressStore(delivery)),
      timers: new DynamoCampaignTimerStore(delivery),
      media: new DynamoMediaStore(registry),
      progress: new DynamoProgressStore(delivery),
      recipients: announceRecipients(
        new DynamoRecipientStore(delivery, registry),
        events,
        recipientFacts(new DynamoCampaignStore(delivery), new DynamoContactStore(registry)),
      ),
      directs: announceDirects(new DynamoDirectMessageStore(delivery), events),
      persons: new DynamoPersonStore(delivery, registry),
      optOuts: announceOptOuts(new DynamoOptOutStore(delivery, registry), events),
    };
  }

  /** Starts a worker process. */
  startWorker(name: string, options: WorkerOptions = {}): RunningWorker {
    const { settings = {}, host = name, at = () => undefined } = options;
    let dead = false;
    const ending = new AbortController();
    const lease = settings.lease ?? defaultWorkerSettings.lease;
    const whatsApp = new SimulatedWhatsApp({
      network: this.network,
      clock: this.clock,
      startMs: 10,
      sendTimeoutMs: lease.sendDeadlineMs,
    });
    const kill = () => {
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
    const watched = <Port extends object>(port: string, target: Port): Port =>
      new Proxy(target, {
        get: (inner, member) => {
          const planted = port === "contacts" && member === "page" ? this.contactsPage : undefined;
          const value = planted ?? (Reflect.get(inner, member, inner) as unknown);
          if (typeof value !== "function" || typeof member !== "string") return value;
          return async (...parameters: unknown[]) => {
            at(`${port}.${member}:before`, kill);
            refuseIfDead();
            const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(inner, parameters);
            at(`${port}.${member}:after`, kill);
            refuseIfDead();
            return answer;
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
            const connection = await whatsApp.open({
              profileDir,
              onEvent: (event) => {
                if (!dead && !(options.deaf === true && event.type === "message")) onEvent(event);
              },
            });
            this.#browserOf = running;
            return watched("whatsApp", connection);
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
          progressMs: 5_000,
          profileRoot: join(this.dir, host),
          ...settings,
        },
      },
      name,
    );
    let ended: "running" | "stopped" | Error = "running";
    const run = inNameOf("worker", () => worker.run(ending.signal)).then(
      () => (ended = "stopped"),
      (error: unknown) => (ended = error as Error),
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
  #nonce = 0;

  /** Moves time on until it holds: in small steps at first, in larger ones after a while. */
  async until(holds: () => boolean | Promise<boolean>, what: string, atMostMs = 10 * 60_000): Promise<void> {
    for (let waited = 0, step = 50; waited <= atMostMs; waited += step) {
      if (await holds()) return;
      step = waited < 10_000 ? 50 : 500;
      await this.clock.advance(step);
    }
    const trouble = this.logged.slice(-10).map(({ message, facts }) => `${message} ${String(facts["error"] ?? "")}`);
    throw new Error(`waited ${atMostMs} ms until ${what}; last log lines:\n${trouble.join("\n")}`);
  }

  async state(its = sessionId): Promise<SessionState | undefined> {
    return (await this.stores.sessions.find({ tenantId, sessionId: its }))?.state;
  }

  /** Creates the session, lets a phone scan its QR, and waits until it is ready. */
  async linkSession(number = "628111000111", its = sessionId): Promise<void> {
    const now = this.clock.now();
    const session = { tenantId, sessionId: its };
    await this.stores.sessions.create({
      ...session,
      state: "stopped",
      wanted: false,
      epoch: 0,
      since: now,
      createdAt: now,
    });
    await this.stores.sessions.want(session, now);
    await this.until(async () => (await this.state(its)) === "awaiting_qr", "a QR is on show");
    const qr = (await this.stores.sessions.find(session))?.qr ?? "";
    this.network.scan({ qr, number, session });
    await this.until(async () => (await this.state(its)) === "ready", "the session is ready");
  }

  /** A list of so many contacts, numbers 6280000000xx ascending. */
  async aList(listId: string, contacts: number, first = 0): Promise<string[]> {
    const now = this.clock.now();
    await this.stores.lists.create({
      ...ref,
      listId,
      name: listId,
      contactCount: contacts,
      createdAt: now,
      updatedAt: now,
    });
    const numbers = Array.from({ length: contacts }, (_, index) => `62800${String(first + index).padStart(8, "0")}`);
    await this.stores.contacts.saveMany(
      numbers.map((number) => ({
        tenantId,
        listId,
        number,
        name: `N${number.slice(-3)}`,
        fields: {},
        addedAt: now,
        updatedAt: now,
      })),
    );
    return numbers;
  }

  /** Contacts leave a list that a campaign needs, as the API has them do so. */
  async leave(
    listId: string,
    numbers: readonly string[],
    { contacts, formerContacts }: Pick<SystemStores, "contacts" | "formerContacts"> = this.stores,
  ): Promise<void> {
    const there = await contacts.findMany(tenantId, listId, numbers);
    await writeDownLeaving({ formerContacts }, { usedBy: ["cmp"] }, there.values(), this.clock.now());
    await contacts.removeMany(tenantId, listId, numbers);
  }

  /** Launches a campaign as the API does: body, row, bell. */
  async launch(
    changes: Partial<Campaign> & { readonly listIds: readonly string[] },
    content: string | CampaignBody = "Halo {{ name }}",
  ): Promise<string> {
    const now = this.clock.now();
    this.#campaigns += 1;
    const campaign: Campaign = {
      ...ref,
      campaignId: `cmp_${this.#campaigns}`,
      name: `campaign ${this.#campaigns}`,
      status: "running",
      excludeListIds: [],
      launchedAt: now,
      createdAt: now,
      startedAt: now,
      total: 1,
      pacing: { minGapMs: 0, maxGapMs: 0, perDay: 1_000_000 },
      bodyHash: "-",
      ...changes,
    };
    const body = typeof content === "string" ? { text: content, variables: {} } : content;
    await this.stores.campaigns.create(campaign, body);
    await this.ring(campaign.campaignId, campaign.sessionId);
    return campaign.campaignId;
  }

  /** Asks for a direct message as the API does: row, then bell. */
  async ask(number: string, text = "Halo", its: Partial<DirectMessage> = {}): Promise<DirectMessage> {
    const requestedAt = this.clock.now();
    this.#asked += 1;
    const serial = String(this.#asked).padStart(16, "0");
    const directId = idOf("message", `${encodeTime(requestedAt)}${serial}`);
    const messageId = whatsAppIdOf(tenantId, directId);
    const message = { ...ref, directId, number, text, state: "pending", messageId, requestedAt, ...its } as const;
    await this.stores.directs.create(message);
    const owner = (await this.stores.sessions.find(ref))?.owner;
    if (owner !== undefined) await this.bell.ring(owner.slot, { kind: "message", ...ref, directId });
    return message;
  }
  #asked = 0;

  async direct({ directId }: DirectMessage): Promise<DirectMessage> {
    const message = await this.stores.directs.find({ ...ref, directId });
    if (message === undefined) throw new Error(`no message ${directId}`);
    return message;
  }

  async untilDirect(message: DirectMessage, state: DirectMessage["state"], atMostMs?: number): Promise<void> {
    const holds = async () => (await this.direct(message)).state === state;
    await this.until(holds, `message ${message.directId} is ${state}`, atMostMs);
  }

  async ring(campaignId: string, its = sessionId): Promise<void> {
    const session = { tenantId, sessionId: its };
    const owner = (await this.stores.sessions.find(session))?.owner;
    if (owner !== undefined) await this.bell.ring(owner.slot, { kind: "campaign", ...session, campaignId });
  }

  async campaign(campaignId: string): Promise<Campaign> {
    const campaign = await this.stores.campaigns.find({ ...ref, campaignId });
    if (campaign === undefined) throw new Error(`no campaign ${campaignId}`);
    return campaign;
  }

  async untilStatus(campaignId: string, status: Campaign["status"], atMostMs?: number): Promise<void> {
    const holds = async () => (await this.campaign(campaignId)).status === status;
    await this.until(holds, `${campaignId} is ${status}`, atMostMs);
  }

  async rows(campaignId: string): Promise<Recipient[]> {
    const rows: Recipient[] = [];
    for await (const row of rowsOf(this.stores.recipients, { tenantId, campaignId })) rows.push(row);
    return rows;
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
    await this.tellOwed();
    for (const job of this.jobs.queued.splice(0)) {
      if (job.kind === "delete_campaign") await deleteCampaignRows({ ...this.stores, clock: this.clock }, job);
    }
  }

  /** What the sweep does for events that their queue did not take. */
  async tellOwed(): Promise<number> {
    const { webhooks } = this.events;
    const logger = { warn: () => undefined, error: () => undefined };
    return await tellOwed({ ...this.stores, webhooks, webhookQueue: this.events, clock: this.clock, logger });
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

  /** Writes a row whatever stands there: a mistake that is planted. */
  async overwriteRow(row: Recipient): Promise<void> {
    const client = DynamoDBDocumentClient.from(this.#client(() => false));
    await client.send(new PutCommand({ TableName: tables.delivery, Item: { ...recipientKey(row), ...row } }));
  }

  /** What WhatsApp said of a number, as a73ae73 kept it. */
  async putCheckOfBefore(number: string, lid: string): Promise<void> {
    const client = DynamoDBDocumentClient.from(this.#client(() => false));
    const known = { tenantId, number, lid, onWhatsApp: true, checkedAt: this.clock.now() };
    const index = { ix: formerLidIndex(tenantId, lid), ixSort: number };
    const Item = { ...numberKey(tenantId, number), ...index, ...known };
    await client.send(new PutCommand({ TableName: tables.delivery, Item }));
  }

  /** Numbers that a message arrived at, in order, one entry an arrival; without confirmations of opt-outs. */
  arrivals(): string[] {
    const deliveries = this.network.deliveries({}).filter(({ body }) => body !== optOutConfirmation);
    return deliveries.map(({ to }) => to);
  }

  killAll(): void {
    for (const worker of this.#workers) if (worker.ended() === "running") worker.kill();
  }

  /** @throws Error for a line of the log that names a session without its tenant, or a campaign without both */
  async end(): Promise<void> {
    this.killAll();
    await this.until(() => this.#workers.every((worker) => worker.ended() !== "running"), "workers end");
    await this.clock.advance(120_000);
    const incomplete = this.logged.filter(({ facts: { tenant, session, campaign } }) =>
      campaign === undefined ? (session === undefined) !== (tenant === undefined) : !(session && tenant),
    );
    if (incomplete.length > 0) throw new Error(`log lines that don't say whose: ${JSON.stringify(incomplete)}`);
    this.network.close();
    for (const client of this.#clients) client.destroy();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
