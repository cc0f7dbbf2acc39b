import type { AddCommand } from "../act.ts";
import { assertWritable, writeWhole } from "../output-file.ts";
import { printable } from "../terminal/text.ts";

interface Options {
  readonly to?: string;
  readonly excel?: true;
}

export const addReport: AddCommand = (program, act) => {
  program
    .command("report")
    .description("write the report of a campaign: CSV, a line a recipient")
    .argument("<campaign>", "its id, cmp_...")
    .option("--to <file>", "into a file, which is there as a whole or not at all; standard output when absent")
    .option("--excel", "with the mark by which Excel reads it right")
    .action(
      act(async (context, campaignId: string, { to, excel }: Options) => {
        const { screen } = context;
        if (to !== undefined) await assertWritable(to);
        const shop = await context.shop();
        const csv = await shop.exportCampaign({ campaignId, ...(excel === undefined ? {} : { bom: "true" }) });
        if (to !== undefined) {
          await writeWhole(to, csv);
          screen.document({ campaignId, file: to });
          screen.note(`Written to ${to}`);
        } else if (screen.json) screen.document({ campaignId, csv });
        // What names hold must not steer a terminal; a file gets each letter.
        else screen.raw(screen.isTerminal ? csv.split(/\r?\n/).map(printable).join("\n") : csv);
        return undefined;
      }),
    );
};
