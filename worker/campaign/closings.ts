import { endsOwnership } from "../../core/errors.ts";
import type { WorkerPorts } from "../ports.ts";
import type { CampaignBook } from "./campaign-book.ts";
import type { CampaignRun } from "./campaign-run.ts";

interface Parts {
  readonly ports: Pick<WorkerPorts, "clock" | "log" | "settings">;
  readonly book: CampaignBook;
  /** Called for a campaign that is over. */
  readonly onOver: (run: CampaignRun) => Promise<void>;
  /** Called when one has been dealt with. */
  readonly onDone: () => void;
}

/** Runs at their end: walking a large list takes a while, and the session's other campaigns go on meanwhile. */
export class Closings {
  readonly #parts: Parts;
  readonly #closing = new Map<CampaignRun, Promise<void>>();
  #lost: unknown;

  constructor(parts: Parts) {
    this.#parts = parts;
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
  begin(run: CampaignRun, end: () => Promise<boolean>, signal: AbortSignal): void {
    if (this.has(run)) return;
    const closing = this.#end(run, end, signal).finally(() => {
      this.#closing.delete(run);
      this.#parts.onDone();
    });
    this.#closing.set(run, closing);
  }

  async #end(run: CampaignRun, end: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
    const { ports, book, onOver } = this.#parts;
    const { campaignId } = run.campaign;
    try {
      if (await end()) {
        await book.leave(campaignId);
        await onOver(run);
      } else await book.lookAt(campaignId);
    } catch (error) {
      if (endsOwnership(error)) this.#lost = error;
      else if (!signal.aborted) {
        run.failed(error);
        ports.log.error("a campaign could not be closed yet", { campaign: campaignId, error: error as Error });
        await ports.clock.wait(ports.settings.retryMs, signal);
      }
    }
  }
}
