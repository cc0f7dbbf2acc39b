import type { Member } from "../../core/campaign/audience.ts";
import type { LookBeforeClaim, RecipientRows } from "../../core/campaign/recipient-ports.ts";
import type { KnownNumber } from "../../core/contact/person.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { WhatsAppConnection } from "../../core/whatsapp.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import type { NumberChecks } from "../number-checks.ts";

/** How long what was seen ahead of time is good enough to go by. */
const holdsMs = 1_000;

interface Parts {
  readonly recipients: Pick<RecipientRows, "look">;
  readonly clock: Pick<Clock, "elapsed">;
  readonly numbers: Pick<NumberChecks, "check" | "savedAt" | "writtenWithin">;
  /** Whether the next message of that run may go at once. */
  readonly mayPrepare: (run: CampaignRun) => boolean;
}

type Connection = Pick<WhatsAppConnection, "checkNumber">;
/** The campaign is written down with the answer, see NumberChecks. */
type Checked = Pick<CampaignRun, "campaign">;

interface Prepared {
  readonly member: Member;
  readonly known: Promise<KnownNumber | undefined>;
  look?: Promise<LookBeforeClaim | undefined>;
  /** When the look began, elapsed time. */
  lookedAt: number;
}

/**
 * What is done for the next member while a message is on its way, where no gap is kept: its number is checked while that
 * message is under way, and the look before its claim is taken while the outcome of that message is written. The look never
 * begins before that message is handed over, so a pause lets one more message through at most, as without it. What fails
 * is done anew when the member's turn comes.
 */
export class Preparation {
  readonly #parts: Parts;
  #next: Prepared | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A message of that run is under way. */
  underWay(run: CampaignRun, connection: Connection): void {
    this.#withNext(run, (member) => {
      this.beginCheck(run, member, connection);
    });
  }

  /** WhatsApp has the message that was under way. */
  handedOver(run: CampaignRun): void {
    this.#withNext(run, (member) => {
      this.beginLook(run, member);
    });
  }

  #withNext(run: CampaignRun, begin: (member: Member) => void): void {
    if (!this.#parts.mayPrepare(run)) return;
    run.queue.peekBeyond().then(
      (member) => {
        if (member !== undefined) begin(member);
      },
      // The audience can't be read on from here.
      () => {
        run.isStale = true;
      },
    );
  }

  beginCheck({ campaign }: Checked, member: Member, connection: Connection): void {
    if (this.#next?.member === member) return;
    const { contact, foreseen } = member;
    const question = { connection, number: contact.number, foreseen, writing: campaign };
    const known = this.#parts.numbers.check(question).catch(() => undefined);
    this.#next = { member, known, lookedAt: -Infinity };
  }

  /** Looks once it is kept whose number the member's is: an opt-out stands with the account. */
  beginLook(run: Pick<CampaignRun, "ref" | "listOf">, member: Member): void {
    const next = this.#next;
    if (next?.member !== member || next.look !== undefined) return;
    const { recipients, clock } = this.#parts;
    next.look = next.known
      .then(() => {
        next.lookedAt = clock.elapsed();
        return recipients.look(run.ref, run.listOf(member), member.contact.number);
      })
      .catch(() => undefined);
  }

  /**
   * What is known of the member's number, asked now where it was not asked before its turn, or no longer holds.
   * @param noSince see Question
   */
  async check({ campaign }: Checked, member: Member, connection: Connection, noSince?: number): Promise<KnownNumber> {
    const { contact, foreseen } = member;
    const checked = this.#next?.member === member ? await this.#next.known : undefined;
    const question = { connection, number: contact.number, foreseen, checked, noSince, writing: campaign };
    return await this.#parts.numbers.check(question);
  }

  /** What was seen a moment ago, and since it came up last whose number one is; or what is seen now. */
  async look(run: Pick<CampaignRun, "ref" | "listOf">, member: Member): Promise<LookBeforeClaim> {
    const { recipients, clock, numbers } = this.#parts;
    const next = this.#next?.member === member ? this.#next : undefined;
    this.#next = undefined;
    const seen = await next?.look;
    const holds = next !== undefined && next.lookedAt >= numbers.savedAt && clock.elapsed() - next.lookedAt < holdsMs;
    if (holds && seen !== undefined) return seen;
    const { number } = member.contact;
    // What its check wrote just now need not be read: that write shows what else stands in the number's row.
    return await recipients.look(run.ref, run.listOf(member), number, numbers.writtenWithin(holdsMs, number));
  }
}
