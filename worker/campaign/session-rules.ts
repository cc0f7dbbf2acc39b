import type { Campaign } from "../../core/campaign/campaign.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import { isFromNumberOf } from "../../core/campaign/sender.ts";
import type { PacingRule } from "../../core/sending/pacing.ts";
import { sendingRule } from "../../core/campaign/sending-rule.ts";
import { agesSince } from "../../core/session/account.ts";
import type { Session } from "../../core/session/session.ts";
import type { WhatsAppNetwork } from "../../core/whatsapp.ts";

/** What is set of a session right now: a change holds from the next message on. */
export class SessionRules {
  readonly #session: () => Session;
  readonly #timezone: string;
  readonly #network: WhatsAppNetwork;

  constructor(
    session: () => Session,
    { timezone, network }: { readonly timezone: string; readonly network: WhatsAppNetwork },
  ) {
    this.#session = session;
    this.#timezone = timezone;
    this.#network = network;
  }

  /** Days are counted in it. */
  get timezone(): string {
    return this.#session().timezone ?? this.#timezone;
  }

  /** Whether that campaign went from the number that the session is linked to now, or one message of it. */
  isOfNumber(campaign: Pick<Campaign, "sender" | "createdAt">, sent?: Pick<Recipient, "sender">): boolean {
    return isFromNumberOf(this.#session(), campaign, sent);
  }

  ruleOf(campaign: Pick<Campaign, "pacing" | "quietHours">): PacingRule {
    const session = this.#session();
    return sendingRule(session, campaign, this.#timezone, agesSince(session, this.#network));
  }
}
