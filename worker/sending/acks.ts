import { ConditionRefused } from "../../core/errors.ts";
import type { AdvanceChange } from "../../core/campaign/recipient-ports.ts";
import type { Recipient, RecipientState } from "../../core/campaign/recipient.ts";
import { mayBecome, stateOfAck } from "../../core/sending/delivery.ts";
import type { DirectMessage, DirectState } from "../../core/sending/direct-message.ts";
import type { DirectChange } from "../../core/sending/sending-ports.ts";
import type { AckEvent } from "../../core/whatsapp.ts";
import type { CampaignBook } from "../campaign/campaign-book.ts";
import { changeName } from "../campaign/change-name.ts";
import type { HeldSession } from "../held-session.ts";
import { keepTrying } from "../keep-trying.ts";
import type { LogFacts } from "../log.ts";
import { OneByOne } from "../one-by-one.ts";
import { isRecipient, type MessageRow } from "./remembered.ts";
import type { NamedMessage } from "./writers.ts";

/** Rows of one number that are searched for a message id. */
const rowsOfNumber = 20;
/** WhatsApp gives the time of a message in whole seconds. */
const secondMs = 1_000;
const reachedNobody: readonly RecipientState[] = ["failed", "skipped"];
/** A change that the table doesn't take is tried again after `retryMs`, doubled up to this. */
const longestRetryMs = 30_000;

/** Says what a change is about, for the log. */
type Tell = (facts: LogFacts) => void;
/** What the try before this one knew of a change. */
interface Tried {
  /** Whether its write may have been made: its answer did not come. */
  mayBeMade?: boolean;
  /** The counting of rows that stood then; undefined before the first. */
  counting?: object | undefined;
}
/** @param by its name, see change-name.ts */
type Change = (by: string, tell: Tell, tried: Tried) => Promise<void>;

/** What acks and replies do to rows and counts, and acks to direct messages: those of one number one after the other. */
export class AckBook {
  readonly #held: HeldSession;
  readonly #campaigns: CampaignBook;
  readonly #ofNumber = new OneByOne();
  #gaveUp = false;

  constructor(held: HeldSession, campaigns: CampaignBook) {
    this.#held = held;
    this.#campaigns = campaigns;
  }

  /** Whether a change was given up, so that counts or rows may be behind. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  heard({ messageId, to, ack, at }: AckEvent): void {
    const state = stateOfAck(ack);
    // A refusal is what `send` itself answers, or what the page says when a row that lost its sender is recovered.
    if (state === undefined || state === "failed") return;
    if (state === "sent" && this.#held.remembered.isInHand(messageId)) return;
    this.#enqueue(to, async (by, tell, tried) => {
      const row = this.#held.remembered.find(messageId) ?? (await this.#findRow(messageId, await this.#numbersOf(to)));
      if (row === undefined) return;
      if (isRecipient(row)) await this.#advance(row, state, { at, by }, tell, tried);
      else await this.#advanceDirect(row, state, { at, by }, tell);
    });
  }

  /**
   * An answer counts for the campaign whose message it quotes, else for the last one that reached a number of that account.
   * @param optsOut whether its writer opts out by it, and did not before
   */
  replied(message: NamedMessage, optsOut = false): void {
    const { from, at, id, body, type } = message;
    this.#enqueue(from, async (by, tell, tried) => {
      const answered = await this.answeredBy(message);
      if (answered === undefined) return;
      const known = this.#held.remembered.find(answered.messageId);
      const row = known !== undefined && isRecipient(known) ? known : answered;
      await this.#advance(row, "replied", { at, by, reply: { id, body, type } }, tell, tried);
      if (optsOut) await this.#countOptOut(row);
    });
  }

  async #countOptOut({ campaignId, claimedAt }: Recipient): Promise<void> {
    await this.#campaigns.changeRow(campaignId, (run) => {
      run?.counts.countOptOut(claimedAt);
      return Promise.resolve();
    });
  }

  /**
   * The row of the message that it answers: the one that it quotes, of those that the number's row knows or that are remembered; else the last one that reached its writer,
   * not too long before.
   */
  async answeredBy({
    numbers,
    at,
    quotedMessageId,
  }: Pick<NamedMessage, "numbers" | "at" | "quotedMessageId">): Promise<Recipient | undefined> {
    const ofEach = await Promise.all(numbers.map((number) => this.#rowsOf(number)));
    const rows = ofEach.flat().sort((one, other) => other.claimedAt - one.claimedAt);
    // What is unread is read again and again: nothing answers a message that came after it.
    const before = rows.filter(({ claimedAt, state }) => claimedAt < at + secondMs && !reachedNobody.includes(state));
    const quoted = before.find(({ messageId }) => messageId === quotedMessageId);
    if (quoted !== undefined) return quoted;
    const [latest] = before;
    return latest === undefined || at - latest.claimedAt > this.#held.ports.settings.replyWithinMs ? undefined : latest;
  }

  /** Resolves when everything that came so far is written. */
  async settled(): Promise<void> {
    await this.#ofNumber.idle();
  }

  /** WhatsApp may speak of an account by its LID, or by a number that no message went to. */
  async #numbersOf(numberOrLid: string): Promise<readonly string[]> {
    return (await this.#held.ports.persons.personOf(this.#held.ref.tenantId, numberOrLid))?.numbers ?? [numberOrLid];
  }

  /** Of one number, the latest first. Beyond the ten campaigns that the number's row keeps, rows are remembered. */
  async #rowsOf(number: string): Promise<readonly Recipient[]> {
    const listed = await this.#held.ports.recipients.ofNumber(this.#held.ref, number, rowsOfNumber);
    const known = new Set(listed.map(({ messageId }) => messageId));
    const others = this.#held.remembered.ofNumber(number).filter(({ messageId }) => !known.has(messageId));
    return [...listed, ...others].sort((one, other) => other.claimedAt - one.claimedAt);
  }

  async #findRow(messageId: string, numbers: readonly string[]): Promise<MessageRow | undefined> {
    const { recipients, directs } = this.#held.ports;
    for (const store of [recipients, directs]) {
      for (const number of numbers) {
        const rows: readonly MessageRow[] = await store.ofNumber(this.#held.ref, number, rowsOfNumber);
        const row = rows.find((one) => one.messageId === messageId);
        if (row !== undefined) return row;
      }
    }
    return undefined;
  }

  async #advanceDirect(message: DirectMessage, to: DirectState, change: DirectChange, tell: Tell): Promise<void> {
    tell({ message: message.directId });
    if (!mayBecome(message.state, to)) return;
    const moved = await this.#held.ports.directClaims.advance(message, to, change);
    this.#held.remembered.remember(moved ?? { ...message, state: to });
  }

  async #advance(row: Recipient, to: RecipientState, change: AdvanceChange, tell: Tell, tried: Tried): Promise<void> {
    tell({ campaign: row.campaignId });
    // It came twice, or after a later one: what is remembered spares the write. One that may be made already is asked for its answer.
    if (tried.mayBeMade !== true && !mayBecome(row.state, to)) return;
    await this.#campaigns.changeRow(row.campaignId, async (run) => {
      const isCountedAfresh = tried.counting !== undefined && tried.counting !== run?.counts.counting;
      tried.counting = run?.counts.counting;
      tried.mayBeMade = true;
      const before = await this.#held.ports.recipientClaims.advance(row, to, change);
      // A repeat may come after changes that followed it: what is remembered does not go back.
      if (mayBecome(row.state, to)) this.#held.remembered.remember({ ...row, state: to });
      if (before === undefined) return;
      // Made by an earlier try whose answer was lost: the rows were counted with it.
      if (isCountedAfresh && before.history.at(-1)?.by === change.by) return;
      const counted = { from: before.state, fromReason: before.reason, to, reason: change.reason };
      run?.counts.count({ ...counted, claimedAt: row.claimedAt }, { ...row, state: to });
      this.#held.wake.ring();
    });
  }

  #enqueue(number: string, change: Change): void {
    void this.#ofNumber.do(() => this.#untilDone(change), number);
  }

  async #untilDone(change: Change): Promise<void> {
    const { ports, ending } = this.#held;
    const by = changeName(ports.nonce);
    const tried: Tried = {};
    let about: LogFacts = {};
    const isDone = await keepTrying(() => change(by, (facts) => (about = facts), tried), {
      ...ports,
      longestPauseMs: longestRetryMs,
      over: ending,
      mayTryAgain: (error) => {
        ports.log.warn("ack not written yet", { ...about, error: error as Error });
        // Another worker owns the campaign now.
        return !(error instanceof ConditionRefused);
      },
    });
    if (!isDone) this.#gaveUp = true;
  }
}
