import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Sighting, Slot } from "../../../core/session/lease.ts";
import type { SlotStore } from "../../../core/session/session-ports.ts";
import { all, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, queryAll, setAndRemove, rowOf, type Item, type Table } from "../../dynamodb/items.ts";
import { slotKey, slotsPartition } from "../../dynamodb/keys.ts";

const epochIsMine = "epoch = :seenEpoch";
const beatStoodStill = "beat = :seenBeat";
const nobodyHoldsIt = "attribute_not_exists(workerId)";

/** Worker slots: rows that are made the first time a slot is taken and never go. */
export class DynamoSlotStore implements SlotStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async list(): Promise<readonly Slot[]> {
    const items = await queryAll(this.#table, {
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": slotsPartition },
    });
    return items.map(rowOf<Slot>);
  }

  async take(slot: number, seen: Slot | undefined, workerId: string, capacity: number): Promise<Slot> {
    const taken = { slot, epoch: (seen?.epoch ?? 0) + 1, beat: 0, workerId, sessions: 0, capacity };
    const condition =
      seen === undefined
        ? { ConditionExpression: itemDoesNotExist }
        : {
            ConditionExpression: all(epochIsMine, nobodyHoldsIt),
            ExpressionAttributeValues: { ":seenEpoch": seen.epoch },
          };
    await conditional(
      `slot ${slot} was taken meanwhile`,
      this.#table.client.send(
        new PutCommand({ TableName: this.#table.name, Item: { ...slotKey(slot), ...taken }, ...condition }),
      ),
    );
    return taken;
  }

  async beat(held: Slot, sessions: number): Promise<Slot> {
    // Raised from what is stored: a beat repeated because its answer was lost must move too, or a watcher would count
    // from the first while the holder counts from the last.
    const { UpdateExpression, ...update } = setAndRemove({ sessions });
    return await this.#update(held, { ...update, UpdateExpression: `${UpdateExpression} ADD beat :one` }, epochIsMine, {
      ":one": 1,
    });
  }

  async sight(seen: Slot, sighting: Sighting): Promise<Slot> {
    return await this.#update(seen, setAndRemove({ sighting }), epochIsMine, {});
  }

  async condemn(seen: Slot): Promise<Slot> {
    return await this.#update(
      seen,
      setAndRemove({ epoch: seen.epoch + 1, workerId: null, sessions: 0 }),
      all(epochIsMine, beatStoodStill),
      { ":seenBeat": seen.beat },
    );
  }

  async release(held: Slot): Promise<void> {
    await this.#update(held, setAndRemove({ epoch: held.epoch + 1, workerId: null, sessions: 0 }), epochIsMine, {});
  }

  async #update(seen: Slot, update: ReturnType<typeof setAndRemove>, condition: string, values: Item): Promise<Slot> {
    const { Attributes = {} } = await conditional(
      `slot ${seen.slot} changed since epoch ${seen.epoch}, beat ${seen.beat}`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: slotKey(seen.slot),
          ...update,
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ":seenEpoch": seen.epoch, ...values },
          ConditionExpression: condition,
          ReturnValues: "ALL_NEW",
        }),
      ),
    );
    return rowOf<Slot>(Attributes);
  }
}
