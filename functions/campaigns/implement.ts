import { networkSetting } from "../../aws/env.ts";
import * as stores from "../../aws/open.ts";
import { implementWith } from "../edge/request.ts";
import type { ServicesOf } from "../edge/services.ts";
import { lifePorts } from "./life-ports.ts";

const ports = {
  ...lifePorts,
  progress: stores.progress,
  optOuts: stores.optOuts,
  recentSends: stores.recentSends,
  recipients: stores.recipients,
  templates: stores.templates,
  persons: stores.persons,
  network: networkSetting,
};
/** For handlers of campaigns and their recipients, which are one Lambda. */
export const implement = implementWith(ports);
export type Campaigning = ServicesOf<typeof ports>;
