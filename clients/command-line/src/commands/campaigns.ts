import type { SessionClient } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { beginOf, countsInWords, doneOf, stateInWords } from "../terminal/figures.ts";
import { every } from "../every.ts";
import { printable } from "../terminal/text.ts";

type Steer = "pauseCampaign" | "resumeCampaign" | "stopCampaign";
const newest = 20;

export const addCampaigns: AddCommand = (program, act) => {
  program
    .command("campaigns")
    .description("list the newest broadcasts")
    .option("--all", `all, and not the newest ${newest} alone`)
    .action(
      act(async (context, { all }: { readonly all?: true }) => {
        const { screen } = context;
        const shop = await context.shop();
        const campaigns =
          all === true
            ? await every(shop.listCampaigns({ limit: 100 }))
            : (await shop.listCampaigns({ limit: newest })).data;
        screen.document(campaigns);
        if (campaigns.length === 0) screen.note("There is no campaign yet.");
        else {
          screen.table(
            [
              { title: "CAMPAIGN", isWhole: true },
              { title: "STATE" },
              { title: "DONE", align: "right" },
              { title: "NAME" },
            ],
            campaigns.map((campaign) => [
              campaign.campaignId,
              beginOf(campaign) ?? stateInWords(campaign),
              `${doneOf(campaign)}/${campaign.total}`,
              campaign.name,
            ]),
          );
        }
        return undefined;
      }),
    );
  const steer = async (
    context: Context,
    campaignId: string,
    how: Steer,
    input: object = {},
  ): Promise<number | undefined> => {
    const shop: SessionClient = await context.shop();
    const { data } = await shop[how]({ campaignId, ...input });
    context.screen.document(data);
    const counts = countsInWords(data.counts);
    context.screen.line(
      `${campaignId} ${stateInWords(data)}: ${doneOf(data)} of ${data.total}${counts === "" ? "" : ` (${printable(counts)})`}`,
    );
    return undefined;
  };
  program
    .command("pause")
    .description("hold a campaign; at most one more message goes")
    .argument("<campaign>", "its id, cmp_...")
    .action(act(async (context, campaignId: string) => await steer(context, campaignId, "pauseCampaign")));
  program
    .command("resume")
    .description("go on with a paused campaign behind its last recipient")
    .argument("<campaign>", "its id, cmp_...")
    .option("--accept-number", "although the session is linked to another number now")
    .action(
      act(
        async (context, campaignId: string, { acceptNumber }: { readonly acceptNumber?: true }) =>
          await steer(context, campaignId, "resumeCampaign", acceptNumber === undefined ? {} : { acceptNumber }),
      ),
    );
  program
    .command("stop")
    .description("end a campaign for good: what was not sent is never sent by it")
    .argument("<campaign>", "its id, cmp_...")
    .action(act(async (context, campaignId: string) => await steer(context, campaignId, "stopCampaign")));
};
