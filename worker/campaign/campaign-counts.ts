import type { EngagementTally } from "../../core/campaign/engagement.ts";
import { afterChange, sumOf, type CountChange, type Progress, type Tally } from "../../core/campaign/progress.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { Measure, Meter } from "../../core/meter.ts";
import type { WaitReason } from "../../core/sending/pacing.ts";
import type { WorkerPorts } from "../ports.ts";
import { MostEngaged } from "./most-engaged.ts";
import type { SessionRules } from "./session-rules.ts";

type Ports = Pick<WorkerPorts, "progress" | "clock" | "meter" | "settings"> & {
  readonly rules: Pick<SessionRules, "timezone">;
};

type Counted = Pick<Recipient, "number" | "name" | "state">;

/** What one campaign has come to, kept in memory by its one owner and written now and then: counts, cursor, what it waits for. */
export class CampaignCounts {
  readonly #ports: Ports;
  #progress: Progress;
  #counting = {};
  #dirty = false;
  readonly #engaged: MostEngaged;
  #savedAt: number;
  #saving: Promise<void> = Promise.resolve();

  constructor(ports: Ports, progress: Progress, engaged: EngagementTally) {
    this.#ports = ports;
    this.#progress = progress;
    this.#savedAt = ports.clock.elapsed();
    this.#engaged = new MostEngaged(ports, engaged);
  }

  /** Another object after each counting of all rows. */
  get counting(): object {
    return this.#counting;
  }

  /** Rows that there are. */
  get total(): number {
    return sumOf(this.#progress.counts);
  }

  get cursors(): Pick<Progress, "cursor" | "retryCursor"> {
    return this.#progress;
  }

  get isDirty(): boolean {
    return this.#dirty;
  }

  get hasEstimate(): boolean {
    return this.#progress.estimatedFinishAt !== undefined;
  }

  /** Counts what a row's own write says it changed. @param row as it is now, when it was read or answered */
  count(change: CountChange, row?: Counted): void {
    this.#change(afterChange(this.#progress, change, this.#ports.rules.timezone));
    if (row !== undefined) this.#engaged.add(row);
    measureChange(this.#ports.meter, change, this.#ports.clock.now());
  }

  /** Counts a row that was claimed, or made with an outcome. @param again the row as it was, where it is tried again */
  countRow({ state, reason, claimedAt }: Recipient, again?: Recipient): void {
    const before = again && { from: again.state, fromReason: again.reason, wasClaimedAt: again.claimedAt };
    this.count({ ...before, to: state, reason, claimedAt });
  }

  moveTo(cursors: Pick<Progress, "cursor" | "retryCursor">): void {
    this.#change(cursors);
  }

  waitFor(reason: WaitReason | undefined): void {
    const { waitingFor, ...rest } = this.#progress;
    if (waitingFor === reason) return;
    this.#progress = rest;
    this.#change(reason === undefined ? {} : { waitingFor: reason });
  }

  /** Sets when it will be done; written with the next counts, the first time by itself. */
  expectFinish(at: number | undefined): void {
    const { estimatedFinishAt, ...rest } = this.#progress;
    this.#progress = at === undefined ? rest : { ...rest, estimatedFinishAt: at };
    if ((estimatedFinishAt === undefined) !== (at === undefined)) this.#dirty = true;
  }

  /** Takes the counts from rows that were all read, and counts from there on. */
  recounted({ counts, byDay, reasons }: Tally, engaged: EngagementTally): void {
    this.#change({ counts, byDay, reasons });
    this.#engaged.recounted(engaged);
    this.#counting = {};
  }

  #change(changed: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...changed };
    this.#dirty = true;
  }

  /** Whether `saveIfDue` would write now. */
  get isSaveDue(): boolean {
    const { clock, settings } = this.#ports;
    return this.#dirty && clock.elapsed() - this.#savedAt >= settings.progressMs;
  }

  /** Writes progress when it changed and the last write is long enough ago. */
  async saveIfDue(): Promise<void> {
    if (this.isSaveDue) await this.save();
  }

  /** Writes progress and who took most interest now, one write after the other. @throws ConditionRefused when a newer owner was there */
  async save(): Promise<void> {
    const before = this.#saving;
    const write = async () => {
      await before.catch(() => undefined);
      this.#dirty = false;
      this.#savedAt = this.#ports.clock.elapsed();
      try {
        const { engaged, isWhole } = await this.#engaged.carriedBy(this.#progress);
        const { engaged: _before, ...counted } = this.#progress;
        const carried = engaged.length === 0 ? {} : { engaged };
        this.#progress = { ...counted, ...carried, updatedAt: this.#ports.clock.now() };
        await this.#ports.progress.save(this.#progress);
        if (!isWhole) this.#dirty = true;
      } catch (error) {
        this.#dirty = true;
        throw error;
      }
    };
    this.#saving = write();
    await this.#saving;
  }
}

const measureOf: Partial<Record<CountChange["to"], Measure>> = {
  sent: "MessagesSent",
  failed: "MessagesFailed",
  in_doubt: "MessagesInDoubt",
};

function measureChange(meter: Meter, { from, to, claimedAt }: CountChange, now: number): void {
  const measure = measureOf[to];
  if (measure !== undefined) meter.count(measure);
  // An ack that came after all, for one in doubt, says nothing of how quick WhatsApp is.
  if (from === "sending" && to === "sent") meter.time("AckMs", now - claimedAt);
}
