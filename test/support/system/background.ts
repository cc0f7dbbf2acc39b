import type { StartScheduler } from "../../../core/campaign/campaign-ports.ts";
import type { Job, JobQueue } from "../../../core/jobs.ts";
import type { CampaignRef } from "../../../core/refs.ts";

/** What runs beside workers and requests, in memory. */

export const schedulerFaults = ["schedule_refused", "schedule_unanswered"] as const;
type SchedulerFault = (typeof schedulerFaults)[number];

/** Schedules that ring when a test takes those that are due. */
export class MemoryScheduler implements StartScheduler {
  readonly #all = new Map<string, { readonly ref: CampaignRef; readonly at: number }>();
  /** Set to refuse every call. */
  isDown = false;
  faultOf: () => SchedulerFault | undefined = () => undefined;

  async set({ tenantId, sessionId, campaignId }: CampaignRef, at: number): Promise<void> {
    this.#meetFault(() => this.#all.set(campaignId, { ref: { tenantId, sessionId, campaignId }, at }));
  }

  async cancel({ campaignId }: CampaignRef): Promise<void> {
    this.#meetFault(() => this.#all.delete(campaignId));
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

  #meetFault(work: () => void): void {
    if (this.isDown) throw new Error("the scheduler is down");
    const fault = this.faultOf();
    if (fault === "schedule_refused") throw new Error("the scheduler refuses");
    work();
    if (fault === "schedule_unanswered") throw new Error("the scheduler's answer is lost");
  }
}

export class MemoryJobs implements JobQueue {
  readonly queued: Job[] = [];
  isLost: (job: Job) => boolean = () => false;

  async enqueue(job: Job): Promise<void> {
    if (!this.isLost(job)) this.queued.push(job);
  }
}
