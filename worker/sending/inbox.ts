import { createHash } from "node:crypto";
import { announceReceived, type Received } from "../../core/webhook/received.ts";
import { whatsAppIdOf, type DirectMessage } from "../../core/sending/direct-message.ts";
import { unlessRefused } from "../../core/refused.ts";
import { idOf, ulidFrom } from "../../core/ids.ts";
import { defaultOptOutKeywords, isOptOut, optOutConfirmation } from "../../core/contact/opt-out.ts";
import type { InboundMessage } from "../../core/whatsapp.ts";
import type { AckBook } from "./acks.ts";
import type { HeldSession } from "../held-session.ts";
import { keepTrying } from "../keep-trying.ts";
import type { NamedMessage, Writers } from "./writers.ts";

/** A change that the table doesn't take is tried again after `retryMs`, doubled up to this. */
const longestRetryMs = 30_000;

/** When the session is given back or lost, what was not taken in is unread, and read by the next owner. */
interface InboxParts extends HeldSession {
  readonly acks: AckBook;
  readonly writers: Writers;
  /** A direct message was asked for. */
  readonly asked: () => Promise<void>;
}

/** What people write to a session: replies to campaigns, and wishes to be left alone. Taking a message in twice is harmless. */
export class Inbox {
  readonly #parts: InboxParts;
  #taking: Promise<void> = Promise.resolve();
  #telling: Promise<void> = Promise.resolve();

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** A message came: it is taken in behind those before it, as often as it needs. */
  heard(message: InboundMessage): void {
    this.#taking = this.#taking.then(() => this.#untilTaken(message));
    this.tell(message);
  }

  /**
   * Publishes its event, beside what it does here: one that can't be published now lets the others go first. What is not
   * published when the session is given back is unread, and published by the next owner under the same id.
   */
  tell(message: InboundMessage, pauseMs = this.#parts.ports.settings.retryMs): void {
    const { ports, session, ending } = this.#parts;
    this.#telling = this.#telling.then(async () => {
      try {
        await announceReceived(ports.events, session.current, () => this.#receivedOf(message));
      } catch (error) {
        ports.log.warn("an incoming message is not published yet", { error: error as Error });
        void ports.clock.wait(pauseMs, ending).then(() => {
          if (!ending.aborted) this.tell(message, Math.min(pauseMs * 2, longestRetryMs));
        });
      }
    });
  }

  async #receivedOf(told: InboundMessage): Promise<Received> {
    const { ports, ref, acks, writers } = this.#parts;
    const message = await writers.named(told);
    const { campaignId } = (await acks.answeredBy(message)) ?? {};
    const campaign = campaignId === undefined ? undefined : await ports.campaigns.find({ ...ref, campaignId });
    return { message, campaign };
  }

  /** Resolves when what came so far is published, as far as it can be now. */
  told(): Promise<void> {
    return this.#telling;
  }

  async #untilTaken(message: InboundMessage): Promise<void> {
    const { ports, ending } = this.#parts;
    // Ended, the session leaves what is not taken in yet to its next owner.
    const take = async () => {
      if (!ending.aborted) await this.take(message);
    };
    await keepTrying(take, {
      ...ports,
      longestPauseMs: longestRetryMs,
      over: ending,
      mayTryAgain: (error) => {
        ports.log.warn("an incoming message is not taken in yet", { error: error as Error });
        return true;
      },
    });
  }

  /** @throws when the tables can't be read or written: it is to be taken in again */
  async take(told: InboundMessage): Promise<void> {
    const { acks, session, writers } = this.#parts;
    const message = await writers.named(told);
    const wantsOut = isOptOut(message.body, session.current.optOutKeywords ?? defaultOptOutKeywords);
    const optsOut = wantsOut && (await this.#optOut(message));
    // A number that no campaign wrote to may be one more of an account that was written to, or opts out, under another.
    const isStranger = wantsOut || (await acks.answeredBy(message)) === undefined;
    acks.replied(isStranger ? await writers.checked(told) : message, optsOut);
  }

  /** @returns whether the person had not opted out before */
  async #optOut(message: NamedMessage): Promise<boolean> {
    const { ports, ref } = this.#parts;
    const { tenantId, sessionId } = ref;
    const { id: inboundId, from: number, at, hasNumber } = message;
    const wish = { tenantId, number, optedOutAt: at, source: "reply", sessionId, inboundId } as const;
    const { state, optOut } = await ports.optOutChanges.put(wish);
    // Confirmed once: not to a person who had opted out before, nor by another session of the same phone, which gets the same
    // message; but after a crash in between to whom nothing was said yet.
    const isMine = state === "already" && optOut.inboundId === inboundId && optOut.sessionId === sessionId;
    if (hasNumber && (state === "added" || isMine)) await this.#confirm(message);
    return state === "added";
  }

  async #confirm({ id, from, at }: InboundMessage): Promise<void> {
    const { ports, ref, asked } = this.#parts;
    const { tenantId, sessionId } = ref;
    const hash = createHash("sha256").update(`${tenantId}\n${sessionId}\n${id}`).digest();
    const directId = idOf("message", ulidFrom(at, hash));
    const confirmation: DirectMessage = {
      tenantId,
      sessionId,
      directId,
      number: from,
      text: optOutConfirmation,
      // Who wrote to us is there.
      onWhatsApp: true,
      state: "pending",
      messageId: whatsAppIdOf(tenantId, directId),
      requestedAt: ports.clock.now(),
    };
    // Refused where it was said already.
    await unlessRefused(ports.directDesk.create(confirmation));
    await asked();
  }
}
