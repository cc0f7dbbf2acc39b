import { isDeepStrictEqual } from "node:util";
import { eventIdOf, type DomainEvent } from "../../core/webhook/events.ts";
import type { Recipient } from "../../core/campaign/recipient.ts";
import { isOutcome } from "../../core/sending/delivery.ts";
import type { Person } from "../../core/contact/person.ts";
import { keptWrote } from "../../core/contact/wrote.ts";
import { noCounts, Tally } from "../../core/campaign/progress.ts";
import { tenantId as systemTenantId, type System } from "./system.ts";

/** What befell a campaign, and excuses what would be a broken promise otherwise. */
export interface Excuses {
  /** Numbers of which nobody could know: their message was in hand when something died. */
  readonly mayDoubt?: ReadonlySet<string>;
  /** Numbers in doubt that a person asked to try again, on a network that doesn't drop repeats. */
  readonly mayRepeat?: ReadonlySet<string>;
  /** Numbers whose person wrote to us by chance: while their message was in doubt, this counts as an answer to it. */
  readonly wroteByChance?: ReadonlySet<string>;
  /** A person stopped it: who has no row was not reached. */
  readonly isStopped?: boolean;
}

/** Where rows, counts, arrivals and events of a campaign are read. */
export interface Judged extends Pick<System, "rows" | "arrivals" | "failedEvents"> {
  readonly stores: {
    readonly persons: { personOf(tenantId: string, number: string): Promise<Pick<Person, "wrote"> | undefined> };
    readonly progress: Pick<System["stores"]["progress"], "find">;
  };
  readonly events: { readonly published: readonly Pick<DomainEvent, "eventId">[] };
}

/**
 * Holds a campaign that is over against the promises. Independent of the worker: it reads rows, counts and what phones got.
 *
 * @param wanted numbers of the audience, each once
 * @returns one line a broken promise
 */
export async function brokenPromises(
  system: Judged,
  campaignId: string,
  wanted: readonly string[],
  { mayDoubt = new Set(), mayRepeat = new Set(), wroteByChance = new Set(), isStopped = false }: Excuses = {},
): Promise<string[]> {
  const broken: string[] = [];
  const rows = await system.rows(campaignId);
  const tenantId = rows[0]?.tenantId ?? systemTenantId;
  const byNumber = new Map<string, Recipient>(rows.map((row) => [row.number, row]));
  for (const number of wanted) {
    const row = byNumber.get(number);
    if (row === undefined) {
      if (!isStopped) broken.push(`${number} was skipped`);
    } else if (!isOutcome(row.state)) broken.push(`${number} has no outcome`);
    else if (row.state === "in_doubt" && !mayDoubt.has(number)) broken.push(`${number} is in doubt without a reason`);
  }
  for (const { number } of rows) if (!wanted.includes(number)) broken.push(`${number} was not to be written to`);
  const theirs = new Set([...wanted, ...byNumber.keys()]);
  const arrivals = system.arrivals().filter((number) => theirs.has(number));
  for (const number of new Set(arrivals)) {
    const times = arrivals.filter((arrival) => arrival === number).length;
    if (times > 1 && !mayRepeat.has(number)) broken.push(`${number} got ${times} messages`);
    const state = byNumber.get(number)?.state;
    if (state === undefined) broken.push(`${number} got a message and has no row`);
    if (state === "failed" || state === "skipped") broken.push(`${number} is ${state} but got the message`);
  }
  for (const { number, state, history } of rows) {
    const wasInDoubt = !history.some((change) => change.state === "sent" || change.state === "delivered");
    const isByChance = state === "replied" && wasInDoubt && mayDoubt.has(number) && wroteByChance.has(number);
    const reached = state === "delivered" || state === "read" || (state === "replied" && !isByChance);
    if (reached && !arrivals.includes(number)) broken.push(`${number} is ${state} but got nothing`);
  }
  // By the number alone each row is found that a message was tried for, unless ten other campaigns wrote to the number since.
  for (const { number, reason } of rows) {
    const wrote = (await system.stores.persons.personOf(tenantId, number))?.wrote ?? [];
    const isKept = wrote.length === keptWrote || wrote.some((one) => one.campaignId === campaignId);
    if (!isKept && reason !== "left_list") broken.push(`${number} does not tell that the campaign wrote to it`);
  }
  const progress = await system.stores.progress.find(tenantId, campaignId);
  const kept = progress?.counts ?? noCounts;
  const tally = new Tally("UTC");
  for (const row of rows) tally.add(row);
  if (!isDeepStrictEqual(kept, tally.counts)) {
    broken.push(`counts ${JSON.stringify(kept)} differ from rows ${JSON.stringify(tally.counts)}`);
  }
  // What the statistics are sums of.
  for (const [what, told, counted] of [
    ["days", progress?.byDay, tally.byDay],
    ["reasons", progress?.reasons, tally.reasons],
  ] as const) {
    if (isDeepStrictEqual(withoutZeros(told ?? {}), withoutZeros(counted))) continue;
    broken.push(`${what} ${JSON.stringify(told)} differ from rows ${JSON.stringify(counted)}`);
  }
  // A webhook that listens hears of each change, or finds it among what failed, whatever its queue does and is killed.
  const failed = await system.failedEvents();
  const told = new Set([...system.events.published.map(({ eventId }) => eventId), ...failed.keys()]);
  for (const { number, attempt, history } of rows) {
    const lastClaim = history.findLastIndex(({ state }) => state === "sending");
    for (const { state } of history.slice(lastClaim + 1)) {
      const eventId = eventIdOf("recipient", tenantId, campaignId, number, attempt, state);
      if (!told.has(eventId)) broken.push(`nobody was told that ${number} became ${state}`);
    }
  }
  return broken;
}

/** By day, the numbers that are not zero. */
const withoutZeros = (byDay: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  Object.fromEntries(
    Object.entries(byDay).map(([day, numbers]) => [
      day,
      Object.fromEntries(Object.entries(numbers).filter(([, count]) => count !== 0)),
    ]),
  );
