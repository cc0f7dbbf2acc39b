import { announceFailing } from "../../core/webhook/failing.ts";
import type { CampaignRun } from "../campaign/campaign-run.ts";
import type { HeldSession } from "../held-session.ts";

/** Says in good time that a campaign's recipients fail. That it can't be published now holds nothing up: the campaign shows it, too. */
export async function announceIfFailing({ ports }: Pick<HeldSession, "ports">, run: CampaignRun): Promise<void> {
  const failing = run.takeUnannounced();
  if (failing === undefined) return;
  const { because, count } = failing;
  const facts = { campaign: run.campaign.campaignId, because, count };
  ports.log.warn("a campaign's recipients fail: a few more and it is paused", facts);
  try {
    await announceFailing(ports.events, run.campaign, failing, { since: run.goesOnSince, at: ports.clock.now() });
  } catch (error) {
    ports.log.warn("that a campaign's recipients fail was not published", { ...facts, error: error as Error });
  }
}
