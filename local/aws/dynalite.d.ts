/** What this project uses of dynalite 4.0.0, which carries no types. Source: its index.js and db/index.js. */
declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    /** LevelDB folder; in memory when absent. */
    readonly path?: string;
    /** How long a table stays CREATING, DELETING, UPDATING; 500 each by default. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** Its `close` also closes the LevelDB store, after the operations under way. */
  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
