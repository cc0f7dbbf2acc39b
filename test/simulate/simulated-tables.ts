import { ownerIndexSort, waitingIndexSort } from "../../aws/dynamodb/keys.ts";
import { ConditionRefused } from "../../core/errors.ts";
import type { Slot } from "../../core/session/lease.ts";
import type { SessionRef } from "../../core/refs.ts";
import type { SessionOwners, SessionReader, SlotStore } from "../../core/session/session-ports.ts";
import type { Session } from "../../core/session/session.ts";
import type { SimulatedTime } from "./simulated-time.ts";

/** What a worker and the sweep ask of the sessions' rows. */
export type OwnershipStore = Pick<SessionReader, "waiting" | "countWaiting" | "ownedBy"> &
  Pick<SessionOwners, "take" | "save">;

/** A slot's row as DynamoDB counts it, names included. */
const slotBytes = 130;
const readUnitBytes = 4_096;
/** How far the index may be behind the rows. */
const indexLagMs = 300;

export interface Load {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/**
 * The rows of slots and sessions with the conditions of aws/stores/session/slot-store.ts and aws/stores/session/session-store.ts, in memory. One call
 * is one moment; requests and answers take their time outside (`over`). The index lags, as that of DynamoDB does.
 */
export class SimulatedTables {
  readonly #time: SimulatedTime;
  readonly #random: () => number;
  /** By number; `Object.values` passes over those that were never taken. */
  readonly #slots: Slot[] = [];
  readonly #sessions = new Map<string, Session>();
  /** By owner, `WAITING` or a slot: the keys of the index. */
  readonly #index = new Map<string | number, Set<string>>();
  readonly #indexed = new Map<string, string | number>();
  readonly #load: { readUnits: number; writeUnits: number }[] = [];
  refused = 0;

  constructor(time: SimulatedTime, random: () => number) {
    this.#time = time;
    this.#random = random;
  }

  /** Units of the slots' partition, by the second since the start. */
  get slotsLoad(): readonly Load[] {
    return this.#load;
  }

  /** A session that wants to run. */
  add(session: Session): void {
    this.#write(session);
  }

  find({ sessionId }: Pick<SessionRef, "sessionId">): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  readonly slots: Sync<SlotStore> = {
    list: () => {
      this.#count("readUnits", Math.max(1, Math.ceil((this.#slots.length * slotBytes) / readUnitBytes)));
      return Object.values(this.#slots);
    },
    take: (slot, seen, workerId, capacity) => {
      const row = this.#slots[slot];
      this.#demand(row?.epoch === seen?.epoch && row?.workerId === undefined, `slot ${slot} was taken meanwhile`);
      return this.#writeSlot({ slot, epoch: (seen?.epoch ?? 0) + 1, beat: 0, workerId, sessions: 0, capacity });
    },
    beat: (held, sessions) => {
      const row = this.#slotOf(held);
      return this.#writeSlot({ ...row, sessions, beat: row.beat + 1 });
    },
    sight: (seen, sighting) => this.#writeSlot({ ...this.#slotOf(seen), sighting }),
    condemn: (seen) => {
      const row = this.#slotOf(seen);
      this.#demand(row.beat === seen.beat, `slot ${seen.slot} beat meanwhile`);
      return this.#writeSlot(nobodys(row));
    },
    release: (held) => {
      this.#writeSlot(nobodys(this.#slotOf(held)));
    },
  };

  readonly sessions: Sync<OwnershipStore> = {
    waiting: (limit) => this.#indexedAs("WAITING", limit),
    countWaiting: () => this.#index.get("WAITING")?.size ?? 0,
    ownedBy: (slot) => this.#indexedAs(slot),
    take: (seen, owner) => {
      const row = this.#sessions.get(seen.sessionId);
      this.#demand(row?.epoch === seen.epoch, `session ${seen.sessionId} was taken meanwhile`);
      return this.#write({ ...seen, owner, epoch: seen.epoch + 1 });
    },
    save: ({ sessionId, epoch }, { release, state, since }) => {
      const row = this.#sessions.get(sessionId);
      this.#demand(row?.epoch === epoch, `session ${sessionId} is somebody else's`);
      if (row === undefined) throw new Error(`no session ${sessionId}`);
      const { owner, ...rest } = row;
      const moved = { ...rest, ...(state === undefined ? {} : { state }), ...(since === undefined ? {} : { since }) };
      if (release === true) return this.#write({ ...moved, epoch: epoch + 1 });
      return this.#write({ ...moved, ...(owner === undefined ? {} : { owner }) });
    },
  };

  #slotOf({ slot, epoch }: Slot): Slot {
    const row = this.#slots[slot];
    this.#demand(row?.epoch === epoch, `slot ${slot} changed since epoch ${epoch}`);
    if (row === undefined) throw new Error(`no slot ${slot}`);
    return row;
  }

  #writeSlot(slot: Slot): Slot {
    this.#slots[slot.slot] = slot;
    return slot;
  }

  /** A refused write costs what a done one costs. */
  #demand(holds: boolean, what: string): void {
    if (what.startsWith("slot")) this.#count("writeUnits", 1);
    if (holds) return;
    this.refused += 1;
    throw new ConditionRefused(what);
  }

  #count(units: "readUnits" | "writeUnits", by: number): void {
    const second = Math.floor(this.#time.now / 1_000);
    while (this.#load.length <= second) this.#load.push({ readUnits: 0, writeUnits: 0 });
    const load = this.#load[second];
    if (load !== undefined) load[units] += by;
  }

  #write(session: Session): Session {
    this.#sessions.set(session.sessionId, session);
    void this.#time.wait(this.#random() * indexLagMs).then(() => {
      this.#indexAsItIs(session.sessionId);
    });
    return session;
  }

  #indexAsItIs(sessionId: string): void {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return;
    const key = indexKeyOf(session);
    const before = this.#indexed.get(sessionId);
    if (before === key) return;
    if (before !== undefined) this.#index.get(before)?.delete(sessionId);
    this.#indexed.set(sessionId, key);
    const keys = this.#index.get(key) ?? new Set();
    this.#index.set(key, keys.add(sessionId));
  }

  /** The index has keys only: the rows are read then, and those that left it meanwhile are left out. */
  #indexedAs(key: string | number, limit = Infinity): Session[] {
    // As of real keys: by their id, or those that wait by how long they do.
    const sortKey = (sessionId: string): string =>
      key === "WAITING"
        ? waitingIndexSort(this.#sessions.get(sessionId)?.since ?? 0, "", sessionId)
        : ownerIndexSort("", sessionId);
    const sorted = [...(this.#index.get(key) ?? [])].map((sessionId) => ({ sessionId, by: sortKey(sessionId) }));
    const keys = sorted
      .sort((a, b) => (a.by < b.by ? -1 : 1))
      .slice(0, limit)
      .map(({ sessionId }) => sessionId);
    return keys.flatMap((sessionId) => {
      const session = this.#sessions.get(sessionId);
      return session !== undefined && indexKeyOf(session) === key ? [session] : [];
    });
  }
}

const indexKeyOf = ({ owner }: Session): string | number => owner?.slot ?? "WAITING";

type Sync<Store> = {
  readonly [Method in keyof Store]: Store[Method] extends (...given: infer Given) => Promise<infer Answer>
    ? (...given: Given) => Answer
    : never;
};

const nobodys = ({ slot, epoch, beat, capacity }: Slot): Slot => ({
  slot,
  epoch: epoch + 1,
  beat,
  sessions: 0,
  capacity,
});

/** The same store as a process has it: a request travels, is served at one moment, and the answer travels back. */
export function over<Store extends object>(
  store: Sync<Store>,
  travel: (serve: () => unknown) => Promise<unknown>,
): Store {
  return Object.fromEntries(
    Object.entries(store as Readonly<Record<string, (...given: unknown[]) => unknown>>).map(([name, serve]) => [
      name,
      (...given: unknown[]) => travel(() => serve(...given)),
    ]),
  ) as Store;
}
