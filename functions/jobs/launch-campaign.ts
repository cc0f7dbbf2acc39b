import * as stores from "../../aws/open.ts";
import type { CampaignRef } from "../../core/refs.ts";
import { startScheduled } from "../campaigns/scheduled-start.ts";
import { servicesWith } from "../edge/services.ts";

const opened = servicesWith({
  campaigns: stores.campaigns,
  campaignChanges: stores.campaignChanges,
  lists: stores.lists,
  contacts: stores.contacts,
  imports: stores.imports,
  timers: stores.timers,
  sessions: stores.sessions,
  sessionDesk: stores.sessionDesk,
  slots: stores.slots,
  bell: stores.bell,
});

/** A schedule rang: the campaign's row, which is read here, alone says whether it is to start now. */
export const handler = async ({ tenantId, sessionId, campaignId }: CampaignRef): Promise<void> => {
  const services = await opened();
  await startScheduled(services, { tenantId, sessionId, campaignId }, services.clock.now());
};
