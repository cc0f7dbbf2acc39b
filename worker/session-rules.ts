import type { Campaign } from "../core/campaign.ts";
import type { PacingRule } from "../core/pacing.ts";
import { sendingRule } from "../core/session-rules.ts";
import type { Session } from "../core/session.ts";

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
