import { ConditionRefused } from "../../../core/errors.ts";
import {
  fittingFields,
  keptFields,
  maxCountedFields,
  type ContactCounts,
  type FieldCounts,
} from "../../../core/contact/list-counts.ts";
import { listNameKey, type ContactList } from "../../../core/contact/list.ts";
import type { ListChanges, ListStore } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { ListRef, SessionRef } from "../../../core/refs.ts";
import { unlessRefused, ifRefused } from "../../../core/refused.ts";
import type { Item } from "../../dynamodb/batches.ts";
import { all, expression, itemExists, joined, type Changes, type Expression } from "../../dynamodb/expressions.ts";
import { listKey, listsPartition } from "../../dynamodb/keys.ts";
import { rowOf, TableStore, type Table } from "../../dynamodb/table.ts";
import { ListNames } from "./list-names.ts";

const listIsThere = all(itemExists, expression`attribute_not_exists(deletedAt)`);

/** Lists in the registry. One that is deleted is found no more, although its row stays until its contacts are gone. */
export class DynamoListStore extends TableStore implements ListStore {
  readonly #names: ListNames;

  constructor(registry: Table) {
    super(registry);
    this.#names = new ListNames(registry);
  }

  async create(list: ContactList): Promise<void> {
    await this.#names.reserve(list, list.name, list.createdAt);
    // Refused: a repeat of the same request, whose first try got as far as here.
    await unlessRefused(this.table.create({ ...listKey(list), ...list }, `list ${list.listId} exists`));
  }

  async find(ref: ListRef): Promise<ContactList | undefined> {
    return await this.table.get(listKey(ref), listOf);
  }

  async page(ref: SessionRef, query: PageQuery): Promise<Page<ContactList>> {
    return await this.table.page({ partition: listsPartition(ref) }, query, listOf);
  }

  async update(ref: ListRef, changes: ListChanges, now: number): Promise<ContactList> {
    const { name } = changes;
    const before = await this.find(ref);
    if (before === undefined) throw new ConditionRefused(`list ${ref.listId} does not exist`);
    const renamed = name !== undefined && listNameKey(name) !== listNameKey(before.name);
    const held = renamed ? await this.#names.held(ref, before.name) : undefined;
    if (renamed) await this.#names.reserve(ref, name, now);
    const row = await this.#update(ref, { ...changes, updatedAt: now });
    if (held !== undefined) await this.#names.release(ref, before.name, held);
    return withUses(row);
  }

  async addToCounts(list: ListRef & Pick<ContactList, "fieldCounts">, difference: ContactCounts): Promise<void> {
    const { contacts } = difference;
    let seen: Pick<ContactList, "fieldCounts"> | undefined = list;
    for (;;) {
      const fields = seen.fieldCounts === undefined ? {} : fittingFields(seen.fieldCounts, difference.fields);
      if (contacts === 0 && Object.keys(fields).length === 0) return;
      const adding = this.#update(list, ...addingTo(contacts, fields, seen.fieldCounts ?? {}));
      seen = await ifRefused(
        adding.then(() => undefined),
        async (refused) => {
          // Gone, or others have filled the room for new fields since it was read.
          const there = await this.find(list);
          if (there === undefined) throw refused;
          return there;
        },
      );
      if (seen === undefined) return;
    }
  }

  async setCounts(ref: ListRef, { contacts, fields }: ContactCounts): Promise<void> {
    await this.#update(ref, { contactCount: contacts, fieldCounts: keptFields(fields) });
  }

  async addUse(ref: ListRef, campaignId: string, launchedAt?: number): Promise<void> {
    const adding = expression`ADD usedBy ${new Set([campaignId])}`;
    const lastUse = { campaignId, at: launchedAt };
    await this.#update(ref, launchedAt === undefined ? adding : expression`SET lastUse = ${lastUse} ${adding}`);
  }

  async removeUse(ref: ListRef, campaignId: string): Promise<void> {
    // Refused when the list is gone: then no campaign uses it.
    await unlessRefused(this.#update(ref, expression`DELETE usedBy ${new Set([campaignId])}`));
  }

  async #update(ref: ListRef, changes: Changes | Expression, when = listIsThere): Promise<StoredList> {
    return await this.table.update(listKey(ref), changes, { when, refused: `list ${ref.listId} does not exist` });
  }
}

/** @param seen the counts that the row had when it was read @returns the change and its condition */
function addingTo(contacts: number, fields: FieldCounts, seen: FieldCounts): readonly [Expression, Expression] {
  const added = Object.entries(fields);
  if (added.length === 0) return [expression`ADD contactCount ${contacts}`, listIsThere];
  const counts = "fieldCounts";
  // Without blanks, because an expression may have 4 KB.
  const sets = added.map(
    ([name, count]) => expression`#${counts}.#${name}=if_not_exists(#${counts}.#${name},${0})+${count}`,
  );
  const hasNew = added.some(([name]) => !Object.hasOwn(seen, name));
  /** The counts of fields that a row keeps; those written at once may go a little beyond. */
  const hasRoom = expression`size(#${counts}) < ${maxCountedFields}`;
  return [
    expression`SET ${joined(",", sets)} ADD contactCount ${contacts}`,
    hasNew ? all(listIsThere, hasRoom) : listIsThere,
  ];
}

type StoredList = Omit<ContactList, "usedBy"> & {
  readonly usedBy?: ReadonlySet<string>;
  readonly deletedAt?: number;
};

const listOf = (item: Item): ContactList | undefined => {
  const row = rowOf<StoredList>(item);
  return row.deletedAt === undefined ? withUses(row) : undefined;
};

const withUses = ({ usedBy, ...list }: StoredList): ContactList =>
  usedBy === undefined ? list : { ...list, usedBy: [...usedBy].sort() };
