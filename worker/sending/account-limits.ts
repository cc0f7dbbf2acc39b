import { endsOwnership } from "../../core/errors.ts";
import { changesOf, endedSince, isSame, type LimitChange } from "../../core/session/account-limits.ts";
import type { ChatsOfOthers } from "../../core/sending/new-chats.ts";
import type { AccountLimits } from "../../core/whatsapp.ts";
import type { Measure } from "../../core/meter.ts";
import type { OwnedSession } from "../owned-session.ts";
import type { WorkerPorts } from "../ports.ts";
import type { ReadyConnection } from "./ready-connection.ts";

/** Chats that began a moment ago WhatsApp may not have counted yet. */
const countedWithinMs = 5_000;
/** What is over by the time that WhatsApp told, or was not written, is asked for again after so long. */
const soonMs = 60_000;

const measureOf: Partial<Record<LimitChange, Measure>> = {
  restriction_began: "SessionsRestricted",
  timelock_began: "SessionsTimelocked",
  quota_used_up: "QuotasUsedUp",
};
const alarmOf: Partial<Record<LimitChange, string>> = {
  restriction_began: "restricted_by_whatsapp",
  timelock_began: "timelocked_by_whatsapp",
};

interface WatchParts {
  readonly ports: Pick<WorkerPorts, "clock" | "settings" | "log" | "meter">;
  readonly session: Pick<OwnedSession, "current" | "save">;
}

/**
 * What WhatsApp says of the account's limits. It is asked at each ready before anything is sent, now and then, right after a
 * refusal, and once what began uses a quota up, by the send loop between two messages; so no message goes by limits that a message
 * before it has used up.
 */
export class AccountLimitsWatch {
  readonly #held: WatchParts;
  #of: ReadyConnection | undefined;
  #isStale = false;
  /** Where WhatsApp gave no answer it is not asked again for a quota that is used up. */
  #wasAnswered = false;
  /** Elapsed times. */
  #askedAt = -Infinity;
  #nextAt = -Infinity;

  constructor(held: WatchParts) {
    this.#held = held;
  }

  /** WhatsApp may say something else by now: it refused a message, or a chat began. */
  askAgain(): void {
    this.#isStale = true;
  }

  /**
   * @param takenUpAt elapsed time at which a campaign was let go on last: that WhatsApp restricts the account may be over by then
   * @param usedUpAt elapsed time at which what began had used up a quota that was told with room left
   */
  dueInMs(open: ReadyConnection, takenUpAt: number, usedUpAt?: number): number {
    const { clock } = this.#held.ports;
    const { limits } = open.standing;
    if (this.#of !== open || this.#isStale) return 0;
    if (limits?.restricted === true && takenUpAt > this.#askedAt) return 0;
    const [now, elapsed] = [clock.now(), clock.elapsed()];
    const hasEnded = limits !== undefined && endedSince(limits, now - (elapsed - this.#askedAt), now);
    const isNews = usedUpAt !== undefined && this.#wasAnswered;
    const nextAt = Math.min(
      this.#nextAt,
      hasEnded ? this.#askedAt + soonMs : Infinity,
      isNews ? usedUpAt + countedWithinMs : Infinity,
    );
    return Math.max(0, nextAt - elapsed);
  }

  /**
   * Asks, and keeps the answer. What WhatsApp does not say now leaves all as it was.
   * @param ofOthers what the phone's other sessions began by now, which WhatsApp counts
   * @throws what ends the ownership
   */
  async ask(open: ReadyConnection, ofOthers: ChatsOfOthers): Promise<void> {
    const { clock, settings, log } = this.#held.ports;
    this.#of = open;
    this.#isStale = false;
    this.#wasAnswered = false;
    this.#askedAt = clock.elapsed();
    this.#nextAt = this.#askedAt + settings.limitsMs;
    let found: AccountLimits;
    try {
      found = await open.connection.readLimits();
    } catch (error) {
      log.warn("WhatsApp could not be asked for the account's limits", { error: error as Error });
      return;
    }
    this.#wasAnswered = true;
    open.standing.limits = { ...found, ofOthers };
    await this.#write(found, open.standing.restrictedAt !== undefined);
  }

  async #write(found: AccountLimits, isKnownRestricted: boolean): Promise<void> {
    const { ports, session } = this.#held;
    const { limits: before } = session.current;
    if (isSame(found, before)) return;
    try {
      await session.save({ limits: { ...found, checkedAt: ports.clock.now() } });
    } catch (error) {
      if (endsOwnership(error)) throw error;
      this.#nextAt = this.#askedAt + soonMs;
      ports.log.warn("the account's limits were not written", { error: error as Error });
      return;
    }
    for (const change of changesOf(found, before)) {
      // What the connection said of itself is counted.
      if (change === "restriction_began" && isKnownRestricted) continue;
      const measure = measureOf[change];
      const alarm = alarmOf[change];
      if (measure !== undefined) ports.meter.count(measure);
      const facts = { change, ...(alarm === undefined ? {} : { alarm }) };
      if (measure === undefined) ports.log.info("WhatsApp limits the account less", facts);
      else ports.log.warn("WhatsApp limits the account", facts);
    }
  }
}
