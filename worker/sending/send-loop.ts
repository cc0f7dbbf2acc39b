import type { PauseReason } from "../../core/campaign/campaign.ts";
import { defined } from "../../core/defined.ts";
import { hasPageChanged, pageWordOf } from "../../core/campaign/page-doubt.ts";
import { endsOwnership, PageCannotBeAsked, SessionDown } from "../../core/errors.ts";
import { freshStreak, reasonToPause } from "../../core/campaign/streak.ts";
import type { CampaignBook } from "../campaign/campaign-book.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import { Closings } from "../campaign/closings.ts";
import { settleStopped } from "../campaign/complete.ts";
import { stepInTurn } from "./campaign-turn.ts";
import type { LoopParts } from "./loop-parts.ts";
import { Preparation } from "./preparation.ts";
import type { ReadyConnection } from "./ready-connection.ts";
import { Rota } from "./rota.ts";
import { witnessByMessages } from "../page-holds.ts";
import type { Sender } from "./send.ts";

type Due = CampaignBook["due"][number];

/** The one loop of a session that sends: a message at a time, its campaigns in turn. */
export class SendLoop {
  readonly #parts: Sender;
  readonly #closings: Closings;
  readonly #rota: Rota;
  /** The run that the step under way works on. */
  #current: CampaignRun | undefined;
  #stepping: Promise<void> = Promise.resolve();

  constructor(parts: LoopParts) {
    const { ports, book, numbers } = parts;
    const preparation = new Preparation({
      ...ports,
      numbers,
      mayPrepare: ({ rule }) => book.due.length <= 1 && rule.policy.maxGapMs <= 0,
    });
    this.#parts = { ...parts, preparation };
    this.#closings = new Closings(parts, book);
    this.#rota = new Rota(parts, this.#closings);
  }

  /** Resolves when the step under way is over; a rest ends at a ring. */
  get idle(): Promise<void> {
    return this.#stepping;
  }

  /** Until the session ends; the message in hand is finished. @throws LeaseLost | ConditionRefused when the session is another's */
  async run(): Promise<void> {
    const { book, ending } = this.#parts;
    while (!ending.aborted) {
      this.#current = undefined;
      try {
        const step = this.#step().catch((error: unknown) => {
          if (!(error instanceof PageCannotBeAsked)) throw error;
          this.#afterQuestion(error);
        });
        this.#stepping = step.catch(() => undefined);
        await step;
        this.#current = undefined;
        await book.saveDue();
        this.#closings.throwIfLost();
      } catch (error) {
        if (endsOwnership(error)) throw error;
        await this.#afterTrouble(error);
      }
    }
    await this.#closings.settled();
  }

  async #afterTrouble(error: unknown): Promise<void> {
    const { ending, ports, wake } = this.#parts;
    if (ending.aborted) return;
    if (error instanceof SessionDown) {
      this.#current?.counts.waitFor("session");
      await wake.wait(ports.settings.retryMs, ending);
      return;
    }
    const campaign = this.#current?.campaign.campaignId;
    ports.log.error("a step of a campaign failed and is taken again", { campaign, error: error as Error });
    this.#current?.failed(error);
    await ports.clock.wait(ports.settings.retryMs, ending);
  }

  /** Only what asked waits, which is written down like any other step: the others have their turn. */
  #afterQuestion(error: PageCannotBeAsked): void {
    if (this.#parts.ending.aborted) return;
    if (this.#current === undefined) this.#parts.directs.holdOff();
    else this.#cannotAskFor(this.#current, error);
  }

  /** The session is ready, and its page can't be asked: the others have their turn, and when it lasts the campaign is paused. */
  #cannotAskFor(run: CampaignRun, error: PageCannotBeAsked): void {
    const { book, ports, ready } = this.#parts;
    const { campaignId } = run.campaign;
    const page = { answers: true, isConnected: true, ...defined({ version: ready()?.standing.page?.version }) };
    const word = pageWordOf(error, page, ports.clock.elapsed());
    if (word === undefined) return;
    if (run.streak.page.unaskedSince === undefined) {
      const facts = { campaign: campaignId, page: word.trouble.error };
      ports.log.warn("WhatsApp's page can't be asked, though its session is ready", facts);
    }
    run.sawPage(word);
    run.blockFor(ports.settings.retryMs, "page");
    book.takeTurns(campaignId);
  }

  /** One thing: the first duty that there is something to do for. */
  async #step(): Promise<void> {
    const open = this.#parts.ready();
    const duties = [
      this.#askForLimits,
      this.#sendDirect,
      this.#pauseFailing,
      this.#reloadStale,
      this.#settleStopped,
      this.#waitForSession,
      this.#workInTurn,
    ];
    for (const duty of duties) if (await duty.call(this, open)) return;
    await this.#rest();
  }

  /** Before all that is sent: what WhatsApp says of the account holds for it. */
  async #askForLimits(open: ReadyConnection | undefined): Promise<boolean> {
    if (open === undefined || this.#limitsDueInMs(open) > 0) return false;
    const { limits, ports, turns } = this.#parts;
    await limits.ask(open, turns.newChatsOfOthers(ports.clock.now()));
    return true;
  }

  #limitsDueInMs(open: ReadyConnection): number {
    const { book, limits, newChats } = this.#parts;
    const takenUpAt = Math.max(-Infinity, ...book.due.map(({ run }) => run.takenUpAt));
    return limits.dueInMs(open, takenUpAt, newChats.quotaUsedUpAt);
  }

  async #sendDirect(open: ReadyConnection | undefined): Promise<boolean> {
    const { directs } = this.#parts;
    if (open === undefined || (directs.dueInMs ?? Infinity) > 0 || this.#isCampaignsTurn()) return false;
    await directs.sendNext(open);
    return true;
  }

  /** Whether a campaign goes before the direct message that waits: it can send now, and direct messages had their share. */
  #isCampaignsTurn(): boolean {
    const { book, directs, ports } = this.#parts;
    // A campaign that fails again and again is no reason to let direct messages wait.
    if (!directs.distance.isCampaignsTurn || book.due.some(({ run }) => run.isStale)) return false;
    const next = this.#rota.next();
    if (next === undefined || next.run.unsettled.length > 0) return false;
    return next.at <= ports.clock.now() && next.run.blockedUntil <= ports.clock.elapsed();
  }

  /** Pauses one that may not go on by itself: no more recipients are tried until a person lets it go on. */
  async #pauseFailing(open: ReadyConnection | undefined): Promise<boolean> {
    const { book, ports } = this.#parts;
    for (const due of book.due) {
      const now = ports.clock.elapsed();
      const pausedBecause = this.#closings.has(due.run) ? undefined : reasonToPauseOf(due, open, now);
      if (pausedBecause === undefined) continue;
      const { campaignId } = due.run.campaign;
      this.#current = due.run;
      // Before the pause: a worker that dies in between has told the others, and its campaign goes by its own messages.
      if (pausedBecause === "page_changed") await witnessByMessages(this.#parts, due.run, open?.standing.page);
      await due.run.pause({ pausedBecause });
      if (pausedBecause === "number_changed" || pausedBecause === "first_deleted") {
        ports.log.warn("a campaign waits for a person", { campaign: campaignId, because: pausedBecause });
      } else if (pausedBecause === "restricted_by_whatsapp") {
        const facts = { alarm: pausedBecause, campaign: campaignId };
        ports.log.warn("WhatsApp restricts the account: no more of a campaign's recipients are tried", facts);
      } else if (pausedBecause === "page_changed") {
        ports.meter.count("CampaignsPausedByPage");
        const facts = { alarm: pausedBecause, campaign: campaignId, ...due.run.counts.page };
        ports.log.warn("WhatsApp's page fails at a campaign's messages: no more of them are tried", facts);
      } else {
        const facts = { alarm: pausedBecause, campaign: campaignId };
        ports.log.warn("a campaign's recipients fail one after the other: no more of them are tried", facts);
      }
      // If it runs again by now, a person wished so.
      due.run.streak = freshStreak;
      await book.lookAt(campaignId);
      return true;
    }
    return false;
  }

  async #reloadStale(): Promise<boolean> {
    const { book } = this.#parts;
    const stale = book.stale.find((run) => !this.#closings.has(run));
    if (stale === undefined) return false;
    this.#current = stale;
    await book.reload(stale.campaign.campaignId);
    // A chat may have begun in the step that failed: what its rows don't show as open any more, WhatsApp has counted.
    this.#parts.limits.askAgain();
    return true;
  }

  /** Begins to settle stopped campaigns, beside the loop: the step goes on. */
  async #settleStopped(): Promise<boolean> {
    for (const { run, duty } of this.#parts.book.due) {
      if (duty === "settle" && run.unsettled.length === 0) this.#closings.begin(run, settleStopped);
    }
    return false;
  }

  async #waitForSession(open: ReadyConnection | undefined): Promise<boolean> {
    if (open !== undefined) return false;
    const { book, pageTrouble } = this.#parts;
    const trouble = pageTrouble();
    for (const { run } of book.due) {
      if (trouble !== undefined) this.#cannotAskFor(run, trouble);
      else {
        run.forgetUnasked();
        run.counts.waitFor("session");
      }
    }
    await this.#rest();
    return true;
  }

  async #workInTurn(open: ReadyConnection | undefined): Promise<boolean> {
    const turn = this.#rota.next();
    if (turn === undefined || open === undefined) return false;
    this.#current = turn.run;
    const rest = (forMs: number) => this.#rest(forMs);
    await stepInTurn({ ...this.#parts, ...turn, open, rota: this.#rota, closings: this.#closings, rest });
    return true;
  }

  /** Waits so long, or for a bell; wakes in time to write progress that changed. */
  async #rest(forMs = Infinity): Promise<void> {
    const { book, directs, ending, ports, ready, wake } = this.#parts;
    const { progressMs, lookMs } = ports.settings;
    const forProgress = book.isDirty ? progressMs : lookMs;
    const open = ready();
    const forDirect = open === undefined ? lookMs : (directs.dueInMs ?? lookMs);
    const forLimits = open === undefined ? lookMs : this.#limitsDueInMs(open);
    await wake.wait(Math.min(forProgress, forDirect, forLimits, forMs, lookMs), ending);
  }
}

/** @param now elapsed time */
function reasonToPauseOf({ run, duty }: Due, open: ReadyConnection | undefined, now: number): PauseReason | undefined {
  const { campaign, isStale, isFirstGone, streak } = run;
  // A stale one may have been accepted for this number meanwhile: it is read anew first.
  const isOthers = !isStale && open !== undefined && (campaign.sender ?? open.number) !== open.number;
  if (isOthers) return "number_changed";
  if (duty === "send" && isFirstGone) return "first_deleted";
  if (duty === "send" && hasPageChanged(streak.page, now)) return "page_changed";
  if (duty === "send" && open?.standing.limits?.restricted === true) return "restricted_by_whatsapp";
  return reasonToPause(streak, open?.standing.restrictedAt !== undefined);
}
