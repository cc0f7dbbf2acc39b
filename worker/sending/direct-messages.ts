import { claimToken } from "../../core/campaign/claim.ts";
import { defined } from "../../core/defined.ts";
import { QuotedMessageUnknown, SessionDown } from "../../core/errors.ts";
import { awaitsAcks, isOutcome } from "../../core/sending/delivery.ts";
import type { DirectMessage, DirectReason, DirectState } from "../../core/sending/direct-message.ts";
import { haltHoldsMs, haltOf } from "../../core/sending/halt.ts";
import type { Lost } from "../../core/sending/recovery.ts";
import { startOfDay } from "../../core/time/local-time.ts";
import { afterClaim, ClaimTally, emptyHistory, type ClaimHistory } from "../../core/sending/pacing.ts";
import type { OutgoingMedia, WhatsAppConnection } from "../../core/whatsapp.ts";
import { changeName } from "../campaign/change-name.ts";
import type { HeldSession } from "../held-session.ts";
import type { DirectChats } from "./direct-chats.ts";
import { DirectQueue } from "./direct-queue.ts";
import { MessageDistance } from "./message-distance.ts";
import { findOut, handOver, type Outgoing } from "./outgoing.ts";
import type { ReadyConnection } from "./ready-connection.ts";

/** What a direct message is counted and judged by, beside its own session. */
interface DirectsBeside {
  /** Called before a message is claimed: it counts for the phone, too. */
  readonly countForPhone: () => Promise<void>;
  /** Whether WhatsApp lets them go. */
  readonly chats: Pick<DirectChats, "mayGo" | "over" | "waiting">;
}

/** Of a session that was unlinked. */
const settledAtOnce = 25;

/**
 * Direct messages of one session in the hands of its one owner: one after the other in the order in which they were asked
 * for, each at most once. The send loop lets them go between campaign messages.
 */
export class DirectMessages {
  readonly #held: HeldSession;
  readonly #beside: DirectsBeside;
  readonly #queue: DirectQueue;
  readonly #outgoing: Outgoing<DirectMessage>;
  readonly #lost = new Map<string, Lost>();
  #claims: ClaimHistory = emptyHistory;
  #claimsOf: string | undefined;
  /** Elapsed time. */
  #blockedUntil = -Infinity;
  readonly distance: MessageDistance;

  constructor(held: HeldSession, beside: DirectsBeside) {
    const { ports, ref } = held;
    this.#held = held;
    this.#beside = beside;
    this.#queue = new DirectQueue(ports, ref, () => this.#lookBack());
    this.#outgoing = {
      ...held,
      find: (message) => ports.directs.find(message),
      settle: (message, { state, at, reason, refusal }) => {
        const because = refusal instanceof QuotedMessageUnknown ? "quoted_message_unknown" : reason;
        return this.#settle(message, state, at, because);
      },
    };
    this.distance = new MessageDistance(ports.clock, ports.settings.directGapMs);
  }

  /**
   * Reads what waits, and at first what was sent today already.
   * @param directId a bell rang for it: when it was read already there is nothing to read
   */
  async look(directId?: string): Promise<void> {
    await (directId === undefined ? this.#queue.refresh() : this.#queue.add(directId));
    this.#beside.chats.waiting(this.#queue.firstOf(Infinity));
  }

  /** They count towards the day's cap, and towards nothing else of a campaign's pacing. */
  get claims(): ClaimHistory {
    const { day } = this.#claims;
    return { latest: [], ...defined({ day }) };
  }

  /** Counts what was claimed today, which may have been asked for days ago, and remembers the messages that acks may still come for. */
  async #lookBack(): Promise<void> {
    const { ports, ref, rules, remembered } = this.#held;
    const zone = rules.timezone;
    if (this.#claimsOf === zone) return;
    const tally = new ClaimTally(zone);
    const now = ports.clock.now();
    const today = startOfDay(now, zone);
    for (const message of await ports.directs.since(ref, now - ports.settings.askForAcksMs)) {
      if ((message.claimedAt ?? 0) >= today) tally.add(message.claimedAt ?? 0);
      if (awaitsAcks(message) && remembered.find(message.messageId) === undefined) remembered.remember(message);
    }
    this.#claims = tally.history;
    this.#claimsOf = zone;
  }

  /** How long a campaign keeps off: after a direct message, and before one that can go next. */
  get campaignKeepsOffMs(): number {
    return this.distance.untilCampaignMs(this.goesNextInMs !== undefined);
  }

  /** How long until the one that waits can go; undefined when none waits, or it waits for the outcome of the one in hand. */
  get goesNextInMs(): number | undefined {
    const canGo = this.#queue.first !== undefined && this.#blockedUntil <= this.#held.ports.clock.elapsed();
    return canGo ? this.distance.untilDirectMs : undefined;
  }

  /** How long until there is something to do here; undefined when nothing waits. */
  get dueInMs(): number | undefined {
    if (this.#queue.first === undefined) return undefined;
    return Math.max(this.distance.untilDirectMs, this.#blockedUntil - this.#held.ports.clock.elapsed());
  }

  /**
   * Sends the first that waits. The next one goes only when this one has an outcome.
   * @throws SessionDown when the session can't send now; LeaseLost
   */
  async sendNext(open: ReadyConnection): Promise<void> {
    const message = this.#queue.first;
    if (message === undefined) return;
    if (message.state === "pending" && (await this.#isHalted())) return;
    if (message.state === "pending") await this.#sendFirst(message, open);
    else await this.#recover(message, open);
  }

  /** The page can't be asked now: campaigns may have their turn before it is asked again for a direct message. */
  holdOff(): void {
    const { clock, settings } = this.#held.ports;
    this.#blockedUntil = clock.elapsed() + 5 * settings.retryMs;
  }

  /** Whether sending is halted: what waits is looked at again in a while. */
  async #isHalted(): Promise<boolean> {
    const { ports, ref } = this.#held;
    if (haltOf(await ports.halts.of(ref.tenantId)) === undefined) return false;
    this.#blockedUntil = ports.clock.elapsed() + haltHoldsMs;
    return true;
  }

  async #sendFirst(message: DirectMessage, open: ReadyConnection): Promise<void> {
    const { numbers, lease } = this.#held;
    const { connection } = open;
    // What was known when it was asked for stands in it.
    const question = { connection, number: message.number, foreseen: "nothing" } as const;
    const onWhatsApp = message.onWhatsApp ?? (await numbers.check(question)).onWhatsApp;
    await lease.untilMaySend();
    if (!onWhatsApp) {
      await this.#refuse(message, "not_on_whatsapp");
      return;
    }
    if (!(await this.#beside.chats.mayGo(message, open))) {
      // It waits for no better time.
      await this.#refuse(message, "whatsapp_limit");
      return;
    }
    const file = await this.#fileOf(message);
    const claimed = file === "unavailable" ? undefined : await this.#claim(message);
    if (file === "unavailable") await this.#refuse(message, "media_unavailable");
    else if (claimed !== undefined) await this.#handOver(claimed, connection, file);
  }

  /** The claimed message; undefined when it is not to be sent from here now. */
  async #claim(message: DirectMessage): Promise<DirectMessage | undefined> {
    const { ports, claimant, rules } = this.#held;
    const { clock, directs, directClaims, nonce } = ports;
    const token = claimToken(claimant, nonce());
    await this.#beside.countForPhone();
    const at = clock.now();
    const claimed = await directClaims.advance(message, "sending", { at, token, by: changeName(nonce) });
    const there = claimed ?? (await directs.find(message));
    if (there === undefined || isOutcome(there.state)) {
      this.#drop(message);
      return undefined;
    }
    this.#queue.replace(there);
    // Another's claim is recovered.
    if (there.token !== token) return undefined;
    this.#claims = afterClaim(this.#claims, at, rules.timezone);
    return there;
  }

  /** Its file on local disk; nothing when it has none. */
  async #fileOf(message: DirectMessage): Promise<OutgoingMedia | "unavailable" | undefined> {
    if (message.media === undefined) return undefined;
    return (await this.#held.media.fetch(folderOf(message), message.media)) ?? "unavailable";
  }

  async #handOver(
    message: DirectMessage,
    connection: WhatsAppConnection,
    media: OutgoingMedia | undefined,
    before?: Lost,
  ): Promise<void> {
    const { text, quotedMessageId } = message;
    const content = defined({ text, media, quotedMessageId });
    const underWay = () => {
      this.distance.directBegins();
    };
    // What throws from here on says nothing of the outcome.
    this.#lost.set(message.directId, { handedOver: true, since: this.#held.ports.clock.elapsed() });
    try {
      const handed = await handOver(this.#outgoing, connection, message, content, { underWay });
      if (handed.is === "settled") return;
      const { lost } = handed;
      this.#lost.set(message.directId, { ...lost, handedOver: lost.handedOver || before?.handedOver === true });
      if (!lost.handedOver) throw new SessionDown("a message could not be handed over");
    } finally {
      this.distance.directEnds();
    }
  }

  /** What became of a message whose sender lost sight of it. */
  async #recover(message: DirectMessage, open: ReadyConnection): Promise<void> {
    const { limits, ports } = this.#held;
    const { clock, settings } = ports;
    const lost = this.#lost.get(message.directId) ?? { handedOver: true, since: clock.elapsed() };
    this.#lost.set(message.directId, lost);
    const mayGo = await this.#beside.chats.mayGo(message, open);
    // One that may not go is handed over again by no setting: where it may have gone, that is found out, or it is in doubt.
    const found = await findOut(this.#outgoing, open, message, lost, mayGo ? settings.onUnknown : "hold");
    if (found.is === "settled") {
      // One that was claimed before WhatsApp told of a limit does not say whether it began a chat.
      limits.askAgain();
      this.#drop(message);
    } else if (found.is === "wait") {
      this.#blockedUntil = clock.elapsed() + settings.retryMs;
    } else if (!(await this.#isHalted())) {
      await (mayGo ? this.#handOverAgain(found.row, open, lost) : this.#refuse(found.row, "whatsapp_limit"));
    }
  }

  async #handOverAgain(message: DirectMessage, { connection }: ReadyConnection, lost: Lost): Promise<void> {
    const file = await this.#fileOf(message);
    // The same id again: a network that knows it drops the repeat.
    if (file !== "unavailable") await this.#handOver(message, connection, file, lost);
    else await this.#refuse(message, "media_unavailable");
  }

  /** It surely did not go, and goes no more. */
  async #refuse(message: DirectMessage, reason: DirectReason): Promise<void> {
    await this.#settle(message, "failed", this.#held.ports.clock.now(), reason);
  }

  async #settle(message: DirectMessage, to: DirectState, at: number, reason?: DirectReason): Promise<boolean> {
    const { ports, media } = this.#held;
    const change = { at, by: changeName(ports.nonce), ...defined({ reason }) };
    const settled = await ports.directClaims.advance(message, to, change);
    this.#drop(message, reason);
    if (message.media !== undefined) await media.forget(folderOf(message));
    return settled !== undefined;
  }

  #drop(message: DirectMessage, reason?: DirectReason): void {
    this.#beside.chats.over(message, reason);
    this.#lost.delete(message.directId);
    this.#queue.remove(message);
  }

  /** The device that sends is unlinked: what waits never goes, and the page can't be asked any more for what was in hand. */
  async giveUp(): Promise<void> {
    const { ports, remembered } = this.#held;
    const { clock } = ports;
    await this.look();
    const giveUp = async (message: DirectMessage) => {
      const isPending = message.state === "pending";
      if (isPending) await this.#refuse(message, "session_logged_out");
      else await this.#settle(message, "in_doubt", clock.now(), "no_answer");
      remembered.outOfHand(message, isPending ? "failed" : "in_doubt");
    };
    // The session shows as linked until this is over.
    for (let open = this.#queue.firstOf(settledAtOnce); open.length > 0; open = this.#queue.firstOf(settledAtOnce)) {
      await Promise.all(open.map(giveUp));
    }
  }
}

/** Where its file lies meanwhile: as a campaign's of its own. */
const folderOf = ({ tenantId, sessionId, directId }: DirectMessage) => ({ tenantId, sessionId, campaignId: directId });
