import { createRequire } from "node:module";
import { join } from "node:path";
import { SyncedWrites, type Change } from "./synced-writes.ts";

/** What is used of dynalite 4.0.0's db/index.js and of the database of abstract-level 3 that it opens. */
interface Database {
  _put(key: string, value: string): Promise<void>;
  _del(key: string): Promise<void>;
  _batch(changes: readonly Change[], options: { readonly sync?: boolean }): Promise<void>;
}

type Done = (error?: unknown) => void;

interface IndexRows {
  put(key: string, item: unknown, done: Done): void;
  del(key: string, done: Done): void;
}

interface Store {
  readonly db: Database;
  readonly options: { readonly path?: string };
  getIndexDb(kind: string, table: string, index: string): IndexRows;
}

interface Table {
  readonly TableName: string;
  readonly LocalSecondaryIndexes?: readonly unknown[];
  readonly GlobalSecondaryIndexes?: readonly unknown[];
}

interface IndexActions {
  readonly puts: readonly { readonly index: string; readonly key: string; readonly item: unknown }[];
  readonly deletes: readonly { readonly index: string; readonly key: string }[];
}

interface DynaliteDb {
  create: (options?: object) => Store;
  updateIndexes: (store: Store, table: Table, before: unknown, after: unknown, done: Done) => void;
  getIndexActions(indexes: readonly unknown[], before: unknown, after: unknown, table: Table): IndexActions;
}

const writesOf = new WeakMap<Database, SyncedWrites>();
const prepared = new WeakSet<DynaliteDb>();

/**
 * dynalite 4.0.0 hands no option on to LevelDB, which then answers a write before it is on disk: a power cut took what had been
 * answered, such as the claim of a recipient who has the message. It also deletes an item's index rows, writes the new ones
 * and then the item, so that a kill in between leaves an item that no query finds. Here a change of an item and of its index
 * rows is one batch, and LevelDB syncs it to disk before it is answered. In memory all stays as dynalite has it.
 */
export function syncWritesOfDynalite(): void {
  const db = createRequire(join(process.cwd(), "package.json"))("dynalite/db") as DynaliteDb;
  if (prepared.has(db)) return;
  prepared.add(db);
  const { create, updateIndexes } = db;
  db.create = (options) => {
    const store = create(options);
    if (store.options.path !== undefined) writesOf.set(store.db, syncedWrites(store.db));
    return store;
  };
  db.updateIndexes = (store, table, before, after, done) => {
    const writes = writesOf.get(store.db);
    if (writes === undefined) {
      updateIndexes(store, table, before, after, done);
      return;
    }
    // dynalite writes the item when it is called back, and before that returns.
    writes.together(() => {
      writeIndexRows(db, store, table, { before, after });
    }, done);
  };
}

function syncedWrites(db: Database): SyncedWrites {
  const batch = db._batch.bind(db);
  const writes = new SyncedWrites((changes) => batch(changes, { sync: true }));
  db._put = (key, value) => writes.write([{ type: "put", key, value }]);
  db._del = (key) => writes.write([{ type: "del", key }]);
  db._batch = (changes) => writes.write(changes);
  return writes;
}

/** As dynalite's own `updateIndexes`, all at once. */
function writeIndexRows(
  db: DynaliteDb,
  store: Store,
  table: Table,
  { before, after }: { readonly before: unknown; readonly after: unknown },
): void {
  const itsWriteAnswers = () => undefined;
  for (const kind of ["Local", "Global"] as const) {
    const { puts, deletes } = db.getIndexActions(table[`${kind}SecondaryIndexes`] ?? [], before, after, table);
    for (const { index, key } of deletes) store.getIndexDb(kind, table.TableName, index).del(key, itsWriteAnswers);
    for (const { index, key, item } of puts)
      store.getIndexDb(kind, table.TableName, index).put(key, item, itsWriteAnswers);
  }
}
