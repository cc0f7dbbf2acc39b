import * as stores from "../../aws/open.ts";

/** How to open what a change of a campaign's life may touch; for `servicesWith`. */
export const lifePorts = {
  campaigns: stores.campaigns,
  campaignChanges: stores.campaignChanges,
  timers: stores.timers,
  scheduler: stores.scheduler,
  sessions: stores.sessions,
  sessionDesk: stores.sessionDesk,
  slots: stores.slots,
  lists: stores.lists,
  contacts: stores.contacts,
  imports: stores.imports,
  media: stores.media,
  mediaUses: stores.mediaUses,
  bell: stores.bell,
  jobs: stores.jobs,
};
