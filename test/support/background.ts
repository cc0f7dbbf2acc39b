import type { StartScheduler } from "../../core/campaign-ports.ts";
import type { CampaignRef, Job, JobQueue } from "../../core/ports.ts";

/** What runs beside workers and requests, in memory. */

/** Schedules that ring when a test takes those that are due. */
export class MemoryScheduler implements StartScheduler {
  readonly #all = new Map<string, { readonly ref: CampaignRef; readonly at: number }>();
  /** Set to refuse every call. */
  isDown = false;

  async set({ tenantId, sessionId, campaignId }: CampaignRef, at: number): Promise<void> {
    this.#refuseIfDown();
    this.#all.set(campaignId, { ref: { tenantId, sessionId, campaignId }, at });
  }

  async cancel({ campaignId }: CampaignRef): Promise<void> {
    this.#refuseIfDown();
    this.#all.delete(campaignId);
  }

  /** When it rings for that campaign. */
  at(campaignId: string): number | undefined {
    return this.#all.get(campaignId)?.at;
  }

  /** Takes those that ring now. */
  due(now: number): CampaignRef[] {
    const due = [...this.#all.values()].filter(({ at }) => at <= now).map(({ ref }) => ref);
    for (const { campaignId } of due) this.#all.delete(campaignId);
    return due;
  }

  #refuseIfDown(): void {
    if (this.isDown) throw new Error("the scheduler is down");
  }
}

export class MemoryJobs implements JobQueue {
  readonly queued: Job[] = [];

  async enqueue(job: Job): Promise<void> {
    this.queued.push(job);
  }
}
