import { audiencePages, type Member } from "../../core/campaign/audience.ts";
import type { Campaign } from "../../core/campaign/campaign.ts";
import { membersToRetry } from "../../core/campaign/members-to-retry.ts";
import { withKnownNumbers } from "../number-checks.ts";
import type { WorkerPorts } from "../ports.ts";
import type { CampaignCounts } from "./campaign-counts.ts";

/** Who of one campaign's audience is next. */
export class MemberQueue {
  readonly #ports: WorkerPorts;
  readonly #campaign: Campaign;
  readonly #counts: CampaignCounts;
  #audience: AsyncGenerator<Member> | undefined;
  #next: Member | undefined;
  /** The one after `#next`, when it was asked for. */
  #beyond: Promise<Member | undefined> | undefined;

  /** @param counts where the cursor stands, which moves only behind an outcome */
  constructor(ports: WorkerPorts, campaign: Campaign, counts: CampaignCounts) {
    this.#ports = ports;
    this.#campaign = campaign;
    this.#counts = counts;
  }

  /** The next member of the audience, the same one until `moveOn`. */
  async next(): Promise<Member | undefined> {
    if (this.#next !== undefined) return this.#next;
    const beyond = this.#beyond ?? this.#pull();
    this.#beyond = undefined;
    this.#next = await beyond;
    return this.#next;
  }

  /** The member after `next`; that one stays where it is. */
  peekBeyond(): Promise<Member | undefined> {
    this.#beyond ??= this.#pull();
    return this.#beyond;
  }

  /** The member has an outcome, or is none any more: the cursor moves behind it. */
  moveOn({ again, cursor }: Member): void {
    this.#next = undefined;
    const { round = 0 } = this.#campaign;
    this.#counts.moveTo(again === undefined ? { cursor } : { retryCursor: { round, number: again.number } });
  }

  /** Goes to these members next, before the cursor's. */
  revisit(members: readonly Member[]): void {
    this.#next = undefined;
    this.#beyond = undefined;
    this.#audience = (async function* () {
      yield* members;
    })();
  }

  async #pull(): Promise<Member | undefined> {
    this.#audience ??= withKnownNumbers(this.#ports, this.#campaign.tenantId, this.#everybody());
    const next = await this.#audience.next();
    return next.done === true ? undefined : next.value;
  }

  /** Those to be tried again first; then, unless it was paused before, the rest of the audience. */
  async *#everybody(): AsyncGenerator<Member> {
    const { retryStatuses, pauseAfterRetry, round = 0 } = this.#campaign;
    const { retryCursor, cursor } = this.#counts.cursors;
    if (retryStatuses !== undefined) {
      const after = retryCursor?.round === round ? retryCursor.number : undefined;
      yield* membersToRetry(this.#ports, this.#campaign, after);
    }
    if (pauseAfterRetry !== undefined) return;
    for await (const { members } of audiencePages(this.#ports, this.#campaign, cursor)) yield* members;
  }
}
