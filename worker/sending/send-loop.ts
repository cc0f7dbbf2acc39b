import type { Claimant } from "../../core/campaign/claim.ts";
import type { PauseReason } from "../../core/campaign/campaign.ts";
import { ConditionRefused, endsOwnership, FirstCampaignGone, SessionDown } from "../../core/errors.ts";
import { drawGap, mergeHistories, nextSendAt, type WaitReason } from "../../core/sending/pacing.ts";
import { afterAttempt, attemptOf, freshStreak, reasonToPause, type Streak } from "../../core/campaign/streak.ts";
import type { Member } from "../../core/campaign/audience.ts";
import type { CampaignBook } from "../campaign/campaign-book.ts";
import type { CampaignRun, Outcome } from "../campaign/campaign-run.ts";
import { complete, settleStopped } from "../campaign/complete.ts";
import type { DirectMessages } from "./direct-messages.ts";
import type { Lease } from "../lease.ts";
import { LookAhead } from "./look-ahead.ts";
import type { MediaFolder } from "./media-folder.ts";
import type { NumberChecks } from "../number-checks.ts";
import type { PhoneTurns } from "./phone-turns.ts";
import type { WorkerPorts } from "../ports.ts";
import type { ReadyConnection, Standing } from "./ready-connection.ts";
import { recover } from "./recover.ts";
import type { Remembered } from "./remembered.ts";
import { listOf, sendToMember, type Sender } from "./send.ts";
import type { Wake } from "../wake.ts";

/** A campaign for as long as it is due without a break: one that was paused and resumed is another one. */
type Due = CampaignBook["due"][number];

export interface SendLoopOptions {
  readonly ports: WorkerPorts;
  readonly lease: Lease;
  readonly claimant: Claimant;
  readonly book: CampaignBook;
  readonly remembered: Remembered;
  readonly media: MediaFolder;
  readonly directs: DirectMessages;
  readonly turns: PhoneTurns;
  readonly numbers: NumberChecks;
  readonly wake: Wake;
  readonly ready: () => ReadyConnection | undefined;
}

/** The one loop of a session that sends: a message at a time, its campaigns in turn. */
export class SendLoop {
  readonly #options: SendLoopOptions;
  readonly #sender: Sender;
  /** Drawn once a message, so that a second check does not draw again. */
  #chance: number;
  /** The run that the step under way works on. */
  #current: CampaignRun | undefined;
  /** Runs at their end: walking a large list takes a while, and the session's other campaigns go on meanwhile. */
  readonly #closing = new Map<CampaignRun, Promise<void>>();
  #lostWhileClosing: unknown;
  #stepping: Promise<void> = Promise.resolve();
  readonly #streaks = new WeakMap<Due, Streak>();
  /** Runs of which it is not known any more who is left. */
  readonly #goOnFromGone = new WeakSet<CampaignRun>();

  constructor(options: SendLoopOptions) {
    const { ports, lease, claimant, remembered, media, numbers } = options;
    this.#options = options;
    this.#sender = {
      ports,
      lease,
      claimant,
      numbers,
      media,
      remembered,
      ahead: new LookAhead(ports.recipients, ports.clock),
      takeTurn: (run) => options.turns.take(run.rule.policy),
      onUnderWay: (connection) => {
        this.#beforeNext((run, { contact, foreseen }) => {
          numbers.begin(connection, contact.number, foreseen, run.campaign);
        });
      },
      onHandedOver: () => {
        this.#beforeNext((run, next) => {
          this.#sender.ahead.begin(run.ref, listOf(run, next), next, numbers.asking);
        });
      },
    };
    this.#chance = ports.random();
  }

  /** Resolves when the step under way is over; a rest ends at a ring. */
  get idle(): Promise<void> {
    return this.#stepping;
  }

  /** Until aborted; the message in hand is finished. @throws LeaseLost | ConditionRefused when the session is another's */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#current = undefined;
      try {
        const step = this.#step(signal);
        this.#stepping = step.catch(() => undefined);
        await step;
        this.#current = undefined;
        await this.#options.book.saveDue();
        if (this.#lostWhileClosing !== undefined) throw this.#lostWhileClosing as Error;
      } catch (error) {
        if (endsOwnership(error)) throw error;
        await this.#afterTrouble(error, signal);
      }
    }
    await Promise.all(this.#closing.values());
  }

  async #afterTrouble(error: unknown, signal: AbortSignal): Promise<void> {
    const { ports, wake } = this.#options;
    if (signal.aborted) return;
    if (error instanceof SessionDown) {
      this.#current?.waitFor("session");
      await wake.wait(ports.settings.retryMs, signal);
      return;
    }
    if (error instanceof FirstCampaignGone && this.#current !== undefined) this.#goOnFromGone.add(this.#current);
    const campaign = this.#current?.campaign.campaignId;
    ports.log.error("a step of a campaign failed and is taken again", { campaign, error: error as Error });
    if (this.#current !== undefined) this.#current.isStale = true;
    await ports.clock.wait(ports.settings.retryMs, signal);
  }

  async #step(signal: AbortSignal): Promise<void> {
    const { book, claimant, directs, ports, ready } = this.#options;
    const open = ready();
    if (open !== undefined && (directs.dueInMs ?? Infinity) <= 0 && !this.#isCampaignsTurn()) {
      await directs.sendNext(open);
      return;
    }
    for (const due of book.due) {
      const reason = this.#closing.has(due.run) ? undefined : this.#reasonToPause(due, open);
      if (reason === undefined) continue;
      await this.#pause(due, reason);
      return;
    }
    const stale = book.due.find(({ run }) => run.isStale && !this.#closing.has(run));
    if (stale !== undefined) {
      await this.#reload(stale);
      return;
    }
    for (const { run, duty } of book.due) {
      const isStopped = duty === "settle" && run.unsettled.length === 0;
      if (isStopped) this.#close(run, () => settleStopped(ports, claimant, run, signal).then(() => true), signal);
    }
    if (open === undefined) {
      for (const { run } of book.due) run.waitFor("session");
      await this.#rest(undefined, signal);
      return;
    }
    const next = this.#nextRun();
    if (next === undefined) {
      await this.#rest(undefined, signal);
      return;
    }
    this.#current = next.run;
    await this.#workOn(next.run, next.because, open, next.at, signal);
  }

  /** Whether a campaign goes before the direct message that waits: it can send now, and direct messages had their share. */
  #isCampaignsTurn(): boolean {
    const { book, directs, ports } = this.#options;
    // A campaign that fails again and again is no reason to let direct messages wait.
    if (!directs.distance.isCampaignsTurn || book.due.some(({ run }) => run.isStale)) return false;
    const next = this.#nextRun();
    if (next === undefined || next.run.unsettled.length > 0) return false;
    return next.at <= ports.clock.now() && next.run.blockedUntil <= ports.clock.elapsed();
  }

  async #workOn(
    run: CampaignRun,
    because: WaitReason | undefined,
    open: ReadyConnection,
    at: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { claimant, directs, ports } = this.#options;
    const blockedForMs = run.blockedUntil - ports.clock.elapsed();
    if (blockedForMs > 0) {
      // The outcome of a message in hand has to come first.
      run.waitFor("session");
      await this.#rest(blockedForMs, signal);
      return;
    }
    if (run.unsettled.length > 0) {
      await this.#recoverFirst(run, open);
      return;
    }
    const member = await run.next();
    if (member === undefined && run.campaign.pauseAfterRetry !== undefined) {
      await this.#endRetry(run, run.campaign.pauseAfterRetry);
      return;
    }
    if (member === undefined) {
      this.#close(run, () => complete(ports, claimant, run, signal), signal);
      return;
    }
    const forMs = at - ports.clock.now();
    if (forMs > 0) {
      this.#letWait(run, because);
      await this.#rest(forMs, signal);
      return;
    }
    // A direct message goes next, though both are due now, or it came while the recipient was read.
    const directInMs = directs.distance.isCampaignsTurn ? undefined : directs.goesNextInMs;
    if (directInMs !== undefined) {
      if (directInMs > 0) await this.#rest(directInMs, signal);
      return;
    }
    // When it may go, once another session of the phone goes first, is known with the next step.
    if (!(await this.#options.turns.mayClaim(run.rule.policy))) return;
    run.waitFor(undefined);
    await this.#send(run, open, member);
  }

  /** It waits for its turn to come, and the session's other campaigns for theirs. */
  #letWait(run: CampaignRun, because: WaitReason | undefined): void {
    run.waitFor(because);
    for (const { run: other, duty } of this.#options.book.due) {
      if (other === run || duty !== "send" || this.#closing.has(other)) continue;
      other.waitFor(this.#whenMaySend(other).because ?? because);
    }
  }

  /** It was paused when a person asked for the retry: it is again. */
  async #endRetry(run: CampaignRun, pausedBecause: PauseReason): Promise<void> {
    const { book, ports } = this.#options;
    try {
      await ports.campaignChanges.apply(run.ref, "pause", { now: ports.clock.now(), pausedBecause, endsRetry: true });
    } catch (error) {
      // Another process was quicker, or we were and the answer got lost.
      if (!(error instanceof ConditionRefused)) throw error;
    }
    await book.lookAt(run.campaign.campaignId);
  }

  /** The campaign read anew is the same one, and so is its streak. */
  async #reload(stale: Due): Promise<void> {
    const { book } = this.#options;
    const { campaignId } = stale.run.campaign;
    this.#current = stale.run;
    await book.reload(campaignId);
    const again = book.due.find(({ run }) => run.campaign.campaignId === campaignId);
    const streak = this.#streaks.get(stale);
    if (again !== undefined && streak !== undefined) this.#streaks.set(again, streak);
  }

  #reasonToPause(due: Due, open: ReadyConnection | undefined): PauseReason | undefined {
    const { isStale, campaign } = due.run;
    // A stale one may have been accepted for this number meanwhile: it is read anew first.
    const isOthers = !isStale && open !== undefined && (campaign.sender ?? open.number) !== open.number;
    if (isOthers) return "number_changed";
    if (due.duty === "send" && this.#goOnFromGone.has(due.run)) return "first_deleted";
    return reasonToPause(this.#streaks.get(due) ?? freshStreak, open?.standing.restrictedAt !== undefined);
  }

  #noteOutcome(run: CampaignRun, outcome: Outcome): void {
    const due = this.#options.book.due.find((one) => one.run === run);
    const attempt = attemptOf(outcome);
    if (due === undefined || attempt === undefined) return;
    this.#streaks.set(due, afterAttempt(this.#streaks.get(due) ?? freshStreak, attempt));
  }

  /** No further recipient is tried until a person lets it go on. */
  async #pause(due: Due, pausedBecause: PauseReason): Promise<void> {
    const { book, ports } = this.#options;
    const { run } = due;
    const { campaignId } = run.campaign;
    this.#current = run;
    try {
      await ports.campaignChanges.apply(run.ref, "pause", { now: ports.clock.now(), pausedBecause });
    } catch (error) {
      // Another process was quicker, or we were and the answer got lost.
      if (!(error instanceof ConditionRefused)) throw error;
    }
    if (pausedBecause === "number_changed" || pausedBecause === "first_deleted") {
      ports.log.warn("a campaign waits for a person", { campaign: campaignId, because: pausedBecause });
    } else {
      const facts = { alarm: pausedBecause, campaign: campaignId };
      ports.log.warn("a campaign's recipients fail one after the other: no more of them are tried", facts);
    }
    // If it runs again by now, a person wished so.
    this.#streaks.delete(due);
    await book.lookAt(campaignId);
  }

  /** Ends a run beside the loop. @param end whether it is over; otherwise it is refreshed */
  #close(run: CampaignRun, end: () => Promise<boolean>, signal: AbortSignal): void {
    if (this.#closing.has(run)) return;
    const { book, media, ports, wake } = this.#options;
    const { campaignId } = run.campaign;
    const closing = (async () => {
      try {
        if (await end()) {
          await book.leave(campaignId);
          await media.forget(run.ref);
        } else await book.lookAt(campaignId);
      } catch (error) {
        if (endsOwnership(error)) this.#lostWhileClosing = error;
        else if (!signal.aborted) {
          if (error instanceof FirstCampaignGone) this.#goOnFromGone.add(run);
          ports.log.error("a campaign could not be closed yet", { campaign: campaignId, error: error as Error });
          run.isStale = true;
          await ports.clock.wait(ports.settings.retryMs, signal);
        }
      } finally {
        this.#closing.delete(run);
        wake.ring();
      }
    })();
    this.#closing.set(run, closing);
  }

  async #send(run: CampaignRun, open: ReadyConnection, member: Member): Promise<void> {
    const { book, ports } = this.#options;
    const { campaignId } = run.campaign;
    const startedAt = ports.clock.elapsed();
    this.#options.directs.distance.campaignHadTurn();
    const result = await sendToMember(this.#sender, run, open, member);
    if (!result.done && result.because === "not_its_turn") return;
    if (!result.done && result.because === "not_running") {
      await book.lookAt(campaignId);
      return;
    }
    if (!result.done || result.paced) {
      run.noteClaim(ports.clock.now());
      this.#options.directs.distance.campaignSent();
      this.#chance = ports.random();
    }
    if (result.done) {
      run.moveOn(member);
      if (result.outcome !== undefined) this.#noteOutcome(run, result.outcome);
      if (result.outcome?.state === "sent") forgetRestriction(open.standing, startedAt);
    } else run.unsettled.push(result);
    book.takeTurns(campaignId);
  }

  /** Where the next one of the same campaign may go at once, something is done for it while this one is under way. */
  #beforeNext(begin: (run: CampaignRun, next: Member) => void): void {
    const run = this.#current;
    if (run === undefined || this.#options.book.due.length > 1 || run.rule.policy.maxGapMs > 0) return;
    run.peekBeyond().then(
      (next) => {
        if (next !== undefined) begin(run, next);
      },
      // The audience can't be read on from here.
      () => {
        run.isStale = true;
      },
    );
  }

  /**
   * First in rotation that waits only for its own gap, so that a short gap cannot starve a long one; otherwise the one
   * that can act soonest.
   */
  #nextRun(): { readonly run: CampaignRun; readonly at: number; readonly because?: WaitReason } | undefined {
    const { clock } = this.#options.ports;
    const open = this.#options.book.due.filter(({ run }) => !this.#closing.has(run));
    const soonest = open.map(({ run }) => {
      const whenMaySend = this.#whenMaySend(run);
      const sendsInMs = run.unsettled.length > 0 ? 0 : whenMaySend.at - clock.now();
      const blockedForMs = run.blockedUntil - clock.elapsed();
      // One that waits for an outcome keeps no other from its turn.
      const isInTurn = blockedForMs <= 0 && sendsInMs <= drawGap(run.rule.policy, this.#chance);
      return { run, ...whenMaySend, isInTurn, actsInMs: Math.max(0, sendsInMs, blockedForMs) };
    });
    const inTurn = soonest.find((one) => one.isInTurn);
    if (inTurn !== undefined) return inTurn;
    return soonest.reduce<(typeof soonest)[number] | undefined>(
      (best, one) => (best === undefined || one.actsInMs < best.actsInMs ? one : best),
      undefined,
    );
  }

  #whenMaySend(run: CampaignRun): { readonly at: number; readonly because?: WaitReason } {
    const { book, directs, ports, turns } = this.#options;
    const gapMs = drawGap(run.rule.policy, this.#chance);
    const now = ports.clock.now();
    const claims = mergeHistories([book.claims(run.rule.policy), directs.claims, turns.claims(now)], now);
    const next = nextSendAt(run.rule, claims, gapMs, now);
    const apartAt = Math.max(now + directs.campaignKeepsOffMs, turns.mayClaimAt(run.rule.policy, now));
    return apartAt > next.at ? { at: apartAt, because: "pacing" } : next;
  }

  async #recoverFirst(run: CampaignRun, open: ReadyConnection): Promise<void> {
    const { clock } = this.#options.ports;
    const [first] = run.unsettled;
    if (first === undefined) return;
    const recovery = await recover(this.#sender, run, open, first, this.#whenMaySend(run).at - clock.now());
    if (recovery.is === "settled") {
      run.unsettled.shift();
      if (recovery.outcome !== undefined) this.#noteOutcome(run, recovery.outcome);
    } else if (recovery.is === "unsettled") run.unsettled[0] = { ...first, lost: recovery.lost };
    else run.blockedUntil = clock.elapsed() + recovery.forMs;
  }

  /** Waits so long, or for a bell; wakes in time to write progress that changed. */
  async #rest(forMs: number | undefined, signal: AbortSignal): Promise<void> {
    const { book, directs, ports, ready, wake } = this.#options;
    const { progressMs, lookMs } = ports.settings;
    const forProgress = book.isDirty ? progressMs : lookMs;
    const forDirect = ready() === undefined ? lookMs : (directs.dueInMs ?? lookMs);
    await wake.wait(Math.min(forProgress, forDirect, forMs ?? lookMs), signal);
  }
}

/** A message sent after the restriction was announced lifts it. */
function forgetRestriction(standing: Standing, sendStartedAt: number): void {
  if (standing.restrictedAt !== undefined && standing.restrictedAt < sendStartedAt) standing.restrictedAt = undefined;
}
