import { unlessRefused, wasWritten } from "../../core/refused.ts";
import type { ChatsOfOthers } from "../../core/sending/new-chats.ts";
import {
  emptyHistory,
  mergeHistories,
  nextSendAt,
  type ClaimHistory,
  type PacingPolicy,
} from "../../core/sending/pacing.ts";
import { isOnPhoneOf, type Session } from "../../core/session/session.ts";
import {
  claimsBeside,
  claimsOfOthers,
  mayClaimAt,
  shareAfterClaim,
  shareJoined,
  shareWaiting,
  unsharedPhone,
  withShare,
  type PhoneShare,
  type SharedPhone,
} from "../../core/session/shared-phone.ts";
import type { HeldSession } from "../held-session.ts";

/** Another session may be quicker each time; then this one tries again later. */
const tries = 10;

interface PhoneTurnsParts extends HeldSession {
  /** What the session itself claimed, direct messages among it. */
  readonly own: () => ClaimHistory;
  /** Resolves when the message under way is over. */
  readonly idle: () => Promise<void>;
}

/**
 * The turns of a session whose phone is linked in other sessions, too: the day's cap and the gap hold for all that goes from
 * the phone, whichever workers run its sessions. A session that has its phone for itself writes and reads nothing here.
 */
export class PhoneTurns {
  readonly #parts: PhoneTurnsParts;
  /** As it was read last. */
  #phone: SharedPhone | undefined;
  /** Sessions that were marked, and whose owners may not have read the mark yet, by id. */
  #untold = new Map<string, Session>();
  /** Elapsed time. */
  #asksAgainAt = -Infinity;

  constructor(parts: PhoneTurnsParts) {
    this.#parts = parts;
  }

  /** The phone's number, where others are linked to it. */
  get #shared(): string | undefined {
    const { number, sharesPhone } = this.#parts.session.current;
    return sharesPhone === number ? number : undefined;
  }

  get isMarked(): boolean {
    return this.#parts.session.current.sharesPhone !== undefined;
  }

  /**
   * Finds the other sessions of the phone. Before anything is sent on a connection, for its number may be new; and once a
   * minute while there are others. Of two that are linked at the same time one finds the other: each row names the number
   * before its owner reads here.
   *
   * @param known resolves when it is known what the session itself claimed
   */
  async meet(known: Promise<unknown> = Promise.resolve()): Promise<void> {
    const { session, own, rules, idle } = this.#parts;
    const { sessionOwners, clock } = this.#parts.ports;
    const { number, sharesPhone } = session.current;
    if (number === undefined) return;
    if (sharesPhone !== undefined && sharesPhone !== number) await this.#leave(sharesPhone);
    const others = await this.#others();
    if (others.length === 0) {
      await this.#goOnAlone(number);
      return;
    }
    if (session.current.sharesPhone !== number) await session.save({ sharesPhone: number });
    const told: Session[] = [];
    for (const other of others) {
      const row = other.sharesPhone === number ? other : await unlessRefused(sessionOwners.tellShared(other, number));
      if (row !== undefined) told.push(row);
    }
    // What goes without a turn is over before the others rely on them.
    await known;
    await idle();
    await this.#changeOwn((share) => shareJoined(share, own(), { now: clock.now(), timezone: rules.timezone }));
    this.#untold = new Map(told.filter((row) => !this.#hasRead(row)).map((row) => [row.sessionId, row]));
  }

  async #others(): Promise<readonly Session[]> {
    const { ports, session } = this.#parts;
    return (await ports.sessions.list(session.current.tenantId)).filter((other) => isOnPhoneOf(session.current, other));
  }

  /** Who takes a session later finds the others before it sends. */
  #hasRead({ owner, sessionId, createdAt }: Session): boolean {
    const share = this.#phone?.shares[sessionId];
    return owner === undefined || (share?.joined === true && share.createdAt === createdAt);
  }

  /** No other is linked any more. What others sent today counts until the day is over. */
  async #goOnAlone(number: string): Promise<void> {
    const { ports, session, rules } = this.#parts;
    const { sessionId, sharesPhone } = session.current;
    this.#untold.clear();
    if (sharesPhone !== number) return;
    const phone = await this.#read(number);
    // One that was linked since is seen now, or its share refuses the write.
    if ((await this.#others()).length > 0) return;
    if (claimsOfOthers(phone, sessionId, ports.clock.now(), rules.timezone).day !== undefined) return;
    const share = phone.shares[sessionId];
    if (share !== undefined && !(await this.#save(withShare(phone, sessionId, { ...share, joined: false })))) return;
    await session.save({ sharesPhone: null });
    this.#phone = undefined;
  }

  /** It is linked to another phone now. */
  async #leave(number: string): Promise<void> {
    await this.#change(number, ({ shares }) => {
      const share = shares[this.#sessionId];
      return share && { ...share, joined: false };
    });
    this.#phone = undefined;
    await this.#parts.session.save({ sharesPhone: null });
  }

  /** What counts towards the day beside the session's own claims, as it was read last. */
  claims(now: number): ClaimHistory {
    const { own, rules } = this.#parts;
    if (this.#shared === undefined || this.#phone === undefined) return emptyHistory;
    return claimsBeside(this.#phone, this.#sessionId, own(), now, rules.timezone);
  }

  /** Chats that the phone's other sessions began on the session's day, as it was read last. */
  newChatsOfOthers(now: number): ChatsOfOthers {
    if (this.#shared === undefined || this.#phone === undefined) return { day: undefined, newChats: 0 };
    const { day } = claimsOfOthers(this.#phone, this.#sessionId, now, this.#parts.rules.timezone);
    return { day: day?.name, newChats: day?.newChats ?? 0 };
  }

  /** When the session may send as far as the others go, by what was read last. */
  mayClaimAt({ minGapMs }: PacingPolicy, now: number): number {
    const { ports } = this.#parts;
    if (this.#shared === undefined || this.#phone === undefined) return now;
    const asksInMs = this.#untold.size === 0 ? 0 : Math.max(0, this.#asksAgainAt - ports.clock.elapsed());
    return Math.max(now + asksInMs, mayClaimAt(this.#phone, this.#sessionId, minGapMs, now));
  }

  /** Reads what the others did since; one that waits for them writes that down, so that they leave it its turn. */
  async mayClaim(policy: PacingPolicy): Promise<boolean> {
    const number = this.#shared;
    if (number === undefined) return true;
    if (!(await this.#othersHaveRead(number))) return false;
    const phone = await this.#read(number);
    const { clock } = this.#parts.ports;
    const now = clock.now();
    if (this.mayClaimAt(policy, now) <= now) return this.#isBelowCap(policy, now);
    const waiting = shareWaiting(this.#shareIn(phone), policy.minGapMs, now);
    // Another was quicker: it is written with the next refresh.
    if (waiting !== undefined) await this.#save(withShare(phone, this.#sessionId, waiting));
    return false;
  }

  /**
   * Takes the turn right before a message is claimed. Answers false when it is another's.
   * @param mayBegin given of a message that begins a chat: whether it may still, by what the others began
   */
  async take(policy: PacingPolicy, mayBegin?: () => boolean): Promise<boolean> {
    const { ports, own, rules } = this.#parts;
    const number = this.#shared;
    if (number === undefined) return true;
    const taking = await this.#change(number, (phone) => {
      const now = ports.clock.now();
      if (this.mayClaimAt(policy, now) > now || !this.#isBelowCap(policy, now)) return undefined;
      if (mayBegin?.() === false) return undefined;
      const how = { at: now, timezone: rules.timezone, isDirect: false, begins: mayBegin !== undefined };
      return shareAfterClaim(this.#shareIn(phone), own(), how);
    });
    return taking === "written";
  }

  /** It has nothing to send for now after all: the others do not keep off for it. */
  async forgoTurn(): Promise<void> {
    const number = this.#shared;
    if (number === undefined) return;
    await this.#change(number, (phone) => {
      const { waits, ...share } = this.#shareIn(phone);
      return waits && share;
    });
  }

  /** A direct message is about to be claimed: it counts towards the day and waits for no turn. */
  async countDirect(): Promise<void> {
    const { ports, own, rules } = this.#parts;
    await this.#changeOwn((share) =>
      shareAfterClaim(share, own(), { at: ports.clock.now(), timezone: rules.timezone, isDirect: true }),
    );
  }

  #isBelowCap({ perDay }: PacingPolicy, now: number): boolean {
    if (perDay === undefined) return true;
    const { own, rules } = this.#parts;
    const rule = { policy: { minGapMs: 0, maxGapMs: 0, perDay }, timezone: rules.timezone };
    return nextSendAt(rule, mergeHistories([own(), this.claims(now)], now), 0, now).at <= now;
  }

  /** Those that were marked and did not show it: what became of them. */
  async #othersHaveRead(number: string): Promise<boolean> {
    const { ports, session } = this.#parts;
    if (this.#untold.size === 0) return true;
    await this.#read(number);
    for (const [sessionId, told] of this.#untold) {
      const row = this.#hasRead(told) ? undefined : await ports.sessions.find(told);
      // An owner that came since finds the others by itself.
      const isOver =
        row === undefined || !isOnPhoneOf(session.current, row) || row.epoch !== told.epoch || this.#hasRead(row);
      if (isOver) this.#untold.delete(sessionId);
      // Its owner left the phone just before it was marked.
      else if (row.sharesPhone !== number) await unlessRefused(ports.sessionOwners.tellShared(told, number));
    }
    this.#asksAgainAt = ports.clock.elapsed() + 5 * ports.settings.retryMs;
    return this.#untold.size === 0;
  }

  get #sessionId(): string {
    return this.#parts.session.current.sessionId;
  }

  #shareIn(phone: SharedPhone): PhoneShare {
    const { createdAt, sessionId } = this.#parts.session.current;
    const share = phone.shares[sessionId];
    if (share?.createdAt === createdAt) return share;
    // What an earlier session of the same id sent counts for the phone all the same.
    const { waits: _waits, ...sent } = share ?? { days: [] };
    return { ...sent, createdAt, joined: false, at: this.#parts.ports.clock.now() };
  }

  async #read(number: string): Promise<SharedPhone> {
    const { ports, session } = this.#parts;
    const { tenantId } = session.current;
    const phone = (await ports.sharedPhones.find(tenantId, number)) ?? unsharedPhone(tenantId, number);
    this.#phone = phone;
    return phone;
  }

  /** Whether it was written: not when another was quicker. */
  async #save(phone: SharedPhone): Promise<boolean> {
    const written = await wasWritten(this.#parts.ports.sharedPhones.save(phone));
    if (written) this.#phone = phone;
    return written;
  }

  /** Changes the session's own share. @throws Error when others were quicker each time */
  async #changeOwn(change: (share: PhoneShare) => PhoneShare | undefined): Promise<void> {
    const number = this.#shared;
    if (number === undefined) return;
    const changing = await this.#change(number, (phone) => change(this.#shareIn(phone)));
    if (changing === "overtaken") throw new Error(`other sessions of phone ${number} were quicker ${tries} times`);
  }

  /** Writes the session's share as it is to be on the phone as it is; undefined leaves it as it is. */
  async #change(
    number: string,
    shareOn: (phone: SharedPhone) => PhoneShare | undefined,
  ): Promise<"written" | "left" | "overtaken"> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const phone = await this.#read(number);
      const share = shareOn(phone);
      if (share === undefined) return "left";
      if (await this.#save(withShare(phone, this.#sessionId, share))) return "written";
    }
    return "overtaken";
  }
}
