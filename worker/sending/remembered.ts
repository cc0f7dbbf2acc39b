import type { Recipient } from "../../core/campaign/recipient.ts";
import { awaitsAcks } from "../../core/sending/delivery.ts";
import type { DirectMessage } from "../../core/sending/direct-message.ts";

/** The row of a message of ours, of one recipient of a campaign or a direct one. */
export type MessageRow = Recipient | DirectMessage;

export const isRecipient = (row: MessageRow): row is Recipient => "campaignId" in row;

/** Rows that are remembered, half a kilobyte each; older ones are found by the index. */
const maxRemembered = 5_000;

/** The latest messages of one session by their ids on WhatsApp, as far as it is known what became of them, so that an ack finds its message. */
export class Remembered {
  readonly #rows = new Map<string, MessageRow>();
  readonly #inHand = new Set<string>();

  remember(row: MessageRow): void {
    this.#rows.delete(row.messageId);
    this.#rows.set(row.messageId, row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > maxRemembered && oldest !== undefined) this.#rows.delete(oldest);
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
    return this.#rows.get(messageId);
  }

  /** Recipients' rows of that number. */
  ofNumber(number: string): readonly Recipient[] {
    return [...this.#rows.values()].filter(isRecipient).filter((row) => row.number === number);
  }

  /** Messages claimed since then whose acks may still come. */
  awaited(since: number): readonly MessageRow[] {
    return [...this.#rows.values()].filter(
      (row) => awaitsAcks(row) && (row.claimedAt ?? 0) >= since && !this.#inHand.has(row.messageId),
    );
  }
}
