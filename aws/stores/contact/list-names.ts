import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { defined } from "../../../core/defined.ts";
import { type ConditionRefused, NamedError } from "../../../core/errors.ts";
import { listNameKey, type ContactList } from "../../../core/contact/list.ts";
import type { ListRef } from "../../../core/refs.ts";
import { ifRefused, refusedAs, unlessRefused } from "../../../core/refused.ts";
import { all, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, type Item, type Table } from "../../dynamodb/items.ts";
import { listNameItemKey } from "../../dynamodb/keys.ts";

const namesThisList = "listId = :listId";
const isTheReservationSeen = "listId = :seenListId AND reservedAt = :seenReservedAt";

/** A name that no list bears belongs to a write in hand, unless that is longer ago than any Lambda may run. */
const cutOffAfterMs = 60_000;

/** A name as it is held: by whom, and since when. */
export interface HeldName {
  readonly key: string;
  readonly reservedAt: number;
}

type FindList = (ref: ListRef) => Promise<ContactList | undefined>;

/** One item a name keeps names unique within a session. Each reservation bears a time of its own, also a repeated one. */
export class ListNames {
  readonly #table: Table;
  readonly #find: FindList;

  constructor(registry: Table, find: FindList) {
    this.#table = registry;
    this.#find = find;
  }

  /** The name as this list holds it. */
  async held(ref: ListRef, name: string): Promise<HeldName | undefined> {
    const key = listNameKey(name);
    const item = await getItem(this.#table, listNameItemKey(ref.tenantId, ref.sessionId, key));
    return item?.["listId"] === ref.listId ? { key, reservedAt: item["reservedAt"] as number } : undefined;
  }

  /** @throws NamedError LIST_NAME_TAKEN */
  async reserve(ref: ListRef, name: string, now: number): Promise<void> {
    const first = this.#put(ref, name, now, itemDoesNotExist, {});
    await ifRefused(first, (refused) => this.#takeOver(ref, name, now, refused));
  }

  /** Takes the name of a list that does not bear it: it was cut off before it came to, or after it left it. */
  async #takeOver(ref: ListRef, name: string, now: number, refused: ConditionRefused): Promise<void> {
    const item = await getItem(this.#table, listNameItemKey(ref.tenantId, ref.sessionId, listNameKey(name)));
    const holder = item?.["listId"] as string | undefined;
    const reservedAt = item?.["reservedAt"] as number;
    if (holder === undefined) throw nameTaken(name, refused);
    if (holder !== ref.listId) {
      const bearer = reservedAt > now - cutOffAfterMs ? "in hand" : await this.#find({ ...ref, listId: holder });
      const borne = bearer === "in hand" || (bearer !== undefined && listNameKey(bearer.name) === listNameKey(name));
      if (borne) throw nameTaken(name, refused);
    }
    const seen = { ":seenListId": holder, ":seenReservedAt": reservedAt };
    const taking = this.#put(ref, name, Math.max(now, reservedAt + 1), isTheReservationSeen, seen);
    await refusedAs(taking, (cause) => nameTaken(name, cause));
  }

  async #put({ tenantId, sessionId, listId }: ListRef, name: string, at: number, condition: string, values: Item) {
    const key = listNameItemKey(tenantId, sessionId, listNameKey(name));
    await conditional(
      `name ${key.sk} is taken`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...key, listId, reservedAt: at },
          ConditionExpression: condition,
          ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
        }),
      ),
    );
  }

  /** Gives a name back, unless it was reserved again since it was read (`held` absent: in any case). */
  async release({ tenantId, sessionId, listId }: ListRef, name: string, held?: HeldName): Promise<void> {
    const still = held === undefined ? namesThisList : all(namesThisList, "reservedAt = :reservedAt");
    const release = conditional(
      `name ${name} is another's`,
      this.#table.client.send(
        new DeleteCommand({
          TableName: this.#table.name,
          Key: listNameItemKey(tenantId, sessionId, listNameKey(name)),
          ConditionExpression: still,
          ExpressionAttributeValues: { ":listId": listId, ...defined({ ":reservedAt": held?.reservedAt }) },
        }),
      ),
    );
    await unlessRefused(release);
  }
}

const nameTaken = (name: string, cause: unknown) =>
  new NamedError("LIST_NAME_TAKEN", `a list named "${name}" exists`, { facts: { name }, cause });
