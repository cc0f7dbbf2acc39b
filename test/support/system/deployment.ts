import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../aws/clients.ts";
import { envNames } from "../../../aws/env.ts";
import { once } from "../../../aws/once.ts";
import * as open from "../../../aws/open.ts";
import { QueuedEvents } from "../../../aws/sqs/queued-events.ts";
import type { Measure } from "../../../core/meter.ts";
import type { WebhookQueue } from "../../../core/webhook/webhook-ports.ts";
import { createTable } from "../../../local/aws/resources.ts";
import { Network } from "../../../simulator/network.ts";
import type { LogFacts } from "../../../worker/log.ts";
import { FakeClock } from "../fake-clock.ts";
import { DynamoDbWire, unsigned } from "../api/wire.ts";
import { Recorder } from "../history/recorder.ts";
import { MemoryJobs, MemoryScheduler } from "./background.ts";
import { MemoryBell, MemoryEvents, MemoryFiles } from "./in-memory.ts";

export const registryTable = "test-registry";
export const deliveryTable = "test-delivery";

/** Puts something between a port and its caller. */
export type Watch = <Port extends object>(name: string, port: Port) => Port;

export type SystemStores = ReturnType<Deployment["storesOf"]>;

/** What all processes share: time, tables, the network, and what is kept in memory. */
export class Deployment {
  readonly clock = new FakeClock();
  readonly wire = new DynamoDbWire(this.clock);
  readonly bell = new MemoryBell();
  readonly files = new MemoryFiles();
  readonly scheduler = new MemoryScheduler();
  readonly jobs = new MemoryJobs();
  readonly events = new MemoryEvents(this.clock);
  readonly dir = mkdtempSync(join(tmpdir(), "system-"));
  /** What happens at the doors, once a test begins it. */
  readonly history = new Recorder(() => this.clock.elapsed());
  readonly network = new Network({ clock: this.clock, random: () => 0.5, onRecord: this.history.network });
  readonly logged: { readonly message: string; readonly facts: LogFacts }[] = [];
  /** Sums of what was counted, of all workers. */
  readonly measured = new Map<Measure, number>();
  readonly #clients: DynamoDBClient[] = [];
  readonly stores = this.storesOf(() => false);

  async open(): Promise<void> {
    this.clock.standStillWhile(this.wire.isBusy);
    this.network.setBehaviour({ acceptMs: 10, deliverMs: 20, readMs: null });
    for (const name of [registryTable, deliveryTable])
      await createTable(
        this.#client(() => false),
        name,
      );
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

  documentClient(isDead = () => false): DynamoDBDocumentClient {
    return DynamoDBDocumentClient.from(this.#client(isDead), { marshallOptions: { removeUndefinedValues: true } });
  }

  /** Stores of one process, opened as on AWS, in an environment of its own; they refuse every call once it is dead. */
  storesOf(isDead: () => boolean, watch: Watch = (_, port) => port) {
    const env = { [envNames.registryTable]: registryTable, [envNames.deliveryTable]: deliveryTable };
    once(env, documentClient, () => this.documentClient(isDead));
    const owedEvents = open.owedEvents(env);
    const events = once(env, open.events, () => {
      const queue = watch<WebhookQueue>("eventQueue", { enqueue: (ticket) => this.events.enqueue(ticket) });
      const { webhooks } = this.events;
      return new QueuedEvents({ webhooks, queue, owed: watch("owedEvents", owedEvents), clock: this.clock });
    });
    return {
      owedEvents,
      events,
      webhookDeliveries: open.webhookDeliveries(env),
      sessions: open.sessions(env),
      sessionDesk: open.sessionDesk(env),
      sessionOwners: open.sessionOwners(env),
      sharedPhones: open.sharedPhones(env),
      linkedAccounts: open.linkedAccounts(env),
      slots: open.slots(env),
      lists: open.lists(env),
      imports: open.imports(env),
      contacts: open.contacts(env),
      contactWriter: open.contactWriter(env),
      formerContacts: open.formerContacts(env),
      campaigns: open.campaigns(env),
      campaignChanges: open.campaignChanges(env),
      campaignRemoval: open.campaignRemoval(env),
      timers: open.timers(env),
      mediaWriter: open.mediaWriter(env),
      mediaUses: open.mediaUses(env),
      progress: open.progress(env),
      recipients: open.recipients(env),
      recipientClaims: open.recipientClaims(env),
      directs: open.directs(env),
      directDesk: open.directDesk(env),
      directClaims: open.directClaims(env),
      persons: open.persons(env),
      optOuts: open.optOuts(env),
      optOutChanges: open.optOutChanges(env),
      halts: open.halts(env),
      haltDesk: open.haltDesk(env),
      pageFaults: open.pageFaults(env),
    };
  }

  /**
   * Moves time on until it holds: in small steps at first, in larger ones after a while. It is asked for after each step in
   * which something happened, and twice a second in any case, for what happens by its being asked for.
   */
  async until(holds: () => boolean | Promise<boolean>, what: string, atMostMs = 10 * 60_000): Promise<void> {
    let ended: number | undefined;
    for (let waited = 0, step = 50; waited <= atMostMs; waited += step) {
      if (this.clock.ended !== ended || waited % 500 === 0) {
        ended = this.clock.ended;
        if (await holds()) return;
      }
      step = waited < 10_000 ? 50 : 500;
      await this.clock.advance(step);
    }
    const trouble = this.logged.slice(-10).map(({ message, facts }) => `${message} ${String(facts["error"] ?? "")}`);
    throw new Error(`waited ${atMostMs} ms until ${what}; last log lines:\n${trouble.join("\n")}`);
  }

  /** @throws Error for a line of the log that names a session without its tenant, or a campaign without both */
  async end(): Promise<void> {
    const incomplete = this.logged.filter(({ facts: { tenant, session, campaign } }) =>
      campaign === undefined ? (session === undefined) !== (tenant === undefined) : !(session && tenant),
    );
    if (incomplete.length > 0) throw new Error(`log lines that don't say whose: ${JSON.stringify(incomplete)}`);
    this.network.close();
    for (const client of this.#clients) client.destroy();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
