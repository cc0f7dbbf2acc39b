import { dayOf, startOfNextDay } from "../core/local-time.ts";
import { lookBackOf, mergeHistories, type ClaimHistory, type PacingPolicy } from "../core/pacing.ts";
import type { SessionRef } from "../core/ports.ts";
import { noCounts, sumOf, type Counts } from "../core/progress.ts";
import { CampaignRun } from "./campaign-run.ts";
import type { WorkerPorts } from "./ports.ts";

/** What has to be done for a campaign. */
export type Duty = "send" | "settle";

interface Entry {
  readonly run: CampaignRun;
  readonly duty: Duty;
}

/** The campaigns that one owner of a session has met, and which of them have to be worked on, in turn. */
export class CampaignBook {
  readonly #ports: WorkerPorts;
  readonly #ref: SessionRef;
  readonly #epoch: number;
  readonly #met = new Map<string, CampaignRun>();
  readonly #loading = new Map<string, Promise<CampaignRun | undefined>>();
  #due: Entry[] = [];
  /** Claims of campaigns that ended before this owner came. */
  #earlier: ClaimHistory = { latest: [] };

  constructor(ports: WorkerPorts, ref: SessionRef, epoch: number) {
    this.#ports = ports;
    this.#ref = ref;
    this.#epoch = epoch;
  }

  get due(): readonly Entry[] {
    return this.#due;
  }

  get met(): readonly CampaignRun[] {
    return [...this.#met.values()];
  }

  /** What the session claimed lately, by whichever campaign. */
  claims(policy: PacingPolicy): ClaimHistory {
    return mergeHistories([this.#earlier, ...this.met.map(({ claims }) => claims)], lookBackOf(policy));
  }

  /** Reads what there is to do: every open campaign, and what the session sent today already. */
  async lookAtAll(): Promise<void> {
    this.#earlier = await this.#claimsOfFinished();
    for (const { campaignId } of await this.#ports.campaigns.open(this.#ref)) await this.lookAt(campaignId);
    for (const { run } of [...this.#due]) await this.lookAt(run.campaign.campaignId);
  }

  /** Reads one campaign's state and takes it up or leaves it. */
  async lookAt(campaignId: string): Promise<void> {
    const campaign = await this.#ports.campaigns.find({ ...this.#ref, campaignId });
    if (campaign?.status === "running") await this.#takeUp(campaignId, "send");
    else if (campaign?.status === "stopped") await this.#takeUp(campaignId, "settle");
    else await this.leave(campaignId);
  }

  async #takeUp(campaignId: string, duty: Duty): Promise<void> {
    const current = this.#due.find(({ run }) => run.campaign.campaignId === campaignId);
    if (current?.duty === duty) return;
    const run = await this.runOf(campaignId);
    if (run === undefined) return;
    const others = this.#due.filter((entry) => entry.run.campaign.campaignId !== campaignId);
    this.#due = [...others, { run, duty }];
  }

  /** Nothing is to be done for it now. Its counts are written. */
  async leave(campaignId: string): Promise<void> {
    this.#due = this.#due.filter(({ run }) => run.campaign.campaignId !== campaignId);
    const run = this.#met.get(campaignId);
    if (run === undefined) return;
    run.waitFor(undefined);
    if (run.isDirty) await run.save();
  }

  /** The run of a campaign of this session, taken over and recounted when it was not met yet. */
  async runOf(campaignId: string): Promise<CampaignRun | undefined> {
    const met = this.#met.get(campaignId);
    if (met !== undefined) return met;
    const loading =
      this.#loading.get(campaignId) ??
      CampaignRun.open(this.#ports, { ...this.#ref, campaignId }, this.#epoch).finally(() => {
        this.#loading.delete(campaignId);
      });
    this.#loading.set(campaignId, loading);
    const run = await loading;
    if (run !== undefined) this.#met.set(campaignId, run);
    return run;
  }

  /** Forgets what is known of a campaign and reads it anew: after an error nothing in memory is trusted. */
  async reload(campaignId: string): Promise<void> {
    this.#met.delete(campaignId);
    this.#due = this.#due.filter(({ run }) => run.campaign.campaignId !== campaignId);
    await this.lookAt(campaignId);
  }

  /** The next campaign's turn is another one's. */
  takeTurns(): void {
    const [first, ...others] = this.#due;
    if (first !== undefined) this.#due = [...others, first];
  }

  async saveDue(): Promise<void> {
    for (const run of this.#met.values()) await run.saveIfDue();
  }

  async saveAll(): Promise<void> {
    for (const run of this.#met.values()) if (run.isDirty) await run.save();
  }

  /**
   * Counts campaigns afresh whose acks may still have been coming when the former owner died: it had written them to the
   * rows, and not yet to the counts.
   */
  async recountFinished(): Promise<void> {
    const { campaigns, clock, settings } = this.#ports;
    let after: string | undefined;
    do {
      const page = await campaigns.page(this.#ref, { limit: 100, ...(after === undefined ? {} : { after }) });
      for (const { campaignId, finishedAt, createdAt } of page.items) {
        if (clock.now() - (finishedAt ?? createdAt) > settings.acksComeWithinMs) continue;
        await this.runOf(campaignId);
      }
      const oldest = page.items.at(-1);
      after =
        oldest !== undefined && clock.now() - oldest.createdAt > settings.oldestCampaignMs ? undefined : page.next;
    } while (after !== undefined);
  }

  /** Campaigns that finished today count towards the day's cap and the gap. */
  async #claimsOfFinished(): Promise<ClaimHistory> {
    const { campaigns, progress, clock, settings } = this.#ports;
    const now = clock.now();
    const today = dayOf(now, settings.timezone);
    const { items } = await campaigns.page(this.#ref, { limit: 50 });
    const histories: ClaimHistory[] = [];
    for (const { tenantId, campaignId, finishedAt } of items) {
      const isOver = finishedAt !== undefined && startOfNextDay(finishedAt, settings.timezone) > now;
      if (!isOver || this.#met.has(campaignId)) continue;
      const counts = (await progress.find(tenantId, campaignId))?.byDay[today] ?? noCounts;
      histories.push({ lastClaimAt: finishedAt, latest: [], day: { name: today, claims: messagesIn(counts) } });
    }
    return mergeHistories(histories, 0);
  }
}

/** Rows that a message was claimed for, as near as counts can tell. */
const messagesIn = (counts: Counts): number => sumOf(counts) - counts.skipped;
