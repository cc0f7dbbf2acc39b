import type { Claimant } from "../core/claim.ts";
import { ConditionRefused, LeaseLost, SessionDown } from "../core/errors.ts";
import { drawGap, nextSendAt, type WaitReason } from "../core/pacing.ts";
import type { Recipient } from "../core/recipient.ts";
import type { WhatsAppConnection } from "../core/whatsapp.ts";
import type { AckBook } from "./acks.ts";
import type { CampaignBook } from "./campaign-book.ts";
import type { CampaignRun } from "./campaign-run.ts";
import { complete, settleStopped } from "./complete.ts";
import type { Lease } from "./lease.ts";
import type { WorkerPorts } from "./ports.ts";
import { recover } from "./recover.ts";
import { sendToMember, type Sender } from "./send.ts";
import type { Wake } from "./wake.ts";

/** A connection that is ready, and what its profile is worth for recovery. */
export interface ReadyConnection {
  readonly connection: WhatsAppConnection;
  /** Whether the profile that is open now is the very one from which that message was sent. */
  readonly sentFromHere: (row: Recipient) => boolean;
}

export interface SendLoopOptions {
  readonly ports: WorkerPorts;
  readonly lease: Lease;
  readonly claimant: Claimant;
  readonly book: CampaignBook;
  readonly acks: AckBook;
  readonly wake: Wake;
  readonly ready: () => ReadyConnection | undefined;
}

/** The one loop of a session that sends: a message at a time, its campaigns in turn. */
export class SendLoop {
  readonly #options: SendLoopOptions;
  readonly #sender: Sender;
  /** Drawn once a message, so that looking again does not draw again. */
  #chance: number;

  constructor(options: SendLoopOptions) {
    const { ports, lease, claimant, acks } = options;
    this.#options = options;
    this.#sender = { ports, lease, claimant, acks };
    this.#chance = ports.random();
  }

  /** Until aborted; the message in hand is finished. @throws LeaseLost | ConditionRefused when the session is another's */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [entry] = this.#options.book.due;
      try {
        await this.#step(signal);
        await this.#options.book.saveDue();
      } catch (error) {
        if (error instanceof LeaseLost || error instanceof ConditionRefused) throw error;
        await this.#afterTrouble(error, entry?.run, signal);
      }
    }
  }

  async #afterTrouble(error: unknown, run: CampaignRun | undefined, signal: AbortSignal): Promise<void> {
    const { ports, book, wake } = this.#options;
    if (signal.aborted) return;
    if (error instanceof SessionDown) {
      run?.waitFor("session");
      await wake.wait(ports.settings.retryMs, signal);
      return;
    }
    ports.log.error("a step of a campaign failed", { error: error as Error });
    await ports.clock.wait(ports.settings.retryMs, signal);
    if (run !== undefined) await book.reload(run.campaign.campaignId).catch(rethrowIfLost);
  }

  async #step(signal: AbortSignal): Promise<void> {
    const { book, ports, ready } = this.#options;
    const stopped = book.due.find(({ run, duty }) => duty === "settle" && run.unsettled.length === 0);
    if (stopped !== undefined) {
      await settleStopped(ports, stopped.run);
      await book.leave(stopped.run.campaign.campaignId);
      return;
    }
    const open = ready();
    const run = open === undefined ? undefined : this.#nextRun();
    if (open === undefined || run === undefined) {
      if (open === undefined) for (const { run: waiting } of book.due) waiting.waitFor("session");
      await this.#rest(undefined, signal);
      return;
    }
    if (run.unsettled.length > 0) {
      await this.#recoverFirst(run, open, signal);
      return;
    }
    const member = await run.next();
    if (member === undefined) {
      if (await complete(ports, run)) await book.leave(run.campaign.campaignId);
      else await book.lookAt(run.campaign.campaignId);
      return;
    }
    const { at, because } = this.#whenMaySend(run);
    if (at > ports.clock.now()) {
      run.waitFor(because);
      await this.#rest(at, signal);
      return;
    }
    run.waitFor(undefined);
    const result = await sendToMember(this.#sender, run, open.connection, member);
    if (result.done) {
      run.moveOn(member);
      if (result.claimed) this.#noteClaim(run);
      book.takeTurns();
    } else if (result.because === "not_running") {
      await book.lookAt(run.campaign.campaignId);
    } else {
      this.#noteClaim(run);
      run.unsettled.push({ row: result.row, handedOver: result.handedOver, since: ports.clock.now() });
    }
  }

  #noteClaim(run: CampaignRun): void {
    run.noteClaim(this.#options.ports.clock.now());
    this.#chance = this.#options.ports.random();
  }

  /** The campaign whose turn it is; one that may send sooner goes before one that has to wait. */
  #nextRun(): CampaignRun | undefined {
    const runs = this.#options.book.due.map(({ run }) => run);
    const now = this.#options.ports.clock.now();
    const soonest = runs.map((run) => ({ run, at: Math.max(now, this.#whenMaySend(run).at) }));
    return soonest.reduce<(typeof soonest)[number] | undefined>(
      (best, one) => (best === undefined || one.at < best.at ? one : best),
      undefined,
    )?.run;
  }

  #whenMaySend(run: CampaignRun): { readonly at: number; readonly because?: WaitReason } {
    const { book, ports } = this.#options;
    const gapMs = drawGap(run.rule.policy, this.#chance);
    return nextSendAt(run.rule, book.claims(run.rule.policy), gapMs, ports.clock.now());
  }

  async #recoverFirst(run: CampaignRun, open: ReadyConnection, signal: AbortSignal): Promise<void> {
    const { ports } = this.#options;
    const [first] = run.unsettled;
    if (first === undefined) return;
    const { inDoubtAfterMs, onUnknown } = ports.settings;
    const settings = { inDoubtAfterMs, onUnknown, sameProfile: open.sentFromHere(first.row) };
    const recovery = await recover(this.#sender, run, open.connection, first, settings);
    if (recovery === "settled") run.unsettled.shift();
    else if (recovery === "unsettled") run.unsettled[0] = { ...first, handedOver: true };
    else await this.#rest(ports.clock.now() + ports.settings.retryMs, signal);
  }

  /** Waits until then, or for a bell; wakes in time to write progress that changed. */
  async #rest(until: number | undefined, signal: AbortSignal): Promise<void> {
    const { book, ports, wake } = this.#options;
    const { progressMs, lookMs } = ports.settings;
    const forProgress = book.met.some((run) => run.isDirty) ? progressMs : lookMs;
    const forSend = until === undefined ? lookMs : Math.max(0, until - ports.clock.now());
    await wake.wait(Math.min(forProgress, forSend), signal);
  }
}

const rethrowIfLost = (error: unknown): void => {
  if (error instanceof ConditionRefused) throw error;
};
