import type { RowState } from "../../history/lines.ts";
import { until } from "../../support/stack.ts";
import type { Client } from "../client.ts";
import { broadcastOf, campaignOf, everyRow, type Delivery } from "../steps.ts";

/** `worker`: another one follows on the same disk. `machine`: on another, with the profile that was saved last. */
export type KillKind = "browser" | "worker" | "machine";

export interface Kill {
  readonly kind: KillKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The campaign ran when it fell. */
  readonly isAmid: boolean;
}

export interface BrowserKillResult {
  /** One line a broken promise. */
  readonly broken: readonly string[];
  readonly recipients: number;
  /** Each recipient's number and state in the end. */
  readonly rows: readonly (readonly [number: string, state: RowState])[];
  /** Messages that the page handed over again by itself and that arrived a second time. */
  readonly twiceByThePage: number;
  /** One line each: who, after which kill, and whether it arrived. */
  readonly inDoubt: readonly string[];
}

interface Row {
  readonly number: string;
  readonly status: RowState;
  readonly history: readonly { readonly status: string; readonly at: string }[];
}

interface Evidence {
  readonly client: Client;
  readonly campaignId: string;
  readonly numbers: readonly string[];
  readonly dedupe: boolean;
  readonly kills: readonly Kill[];
}

const outcomes: readonly string[] = ["sent", "delivered", "in_doubt"];

/** What is there in the end, held against what was promised. */
export async function judgeBrowserKills(evidence: Evidence): Promise<BrowserKillResult> {
  const { client, campaignId, numbers, dedupe, kills } = evidence;
  const rows = await everyRow<Row>(client, `${broadcastOf("shop")}/campaigns/${campaignId}/recipients`);
  const status = new Map(rows.map((row) => [row.number, row.status]));
  const arrivals = await until(
    () => client.get<readonly (Delivery & { readonly resent?: true })[]>("/_simulator/deliveries"),
    (all) => new Set(all.map(({ to }) => to)).size >= rows.filter((row) => row.status !== "in_doubt").length,
    "everybody has got a message who is said to",
  );
  const { counts } = await campaignOf(client, "shop", campaignId);
  const broken: string[] = [];
  if (rows.length !== numbers.length) broken.push(`${rows.length} rows for ${numbers.length} contacts`);
  let twiceByThePage = 0;
  for (const number of numbers) {
    const ofNumber = arrivals.filter(({ to }) => to === number);
    const byUs = ofNumber.filter(({ resent }) => resent === undefined).length;
    const is = status.get(number);
    if (is === undefined) broken.push(`${number} was skipped`);
    else if (!outcomes.includes(is)) broken.push(`${number} ended as ${is}`);
    if (ofNumber.length === 0 && is !== "in_doubt") broken.push(`${number} is ${is ?? "nowhere"} but got nothing`);
    if (byUs > 1) broken.push(`${number} was handed over ${byUs} times by our code`);
    if (ofNumber.length > Math.max(1, byUs)) twiceByThePage += 1;
  }
  if (dedupe && twiceByThePage > 0) broken.push(`${twiceByThePage} got it twice on a network that drops repeats`);
  for (const state of ["sending", "in_doubt", "failed", "skipped"]) {
    const counted = rows.filter((row) => row.status === state).length;
    if (counts[state] !== counted) broken.push(`${counts[state]} counted as ${state}, ${counted} rows`);
  }
  const outside = kills.filter(({ isAmid }) => !isAmid).length;
  if (outside > 0) broken.push(`${outside} kills fell outside the campaign`);
  const doubtful = rows.filter((row) => row.status === "in_doubt");
  const inDoubt = doubtful.map((row) => {
    const arrived = arrivals.some(({ to }) => to === row.number);
    return `${row.number}: ${explained(row, kills)}; ${arrived ? "it arrived" : "it never arrived"}`;
  });
  if (doubtful.length > kills.length) broken.push(`${doubtful.length} in doubt after ${kills.length} kills`);
  const ended = rows.map((row) => [row.number, row.status] as const);
  return { broken, recipients: rows.length, rows: ended, twiceByThePage, inDoubt };
}

/** The kill that it was in hand at: the first one after it was claimed. */
function explained({ history }: Row, kills: readonly Kill[]): string {
  const claimedAt = Date.parse(history[0]?.at ?? "");
  const kill = kills.find(({ at }) => at >= claimedAt);
  if (kill === undefined) return "in hand at no kill";
  const after = `claimed ${kill.at - claimedAt} ms before a kill of the ${kill.kind}`;
  return kill.kind === "machine" ? `${after}; the profile that another one has knows nothing of it` : after;
}
