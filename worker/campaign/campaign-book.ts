import type { Campaign } from "../../core/campaign/campaign.ts";
import { ConditionRefused } from "../../core/errors.ts";
import { everyPage, type PageQuery } from "../../core/pages.ts";
import { estimateFinish } from "../../core/campaign/plan/estimate.ts";
import { dayOf, startOfNextDay } from "../../core/time/local-time.ts";
import { dayOfClaims, mergeHistories, type ClaimHistory, type PacingPolicy } from "../../core/sending/pacing.ts";
import { newChatsOf, noCounts, sumOf, type Counts } from "../../core/campaign/progress.ts";
import { recipientStates } from "../../core/campaign/recipient.ts";
import { awaitsAcks } from "../../core/sending/delivery.ts";
import { CampaignRun, type Held } from "./campaign-run.ts";
import { OneByOne } from "../one-by-one.ts";
import { Gate } from "./gate.ts";

/** What has to be done for a campaign. */
export type Duty = "send" | "settle";

interface Entry {
  readonly run: CampaignRun;
  readonly duty: Duty;
}

/** The campaigns that one owner of a session has met, and which of them have to be worked on, in turn. */
export class CampaignBook {
  readonly #held: Held;
  readonly #met = new Map<string, CampaignRun>();
  readonly #loading = new Map<string, Promise<CampaignRun | undefined>>();
  readonly #gates = new Map<string, Gate>();
  /**
   * One refresh of a campaign at a time: it takes several reads, and what an older refresh read before a pause or a
   * stop must not stand after what a newer one found.
   */
  readonly #refreshes = new OneByOne();
  #due: readonly Entry[] = [];
  /** Today's claims of campaigns that this owner had not met at its last read. */
  #unmet = new Map<string, ClaimHistory>();

  constructor(held: Held) {
    this.#held = held;
  }

  get due(): readonly Entry[] {
    return this.#due;
  }

  /** Runs whose counts are not to be trusted, also of campaigns that nothing is to be done for now: people are shown them. */
  get stale(): readonly CampaignRun[] {
    return this.#runs.filter(({ isStale }) => isStale);
  }

  /** Days are other days now, or another account's: what is counted by them is counted anew, of campaigns that are over, too. */
  countDaysAnew(): void {
    for (const run of this.#runs) run.isStale = true;
  }

  get #runs(): readonly CampaignRun[] {
    return [...new Set([...this.#due.map(({ run }) => run), ...this.#met.values()])];
  }

  get isDirty(): boolean {
    return [...this.#met.values()].some(({ counts }) => counts.isDirty);
  }

  /** What the session claimed lately, by whichever campaign. */
  claims({ perMinute, perHour }: PacingPolicy): ClaimHistory {
    const unmet = [...this.#unmet].filter(([campaignId]) => !this.#met.has(campaignId)).map(([, claims]) => claims);
    const all = [...unmet, ...[...this.#met.values()].map(({ claims }) => claims)];
    const looksBack = perMinute !== undefined || perHour !== undefined;
    const histories = looksBack ? all : all.map((claims) => ({ ...claims, latest: [] }));
    return mergeHistories(histories, this.#held.ports.clock.now());
  }

  /** Reads what there is to do: every open campaign, and what the session sent today already. */
  async lookAtAll(): Promise<void> {
    const { ref, ending } = this.#held;
    const { campaigns, log } = this.#held.ports;
    const listed = await campaigns.open(ref);
    const { items: latest } = await campaigns.page(ref, { limit: 50 });
    // The index may not list yet what was launched a moment ago.
    const ids = new Set(listed.map(({ campaignId }) => campaignId));
    const open = [
      ...listed,
      ...latest.filter(({ campaignId, status }) => status === "running" && !ids.has(campaignId)),
    ];
    this.#unmet = await this.#claimsOfUnmet(open, latest);
    for (const { campaignId } of [...open, ...this.#due.map(({ run }) => run.campaign)]) ids.add(campaignId);
    for (const campaignId of ids) {
      try {
        await this.lookAt(campaignId);
      } catch (error) {
        // One campaign that can't be taken up keeps no other from going on.
        if (error instanceof ConditionRefused || ending.aborted) throw error;
        const facts = { alarm: "campaign_not_taken_up", campaign: campaignId, error: error as Error };
        log.error("a campaign could not be taken up", facts);
      }
    }
  }

  /** Reads one campaign's state and takes it up or leaves it. */
  async lookAt(campaignId: string): Promise<void> {
    await this.#refreshes.do(() => this.#look(campaignId), campaignId);
  }

  async #look(campaignId: string): Promise<void> {
    const { ports, ref } = this.#held;
    const found = await ports.campaigns.find({ ...ref, campaignId });
    const campaign = found?.deletedAt === undefined ? found : undefined;
    if (campaign?.status === "running") await this.#takeUp(campaign, "send");
    else if (campaign?.status === "stopped") await this.#takeUp(campaign, "settle");
    else await this.#leave(campaignId);
  }

  async #takeUp(campaign: Campaign, duty: Duty): Promise<void> {
    const { campaignId } = campaign;
    const run = await this.runOf(campaignId);
    if (run === undefined) return;
    // The loop reads it anew between two steps: what it has in hand counts for the run that it took it from.
    if (isOtherwise(run.campaign, campaign)) run.isStale = true;
    const current = this.#due.find((entry) => entry.run.campaign.campaignId === campaignId);
    if (current?.duty !== duty) run.takeUp(campaign);
    if (current?.run === run && current.duty === duty) return;
    this.#due = [...this.#without(campaignId), { run, duty }];
  }

  #without(campaignId: string): readonly Entry[] {
    return this.#due.filter(({ run }) => run.campaign.campaignId !== campaignId);
  }

  /** Nothing is to be done for it now. Its counts are written. */
  async leave(campaignId: string): Promise<void> {
    await this.#refreshes.do(() => this.#leave(campaignId), campaignId);
  }

  async #leave(campaignId: string): Promise<void> {
    this.#due = this.#without(campaignId);
    const run = this.#met.get(campaignId);
    if (run === undefined) return;
    const { counts } = run;
    counts.rest();
    if (counts.isDirty) await counts.save();
  }

  /** The run of a campaign of this session, taken over and counted when it was not met yet. */
  async runOf(campaignId: string): Promise<CampaignRun | undefined> {
    return this.#met.get(campaignId) ?? (await (this.#loading.get(campaignId) ?? this.#load(campaignId)));
  }

  #load(campaignId: string): Promise<CampaignRun | undefined> {
    const loading = CampaignRun.open(this.#held, this.#gateOf(campaignId), campaignId, (run) => {
      this.#met.set(campaignId, run);
    }).finally(() => {
      this.#loading.delete(campaignId);
    });
    this.#loading.set(campaignId, loading);
    return loading;
  }

  #gateOf(campaignId: string): Gate {
    const gate = this.#gates.get(campaignId) ?? new Gate();
    this.#gates.set(campaignId, gate);
    return gate;
  }

  /** Changes a row of a campaign while its rows are not being counted; the run is the one that counts from then on. */
  async changeRow(campaignId: string, change: (run: CampaignRun | undefined) => Promise<void>): Promise<void> {
    await this.runOf(campaignId);
    await this.#gateOf(campaignId).shared(async () => {
      await change(this.#met.get(campaignId));
    });
  }

  /** Reads a campaign anew: after an error nothing that is known of it in memory is trusted, but what its recipients came to. */
  async reload(campaignId: string): Promise<void> {
    await this.#refreshes.do(async () => {
      const before = this.#met.get(campaignId);
      const run = await this.#load(campaignId);
      if (run === undefined) this.#met.delete(campaignId);
      else if (before !== undefined) run.goOnFrom(before);
      await this.#look(campaignId);
    }, campaignId);
  }

  /** The campaign's turn is over. */
  takeTurns(campaignId: string): void {
    const entry = this.#due.find(({ run }) => run.campaign.campaignId === campaignId);
    if (entry !== undefined) this.#due = [...this.#without(campaignId), entry];
  }

  async saveDue(): Promise<void> {
    for (const { run, duty } of this.#due) {
      const { counts } = run;
      if (duty === "send" && (counts.isSaveDue || !counts.hasEstimate)) counts.expectFinish(this.#estimateOf(run));
    }
    for (const { counts } of this.#met.values()) await counts.saveIfDue();
  }

  /** The session's campaigns take turns: others go on until this one is done, or they are. */
  #estimateOf(run: CampaignRun): number | undefined {
    const { heldChat, left, rule, shareOfNewChats } = run;
    const { waitingFor, waitsUntil } = run.counts.wait;
    // What WhatsApp told last may end at another time than it did when the chat was held.
    const until = waitingFor === "whatsapp_limit" ? waitsUntil : heldChat?.until;
    if (until === undefined && (waitingFor === "whatsapp_limit" || heldChat !== undefined)) return undefined;
    const ofOthers = this.#due
      .filter((entry) => entry.duty === "send" && entry.run !== run)
      .reduce((sum, entry) => sum + Math.min(left, entry.run.left), 0);
    const from = Math.max(this.#held.ports.clock.now(), until ?? 0);
    return estimateFinish(rule, this.claims(rule.policy), left + ofOthers, from, shareOfNewChats);
  }

  async saveAll(): Promise<void> {
    for (const { counts } of this.#met.values()) if (counts.isDirty) await counts.save();
  }

  /** These messages can never be asked for again: the device that sent them is unlinked. */
  async giveUpUnsettled(): Promise<void> {
    for (const run of this.#met.values()) {
      for (const { row } of run.unsettled.splice(0)) {
        await run.settle(row, "in_doubt", { at: this.#held.ports.clock.now(), reason: "no_answer" });
      }
    }
  }

  /**
   * Counts campaigns afresh whose acks may still have been coming when the former owner died: it had written them to the
   * rows, and not yet to the counts.
   */
  async recountFinished(): Promise<void> {
    for await (const { campaignId } of this.#endedWithin(this.#held.ports.settings.acksComeWithinMs)) {
      await this.runOf(campaignId);
    }
  }

  /** Reads the rows of campaigns that ended lately and whose acks may still come: the page is asked for these. */
  async meetAwaited(): Promise<void> {
    for await (const { tenantId, campaignId } of this.#endedWithin(this.#held.ports.settings.askForAcksMs)) {
      if (this.#met.has(campaignId)) continue;
      const { counts = noCounts } = (await this.#held.ports.progress.find(tenantId, campaignId)) ?? {};
      if (recipientStates.some((state) => awaitsAcks({ state }) && counts[state] > 0)) await this.runOf(campaignId);
    }
  }

  async *#endedWithin(ms: number): AsyncGenerator<Campaign> {
    const { ref, ending } = this.#held;
    const { campaigns, clock, settings } = this.#held.ports;
    const readPage = (query: PageQuery) => {
      ending.throwIfAborted();
      return campaigns.page(ref, query);
    };
    // The newest come first.
    for await (const { items } of everyPage(100, readPage)) {
      for (const campaign of items) {
        const { finishedAt, createdAt, startedAt, deletedAt } = campaign;
        if (startedAt === undefined || deletedAt !== undefined) continue;
        if (clock.now() - (finishedAt ?? createdAt) <= ms) yield campaign;
      }
      const oldest = items.at(-1);
      if (oldest !== undefined && clock.now() - oldest.createdAt > settings.oldestCampaignMs) return;
    }
  }

  /** Campaigns that finished today or are paused count towards the day's cap and the gap, too. */
  async #claimsOfUnmet(open: readonly Campaign[], latest: readonly Campaign[]): Promise<Map<string, ClaimHistory>> {
    const { rules } = this.#held;
    const { progress, clock } = this.#held.ports;
    const now = clock.now();
    const today = dayOf(now, rules.timezone);
    const finishedToday = latest.filter(
      ({ finishedAt }) => finishedAt !== undefined && startOfNextDay(finishedAt, rules.timezone) > now,
    );
    const histories = new Map<string, ClaimHistory>();
    for (const campaign of [...finishedToday, ...open]) {
      const { tenantId, campaignId, finishedAt } = campaign;
      if (this.#met.has(campaignId)) continue;
      const known = await progress.find(tenantId, campaignId);
      const claims = messagesIn(known?.byDay[today] ?? noCounts);
      if (claims === 0) continue;
      const lastClaimAt = finishedAt ?? known?.updatedAt ?? now;
      const day = dayOfClaims(today, claims, rules.isOfNumber(campaign) ? newChatsOf(known, today) : 0);
      histories.set(campaignId, { lastClaimAt, latest: [], day });
    }
    return histories;
  }
}

/** Whether what a run goes by has changed since it was read: started anew, tried again, let go on, or from another number. */
const isOtherwise = (known: Campaign, now: Campaign): boolean =>
  known.launchedAt !== now.launchedAt ||
  known.round !== now.round ||
  known.pauseAfterRetry !== now.pauseAfterRetry ||
  known.sender !== now.sender;

/** Rows that a message was claimed for, as near as counts can show. */
const messagesIn = (counts: Counts): number => sumOf(counts) - counts.skipped;
