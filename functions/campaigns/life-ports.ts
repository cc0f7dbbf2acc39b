import * as stores from "../../aws/open.ts";
import { startPorts } from "./start-ports.ts";

/** How to open what a change of a campaign's life may touch; for `servicesWith`. */
export const lifePorts = {
  ...startPorts,
  scheduler: stores.scheduler,
  media: stores.media,
  mediaUses: stores.mediaUses,
  jobs: stores.jobs,
};
