import { wasWrittenTo, type Recipient } from "../../core/campaign/recipient.ts";
import { boundsNewChats, newChatsOn, type MayBegin, type ToldLimits } from "../../core/sending/new-chats.ts";
import {
  mayBeginAt,
  mergeHistories,
  type ClaimHistory,
  type NextChat,
  type PacingRule,
} from "../../core/sending/pacing.ts";
import { isUsedUpBy, newChatLimitOf, type NewChatLimit } from "../../core/session/account-limits.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { CampaignBook } from "../campaign/campaign-book.ts";
import type { HeldSession } from "../held-session.ts";
import type { PhoneTurns } from "./phone-turns.ts";

/** As many of a number's rows as are read to find one that was written to. */
const rowsLookedAt = 10;

interface NewChatsParts extends Pick<HeldSession, "ports" | "ref"> {
  readonly book: Pick<CampaignBook, "claims" | "due">;
  readonly turns: Pick<PhoneTurns, "claims" | "newChatsOfOthers">;
  /** Chats that direct messages without an outcome may have begun. */
  readonly directs: { readonly inHand: number };
  /** What WhatsApp told last on the connection that is open. */
  readonly limits: () => ToldLimits | undefined;
}

interface BegunSince {
  readonly told: ToldLimits | undefined;
  readonly chats: number;
  /** Elapsed time. */
  readonly lastAt: number;
}

/** Which messages of a session begin a chat, and whether one more may begin now. */
export class NewChats {
  readonly #parts: NewChatsParts;
  /** Chats that began since WhatsApp told that, of whose messages it is known what became of them. */
  #begunSince: BegunSince = { told: undefined, chats: 0, lastAt: -Infinity };

  constructor(parts: NewChatsParts) {
    this.#parts = parts;
  }

  /** Whether it has to be known which messages begin a chat. */
  #isBounded({ newChats, timezone }: PacingRule): boolean {
    const now = this.#parts.ports.clock.now();
    const perDay = newChats === undefined ? undefined : newChatsOn(newChats, now, timezone);
    return boundsNewChats(this.#parts.limits(), perDay);
  }

  /**
   * Whether a message to that account begins a chat. The page is asked first, which costs nothing; what it has forgotten, as one
   * that is linked anew has, the rows of earlier campaigns know. Where nothing bounds new chats nothing is asked, and none begins.
   *
   * @param from the number that the session is linked to @param numbers of the person, the one to write to first
   * @throws SessionDown when the page can't be asked now
   */
  async begins(
    rule: PacingRule,
    connection: Pick<WhatsAppConnection, "knowsChat">,
    from: string,
    numbers: readonly [string, ...string[]],
  ): Promise<boolean> {
    if (!this.#isBounded(rule)) return false;
    if (await connection.knowsChat(numbers[0])) return false;
    const { ports, ref } = this.#parts;
    for (const number of numbers) {
      const rows = await ports.recipients.ofNumber(ref, number, rowsLookedAt);
      if (rows.some((row) => wasWrittenTo(row, from))) return false;
    }
    return true;
  }

  /** Whether one may begin now by that rule. */
  mayBegin(rule: PacingRule): MayBegin {
    const now = this.#parts.ports.clock.now();
    return mayBeginAt(rule, this.#claims(rule, now), this.next(now), now);
  }

  /**
   * What WhatsApp told that lets no chat begin now by a message that the day's budget does not hold: a direct one, which has none,
   * or one that it has counted since the claim.
   * @param message which is among the chats in hand, where it was held to begin one
   */
  limitTold({ newChat }: Pick<Recipient, "newChat">): NewChatLimit | undefined {
    const now = this.#parts.ports.clock.now();
    const { limits, begunSince } = this.next(now);
    const besides = begunSince - (newChat === true ? 1 : 0);
    return newChatLimitOf(limits, now, besides);
  }

  #claims({ policy }: PacingRule, now: number): ClaimHistory {
    const { book, turns } = this.#parts;
    return mergeHistories([book.claims(policy), turns.claims(now)], now);
  }

  /** What WhatsApp told, and what it can't have counted yet: what is unsettled, and what ended since it was asked. */
  next(now: number): NextChat {
    const limits = this.#parts.limits();
    if (limits === undefined) return { limits, begunSince: 0 };
    const { book, directs } = this.#parts;
    const unsettled = book.due.flatMap(({ run }) => run.unsettled).filter(({ row }) => row.newChat === true);
    const inHand = unsettled.length + directs.inHand;
    return { limits, begunSince: this.#begun(limits) + inHand + this.#begunByOthers(limits, now) };
  }

  /** A message began a chat, and it is known now what became of it. */
  began(): void {
    const told = this.#parts.limits();
    this.#begunSince = { told, chats: this.#begun(told) + 1, lastAt: this.#parts.ports.clock.elapsed() };
  }

  /** Since when what ended has used up a quota that WhatsApp told with room left, elapsed time: it tells that once it is asked anew. */
  get quotaUsedUpAt(): number | undefined {
    const now = this.#parts.ports.clock.now();
    const limits = this.#parts.limits();
    if (limits?.newChats === undefined) return undefined;
    const begun = this.#begun(limits) + this.#begunByOthers(limits, now);
    return isUsedUpBy(limits.newChats, now, begun) ? this.#begunSince.lastAt : undefined;
  }

  #begun(told: ToldLimits | undefined): number {
    return this.#begunSince.told === told ? this.#begunSince.chats : 0;
  }

  /** Since WhatsApp was asked; on another day than that of then all of the day count. */
  #begunByOthers({ ofOthers: before }: ToldLimits, now: number): number {
    const ofNow = this.#parts.turns.newChatsOfOthers(now);
    return before.day === ofNow.day ? Math.max(0, ofNow.newChats - before.newChats) : ofNow.newChats;
  }
}
