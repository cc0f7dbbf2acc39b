import * as stores from "../../aws/open.ts";

/** How to open what a change of a campaign's life may touch; for `servicesWith`. */
export const lifePorts = {
  campaigns: stores.campaigns,
  timers: stores.timers,
  scheduler: stores.scheduler,
  sessions: stores.silentSessions,
  slots: stores.slots,
  lists: stores.lists,
  contacts: stores.contacts,
  imports: stores.importRows,
  media: stores.media,
  bell: stores.bell,
  jobs: stores.jobs,
};
