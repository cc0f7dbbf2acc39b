import { endsOwnership } from "../../core/errors.ts";
import type { HeldSession } from "../held-session.ts";
import type { CampaignBook } from "./campaign-book.ts";
import type { CampaignRun } from "./campaign-run.ts";

/** Runs at their end: walking a large list takes a while, and the session's other campaigns go on meanwhile. */
export class Closings {
  readonly #held: HeldSession;
  readonly #book: CampaignBook;
  readonly #closing = new Map<CampaignRun, Promise<void>>();
  #lost: unknown;

  constructor(held: HeldSession, book: CampaignBook) {
    this.#held = held;
    this.#book = book;
  }

  has(run: CampaignRun): boolean {
    return this.#closing.has(run);
  }

  /** @throws LeaseLost | ConditionRefused when one of them found the session to be another's */
  throwIfLost(): void {
    if (this.#lost !== undefined) throw this.#lost as Error;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#closing.values());
  }

  /** Ends a run beside the loop. @param end whether it is over; otherwise it is refreshed */
  begin(run: CampaignRun, end: (run: CampaignRun) => Promise<boolean>): void {
    if (this.has(run)) return;
    const closing = this.#end(run, end).finally(() => {
      this.#closing.delete(run);
      this.#held.wake.ring();
    });
    this.#closing.set(run, closing);
  }

  async #end(run: CampaignRun, end: (run: CampaignRun) => Promise<boolean>): Promise<void> {
    const { ending, media, ports } = this.#held;
    const { campaignId } = run.campaign;
    try {
      if (await end(run)) {
        await this.#book.leave(campaignId);
        await media.forget(run.ref);
      } else await this.#book.lookAt(campaignId);
    } catch (error) {
      if (endsOwnership(error)) this.#lost = error;
      else if (!ending.aborted) {
        run.failed(error);
        ports.log.error("a campaign could not be closed yet", { campaign: campaignId, error: error as Error });
        await ports.clock.wait(ports.settings.retryMs, ending);
      }
    }
  }
}
