import * as stores from "../../aws/open.ts";

/** How to open what a campaign's start may touch; for `servicesWith`. */
export const startPorts = {
  campaigns: stores.campaigns,
  campaignChanges: stores.campaignChanges,
  timers: stores.timers,
  sessions: stores.sessions,
  sessionDesk: stores.sessionDesk,
  slots: stores.slots,
  lists: stores.lists,
  contacts: stores.contacts,
  imports: stores.imports,
  bell: stores.bell,
};
