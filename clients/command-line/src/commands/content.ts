import { readFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import { UploadError, type SessionClient, type UploadOptions } from "../../../typescript/src/index.ts";
import type { Context } from "../context.ts";
import { reasonOf, wrongUsage } from "../failure.ts";
import { getList, getTemplate } from "../find.ts";
import { digestOf } from "../kept/digest.ts";
import { findUpload, keepUpload } from "../kept/uploads.ts";
import { allOf } from "../terminal/ask.ts";
import { bar } from "../terminal/figures.ts";

/** What is sent, to whom and how fast: what `send` and `schedule` have in common. */

export interface ContentOptions {
  readonly list: readonly string[];
  readonly exclude?: readonly string[];
  readonly message?: string;
  readonly messageFile?: string;
  readonly template?: string;
  readonly media?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly gap?: readonly [number, number];
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
  readonly quietHours?: readonly [string, string];
  readonly timezone?: string;
  readonly allowPartial?: true;
}

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function variable(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError('Wanted NAME=VALUE, such as promo="20 %".');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function gap(text: string): readonly [number, number] {
  const [, from = "", to = from] = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  if (from === "") throw new InvalidArgumentError("Wanted seconds, such as 10 or 6-12.");
  return [Number(from), Number(to)];
}

function hours(text: string): readonly [string, string] {
  const [, from = "", to = ""] = /^(\d{1,2}:\d\d)-(\d{1,2}:\d\d)$/.exec(text) ?? [];
  if (to === "") throw new InvalidArgumentError("Wanted two times of the day, such as 21:00-08:00.");
  return [from.padStart(5, "0"), to.padStart(5, "0")];
}

function whole(text: string): number {
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Wanted a whole number above 0.");
}

export const withContent = (command: Command): Command =>
  command
    .requiredOption("-l, --list <name>", "list to write to, by name or id; may be given several times", several)
    .option("--exclude <name>", "list whose contacts get nothing; may be given several times", several)
    .option("-m, --message <text>", "the text; {{ name }} and the like become each contact's own")
    .option("--message-file <file>", "the text from a file, - for standard input")
    .option("-t, --template <name>", "a kept text, by name or id")
    .option("--media <file>", "a picture, video, audio or document; the text is its caption")
    .option("--set <name=value>", "value of a variable that no contact has; may be given several times", variable)
    .option("--name <name>", "what the campaign is called")
    .option("--gap <seconds>", "pause between two messages, such as 10 or 6-12", gap)
    .option("--per-minute <count>", "messages a minute at most", whole)
    .option("--per-hour <count>", "messages an hour at most", whole)
    .option("--per-day <count>", "messages within 24 hours at most", whole)
    .option("--quiet-hours <from-to>", "when nothing is sent, such as 21:00-08:00; wants --timezone", hours)
    .option("--timezone <name>", "such as Asia/Jakarta")
    .option("--allow-partial", "although an import into the list is under way");

type SendInput = Parameters<SessionClient["sendCampaign"]>[0];
/** A request's body without what is of one route, and what names it under any name of its file. */
export interface Content {
  readonly body: Omit<SendInput, "dryRun">;
  readonly identity: unknown;
  readonly listNames: readonly string[];
}

export async function contentOf(context: Context, options: ContentOptions): Promise<Content> {
  const { message, messageFile, template, media, quietHours, timezone } = options;
  const texts = [message, messageFile, template].filter((given) => given !== undefined);
  if (texts.length > 1) throw wrongUsage("several of --message, --message-file and --template came, wanted one");
  if (texts.length === 0 && media === undefined)
    throw wrongUsage("nothing to send came, wanted --message, --message-file, --template or --media");
  if (quietHours !== undefined && timezone === undefined)
    throw wrongUsage("--quiet-hours came alone, wanted --timezone as well, such as Asia/Jakarta");
  const text = messageFile === undefined ? message : await textIn(context, messageFile);
  const shop = await context.shop();
  const lists = await Promise.all(options.list.map((named) => getList(context, shop, named)));
  const excluded = await Promise.all((options.exclude ?? []).map((named) => getList(context, shop, named)));
  const templateId = template === undefined ? undefined : (await getTemplate(context, shop, template)).templateId;
  const file = media === undefined ? undefined : await mediaOf(context, shop, media);
  const pacing = pacingOf(options);
  const body = withoutUndefined({
    listIds: lists.map(({ listId }) => listId),
    excludeListIds: excluded.length === 0 ? undefined : excluded.map(({ listId }) => listId),
    name: options.name,
    message: text,
    templateId,
    media: file && { filename: file.filename },
    variables: options.set,
    pacing: Object.keys(pacing).length === 0 ? undefined : pacing,
    quietHours: quietHours && { from: quietHours[0], to: quietHours[1], timezone },
    allowPartial: options.allowPartial,
  });
  return {
    body,
    identity: { ...body, media: file?.sha256 },
    listNames: lists.map(({ name }) => name),
  };
}

const withoutUndefined = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

function pacingOf({ gap: seconds, perMinute, perHour, perDay }: ContentOptions): Record<string, unknown> {
  const [from, to] = seconds ?? [];
  return withoutUndefined({
    minGapMs: from === undefined ? undefined : Math.round(from * 1_000),
    maxGapMs: to === undefined ? undefined : Math.round(to * 1_000),
    perMinute,
    perHour,
    perDay,
  });
}

async function textIn({ screen }: Context, file: string): Promise<string> {
  if (file === "-") return (await allOf(screen)).replace(/\r?\n$/, "");
  try {
    return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
  } catch (error) {
    throw wrongUsage(`--message-file ${file} can't be read: ${reasonOf(error)}`);
  }
}

/** Uploads a file that this session does not have yet. */
async function mediaOf(
  context: Context,
  shop: SessionClient,
  file: string,
): Promise<{ readonly filename: string; readonly sha256: string }> {
  const { screen, env, signal } = context;
  const { sha256 } = await digestOf(file);
  const place = {
    url: await context.url(),
    tenantId: await context.tenantId(),
    sessionId: await context.sessionId(),
    sha256,
  };
  const known = await findUpload(env, place, shop);
  if (known !== undefined) return { filename: known, sha256 };
  const onProgress: UploadOptions["onProgress"] = ({ sent, total }) => {
    screen.passing(`[${bar(sent / total, 24)}] ${file}`);
  };
  const { filename } = await shop.uploadFile({ file }, { signal, onProgress }).catch((error: unknown) => {
    // The client's own words are for programs, which can say a type.
    if (error instanceof UploadError && error.message.includes("`contentType`"))
      throw wrongUsage(
        `--media is ${file}, whose ending is that of no file that WhatsApp takes`,
        "a picture is .jpg or .png, a video .mp4, audio .mp3 or .ogg, a document .pdf, for instance",
      );
    throw error;
  });
  screen.passing("");
  await keepUpload(env, place, filename);
  return { filename, sha256 };
}
