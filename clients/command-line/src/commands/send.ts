import { ApiError, type DryRun, type SessionClient } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { exitCodes, wrongUsage } from "../failure.ts";
import { ask } from "../terminal/ask.ts";
import { timeOf } from "../terminal/figures.ts";
import { counted, printable } from "../terminal/text.ts";
import { contentOf, withContent, type Content, type ContentOptions } from "./content.ts";
import { sendOnce, type Outcome, type Sent, type Warnings } from "./send-once.ts";
import { watchCampaign } from "./watch.ts";

interface SendOptions extends ContentOptions {
  readonly dryRun?: true;
  readonly again?: true;
  readonly yes?: true;
  readonly watch?: true;
}
interface ScheduleOptions extends SendOptions {
  readonly at: string;
  readonly maxLate?: string;
}

export const addSend: AddCommand = (program, act) => {
  withContent(program.command("send"))
    .description("write to everyone in a list, each once, now")
    .option("--dry-run", "show who would get it, who not and why, and when it would end; nothing is sent")
    .option("-y, --yes", "do not ask before it is sent")
    .option("--again", "although the very same was sent within the last day")
    .option("--watch", "stay until it is over")
    .action(
      act(async (context, options: SendOptions) => {
        const content = await contentOf(context, options);
        const shop = await context.shop();
        const again = options.again === true;
        const body = { ...content.body, ...(again ? { allowDuplicate: true } : {}) };
        if (options.dryRun === true) {
          showDryRun(context, await shop.sendCampaign({ ...body, dryRun: true }));
          context.screen.note("Nothing was sent.");
          return undefined;
        }
        if (options.yes !== true && !(await mayGo(context, shop, content))) return exitCodes.refused;
        const route = (send: typeof body, idempotencyKey: string) => shop.sendCampaign(send, { idempotencyKey });
        const { campaignId } = await once(
          context,
          { ...content, body },
          { kind: "send", again, isWatched: options.watch === true },
          route,
        );
        return options.watch === true ? await watchCampaign(context, campaignId) : undefined;
      }),
    );
  withContent(program.command("schedule"))
    .description("write to everyone in a list at a time of your choice")
    .requiredOption("--at <time>", 'such as "2027-01-31 09:00" with --timezone, or with Z or an offset')
    .option("--max-late <minutes>", "pause it instead where it could start only so many minutes late")
    .option("--dry-run", "show who would get it; nothing is scheduled")
    .option("--again", "although the very same was scheduled within the last day")
    .action(
      act(async (context, options: ScheduleOptions) => {
        const content = await contentOf(context, options);
        const shop = await context.shop();
        const body = { ...content.body, ...timesOf(options) } as Parameters<SessionClient["scheduleCampaign"]>[0];
        if (options.dryRun === true) {
          showDryRun(context, await shop.scheduleCampaign({ ...body, dryRun: true }));
          context.screen.note("Nothing was scheduled.");
          return undefined;
        }
        const identity = [content.identity, timesOf(options)];
        const route = (send: typeof body, idempotencyKey: string) =>
          shop.scheduleCampaign({ ...send, dryRun: false }, { idempotencyKey });
        await once(
          context,
          { ...content, identity, body },
          { kind: "schedule", again: options.again === true, isWatched: false },
          route,
        );
        return undefined;
      }),
    );
};

function timesOf({ at, timezone, maxLate }: ScheduleOptions) {
  if (maxLate !== undefined && !/^\d{1,6}$/.test(maxLate))
    throw wrongUsage(`--max-late is "${maxLate}", wanted whole minutes`);
  return {
    sendAt: at.trim().replace(" ", "T"),
    ...(timezone === undefined ? {} : { timezone }),
    ...(maxLate === undefined ? {} : { maxLateMinutes: Number(maxLate) }),
  };
}

async function once<Body>(
  context: Context,
  { identity, body }: { readonly identity: unknown; readonly body: Body },
  {
    kind,
    again,
    isWatched,
  }: { readonly kind: "send" | "schedule"; readonly again: boolean; readonly isWatched: boolean },
  route: (body: Body, idempotencyKey: string) => Promise<Sent>,
): Promise<Sent["data"]> {
  const sessionId = await context.sessionId();
  const outcome = await sendOnce(context, { kind, sessionId, identity, body, again }, route);
  const { data, warnings = [] } = outcome.sent;
  const status = outcome.isRepeat ? await statusNow(context, data) : data.status;
  showSent(context, { ...outcome, sent: { data: { ...data, status }, warnings } }, isWatched);
  return data;
}

/** Of one that was begun before: by now it may be over, or deleted. */
async function statusNow(context: Context, { campaignId, status }: Sent["data"]): Promise<string> {
  try {
    return (await (await context.shop()).getCampaign({ campaignId })).data.status;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return `${status}, and deleted since`;
    throw error;
  }
}

function showSent({ screen, program }: Context, { sent, isRepeat, begunAt }: Outcome, isWatched: boolean): void {
  const { data, warnings = [] } = sent;
  const { campaignId, status, total, sendAt } = data;
  screen.document({ ...data, warnings, repeated: isRepeat });
  for (const warning of warnings) screen.warn(warning);
  if (isRepeat)
    screen.note(
      `This very broadcast was begun at ${timeOf(new Date(begunAt).toISOString())} already, and goes out once. --again sends it once more.`,
    );
  const people = `to at most ${counted(total, "contact")}`;
  screen.line(
    `${screen.paint("bold", campaignId)} ${status}, ${people}${sendAt === undefined ? "" : `, at ${sendAt}`}`,
  );
  if (!isWatched) screen.note(`Watch it: ${program} watch ${campaignId}`);
}

/** Asks a person at a terminal, by the count. In a script there is no one to ask. */
async function mayGo(context: Context, shop: SessionClient, { body, listNames }: Content): Promise<boolean> {
  const { screen } = context;
  if (!screen.canAsk) return true;
  const dryRun = await shop.sendCampaign({ ...body, dryRun: true });
  showDryRun(context, dryRun);
  const { willSend, estimated } = dryRun.data;
  const who = `${estimated ? "about " : ""}${counted(willSend, "contact")} of ${listNames.map((name) => `"${printable(name)}"`).join(", ")}`;
  const answer = await ask(screen, `Send to ${who}? [y/N] `);
  if (/^(y|yes|ya)$/i.test(answer)) return true;
  screen.note("Nothing was sent.");
  return false;
}

function showDryRun(
  { screen }: Context,
  { data, warnings = [] }: { readonly data: DryRun; readonly warnings?: Warnings },
): void {
  screen.document({ ...data, warnings });
  const { willSend, willSkip, missingVariables, counted: looked, of, estimated, estimatedFinishAt } = data;
  const about = estimated ? "about " : "";
  const rows: [string, string][] = [["would get it", `${about}${counted(willSend, "contact")}`]];
  for (const [reason, count] of Object.entries(willSkip)) {
    if (count > 0) rows.push([`would not: ${reason.replaceAll("_", " ")}`, counted(count, "contact")]);
  }
  for (const { variable, missing } of missingVariables) {
    rows.push([`without {{ ${printable(variable)} }}`, counted(missing, "contact")]);
  }
  if (estimatedFinishAt !== undefined) rows.push(["would end", timeOf(estimatedFinishAt)]);
  if (estimated) rows.push(["looked at", `${looked} of ${of}`]);
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, figure] of rows) screen.line(`${what.padEnd(width)}  ${figure}`);
  for (const warning of warnings) screen.warn(warning);
}
