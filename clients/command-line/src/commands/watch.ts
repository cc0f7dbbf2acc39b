import type { Campaign } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../failure.ts";
import {
  bar,
  beginOf,
  countsInWords,
  doneOf,
  failingInWords,
  Speed,
  stateInWords,
  timeThere,
} from "../terminal/figures.ts";
import { cutTo, printable, widthOf } from "../terminal/text.ts";

const barColumns = 30;

export const addWatch: AddCommand = (program, act) => {
  program
    .command("watch")
    .description("follow a campaign until it is over: counts, speed, expected end; a line a change in a pipe")
    .argument("<campaign>", "its id, cmp_...")
    .action(act(async (context, campaignId: string) => await watchCampaign(context, campaignId)));
};

/** @returns 0 once it is completed, 1 once it was stopped */
export async function watchCampaign(context: Context, campaignId: string): Promise<number> {
  const { screen, signal, program } = context;
  const shop = await context.shop();
  const speed = new Speed();
  let shown: readonly string[] = [];
  let latest: Campaign | undefined;
  try {
    for await (const campaign of shop.campaignProgress({ campaignId }, { signal })) {
      latest = campaign;
      screen.document(campaign);
      speed.push(Date.now(), doneOf(campaign));
      const lines = screen.isTerminal
        ? picture(context, campaign, speed.perMinute)
        : [lineOf(campaign, speed.perMinute)];
      if (screen.isTerminal && shown.length > 0) screen.raw(`\u001b[${shown.length}A\u001b[J`);
      // A change of what a line does not show is none to its reader.
      if (screen.isTerminal || lines[0] !== shown[0]) for (const line of lines) screen.line(line);
      shown = lines;
    }
  } catch (error) {
    if (signal.aborted)
      screen.note(`The campaign goes on by itself. \`${program} watch ${campaignId}\` follows it again.`);
    throw error;
  }
  const { sent = 0 } = latest?.counts ?? {};
  if (sent > 0) screen.note(`${sent} may still arrive: the report says what became of each.`);
  screen.next("Who got it", `${program} report ${campaignId} --to report.csv`);
  return latest?.status === "stopped" ? exitCodes.refused : exitCodes.ok;
}

const speedInWords = (perMinute: number | undefined): string | undefined =>
  perMinute === undefined ? undefined : `${perMinute < 10 ? perMinute.toFixed(1) : Math.round(perMinute)} a minute`;

const beginInWords = (campaign: Campaign): string | undefined => {
  const at = beginOf(campaign);
  return at === undefined ? undefined : `begins ${at}`;
};

function picture({ screen }: Context, campaign: Campaign, perMinute: number | undefined): string[] {
  const { name, campaignId, status, total, progress, estimatedFinishAt, finishedAt, timezone } = campaign;
  const isOver = status === "completed" || status === "stopped";
  const state = stateInWords(campaign);
  const painted = screen.paint(status === "completed" ? "green" : status === "running" ? "bold" : "yellow", state);
  const end = isOver
    ? finishedAt && `ended ${timeThere(finishedAt, timezone)}`
    : estimatedFinishAt && status === "running" && `ends about ${timeThere(estimatedFinishAt, timezone)}`;
  const facts = [isOver ? undefined : speedInWords(perMinute), beginInWords(campaign), end].filter((fact) => fact);
  const failures = [...Object.entries(campaign.failuresByReason), ...Object.entries(campaign.skippedByReason)];
  const why = failures.map(([reason, count]) => `${count} ${reason.replaceAll("_", " ")}`).join(", ");
  const columns = screen.columns;
  const title = `${printable(name)} (${campaignId})`;
  const failing = failingInWords(campaign);
  return [
    // The name of what waits long stays whole.
    ...(widthOf(`${title}: ${state}`) <= columns
      ? [`${title}: ${painted}`]
      : [cutTo(title, columns), cutTo(painted, columns)]),
    cutTo(
      `[${bar(progress, barColumns)}] ${doneOf(campaign)} of ${total}${facts.length === 0 ? "" : `, ${facts.join(", ")}`}`,
      columns,
    ),
    cutTo(countsInWords(campaign.counts) || "nothing was sent so far", columns),
    ...(why === "" ? [] : [cutTo(printable(why), columns)]),
    ...(failing === undefined ? [] : [cutTo(screen.paint("yellow", failing), columns)]),
  ];
}

/** What a log keeps: no line for a change of the speed alone. */
function lineOf(campaign: Campaign, perMinute: number | undefined): string {
  const { campaignId, total, status, estimatedFinishAt, timezone } = campaign;
  const counts = countsInWords(campaign.counts);
  const end =
    status === "running" && estimatedFinishAt !== undefined && perMinute !== undefined
      ? `, ends about ${timeThere(estimatedFinishAt, timezone)}`
      : "";
  const begin = beginInWords(campaign);
  const failing = failingInWords(campaign);
  return `${campaignId} ${stateInWords(campaign)}: ${doneOf(campaign)} of ${total}${counts === "" ? "" : ` (${counts})`}${begin === undefined ? "" : `, ${begin}`}${end}${failing === undefined ? "" : `, ${failing}`}`;
}
