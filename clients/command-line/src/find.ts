import { ApiError, type List, type SessionClient, type Template } from "../../typescript/src/index.ts";
import type { Context } from "./context.ts";
import { every } from "./every.ts";
import { CommandError, exitCodes } from "./failure.ts";
import { printable } from "./terminal/text.ts";

/** Lists and templates by what people call them. */

const sameName = (one: string, other: string): boolean =>
  one.normalize().toLowerCase() === other.normalize().toLowerCase();

/** By its id or its name, in capitals or not. */
export async function findList(shop: SessionClient, named: string): Promise<List | undefined> {
  if (named.startsWith("lst_")) {
    try {
      return (await shop.getList({ listId: named })).data;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "LIST_NOT_FOUND") throw error;
    }
  }
  return (await every(shop.listLists({ limit: 100, search: named }))).find(({ name }) => sameName(name, named));
}

export async function getList(context: Context, shop: SessionClient, named: string): Promise<List> {
  const list = await findList(shop, named);
  if (list !== undefined) return list;
  throw notThere(
    "list",
    named,
    `\`${context.program} lists\` shows those there are; \`import FILE --list NAME\` makes one`,
  );
}

export async function getTemplate(context: Context, shop: SessionClient, named: string): Promise<Template> {
  const templates = await every(
    shop.listTemplates({ limit: 100, ...(named.startsWith("tpl_") ? {} : { search: named }) }),
  );
  const found = templates.find(({ templateId, name }) => templateId === named || sameName(name, named));
  if (found !== undefined) return found;
  throw notThere("template", named, `\`${context.program} templates\` shows those there are`);
}

const notThere = (kind: string, named: string, hint: string): CommandError =>
  new CommandError(`there is no ${kind} "${printable(named)}"`, {
    code: `${kind.toUpperCase()}_NOT_FOUND`,
    exitCode: exitCodes.refused,
    hint,
  });
