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

/** Waits whose code says too little. */
const waits: Readonly<Record<string, string>> = {
  whatsapp_limit: "WhatsApp to let new chats begin",
  new_chats: "the next day: today's new chats have begun",
};

/** That its recipients fail one after the other, and when it pauses itself for that. */
export const failingInWords = ({ failing }: Pick<Campaign, "failing">): string | undefined => {
  if (failing === undefined) return undefined;
  const { because, count, pausesAt } = failing;
  const what = because === "refused" ? `${count} refused in a row` : `${count} of the last 100 not on WhatsApp`;
  return `${what}; pauses itself at ${pausesAt}`;
};

/** What WhatsApp says that the account may do; undefined where it tells of no limit. */
export function limitsInWords(limits: Session["limits"]): string | undefined {
  if (limits === undefined) return undefined;
  const { newChats, restricted, timelocked, timelockedUntil } = limits;
  if (restricted) return "restricted by WhatsApp: linked devices may send nothing";
  if (timelocked)
    return `no new chats${timelockedUntil === undefined ? "" : ` until ${timeOf(timelockedUntil)}`}, says WhatsApp`;
  if (newChats === undefined) return undefined;
  const { used, total, resetsAt } = newChats;
  return `${used} of WhatsApp's ${total} new chats used${resetsAt === undefined ? "" : `, until ${timeOf(resetsAt)}`}`;
}

/** Why it does not send now, and what it waits for. */
export function stateInWords({ status, pausedBecause, waitingFor, waitingUntil, page }: Campaign): string {
  const inWords = (name: string) => name.replaceAll("_", " ");
  const until = waitingUntil === undefined ? "" : ` until ${timeOf(waitingUntil)}`;
  if (status === "paused" && pausedBecause !== undefined && pausedBecause !== "user") {
    const said = page === undefined ? "" : `: ${printable(page.error)}`;
    return `paused (${inWords(pausedBecause)}${said})`;
  }
  // The pause between two messages is what a running campaign does most of its time.
  return status === "running" && waitingFor !== undefined && waitingFor !== "pacing"
    ? `waiting${until} for ${waits[waitingFor] ?? inWords(waitingFor)}`
    : status;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Of this machine's timezone: today the time alone. @param now epoch ms */
export function timeOf(iso: string, now = Date.now()): string {
  const at = new Date(iso);
  const dayOf = (day: Date) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return dayOf(at) === dayOf(new Date(now)) ? time : `${dayOf(at)} ${time}`;
}

/** Of a plan, which holds by the timezone that it was made in: 2027-01-31 09:00+07. */
export function plannedTimeOf(iso: string, timeZone = "UTC"): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "longOffset",
  }).formatToParts(new Date(iso));
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
