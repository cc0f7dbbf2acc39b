import type { Environment } from "../../aws/env.ts";
import * as stores from "../../aws/open.ts";
import type { Stores } from "../../functions/edge/services.ts";

/** Every port, over one client a service. */
export const openStores = (env: Environment): Stores =>
  Object.fromEntries(Object.entries(stores).map(([name, open]) => [name, open(env)])) as unknown as Stores;
