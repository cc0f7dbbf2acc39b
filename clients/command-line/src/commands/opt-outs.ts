import type { AddCommand } from "../act.ts";
import { every } from "../every.ts";

export const addOptOuts: AddCommand = (program, act) => {
  const optOuts = program.command("opt-outs").description("the numbers that get no broadcast from any session");
  optOuts
    .command("list", { isDefault: true })
    .description("show them")
    .action(
      act(async (context) => {
        const { screen } = context;
        const all = await every((await context.client()).listOptOuts({ limit: 100 }));
        screen.document(all);
        if (all.length === 0) screen.note("No number has opted out.");
        else {
          screen.table(
            [{ title: "NUMBER", isWhole: true }, { title: "SINCE" }, { title: "BY" }, { title: "SESSION" }],
            all.map(({ number, optedOutAt, source, sessionId }) => [
              number,
              optedOutAt,
              source === "reply" ? "reply" : "hand",
              sessionId,
            ]),
          );
        }
        return undefined;
      }),
    );
  optOuts
    .command("add")
    .description("write no more broadcasts to a number")
    .argument("<number>", "such as +62 812-3456-7890")
    .option("--country <code>", "how a national number such as 0812... is read, such as ID")
    .action(
      act(async (context, number: string, { country }: { readonly country?: string }) => {
        const { data } = await (
          await context.client()
        ).addOptOut({
          number,
          ...(country === undefined ? {} : { defaultCountry: country }),
        });
        context.screen.document(data);
        context.screen.line(`${data.number} gets no broadcast any more.`);
        return undefined;
      }),
    );
  optOuts
    .command("remove")
    .description("write broadcasts to a number again: only where its owner asked for that")
    .argument("<number>", "as `opt-outs` shows it")
    .action(
      act(async (context, number: string) => {
        const digits = number.replace(/[\s+()./-]/g, "");
        await (await context.client()).removeOptOut({ number: digits });
        context.screen.document({ number: digits });
        context.screen.line(`${digits} gets broadcasts again.`);
        return undefined;
      }),
    );
};
