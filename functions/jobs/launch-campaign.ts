import type { CampaignRef } from "../../core/ports.ts";
import { startScheduled } from "../campaign-life.ts";
import { servicesOfProcess } from "../edge/services.ts";

/** A schedule rang: the campaign is looked at in the table, which alone says whether it is to start now. */
export const handler = async ({ tenantId, sessionId, campaignId }: CampaignRef): Promise<void> => {
  const services = await servicesOfProcess();
  await startScheduled(services, { tenantId, sessionId, campaignId }, services.clock.now());
};
