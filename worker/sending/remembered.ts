import type { Recipient } from "../../core/campaign/recipient.ts";
import { awaitsAcks } from "../../core/sending/delivery.ts";
import type { DirectMessage } from "../../core/sending/direct-message.ts";
import { keepLatest } from "../keep-latest.ts";

/** The row of a message of ours, of one recipient of a campaign or a direct one. */
export type MessageRow = Recipient | DirectMessage;

export const isRecipient = (row: MessageRow): row is Recipient => "campaignId" in row;

/** The latest messages of one session by their ids on WhatsApp, as far as it is known what became of them, so that an ack finds its message. */
export class Remembered {
  // Each kind by itself: many of one push none of the other out.
  readonly #recipients = new Map<string, Recipient>();
  readonly #directs = new Map<string, DirectMessage>();
  readonly #inHand = new Set<string>();

  remember(row: MessageRow): void {
    if (isRecipient(row)) keepLatest(this.#recipients, row.messageId, row);
    else keepLatest(this.#directs, row.messageId, row);
  }

  /** From now to `outOfHand` the message's sender itself writes what ack 1 says. */
  inHand(row: MessageRow): void {
    this.remember(row);
    this.#inHand.add(row.messageId);
  }

  /** @param state what became of it, when its sender knows */
  outOfHand(row: MessageRow, state: MessageRow["state"] | undefined): void {
    this.#inHand.delete(row.messageId);
    // An ack may have been quicker.
    if (state !== undefined && this.find(row.messageId)?.state === "sending")
      this.remember({ ...row, state } as MessageRow);
  }

  isInHand(messageId: string): boolean {
    return this.#inHand.has(messageId);
  }

  find(messageId: string): MessageRow | undefined {
    return this.#recipients.get(messageId) ?? this.#directs.get(messageId);
  }

  /** Recipients' rows of that number. */
  ofNumber(number: string): readonly Recipient[] {
    return [...this.#recipients.values()].filter((row) => row.number === number);
  }

  /** Messages claimed since then whose acks may still come. */
  awaited(since: number): readonly MessageRow[] {
    return [...this.#recipients.values(), ...this.#directs.values()].filter(
      (row) => awaitsAcks(row) && (row.claimedAt ?? 0) >= since && !this.#inHand.has(row.messageId),
    );
  }
}
