import type { AddCommand } from "../act.ts";
import { every } from "../every.ts";

export const addListings: AddCommand = (program, act) => {
  program
    .command("lists")
    .description("show the contact lists")
    .action(
      act(async (context) => {
        const { screen, program: called } = context;
        const lists = await every((await context.shop()).listLists({ limit: 100 }));
        screen.document(lists);
        if (lists.length === 0) screen.note(`There is no list yet: ${called} import FILE --list NAME`);
        else {
          screen.table(
            [{ title: "LIST", isWhole: true }, { title: "CONTACTS", align: "right" }, { title: "NAME" }],
            lists.map(({ listId, contactCount, name }) => [listId, contactCount, name]),
          );
        }
        return undefined;
      }),
    );
  program
    .command("templates")
    .description("show the kept texts")
    .action(
      act(async (context) => {
        const { screen } = context;
        const templates = await every((await context.shop()).listTemplates({ limit: 100 }));
        screen.document(templates);
        if (templates.length === 0) screen.note("There is no template yet.");
        else {
          screen.table(
            [{ title: "TEMPLATE", isWhole: true }, { title: "NAME" }, { title: "TEXT" }],
            templates.map(({ templateId, name, body }) => [templateId, name, body]),
          );
        }
        return undefined;
      }),
    );
};
