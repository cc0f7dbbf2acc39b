import type { CampaignRef } from "../../core/refs.ts";
import { startPorts } from "../campaigns/start-ports.ts";
import { startScheduled } from "../campaigns/scheduled-start.ts";
import { servicesWith } from "../edge/services.ts";

const opened = servicesWith(startPorts);

/** A schedule rang: the campaign's row, which is read here, alone says whether it is to start now. */
export const handler = async ({ tenantId, sessionId, campaignId }: CampaignRef): Promise<void> => {
  const services = await opened();
  await startScheduled(services, { tenantId, sessionId, campaignId }, services.clock.now());
};
