import type { Campaign } from "../../core/campaign/campaign.ts";
import type { PacingRule } from "../../core/sending/pacing.ts";
import { sendingRule } from "../../core/campaign/sending-rule.ts";
import type { Session } from "../../core/session/session.ts";

/** What is set of a session right now: a change holds from the next message on. */
export class SessionRules {
  readonly #session: () => Session;
  readonly #timezone: string;

  constructor(session: () => Session, defaultTimezone: string) {
    this.#session = session;
    this.#timezone = defaultTimezone;
  }

  /** Days are counted in it. */
  get timezone(): string {
    return this.#session().timezone ?? this.#timezone;
  }

  ruleOf(campaign: Pick<Campaign, "pacing" | "quietHours">): PacingRule {
    return sendingRule(this.#session(), campaign, this.#timezone);
  }
}
