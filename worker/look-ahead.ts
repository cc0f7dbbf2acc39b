import type { Clock } from "../core/clock.ts";
import type { CampaignRef, LookBeforeClaim, RecipientStore } from "../core/ports.ts";
import type { Member } from "../core/audience.ts";

/** How long what was seen ahead of time is good enough to go by. */
const holdsMs = 1_000;

/**
 * The look before a claim, begun while the outcome of the message before is written: where no gap is kept, a message then
 * takes two round trips one after the other and not three. It is never begun before that message is handed over, so a
 * pause lets one more message through at most, as without it.
 */
export class LookAhead {
  readonly #recipients: Pick<RecipientStore, "look">;
  readonly #clock: Pick<Clock, "elapsed">;
  readonly #begun = new WeakMap<Member, { readonly look: Promise<LookBeforeClaim | undefined>; readonly at: number }>();

  constructor(recipients: Pick<RecipientStore, "look">, clock: Pick<Clock, "elapsed">) {
    this.#recipients = recipients;
    this.#clock = clock;
  }

  begin(ref: CampaignRef, listId: string, member: Member): void {
    if (this.#begun.has(member)) return;
    // One that fails is taken anew when its turn comes.
    const look = this.#recipients.look(ref, listId, member.contact.number).catch(() => undefined);
    this.#begun.set(member, { look, at: this.#clock.elapsed() });
  }

  /** What was seen a moment ago, or what is seen now. */
  async look(ref: CampaignRef, listId: string, member: Member): Promise<LookBeforeClaim> {
    const begun = this.#begun.get(member);
    this.#begun.delete(member);
    const seen = begun !== undefined && this.#clock.elapsed() - begun.at < holdsMs ? await begun.look : undefined;
    return seen ?? (await this.#recipients.look(ref, listId, member.contact.number));
  }
}
