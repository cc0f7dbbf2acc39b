import { claimToken, type Claimant } from "../../core/campaign/claim.ts";
import {
  directReachableFrom,
  isOpenDirect,
  type DirectMessage,
  type DirectReason,
  type DirectState,
} from "../../core/sending/direct-message.ts";
import { OutcomeUnknown, QuotedMessageUnknown, RejectedByWhatsApp, SessionDown } from "../../core/errors.ts";
import { startOfDay } from "../../core/time/local-time.ts";
import { afterClaim, ClaimTally, emptyHistory, type ClaimHistory } from "../../core/sending/pacing.ts";
import type { SessionRef } from "../../core/refs.ts";
import { awaitsAcks, stateOfAck } from "../../core/campaign/recipient.ts";
import type { AckEvent, OutgoingMedia, WhatsAppConnection } from "../../core/whatsapp.ts";
import type { MediaFolder } from "./media-folder.ts";
import type { Lease } from "../lease.ts";
import { MessageDistance } from "./message-distance.ts";
import type { AwaitedMessage } from "./missed-acks.ts";
import type { NumberChecks } from "../number-checks.ts";
import type { WorkerPorts } from "../ports.ts";
import type { SessionRules } from "../campaign/session-rules.ts";
import type { ReadyConnection } from "./ready-connection.ts";

/** Whatever an index still hides was asked for lately; so was what a bell tells of. */
const lookBackMs = 20_000;
/** Messages that are remembered for their acks; older ones are found by the index. */
const maxRemembered = 5_000;
const rowsOfNumber = 20;
/** Of a session that was unlinked. */
const settledAtOnce = 25;

export interface DirectParts {
  readonly ports: Pick<WorkerPorts, "directs" | "directClaims" | "clock" | "nonce" | "settings" | "log">;
  readonly ref: SessionRef;
  readonly lease: Lease;
  readonly claimant: Claimant;
  readonly numbers: NumberChecks;
  readonly media: MediaFolder;
  readonly rules: SessionRules;
  /** Called before a message is claimed: it counts for the phone, too. */
  readonly countForPhone: () => Promise<void>;
}

/** What this process knows of a message whose fate is open. */
interface Unsettled {
  /** False only where this very process knows that nothing was handed to WhatsApp. */
  readonly handedOver: boolean;
  /** Elapsed time. */
  readonly since: number;
}

/**
 * Direct messages of one session in the hands of its one owner: one after the other in the order in which they were asked
 * for, each at most once. The send loop lets them go between campaign messages.
 */
export class DirectMessages {
  readonly #parts: DirectParts;
  #open: readonly DirectMessage[] = [];
  #looking: Promise<void> = Promise.resolve();
  /** A look that did not begin yet: whoever asks now is content with it. */
  #nextLook: Promise<void> | undefined;
  readonly #unsettled = new Map<string, Unsettled>();
  readonly #remembered = new Map<string, DirectMessage>();
  readonly #inHand = new Set<string>();
  #seen = new Set<string>();
  #claims: ClaimHistory = emptyHistory;
  #claimsOf: string | undefined;
  /** Elapsed time. */
  #blockedUntil = -Infinity;
  readonly distance: MessageDistance;

  constructor(parts: DirectParts) {
    this.#parts = parts;
    this.distance = new MessageDistance(parts.ports.clock, parts.ports.settings.directGapMs);
  }

  /** Reads what waits, and at first what was sent today already. One look after the other: none brings old news back. */
  look(): Promise<void> {
    if (this.#nextLook !== undefined) return this.#nextLook;
    const look = this.#looking.then(async () => {
      this.#nextLook = undefined;
      const { ports, ref } = this.#parts;
      await this.#lookBack();
      const listed = await ports.directs.open(ref);
      const recent = await ports.directs.since(ref, ports.clock.now() - lookBackMs);
      this.#take([...listed, ...recent.filter(isOpenDirect)]);
    });
    this.#nextLook = look;
    this.#looking = look.catch(() => undefined);
    return look;
  }

  /** A bell rang: for a message that was read already there is nothing to read. */
  async lookAt(directId: string | undefined): Promise<void> {
    if (directId === undefined) {
      await this.look();
      return;
    }
    const look = this.#looking.then(async () => {
      if (this.#seen.has(directId)) return;
      const { ports, ref } = this.#parts;
      // The index may still hide it; those asked for before it, whose bells may be late, it shows.
      const listed = await ports.directs.open(ref, directId);
      this.#take([...this.#open, ...listed.filter((one) => !this.#seen.has(one.directId))]);
    });
    this.#looking = look.catch(() => undefined);
    await look;
  }

  /** Of one that stands there twice the first is taken. */
  #take(messages: readonly DirectMessage[]): void {
    const byId = new Map(messages.toReversed().map((message) => [message.directId, message]));
    this.#open = [...byId.values()].toSorted((a, b) => (a.directId < b.directId ? -1 : 1));
    for (const directId of byId.keys()) this.#seen.add(directId);
    if (this.#seen.size > maxRemembered) this.#seen = new Set(byId.keys());
  }

  /** They count towards the day's cap, and towards nothing else of a campaign's pacing. */
  get claims(): ClaimHistory {
    const { day } = this.#claims;
    return { latest: [], ...(day === undefined ? {} : { day }) };
  }

  /** Counts what was claimed today, which may have been asked for days ago, and remembers whose acks may still come. */
  async #lookBack(): Promise<void> {
    const { ports, ref, rules } = this.#parts;
    const zone = rules.timezone;
    if (this.#claimsOf === zone) return;
    const tally = new ClaimTally(zone);
    const now = ports.clock.now();
    const today = startOfDay(now, zone);
    for (const message of await ports.directs.since(ref, now - ports.settings.askForAcksMs)) {
      if ((message.claimedAt ?? 0) >= today) tally.add(message.claimedAt ?? 0);
      if (awaitsAcks(message) && !this.#remembered.has(message.messageId)) this.#remember(message);
    }
    this.#claims = tally.history;
    this.#claimsOf = zone;
  }

  /** How long a campaign keeps off: after a direct message, and before one that can go next. */
  get campaignKeepsOffMs(): number {
    return this.distance.untilCampaignMs(this.goesNextInMs !== undefined);
  }

  /** How long until the one that waits can go; undefined when none waits, or it waits to hear of the one in hand. */
  get goesNextInMs(): number | undefined {
    const canGo = this.#open.length > 0 && this.#blockedUntil <= this.#parts.ports.clock.elapsed();
    return canGo ? this.distance.untilDirectMs : undefined;
  }

  /** How long until there is something to do here; undefined when nothing waits. */
  get dueInMs(): number | undefined {
    if (this.#open.length === 0) return undefined;
    return Math.max(this.distance.untilDirectMs, this.#blockedUntil - this.#parts.ports.clock.elapsed());
  }

  /**
   * Looks after the first that waits. The next one goes only when this one has an outcome.
   * @throws SessionDown when the session can't send now; LeaseLost
   */
  async sendNext(open: ReadyConnection): Promise<void> {
    const [message] = this.#open;
    if (message === undefined) return;
    if (message.state === "pending") await this.#sendFirst(message, open.connection);
    else await this.#recover(message, open);
  }

  async #sendFirst(message: DirectMessage, connection: WhatsAppConnection): Promise<void> {
    const { ports, numbers, lease } = this.#parts;
    // What was known when it was asked for stands in it.
    const onWhatsApp = message.onWhatsApp ?? (await numbers.check(connection, message.number, "nothing")).onWhatsApp;
    await lease.untilMaySend();
    if (!onWhatsApp) {
      await this.#settle(message, "failed", ports.clock.now(), "not_on_whatsapp");
      return;
    }
    const file = await this.#fileOf(message);
    if (file === "unavailable") {
      await this.#settle(message, "failed", ports.clock.now(), "media_unavailable");
      return;
    }
    const claimed = await this.#claim(message);
    if (claimed !== undefined) await this.#handOver(claimed, connection, file);
  }

  /** The claimed message; undefined when it is not to be sent from here now. */
  async #claim(message: DirectMessage): Promise<DirectMessage | undefined> {
    const { ports, claimant, rules, countForPhone } = this.#parts;
    const token = claimToken(claimant, ports.nonce());
    await countForPhone();
    const at = ports.clock.now();
    const claimed = await ports.directClaims.advance(message, "sending", { at, token });
    const there = claimed ?? (await ports.directs.find(message));
    if (there === undefined || !isOpenDirect(there)) {
      this.#drop(message);
      return undefined;
    }
    this.#replace(there);
    // The answer to an own claim may have been lost; another's claim is recovered.
    if (there.token !== token) return undefined;
    this.#claims = afterClaim(this.#claims, at, rules.timezone);
    return there;
  }

  /** Its file on local disk; nothing when it has none. */
  async #fileOf(message: DirectMessage): Promise<OutgoingMedia | "unavailable" | undefined> {
    if (message.media === undefined) return undefined;
    return (await this.#parts.media.fetch(folderOf(message), message.media)) ?? "unavailable";
  }

  /** Hands a claimed message over and writes its outcome. */
  async #handOver(
    message: DirectMessage,
    connection: WhatsAppConnection,
    file: OutgoingMedia | undefined,
  ): Promise<void> {
    const { ports, lease } = this.#parts;
    const { messageId, number, text, quotedMessageId } = message;
    this.#remember(message);
    this.#unsettled.set(message.directId, { handedOver: true, since: ports.clock.elapsed() });
    this.#inHand.add(messageId);
    try {
      await lease.untilMaySend();
      this.distance.directBegins();
      const quoted = quotedMessageId === undefined ? {} : { quotedMessageId };
      const { at } = await connection.send({
        messageId,
        to: number,
        text,
        ...(file === undefined ? {} : { media: file }),
        ...quoted,
      });
      await this.#settle(message, "sent", at);
    } catch (error) {
      if (error instanceof RejectedByWhatsApp) {
        const isQuote = error instanceof QuotedMessageUnknown;
        const reason = isQuote ? "quoted_message_unknown" : "rejected_by_whatsapp";
        await this.#settle(message, "failed", ports.clock.now(), reason);
      } else if (error instanceof SessionDown) {
        this.#unsettled.set(message.directId, { handedOver: false, since: ports.clock.elapsed() });
        throw error;
      } else if (!(error instanceof OutcomeUnknown)) throw error;
    } finally {
      this.distance.directEnds();
      this.#inHand.delete(messageId);
    }
  }

  /** What became of a message whose sender lost sight of it: the page is asked by its id. */
  async #recover(message: DirectMessage, open: ReadyConnection): Promise<void> {
    const { ports } = this.#parts;
    const { inDoubtAfterMs, onUnknown, retryMs } = ports.settings;
    const now = await ports.directs.find(message);
    // An ack was quicker than we are.
    if (now?.state !== "sending") {
      this.#drop(message);
      return;
    }
    this.#remember(now);
    const unsettled = this.#unsettled.get(now.directId) ?? { handedOver: true, since: ports.clock.elapsed() };
    this.#unsettled.set(now.directId, unsettled);
    const known = await open.connection.findMessage(now.messageId, now.number);
    if (known !== undefined && known.ack >= 1) {
      await this.#settle(now, "sent", known.at);
    } else if (known?.ack === -1) {
      await this.#settle(now, "failed", known.at, "rejected_by_whatsapp");
    } else if (known === undefined && (!unsettled.handedOver || (onUnknown === "resend" && open.sentFromHere(now)))) {
      const file = await this.#fileOf(now);
      // The same id again: a network that knows it drops the repeat.
      if (file !== "unavailable") await this.#handOver(now, open.connection, file);
      else await this.#settle(now, "failed", ports.clock.now(), "media_unavailable");
    } else if (ports.clock.elapsed() - Math.max(unsettled.since, open.readyAt) >= inDoubtAfterMs) {
      await this.#settle(now, "in_doubt", ports.clock.now(), "no_answer");
    } else {
      this.#blockedUntil = ports.clock.elapsed() + retryMs;
    }
  }

  async #settle(message: DirectMessage, to: DirectState, at: number, reason?: DirectReason): Promise<void> {
    await this.#parts.ports.directClaims.advance(message, to, { at, ...(reason === undefined ? {} : { reason }) });
    if (this.#remembered.get(message.messageId)?.state === "sending") this.#remember({ ...message, state: to });
    this.#drop(message);
    if (message.media !== undefined) await this.#parts.media.forget(folderOf(message));
  }

  #drop({ directId }: DirectMessage): void {
    this.#unsettled.delete(directId);
    this.#open = this.#open.filter((open) => open.directId !== directId);
  }

  #replace(message: DirectMessage): void {
    this.#open = this.#open.map((open) => (open.directId === message.directId ? message : open));
  }

  #remember(message: DirectMessage): void {
    this.#remembered.delete(message.messageId);
    this.#remembered.set(message.messageId, message);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > maxRemembered && oldest !== undefined) this.#remembered.delete(oldest);
  }

  /** Whether it is surely one of ours: sent from here lately. */
  knows(messageId: string): boolean {
    return this.#remembered.has(messageId);
  }

  /** Messages claimed since then whose acks may still come. */
  awaited(since: number): readonly AwaitedMessage[] {
    return [...this.#remembered.values()].filter(
      (message) => awaitsAcks(message) && (message.claimedAt ?? 0) >= since && !this.#inHand.has(message.messageId),
    );
  }

  async #find(messageId: string, numbers: readonly string[]): Promise<DirectMessage | undefined> {
    const { ports, ref } = this.#parts;
    for (const number of numbers) {
      const messages = await ports.directs.ofNumber(ref, number, rowsOfNumber);
      const message = messages.find((one) => one.messageId === messageId);
      if (message !== undefined) return message;
    }
    return undefined;
  }

  /**
   * Takes an ack in. Answers false when the message is not known to be one of ours.
   * @param numbers of the account that it went to, no LID
   */
  async heard({ messageId, ack, at }: AckEvent, numbers: readonly string[]): Promise<boolean> {
    const { ports } = this.#parts;
    const state = stateOfAck(ack);
    const message = this.#remembered.get(messageId) ?? (await this.#find(messageId, numbers));
    if (message === undefined) return false;
    // What the sender itself hears as its answer, or finds out when it asks.
    const isSenders = state === "failed" || (state === "sent" && this.#inHand.has(messageId));
    if (state === undefined || state === "replied" || state === "skipped" || isSenders) return true;
    if (!directReachableFrom[state].includes(message.state)) return true;
    const moved = await ports.directClaims.advance(message, state, { at });
    this.#remember(moved ?? { ...message, state });
    return true;
  }

  /** The device that sends is unlinked: what waits never goes, and nobody can ask any more for what was in hand. */
  async giveUp(): Promise<void> {
    const { ports } = this.#parts;
    await this.look();
    // The session shows as linked until this is over.
    for (let open = this.#open.slice(0, settledAtOnce); open.length > 0; open = this.#open.slice(0, settledAtOnce)) {
      await Promise.all(
        open.map(async (message) => {
          if (message.state === "pending")
            await this.#settle(message, "failed", ports.clock.now(), "session_logged_out");
          else await this.#settle(message, "in_doubt", ports.clock.now(), "no_answer");
        }),
      );
    }
  }
}

/** Where its file lies meanwhile: as a campaign's of its own. */
const folderOf = ({ tenantId, sessionId, directId }: DirectMessage) => ({ tenantId, sessionId, campaignId: directId });
