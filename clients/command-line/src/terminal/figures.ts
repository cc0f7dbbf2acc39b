import type { Campaign, Session } from "../../../typescript/src/index.ts";
import { printable } from "./text.ts";

/** Counts, speed and times of a campaign, in words. */

type Counts = Campaign["counts"];
/** In the order in which people care. */
const states: readonly (readonly [keyof Counts, string])[] = [
  ["sending", "sending"],
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["replied", "replied"],
  ["failed", "failed"],
  ["skipped", "skipped"],
  ["in_doubt", "in doubt"],
  ["notReached", "not reached"],
];

export const countsInWords = (counts: Counts): string =>
  states.flatMap(([state, word]) => (counts[state] > 0 ? [`${counts[state]} ${word}`] : [])).join(", ");

/** Recipients with whom the campaign is through: not those whom it did not reach before it was stopped. */
export const doneOf = ({ counts }: Pick<Campaign, "counts">): number =>
  Object.values(counts).reduce((sum, count) => sum + count, -counts.sending - counts.notReached);

/** When a scheduled one is to begin. */
export const beginOf = ({ status, sendAt, timezone }: Campaign): string | undefined =>
  status === "scheduled" && sendAt !== undefined ? plannedTimeOf(sendAt, timezone) : undefined;

/** What it waits for, where its code says too little. */
function waitInWords(waitingFor: NonNullable<Campaign["waitingFor"]>, pacing: Campaign["pacing"]): string {
  if (waitingFor === "whatsapp_limit") return "WhatsApp to let new chats begin";
  if (waitingFor !== "new_chats") return inWords(waitingFor);
  // A list of campaigns does not say how many may begin, and no next day lets any begin where none may.
  if (pacing === undefined) return "room in a day's new chats";
  return pacing.newChatsPerDay === 0
    ? "new chats, of which none may begin: newChatsPerDay is 0, raise it"
    : "the next day: today's new chats have begun";
}

/** That its recipients fail one after the other, and when it pauses itself for that. */
export const failingInWords = ({ failing }: Pick<Campaign, "failing">): string | undefined => {
  if (failing === undefined) return undefined;
  const { because, count, pausesAt } = failing;
  const what = because === "refused" ? `${count} refused in a row` : `${count} of the last 100 not on WhatsApp`;
  return `${what}; pauses itself at ${pausesAt}`;
};

type Limits = NonNullable<Session["limits"]>;

const isAhead = (until: string | undefined, now: number): boolean => until === undefined || Date.parse(until) > now;
const isLocked = ({ timelocked, timelockedUntil }: Limits, now: number): boolean =>
  timelocked && isAhead(timelockedUntil, now);

/** Whether WhatsApp lets no new chat begin. @param now epoch ms: what was told for a time that is over by then holds no more */
export function holdsChatsBack(limits: Limits, now = Date.now()): boolean {
  const { used, total, resetsAt } = limits.newChats ?? { used: 0, total: 1 };
  return limits.restricted || isLocked(limits, now) || (used >= total && isAhead(resetsAt, now));
}

/** What WhatsApp says that the account may do; undefined where it tells of no limit. @param now epoch ms */
export function limitsInWords(limits: Session["limits"], now = Date.now()): string | undefined {
  if (limits === undefined) return undefined;
  const { newChats, restricted, timelockedUntil } = limits;
  if (restricted) return "restricted by WhatsApp: linked devices may send nothing";
  if (isLocked(limits, now))
    return `no new chats${timelockedUntil === undefined ? "" : ` until ${timeOf(timelockedUntil, now)}`}, says WhatsApp`;
  if (newChats === undefined) return undefined;
  const { used, total, resetsAt } = newChats;
  if (resetsAt === undefined) return `${used} of WhatsApp's ${total} new chats used`;
  return isAhead(resetsAt, now)
    ? `${used} of WhatsApp's ${total} new chats used, until ${timeOf(resetsAt, now)}`
    : `WhatsApp counts its ${total} new chats anew since ${timeOf(resetsAt, now)}`;
}

/** Why it does not send now, and what it waits for. */
export function stateInWords(campaign: Campaign): string {
  const { status, pausedBecause, waitingFor, waitingUntil, timezone, pacing, page } = campaign;
  const until = waitingUntil === undefined ? "" : ` until ${timeThere(waitingUntil, timezone)}`;
  if (status === "paused" && pausedBecause !== undefined && pausedBecause !== "user") {
    const said = page === undefined ? "" : `: ${printable(page.error)}`;
    return `paused (${inWords(pausedBecause)}${said})`;
  }
  // The pause between two messages is what a running campaign does most of its time.
  return status === "running" && waitingFor !== undefined && waitingFor !== "pacing"
    ? `waiting${until} for ${waitInWords(waitingFor, pacing)}`
    : status;
}

const inWords = (code: string): string => code.replaceAll("_", " ");

const two = (value: number): string => String(value).padStart(2, "0");

/** Of this machine's timezone: today the time alone, as its clock shows it; else 2027-01-31 09:00+07. @param now epoch ms */
export function timeOf(iso: string, now = Date.now()): string {
  const at = new Date(iso);
  if (at.toDateString() !== new Date(now).toDateString()) return withOffset(at, {});
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Of a plan, which holds by the timezone that it was made in: 2027-01-31 09:00+07. */
export const plannedTimeOf = (iso: string, timeZone = "UTC"): string => withOffset(new Date(iso), { timeZone });

/** By the timezone that a broadcast was scheduled in; by this machine's where it was sent at once. */
export const timeThere = (iso: string, timezone: string | undefined): string =>
  timezone === undefined ? timeOf(iso) : plannedTimeOf(iso, timezone);

function withOffset(at: Date, zone: Pick<Intl.DateTimeFormatOptions, "timeZone">): string {
  const parts = new Intl.DateTimeFormat("en", {
    ...zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((its) => its.type === type)?.value ?? "";
  const offset = part("timeZoneName").replace("GMT", "").replace(/:00$/, "") || "+00";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}${offset}`;
}

export const bar = (share: number, columns: number): string => {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return `${"#".repeat(filled)}${"-".repeat(columns - filled)}`;
};

/** Recipients a minute over the last minutes, from how many were done when. */
export class Speed {
  readonly #points: { readonly at: number; readonly done: number }[] = [];

  /** @param at epoch ms */
  push(at: number, done: number): void {
    this.#points.push({ at, done });
    while (this.#points.length > 2 && at - (this.#points[1]?.at ?? at) > 120_000) this.#points.shift();
  }

  /** undefined until two were done apart */
  get perMinute(): number | undefined {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 1_000 || last.done === first.done)
      return undefined;
    return ((last.done - first.done) * 60_000) / (last.at - first.at);
  }
}
