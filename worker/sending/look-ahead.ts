import type { Clock } from "../../core/time/clock.ts";
import type { LookBeforeClaim, RecipientRows } from "../../core/campaign/recipient-ports.ts";
import type { CampaignRef } from "../../core/refs.ts";
import type { Member } from "../../core/campaign/audience.ts";

/** How long what was seen ahead of time is good enough to go by. */
const holdsMs = 1_000;

/**
 * The read before a claim, begun while the outcome of the message before is written: where no gap is kept, a message then
 * takes two round trips one after the other and not three. It is never begun before that message is handed over, so a
 * pause lets one more message through at most, as without it.
 */
export class LookAhead {
  readonly #recipients: Pick<RecipientRows, "look">;
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #begun = new WeakMap<Member, { readonly look: Promise<LookBeforeClaim | undefined>; at: number }>();

  constructor(recipients: Pick<RecipientRows, "look">, clock: Pick<Clock, "elapsed">) {
    this.#recipients = recipients;
    this.#clock = clock;
  }

  /** @param known resolves when the account of the member's number is kept: an opt-out stands with the account */
  begin(ref: CampaignRef, listId: string, member: Member, known: Promise<unknown>): void {
    if (this.#begun.has(member)) return;
    const begun = {
      at: this.#clock.elapsed(),
      look: known
        .then(() => {
          begun.at = this.#clock.elapsed();
          return this.#recipients.look(ref, listId, member.contact.number);
        })
        // One that fails is taken anew when its turn comes.
        .catch(() => undefined),
    };
    this.#begun.set(member, begun);
  }

  /**
   * What was seen a moment ago, or what is seen now.
   * @param since elapsed time; what was seen before it does not count
   */
  async look(ref: CampaignRef, listId: string, member: Member, since: number): Promise<LookBeforeClaim> {
    const begun = this.#begun.get(member);
    this.#begun.delete(member);
    const seen = await begun?.look;
    const holds = begun !== undefined && begun.at >= since && this.#clock.elapsed() - begun.at < holdsMs;
    return holds && seen !== undefined ? seen : await this.#recipients.look(ref, listId, member.contact.number);
  }
}
