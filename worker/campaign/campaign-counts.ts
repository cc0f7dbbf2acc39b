import type { PageTrouble } from "../../core/campaign/page-doubt.ts";
import { rowsOf } from "../../core/campaign/audience.ts";
import { EngagementTally } from "../../core/campaign/engagement.ts";
import { afterChange, sumOf, Tally, type CountChange, type Progress } from "../../core/campaign/progress.ts";
import { defined } from "../../core/defined.ts";
import type { Failing } from "../../core/campaign/streak.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import type { Measure, Meter } from "../../core/meter.ts";
import { dayOf } from "../../core/time/local-time.ts";
import type { WaitReason } from "../../core/sending/pacing.ts";
import type { HeldSession } from "../held-session.ts";
import { OneByOne } from "../one-by-one.ts";
import { MostEngaged } from "./most-engaged.ts";

type Counted = Pick<Recipient, "number" | "name" | "state">;

/** What one campaign has come to, kept in memory by its one owner and written now and then: counts, cursor, what it waits for. */
export class CampaignCounts {
  readonly #held: Pick<HeldSession, "ports" | "rules" | "ending">;
  #progress: Progress;
  #counting = {};
  #dirty = false;
  readonly #engaged: MostEngaged;
  #savedAt: number;
  readonly #saves = new OneByOne();

  constructor(held: Pick<HeldSession, "ports" | "rules" | "ending">, progress: Progress) {
    this.#held = held;
    this.#progress = progress;
    this.#savedAt = held.ports.clock.elapsed();
    this.#engaged = new MostEngaged(held.ports);
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

  /** What it waits for, and until when where that is told. */
  get wait(): Pick<Progress, "waitingFor" | "waitsUntil"> {
    return this.#progress;
  }

  get hasEstimate(): boolean {
    return this.#progress.estimatedFinishAt !== undefined;
  }

  /** Counts what a row's own write says it changed. @param row as it is now, when it was read or answered */
  count(change: CountChange, row?: Counted): void {
    const { ports, rules } = this.#held;
    this.#change(afterChange(this.#progress, change, rules.timezone));
    if (row !== undefined) this.#engaged.add(row);
    measureChange(ports.meter, change, ports.clock.now());
  }

  /** Counts a row that was claimed, or made with an outcome. @param again the row as it was, where it is tried again */
  countRow({ state, reason, claimedAt, newChat }: Recipient, again?: Recipient): void {
    const before = again && {
      from: again.state,
      fromReason: again.reason,
      wasClaimedAt: again.claimedAt,
      wasNewChat: again.newChat,
    };
    this.count({ ...before, to: state, reason, claimedAt, newChat });
  }

  moveTo(cursors: Pick<Progress, "cursor" | "retryCursor">): void {
    this.#change(cursors);
  }

  /** @param until where it is told; epoch ms */
  waitFor(reason: WaitReason | undefined, until?: number): void {
    const { waitingFor, waitsUntil, ...rest } = this.#progress;
    if (waitingFor === reason && waitsUntil === until) return;
    this.#progress = rest;
    this.#change(defined({ waitingFor: reason, waitsUntil: until }));
  }

  /** What was seen last of trouble with WhatsApp's page. */
  get page(): PageTrouble | undefined {
    return this.#progress.page;
  }

  /** Keeps what was seen of trouble with WhatsApp's page, for people to read. */
  sawPage(page: PageTrouble): void {
    const { error, version } = this.#progress.page ?? {};
    if (page.error !== error || page.version !== version) this.#change({ page });
  }

  /** Shows that its recipients fail, or that they do no more. */
  fails(failing: Failing | undefined): void {
    const { failing: before, ...rest } = this.#progress;
    if (failing === undefined && before === undefined) return;
    if (failing !== undefined && before?.because === failing.because && before.count === failing.count) return;
    this.#progress = rest;
    this.#change(failing === undefined ? {} : { failing });
  }

  /** A recipient opted out by an answer to a message that was claimed then. */
  countOptOut(claimedAt: number): void {
    const { optOuts = {} } = this.#progress;
    const day = dayOf(claimedAt, this.#held.rules.timezone);
    this.#change({ optOuts: { ...optOuts, [day]: (optOuts[day] ?? 0) + 1 } });
  }

  /** Sets when it will be done; written with the next counts, the first time by itself. */
  expectFinish(at: number | undefined): void {
    const { estimatedFinishAt, ...rest } = this.#progress;
    this.#progress = at === undefined ? rest : { ...rest, estimatedFinishAt: at };
    if ((estimatedFinishAt === undefined) !== (at === undefined)) this.#dirty = true;
  }

  /** Nothing is to be done for it now. */
  rest(): void {
    this.fails(undefined);
    this.waitFor(undefined);
    this.expectFinish(undefined);
  }

  /** Counts every row afresh, and from there on. */
  async recount(onRow: (row: Recipient) => void): Promise<void> {
    const { ports, rules, ending } = this.#held;
    const tally = new Tally(rules.timezone);
    const engaged = new EngagementTally();
    for await (const row of rowsOf(ports.recipients, this.#progress, ending)) {
      tally.add(row);
      engaged.add(row);
      onRow(row);
    }
    const { counts, byDay, reasons, newChats } = tally;
    this.#change({ counts, byDay, reasons, ...defined({ newChats }) });
    this.#engaged.recounted(engaged);
    this.#counting = {};
  }

  #change(changed: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...changed };
    this.#dirty = true;
  }

  /** Whether `saveIfDue` would write now. */
  get isSaveDue(): boolean {
    const { clock, settings } = this.#held.ports;
    return this.#dirty && clock.elapsed() - this.#savedAt >= settings.progressMs;
  }

  /** Writes progress when it changed and the last write is long enough ago. */
  async saveIfDue(): Promise<void> {
    if (this.isSaveDue) await this.save();
  }

  /** Writes progress and who took most interest now, one write after the other. @throws ConditionRefused when a newer owner was there */
  async save(): Promise<void> {
    const { clock, progress } = this.#held.ports;
    await this.#saves.do(async () => {
      this.#dirty = false;
      this.#savedAt = clock.elapsed();
      try {
        const { engaged, isWhole } = await this.#engaged.carriedBy(this.#progress);
        const { engaged: _before, ...counted } = this.#progress;
        const carried = engaged.length === 0 ? {} : { engaged };
        this.#progress = { ...counted, ...carried, updatedAt: clock.now() };
        await progress.save(this.#progress);
        if (!isWhole) this.#dirty = true;
      } catch (error) {
        this.#dirty = true;
        throw error;
      }
    });
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
