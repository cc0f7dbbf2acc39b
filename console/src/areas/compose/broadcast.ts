import type { Campaign, ScheduleCampaignData, SendCampaignData } from "../../../../clients/typescript/src/index.ts";
import type { ChosenFile } from "../../parts/files/chosen-file.ts";
import { localTime } from "../../parts/timezones.ts";

/** A broadcast as the page's form has it, and as the API takes it. */

export interface Broadcast {
  readonly name: string;
  readonly listIds: readonly string[];
  readonly excludeListIds: readonly string[];
  readonly kind: "text" | "template";
  readonly message: string;
  readonly templateId: string | null;
  /** For contacts that lack the value, by the variable's name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly media: ChosenFile | null;
  readonly when: "now" | "later";
  /** `2026-12-01 09:00`, in the timezone. */
  readonly sendAt: string;
  readonly timezone: string;
  /** Seconds and counts as typed; empty: as the session is set. */
  readonly minGap: number | "";
  readonly maxGap: number | "";
  readonly perDay: number | "";
  readonly hasQuietHours: boolean;
  readonly quietFrom: string;
  readonly quietTo: string;
  /** Of the quiet hours that a scheduled campaign has already: they can be moved, but not taken off. Empty: none yet. */
  readonly quietZone: string;
  /** A scheduled campaign that says something can say something else, but not nothing. */
  readonly hadText: boolean;
  readonly allowPartial: boolean;
  readonly allowDuplicate: boolean;
  readonly testNumber: string;
}

export const emptyBroadcast = (timezone: string): Broadcast => ({
  name: "",
  listIds: [],
  excludeListIds: [],
  kind: "text",
  message: "",
  templateId: null,
  variables: {},
  media: null,
  when: "now",
  sendAt: "",
  timezone,
  minGap: "",
  maxGap: "",
  perDay: "",
  hasQuietHours: false,
  quietFrom: "21:00",
  quietTo: "07:00",
  quietZone: "",
  hadText: false,
  allowPartial: false,
  allowDuplicate: false,
  testNumber: "",
});

/** A new one that says the same to the same lists. */
export const copyOf = (campaign: Campaign, timezone: string): Broadcast => ({
  ...emptyBroadcast(timezone),
  ...contentOf(campaign),
});

/** The scheduled one as it stands. Its pace may be the session's: it is changed only by what is typed. */
export function asScheduled(campaign: Campaign, ofSession: string): Broadcast {
  const timezone = campaign.timezone ?? ofSession;
  const { quietHours: quiet } = campaign;
  return {
    ...emptyBroadcast(timezone),
    ...contentOf(campaign),
    name: campaign.name,
    hadText: (campaign.message ?? "") !== "",
    when: "later",
    sendAt: campaign.sendAt === undefined ? "" : localTime(campaign.sendAt, timezone),
    ...(quiet === undefined
      ? {}
      : {
          hasQuietHours: true,
          quietFrom: quiet.from,
          quietTo: quiet.to,
          quietZone: quiet.timezone,
        }),
  };
}

const contentOf = ({ listIds, excludeListIds, message = "", variables = {}, media }: Campaign): Partial<Broadcast> => ({
  listIds,
  excludeListIds,
  message,
  variables,
  media: media ?? null,
});

/** What can't be asked for yet. */
export type Lacking = "list" | "content" | "time";
export function lackingOf(broadcast: Broadcast): readonly Lacking[] {
  const { listIds, when, sendAt } = broadcast;
  return [
    ...(listIds.length === 0 ? (["list"] as const) : []),
    ...(saysNothing(broadcast) ? (["content"] as const) : []),
    ...(when === "later" && sendAt === "" ? (["time"] as const) : []),
  ];
}

function saysNothing({ kind, message, templateId, media, hadText }: Broadcast): boolean {
  const hasText = kind === "template" ? templateId !== null : message.trim() !== "";
  return !hasText && (media === null || hadText);
}

type SendBody = Omit<NonNullable<SendCampaignData["body"]>, "dryRun">;
type ScheduleBody = Omit<NonNullable<ScheduleCampaignData["body"]>, "dryRun">;
type Content = Pick<SendBody, "message" | "templateId" | "variables" | "media">;

/** What is said, as sends, tests and changes take it. */
export function contentFields({ kind, message, templateId, variables, media }: Broadcast): Content {
  const filled = Object.entries(variables).filter(([, value]) => value.trim() !== "");
  return {
    ...(kind === "template" && templateId !== null ? { templateId } : {}),
    ...(kind === "text" && message.trim() !== "" ? { message } : {}),
    ...(filled.length === 0 ? {} : { variables: Object.fromEntries(filled) }),
    ...(media === null ? {} : { media: { filename: media.filename } }),
  };
}

export function sendBody(broadcast: Broadcast): SendBody {
  const { allowDuplicate } = broadcast;
  return { ...common(broadcast), ...(allowDuplicate ? { allowDuplicate } : {}) };
}

export const scheduleBody = (broadcast: Broadcast): ScheduleBody => ({
  ...common(broadcast),
  sendAt: broadcast.sendAt.replace(" ", "T"),
  timezone: broadcast.timezone,
});

function common(broadcast: Broadcast) {
  const { name, listIds, excludeListIds, allowPartial, hasQuietHours } = broadcast;
  const { quietFrom, quietTo, quietZone, timezone } = broadcast;
  const pacing = pacingOf(broadcast);
  return {
    listIds: [...listIds],
    ...contentFields(broadcast),
    ...(name.trim() === "" ? {} : { name }),
    ...(excludeListIds.length === 0 ? {} : { excludeListIds: [...excludeListIds] }),
    ...(pacing === undefined ? {} : { pacing }),
    ...(hasQuietHours ? { quietHours: { from: quietFrom, to: quietTo, timezone: quietZone || timezone } } : {}),
    ...(allowPartial ? { allowPartial } : {}),
  };
}

function pacingOf({ minGap, maxGap, perDay }: Broadcast) {
  if (minGap === "" && maxGap === "" && perDay === "") return undefined;
  return {
    ...(minGap === "" ? {} : { minGapMs: Math.round(minGap * 1_000) }),
    ...(maxGap === "" ? {} : { maxGapMs: Math.round(maxGap * 1_000) }),
    ...(perDay === "" ? {} : { perDay }),
  };
}

/** Of a scheduled campaign: only what differs, because what is not named stays, such as the template that a text came from. */
export function changesOf(now: Broadcast, before: Broadcast): Partial<ScheduleBody> {
  const written = scheduleBody(now);
  const stood = scheduleBody(before);
  const names = Object.keys(written) as (keyof ScheduleBody)[];
  const changes = Object.fromEntries(
    names.filter((name) => !isSame(written[name], stood[name])).map((name) => [name, written[name]]),
  ) as Partial<ScheduleBody>;
  return {
    ...changes,
    ...(stood.excludeListIds !== undefined && written.excludeListIds === undefined ? { excludeListIds: [] } : {}),
    ...(stood.variables !== undefined && written.variables === undefined ? { variables: {} } : {}),
    // A time is read in its timezone, and a timezone is taken only with one.
    ...(changes.sendAt !== undefined || changes.timezone !== undefined
      ? { sendAt: written.sendAt, timezone: now.timezone }
      : {}),
  };
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
