import { ApiError, type List, type SessionClient } from "../../typescript/src/index.ts";
import type { Context } from "./context.ts";
import { findList } from "./find.ts";
import type { ImportJournal } from "./kept/imports.ts";
import { printable } from "./terminal/text.ts";

/** The list that an import goes into: made where it is not there, and taken away again where nothing came into it. */

export interface ListOfImport {
  readonly list: List;
  /** This command made it, or the killed one that this one goes on for. */
  readonly isNew: boolean;
}

export async function listFor(
  context: Context,
  shop: SessionClient,
  named: string,
  journal: ImportJournal,
): Promise<ListOfImport> {
  // A command that was killed meanwhile may have made it or not; with its key, both come to the same.
  if (journal.entry.makesList === true && journal.entry.listId === undefined) await make(context, shop, named, journal);
  const found = await findList(shop, named);
  const { listId, makesList } = journal.entry;
  if (listId !== undefined) {
    if (found?.listId === listId) return { list: found, isNew: makesList === true };
    await journal.restart();
  }
  if (found !== undefined) {
    await journal.keep({ listId: found.listId });
    return { list: found, isNew: false };
  }
  await journal.keep({ makesList: true });
  return await make(context, shop, named, journal);
}

/** Two commands may make it at once: the one that comes second takes the other's. */
async function make(
  { screen }: Context,
  shop: SessionClient,
  name: string,
  journal: ImportJournal,
): Promise<ListOfImport> {
  try {
    const { data: list } = await shop.createList({ name }, { idempotencyKey: `${journal.entry.key}-list` });
    await journal.keep({ listId: list.listId });
    screen.note(`Made the list "${printable(list.name)}" (${list.listId})`);
    return { list, isNew: true };
  } catch (error) {
    const other =
      error instanceof ApiError && error.code === "LIST_NAME_TAKEN" ? await findList(shop, name) : undefined;
    if (other === undefined) throw error;
    await journal.keep({ listId: other.listId, makesList: undefined });
    return { list: other, isNew: false };
  }
}

const mayStay: ReadonlySet<string> = new Set(["LIST_NOT_EMPTY", "LIST_IN_USE", "LIST_NOT_FOUND"]);

/** Takes away what was made for the import, unless another command has brought contacts into it, or taken it away. */
export async function takeBack({ screen }: Context, shop: SessionClient, { listId, name }: List): Promise<void> {
  try {
    await shop.deleteList({ listId, ifEmpty: "true" });
    screen.note(`Took the list "${printable(name)}" away again`);
  } catch (error) {
    if (!(error instanceof ApiError) || !mayStay.has(error.code)) throw error;
  }
}
