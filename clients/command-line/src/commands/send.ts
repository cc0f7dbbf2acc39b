import { ApiError, type DryRun, type SessionClient } from "../../../typescript/src/index.ts";
import type { AddCommand } from "../act.ts";
import type { Context } from "../context.ts";
import { exitCodes, wrongUsage } from "../failure.ts";
import { agrees } from "../terminal/ask.ts";
import { plannedTimeOf, timeOf, timeThere } from "../terminal/figures.ts";
import { counted, printable } from "../terminal/text.ts";
import { contentOf, withContent, type ContentOptions } from "./content.ts";
import { sendOnce, wasBegun, type Outcome, type Sending, type Sent, type Warnings } from "./send-once.ts";
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
        const dryRun = () => shop.sendCampaign({ ...body, dryRun: true });
        if (options.dryRun === true) {
          showDryRun(context, await dryRun());
          context.screen.note("Nothing was sent. The same without --dry-run sends it.");
          return undefined;
        }
        const { listNames, identity } = content;
        const sending = { kind: "send", sessionId: await context.sessionId(), identity, body, again } as const;
        const question = (people: string) => `Send to ${people}?`;
        if (!(await mayGo(context, options, sending, { listNames, dryRun, question }))) return exitCodes.refused;
        const route = (send: typeof body, idempotencyKey: string) => shop.sendCampaign(send, { idempotencyKey });
        const { campaignId, status } = await once(context, sending, route, options.watch === true);
        return options.watch === true ? await watchCampaign(context, campaignId) : exitCodeOf(status);
      }),
    );
  withContent(program.command("schedule"))
    .description("write to everyone in a list at a time of your choice")
    .requiredOption("--at <time>", 'such as "2027-01-31 09:00" with --timezone, or with Z or an offset')
    .option("--max-late <minutes>", "pause it instead where it could start only so many minutes late")
    .option("--dry-run", "show who would get it; nothing is scheduled")
    .option("-y, --yes", "do not ask before it is scheduled")
    .option("--again", "although the very same was scheduled within the last day")
    .action(
      act(async (context, options: ScheduleOptions) => {
        const content = await contentOf(context, options);
        const shop = await context.shop();
        const times = timesOf(options);
        const body = { ...content.body, ...times } as Parameters<SessionClient["scheduleCampaign"]>[0];
        const dryRun = () => shop.scheduleCampaign({ ...body, dryRun: true });
        if (options.dryRun === true) {
          showDryRun(context, await dryRun(), options.timezone);
          context.screen.note("Nothing was scheduled. The same without --dry-run schedules it.");
          return undefined;
        }
        const { listNames } = content;
        const sending = {
          kind: "schedule",
          sessionId: await context.sessionId(),
          identity: [content.identity, times],
          body,
          again: options.again === true,
        } as const;
        const question = (people: string) =>
          `Send to ${people} at ${printable([options.at, options.timezone].filter(Boolean).join(" "))}?`;
        if (!(await mayGo(context, options, sending, { listNames, dryRun, question }))) return exitCodes.refused;
        const route = (send: typeof body, idempotencyKey: string) =>
          shop.scheduleCampaign({ ...send, dryRun: false }, { idempotencyKey });
        return exitCodeOf((await once(context, sending, route)).status);
      }),
    );
};

/** A repeat whose broadcast was stopped reaches no one any more. */
const exitCodeOf = (status: string): number | undefined => (status === "stopped" ? exitCodes.refused : undefined);

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
  sending: Sending<Body>,
  route: (body: Body, idempotencyKey: string) => Promise<Sent>,
  isWatched = false,
): Promise<Sent["data"]> {
  const outcome = await sendOnce(context, sending, route);
  const { data, warnings = [] } = outcome.sent;
  const now = { ...data, status: outcome.isRepeat ? await statusNow(context, data) : data.status };
  showSent(context, { ...outcome, sent: { data: now, warnings } }, isWatched);
  return now;
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
  const { campaignId, status, total, sendAt, timezone } = data;
  screen.document({ ...data, warnings, repeated: isRepeat });
  for (const warning of warnings) screen.warn(warning);
  if (isRepeat) {
    screen.note(
      `This very broadcast was begun at ${timeOf(new Date(begunAt).toISOString())} already, and goes out once. --again sends it once more.`,
    );
  }
  const at = sendAt === undefined ? "" : ` at ${plannedTimeOf(sendAt, timezone)},`;
  screen.line(`${screen.paint("bold", campaignId)} ${status},${at} to at most ${counted(total, "contact")}`);
  if (isWatched) return;
  if (status === "stopped") {
    screen.note(
      "It was stopped before it was through, and sends no more. Its page in the console goes on with those whom it did not reach.",
    );
  }
  const isOver = status === "stopped" || status === "completed";
  if (isOver) screen.next("Who got it", `${program} report ${campaignId} --to report.csv`);
  else screen.next("Watch it", `${program} watch ${campaignId}`);
}

interface Asking {
  readonly listNames: readonly string[];
  readonly dryRun: () => Promise<{ readonly data: DryRun; readonly warnings?: Warnings }>;
  /** @param people how many, of which lists */
  readonly question: (people: string) => string;
}

/** Asks a person at a terminal, by the count; not once more about what was begun, nor in a script, where there is no one to ask. */
async function mayGo(
  context: Context,
  { yes, timezone }: SendOptions,
  sending: Sending<unknown>,
  { listNames, dryRun, question }: Asking,
): Promise<boolean> {
  const { screen } = context;
  if (yes === true || !screen.canAsk || (await wasBegun(context, sending))) return true;
  const counts = await dryRun();
  showDryRun(context, counts, timezone);
  const { willSend, estimated } = counts.data;
  const lists = listNames.map((name) => `"${printable(name)}"`).join(", ");
  if (await agrees(screen, question(`${estimated ? "about " : ""}${counted(willSend, "contact")} of ${lists}`)))
    return true;
  screen.note(`Nothing was ${sending.kind === "send" ? "sent" : "scheduled"}.`);
  return false;
}

function showDryRun(
  { screen }: Context,
  { data, warnings = [] }: { readonly data: DryRun; readonly warnings?: Warnings },
  timezone?: string,
): void {
  screen.document({ ...data, warnings });
  const { willSend, newChats, willSkip, missingVariables, counted: looked, of, estimated, estimatedFinishAt } = data;
  const about = estimated ? "about " : "";
  const rows: [string, string][] = [["would get it", `${about}${counted(willSend, "contact")}`]];
  if (newChats > 0) rows.push(["in a new chat", `${about}${counted(newChats, "contact")}`]);
  for (const [reason, count] of Object.entries(willSkip)) {
    if (count > 0) rows.push([`would not: ${reason.replaceAll("_", " ")}`, counted(count, "contact")]);
  }
  for (const { variable, missing } of missingVariables) {
    rows.push([`without {{ ${printable(variable)} }}`, counted(missing, "contact")]);
  }
  if (estimatedFinishAt !== undefined) {
    rows.push(["would end", timeThere(estimatedFinishAt, timezone)]);
  }
  if (estimated) rows.push(["looked at", `${looked} of ${of}`]);
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, figure] of rows) screen.line(`${what.padEnd(width)}  ${figure}`);
  for (const warning of warnings) screen.warn(warning);
}
