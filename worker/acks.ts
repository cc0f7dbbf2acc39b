import { ConditionRefused } from "../core/errors.ts";
import type { SessionRef } from "../core/ports.ts";
import { stateOfAck, type Recipient, type RecipientState } from "../core/recipient.ts";
import type { AckEvent, InboundMessage } from "../core/whatsapp.ts";
import type { CampaignBook } from "./campaign-book.ts";
import type { WorkerPorts } from "./ports.ts";

/** Messages whose rows are remembered; older ones are found by the index. */
const maxRemembered = 20_000;
/** Rows of one number that are looked through for a message id. */
const rowsOfNumber = 20;

/** How often a change is tried while the table doesn't take it. */
const maxAttempts = 5;

/** What acks and replies do to rows and counts: those of one number one after the other. */
export class AckBook {
  readonly #ports: WorkerPorts;
  readonly #ref: SessionRef;
  readonly #campaigns: CampaignBook;
  readonly #changed: () => void;
  readonly #rows = new Map<string, Recipient>();
  readonly #inHand = new Set<string>();
  readonly #ofNumber = new Map<string, Promise<void>>();

  /** @param changed called when counts changed */
  constructor(ports: WorkerPorts, ref: SessionRef, campaigns: CampaignBook, changed: () => void) {
    this.#ports = ports;
    this.#ref = ref;
    this.#campaigns = campaigns;
    this.#changed = changed;
  }

  /** Remembers whose message that is. */
  expect(row: Recipient): void {
    this.#rows.set(row.messageId, row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > maxRemembered && oldest !== undefined) this.#rows.delete(oldest);
  }

  /** From now to `outOfHand` the message's sender itself writes what ack 1 says. */
  inHand(row: Recipient): void {
    this.expect(row);
    this.#inHand.add(row.messageId);
  }

  outOfHand(row: Recipient): void {
    this.#inHand.delete(row.messageId);
  }

  heard({ messageId, to, ack, at }: AckEvent): void {
    const state = stateOfAck(ack);
    // A refusal is what `send` itself answers, or what the page says when a row that lost its sender is recovered.
    if (state === undefined || state === "failed" || (state === "sent" && this.#inHand.has(messageId))) return;
    this.#enqueue(to, async () => {
      const row = this.#rows.get(messageId) ?? (await this.#findRow(messageId, to));
      if (row !== undefined) await this.#advance(row, state, at);
      if (state === "read") this.#rows.delete(messageId);
    });
  }

  /** An answer counts for the last campaign that reached that number. */
  replied({ from, at }: InboundMessage): void {
    this.#enqueue(from, async () => {
      const [latest] = await this.#ports.recipients.ofNumber(this.#ref, from, 1);
      if (latest === undefined || at - latest.claimedAt > this.#ports.settings.replyWithinMs) return;
      await this.#advance(latest, "replied", at);
    });
  }

  /** Resolves when everything heard so far is written. */
  async settled(): Promise<void> {
    await Promise.all(this.#ofNumber.values());
  }

  async #findRow(messageId: string, to: string): Promise<Recipient | undefined> {
    const rows = await this.#ports.recipients.ofNumber(this.#ref, to, rowsOfNumber);
    return rows.find((row) => row.messageId === messageId);
  }

  async #advance(row: Recipient, to: RecipientState, at: number): Promise<void> {
    // Met before the change: a run that is only now taken over counts the row as it is before it.
    const run = await this.#campaigns.runOf(row.campaignId);
    const before = await this.#ports.recipients.advance(row, to, { at });
    if (before === undefined) return;
    run?.note({ from: before.state, to, claimedAt: row.claimedAt });
    this.#changed();
  }

  #enqueue(number: string, change: () => Promise<void>): void {
    const before = this.#ofNumber.get(number) ?? Promise.resolve();
    const chain = before
      .then(() => this.#try(change))
      .finally(() => {
        if (this.#ofNumber.get(number) === chain) this.#ofNumber.delete(number);
      });
    this.#ofNumber.set(number, chain);
  }

  async #try(change: () => Promise<void>): Promise<void> {
    const { clock, settings, log } = this.#ports;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      try {
        await change();
        return;
      } catch (error) {
        // Somebody else owns the campaign now: the new owner asks the page for its acks.
        const over = error instanceof ConditionRefused || attempt === maxAttempts;
        if (over) log.warn("ack not written", { session: this.#ref.sessionId, error: error as Error });
        if (error instanceof ConditionRefused) return;
        await clock.wait(settings.retryMs);
      }
    }
  }
}
