import type { Sighting, Slot } from "../../../core/session/lease.ts";
import type { SlotStore } from "../../../core/session/session-ports.ts";
import {
  all,
  expression,
  itemDoesNotExist,
  setAndRemove,
  type Changes,
  type Expression,
} from "../../dynamodb/expressions.ts";
import { slotKey, slotsPartition } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const epochIsStill = ({ epoch }: Slot) => expression`epoch = ${epoch}`;
const beatStoodStill = ({ beat }: Slot) => expression`beat = ${beat}`;
const isHeldByNone = expression`attribute_not_exists(workerId)`;

const freed = ({ epoch }: Slot) => ({ epoch: epoch + 1, workerId: null, sessions: 0 });

/** Worker slots in the registry: rows that are made the first time a slot is taken and never go. */
export class DynamoSlotStore extends TableStore implements SlotStore {
  async list(): Promise<readonly Slot[]> {
    return await this.table.all(slotsPartition);
  }

  async take(
    slot: number,
    seen: Slot | undefined,
    workerId: string,
    capacity: number,
    shown: Pick<Slot, "version" | "takenAt"> = {},
  ): Promise<Slot> {
    const taken = { slot, epoch: (seen?.epoch ?? 0) + 1, beat: 0, workerId, sessions: 0, capacity, ...shown };
    const when = seen === undefined ? itemDoesNotExist : all(epochIsStill(seen), isHeldByNone);
    await this.table.put({ ...slotKey(slot), ...taken }, { when, refused: `slot ${slot} was taken meanwhile` });
    return taken;
  }

  async beat(held: Slot, sessions: number, at?: number): Promise<Slot> {
    // Raised from what is stored: a beat repeated because its answer was lost must move too, or a watcher would count
    // from the first while the holder counts from the last.
    const shown = setAndRemove({ sessions, beatAt: at });
    return await this.#update(held, expression`${shown} ADD beat ${1}`);
  }

  async sight(seen: Slot, sighting: Sighting): Promise<Slot> {
    return await this.#update(seen, { sighting });
  }

  async condemn(seen: Slot): Promise<Slot> {
    return await this.#update(seen, freed(seen), all(epochIsStill(seen), beatStoodStill(seen)));
  }

  async release(held: Slot): Promise<void> {
    await this.#update(held, freed(held));
  }

  async #update(seen: Slot, changes: Changes | Expression, when = epochIsStill(seen)): Promise<Slot> {
    const refused = `slot ${seen.slot} changed since epoch ${seen.epoch}, beat ${seen.beat}`;
    return await this.table.update(slotKey(seen.slot), changes, { when, refused });
  }
}
