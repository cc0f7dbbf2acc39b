import { type ConditionRefused, NamedError } from "../../../core/errors.ts";
import { listNameKey, type ContactList } from "../../../core/contact/list.ts";
import type { ListRef } from "../../../core/refs.ts";
import { ifRefused, refusedAs, unlessRefused } from "../../../core/refused.ts";
import { all, expression, itemDoesNotExist, type Expression } from "../../dynamodb/expressions.ts";
import { listKey, listNameItemKey } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

/** A name as it is held: by which list, and since when. */
export interface Reservation {
  readonly listId: string;
  readonly reservedAt: number;
}

const namesList = (listId: string) => expression`listId = ${listId}`;
const isOfTime = (reservedAt: number) => expression`reservedAt = ${reservedAt}`;

/** A name that no list bears belongs to a write in hand, unless that is longer ago than any Lambda may run. */
const cutOffAfterMs = 60_000;

/** One item a name in the registry keeps names unique within a session. Each reservation bears a time of its own, also a repeated one. */
export class ListNames extends TableStore {
  /** The name as this list holds it. */
  async held(ref: ListRef, name: string): Promise<Reservation | undefined> {
    const held = await this.table.get<Reservation>(keyOf(ref, name));
    return held?.listId === ref.listId ? held : undefined;
  }

  /** @throws NamedError LIST_NAME_TAKEN */
  async reserve(ref: ListRef, name: string, now: number): Promise<void> {
    const first = this.#put(ref, name, now, itemDoesNotExist);
    await ifRefused(first, (refused) => this.#takeOver(ref, name, now, refused));
  }

  /** Takes the name of a list that does not bear it: it was cut off before it came to, or after it left it. */
  async #takeOver(ref: ListRef, name: string, now: number, refused: ConditionRefused): Promise<void> {
    const seen = await this.table.get<Reservation>(keyOf(ref, name));
    if (seen === undefined) throw nameTaken(name, refused);
    const { listId, reservedAt } = seen;
    if (listId !== ref.listId) {
      const isInHand = reservedAt > now - cutOffAfterMs;
      if (isInHand || (await this.#isBorne({ ...ref, listId }, name))) throw nameTaken(name, refused);
    }
    const isAsSeen = all(namesList(listId), isOfTime(reservedAt));
    const taking = this.#put(ref, name, Math.max(now, reservedAt + 1), isAsSeen);
    await refusedAs(taking, (cause) => nameTaken(name, cause));
  }

  async #isBorne(ref: ListRef, name: string): Promise<boolean> {
    const list = await this.table.get<ContactList & { readonly deletedAt?: number }>(listKey(ref));
    return list !== undefined && list.deletedAt === undefined && listNameKey(list.name) === listNameKey(name);
  }

  async #put(ref: ListRef, name: string, reservedAt: number, when: Expression): Promise<void> {
    const row: Reservation = { listId: ref.listId, reservedAt };
    await this.table.put({ ...keyOf(ref, name), ...row }, { when, refused: `name ${name} is taken` });
  }

  /** Gives a name back, unless it was reserved again since it was read (`held` absent: in any case). */
  async release(ref: ListRef, name: string, held?: Reservation): Promise<void> {
    const isThisLists = namesList(ref.listId);
    const when = held === undefined ? isThisLists : all(isThisLists, isOfTime(held.reservedAt));
    await unlessRefused(this.table.remove(keyOf(ref, name), { when, refused: `name ${name} is another's` }));
  }
}

const keyOf = (ref: ListRef, name: string) => listNameItemKey(ref, listNameKey(name));

const nameTaken = (name: string, cause: unknown) =>
  new NamedError("LIST_NAME_TAKEN", `a list named "${name}" exists`, { facts: { name }, cause });
