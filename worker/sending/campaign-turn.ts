import type { Claimant } from "../../core/campaign/claim.ts";
import { attemptOf } from "../../core/campaign/streak.ts";
import type { CampaignBook } from "../campaign/campaign-book.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import type { Closings } from "../campaign/closings.ts";
import { complete } from "../campaign/complete.ts";
import { pause } from "../campaign/pause.ts";
import type { WorkerPorts } from "../ports.ts";
import type { DirectMessages } from "./direct-messages.ts";
import type { PhoneTurns } from "./phone-turns.ts";
import type { ReadyConnection, Standing } from "./ready-connection.ts";
import { recover } from "./recover.ts";
import type { Rota, Turn } from "./rota.ts";
import { sendToMember, type Sender } from "./send.ts";

interface Parts {
  readonly ports: WorkerPorts;
  readonly claimant: Claimant;
  readonly book: CampaignBook;
  readonly directs: DirectMessages;
  readonly turns: PhoneTurns;
  readonly rota: Rota;
  readonly closings: Closings;
  readonly sender: Sender;
  readonly rest: (forMs: number) => Promise<void>;
  readonly ending: AbortSignal;
}

/** A step for the campaign whose turn it is: the first of its duties that there is something to do for. */
export class CampaignTurn {
  readonly #parts: Parts;
  readonly #run: CampaignRun;
  readonly #turn: Turn;
  readonly #open: ReadyConnection;

  constructor(parts: Parts, turn: Turn, open: ReadyConnection) {
    this.#parts = parts;
    this.#run = turn.run;
    this.#turn = turn;
    this.#open = open;
  }

  async step(): Promise<void> {
    const duties = [
      this.#waitToHear,
      this.#recoverFirst,
      this.#endRetry,
      this.#complete,
      this.#waitForItsTime,
      this.#letDirectGo,
      this.#letPhoneGo,
      this.#sendNext,
    ];
    for (const duty of duties) if (await duty.call(this)) return;
  }

  /** The outcome of a message in hand has to come first. */
  async #waitToHear(): Promise<boolean> {
    const blockedForMs = this.#run.blockedUntil - this.#parts.ports.clock.elapsed();
    if (blockedForMs <= 0) return false;
    this.#run.counts.waitFor("session");
    await this.#parts.rest(blockedForMs);
    return true;
  }

  async #recoverFirst(): Promise<boolean> {
    const { ports, rota, sender } = this.#parts;
    const run = this.#run;
    const [first] = run.unsettled;
    if (first === undefined) return false;
    const recovery = await recover(sender, run, this.#open, first, rota.whenMaySend(run).at - ports.clock.now());
    if (recovery.is === "settled") {
      run.unsettled.shift();
      run.addToStreak(recovery.outcome);
    } else if (recovery.is === "unsettled") run.unsettled[0] = { ...first, lost: recovery.lost };
    else run.blockedUntil = ports.clock.elapsed() + recovery.forMs;
    return true;
  }

  /** It was paused when a person asked for the retry: it is again. */
  async #endRetry(): Promise<boolean> {
    const { ports, book } = this.#parts;
    const { pauseAfterRetry } = this.#run.campaign;
    if (pauseAfterRetry === undefined || (await this.#run.queue.next()) !== undefined) return false;
    await pause(ports, this.#run, { pausedBecause: pauseAfterRetry, endsRetry: true });
    await book.lookAt(this.#run.campaign.campaignId);
    return true;
  }

  async #complete(): Promise<boolean> {
    const { ports, claimant, closings, ending } = this.#parts;
    if ((await this.#run.queue.next()) !== undefined) return false;
    closings.begin(this.#run, () => complete(ports, claimant, this.#run, ending), ending);
    return true;
  }

  /** It waits for its time to come, and the session's other campaigns for theirs. */
  async #waitForItsTime(): Promise<boolean> {
    const { book, closings, ports, rest, rota } = this.#parts;
    const { at, because } = this.#turn;
    const forMs = at - ports.clock.now();
    if (forMs <= 0) return false;
    this.#run.counts.waitFor(because);
    for (const { run, duty } of book.due) {
      if (run === this.#run || duty !== "send" || closings.has(run)) continue;
      run.counts.waitFor(rota.whenMaySend(run).because ?? because);
    }
    await rest(forMs);
    return true;
  }

  /** A direct message goes next, though both are due now, or it came while the recipient was read. */
  async #letDirectGo(): Promise<boolean> {
    const { directs, rest } = this.#parts;
    const inMs = directs.distance.isCampaignsTurn ? undefined : directs.goesNextInMs;
    if (inMs === undefined) return false;
    if (inMs > 0) await rest(inMs);
    return true;
  }

  /** Another session of the phone goes first. When this one may go is known with the next step. */
  async #letPhoneGo(): Promise<boolean> {
    return !(await this.#parts.turns.mayClaim(this.#run.rule.policy));
  }

  async #sendNext(): Promise<boolean> {
    const { book, directs, ports, rota, sender } = this.#parts;
    const run = this.#run;
    const member = await run.queue.next();
    if (member === undefined) return false;
    run.counts.waitFor(undefined);
    const startedAt = ports.clock.elapsed();
    directs.distance.campaignHadTurn();
    const result = await sendToMember(sender, run, this.#open, member);
    if (!result.done && result.because === "not_its_turn") return true;
    if (!result.done && result.because === "not_running") {
      await book.lookAt(run.campaign.campaignId);
      return true;
    }
    if (!result.done || result.paced) {
      run.noteClaim(ports.clock.now());
      directs.distance.campaignSent();
      rota.drawGap();
    }
    if (result.done) {
      run.queue.moveOn(member);
      run.addToStreak(result.outcome);
      if (result.outcome !== undefined && attemptOf(result.outcome) === "sent") {
        forgetRestriction(this.#open.standing, startedAt);
      }
    } else run.unsettled.push(result);
    book.takeTurns(run.campaign.campaignId);
    return true;
  }
}

/** A message sent after the restriction was announced lifts it. */
function forgetRestriction(standing: Standing, sendStartedAt: number): void {
  if (standing.restrictedAt !== undefined && standing.restrictedAt < sendStartedAt) standing.restrictedAt = undefined;
}
