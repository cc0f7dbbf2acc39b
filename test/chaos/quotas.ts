import { NetworkRefusal } from "../../simulator/refusal.ts";
import type { Line, PointLine } from "../history/lines.ts";
import { wireFaults } from "../support/api/wire.ts";
import { readCampaign } from "../support/history/campaign-reads.ts";
import { sessionId, System, tenantId, type RunningWorker } from "../support/system.ts";
import { ChaosLimits, type LimitKind } from "./account-limits.ts";
import { ChaosDirects } from "./directs.ts";
import { seededRandom } from "./seeded-random.ts";
import { resumePaused, whileTimeGoesOn } from "./steps.ts";

/**
 * A broadcast to strangers whose account WhatsApp gives a quota of new chats, over two cycles of it, with faults, timelocks and
 * restrictions. The history says whether a chat was begun above a limit that had been told (the rule `limitsKept`); the simulated
 * network's ledger says how much of each quota was used when its cycle ended.
 */

/** A mistake of the product, planted to see that the run finds it. */
export type PlantedMistake = "hears_no_limits" | "keeps_far_below";

export interface QuotaResult {
  readonly seed: number;
  /** One line a broken promise. */
  readonly broken: readonly string[];
  /** New chats that WhatsApp let begin, and that began, in the cycles for whose quota the campaign had the people. */
  readonly allowed: number;
  readonly used: number;
  readonly cycles: number;
  readonly newChats: number;
  /** Messages that met a limit, which had not been told by then. */
  readonly refused: number;
  readonly readings: number;
}

interface Quota {
  readonly used: number;
  readonly total: number;
  readonly resetsAt: number;
}

const lease = { beatMs: 1_000, loseAfterMs: 5_000, takeAfterMs: 10_000, sendDeadlineMs: 3_500 };
const settings = { capacity: 5, lease, inDoubtAfterMs: 10_000, limitsMs: 20_000 };
const cycles = 2;
const cycleMs = 2 * 60_000;
/** Faults come in the first part of a cycle: its rest is enough for what is left of the quota. */
const ragesForMs = 60_000;
const strangers = 110;
const acquainted = 12;
const campaignId = "cmp_quota";
export const usedAtLeast = 0.95;

export async function runQuotas(seed: number, mistake?: PlantedMistake): Promise<QuotaResult> {
  const system = await System.start();
  try {
    return await new QuotaRun(system, seed, mistake).run();
  } finally {
    await system.end();
  }
}

class QuotaRun {
  readonly #system: System;
  readonly #seed: number;
  readonly #mistake: PlantedMistake | undefined;
  readonly #random: () => number;
  readonly #workers = new Map<string, RunningWorker>();
  readonly #limits: ChaosLimits;
  readonly #directs: ChaosDirects;
  readonly #broken: string[] = [];
  #recipients = 0;
  #isRaging = false;

  constructor(system: System, seed: number, mistake: PlantedMistake | undefined) {
    this.#system = system;
    this.#seed = seed;
    this.#mistake = mistake;
    this.#random = seededRandom(50_000 + seed);
    this.#limits = new ChaosLimits({ system, below: this.#below, endsWithinMs: 15_000 });
    this.#directs = new ChaosDirects(system);
    system.history.isOn = true;
    if (mistake === "hears_no_limits") system.limitsHeard = () => ({ restricted: false });
  }

  async run(): Promise<QuotaResult> {
    await this.#begin();
    const counted: Quota[] = [];
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const quota = await this.#untilCycleEnds();
      // A cycle counts for whose quota there were the people.
      const notTried = this.#recipients - (await this.#system.rows(campaignId)).length;
      if (notTried >= quota.total - quota.used) counted.push(quota);
      if (quota.used > quota.total) this.#broken.push(`${quota.used} new chats of ${quota.total} were begun`);
      await this.#system.clock.advance(1_000);
    }
    await this.#end();
    return this.#judge(counted);
  }

  async #begin(): Promise<void> {
    const { network, clock, wire, history } = this.#system;
    for (const name of ["w1", "w2"]) this.#start(name);
    await this.#system.linkSession();
    network.setBehaviour({ acceptMs: 100, deliverMs: 300, readMs: 2_000, resendsPending: false });
    const known = await this.#system.aList("lst_known", acquainted, 5_000);
    const numbers = [...known, ...(await this.#system.aList("lst_new", strangers))];
    for (const from of known) network.inbound({ sessionId, tenantId, from, body: "halo" });
    wire.slowly = () => clock.wait(this.#below(2_000));
    wire.faultOf = () => (this.#befalls(0.01) ? this.#pick(wireFaults) : undefined);
    network.ackFaults = (ack) => [this.#befalls(0.1) ? { ack, delayMs: this.#below(6_000) } : { ack }];
    const newChats = { total: 15 + this.#below(16), used: 0, resetsAt: clock.now() + cycleMs };
    network.standings.change(this.#device, { newChats });
    history.scribe.point("people", "audience", { of: campaignId, numbers });
    this.#recipients = numbers.length;
    const own = this.#mistake === "keeps_far_below" ? { newChatsPerDay: 5 } : {};
    await this.#system.launch({
      campaignId,
      listIds: ["lst_known", "lst_new"],
      total: numbers.length,
      pacing: { minGapMs: 200, maxGapMs: 900, perDay: 100_000, ...own },
    });
  }

  #start(name: string): void {
    const at = (_point: string, kill: () => void) => {
      if (this.#befalls(0.0005)) kill();
    };
    this.#workers.set(name, this.#system.startWorker(name, { host: name, settings, at }));
  }

  /** @returns the quota right before its cycle ends */
  async #untilCycleEnds(): Promise<Quota> {
    const { clock, network } = this.#system;
    const { resetsAt } = this.#quota;
    const isRaised = this.#chance(0.5);
    let wasRaised = false;
    while (clock.now() < resetsAt - 500) {
      await clock.advance(500);
      const left = resetsAt - clock.now();
      this.#isRaging = left > cycleMs - ragesForMs;
      if (this.#isRaging) await this.#rage();
      else if (left % 5_000 < 500) await this.#calmDown();
      // WhatsApp raises it in the middle of a cycle: its page tells so when it is asked next.
      if (!isRaised || wasRaised || left > cycleMs / 2) continue;
      wasRaised = true;
      network.standings.change(this.#device, { newChats: { total: this.#quota.total + 1 + this.#below(6) } });
    }
    this.#isRaging = false;
    return this.#quota;
  }

  async #rage(): Promise<void> {
    if (this.#chance(0.03)) this.#strikeConnection();
    if (this.#chance(0.02)) await this.#directs.ask((call) => whileTimeGoesOn(this.#system, call));
    if (this.#chance(0.05)) this.#limits.strike(this.#pick<LimitKind>(["timelock_begun", "timelock_over"]));
    if (this.#chance(0.01)) this.#limits.strike("restricted");
    if (this.#chance(0.1)) await this.#liftRestriction();
    this.#startAgain(0.5);
  }

  async #calmDown(): Promise<void> {
    this.#limits.strike("timelock_over");
    await this.#liftRestriction();
    this.#startAgain(1);
  }

  #strikeConnection(): void {
    try {
      this.#system.network.fault(sessionId, this.#pick(["drop", "page_crash", "browser_kill"] as const), tenantId);
    } catch (error) {
      // It is not connected right now.
      if (!(error instanceof NetworkRefusal)) throw error;
    }
  }

  /** A person lets go on what was paused meanwhile. */
  async #liftRestriction(): Promise<void> {
    const wasRaging = this.#isRaging;
    this.#isRaging = false;
    this.#limits.strike("restriction_over");
    await resumePaused(this.#system, campaignId);
    this.#isRaging = wasRaging;
  }

  #startAgain(share: number): void {
    for (const [name, worker] of this.#workers) {
      if (worker.ended() !== "running" && this.#chance(share)) this.#start(name);
    }
  }

  async #end(): Promise<void> {
    this.#limits.end();
    this.#startAgain(1);
    const isOver = async () => {
      await resumePaused(this.#system, campaignId);
      return (await this.#system.campaign(campaignId)).status === "completed";
    };
    // One that was planted a mistake into need not end.
    if (this.#mistake !== undefined) return;
    await this.#system.until(isOver, `the campaign of seed ${this.#seed} is complete`, 30 * 60_000);
    await readCampaign(this.#system, campaignId);
  }

  #judge(counted: readonly Quota[]): QuotaResult {
    const { history } = this.#system;
    const [used, allowed] = [sum(counted.map((one) => one.used)), sum(counted.map((one) => one.total))];
    const received = history.lines.filter(isReceived);
    const broken = [...this.#broken, ...history.broken()];
    if (used < usedAtLeast * allowed) broken.push(`${used} of ${allowed} new chats were begun that WhatsApp allowed`);
    return {
      seed: this.#seed,
      broken,
      allowed,
      used,
      cycles: counted.length,
      newChats: received.filter(({ became, isNewChat }) => became === "accepted" && isNewChat === true).length,
      refused: received.filter(({ limit }) => limit !== undefined).length,
      readings: history.lines.filter((line) => line.is === "begin" && line.what === "read_limits").length,
    };
  }

  get #device() {
    return this.#system.network.deviceOf(sessionId, tenantId);
  }

  /** As the network has it. */
  get #quota(): Quota {
    const { newChats } = this.#system.network.standings.limitsOf(this.#device);
    if (newChats?.resetsAt === undefined) throw new Error("the network has no quota");
    return { ...newChats, resetsAt: newChats.resetsAt };
  }

  readonly #chance = (share: number): boolean => this.#random() < share;
  readonly #befalls = (share: number): boolean => this.#isRaging && this.#chance(share);
  readonly #below = (end: number): number => Math.floor(this.#random() * end);
  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)] as Item;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const isReceived = (line: Line): line is Extract<PointLine, { what: "received" }> =>
  line.is === "point" && line.what === "received";
