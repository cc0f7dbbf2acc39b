import fc from "fast-check";
import {
  afterClaim,
  ClaimTally,
  emptyHistory,
  mergeHistories,
  nextSendAt,
  type ClaimHistory,
  type PacingRule,
} from "../../../core/sending/pacing.ts";
import type { AccountLimits } from "../../../core/whatsapp.ts";
import { wallClock } from "../content/wall-clock.ts";

/**
 * A year of an account by the code, beside a plain reckoning of every rule: no day and no cycle of WhatsApp's has more new chats
 * than it may, and a message that waits could not have gone a moment earlier.
 */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** WhatsApp's side: cycles with a quota, and locks that begin without a warning. */
class Account {
  readonly #its: {
    readonly start: number;
    readonly cycleMs: number;
    readonly total: number;
    readonly saysWhen: boolean;
  };
  readonly #locks: readonly { readonly from: number; readonly until: number }[];
  readonly used = new Map<number, number>();

  constructor(
    its: { readonly start: number; readonly cycleMs: number; readonly total: number; readonly saysWhen: boolean },
    locks: readonly { readonly from: number; readonly until: number }[],
  ) {
    this.#its = its;
    this.#locks = locks;
  }

  #cycle(at: number): number {
    return Math.floor((at - this.#its.start) / this.#its.cycleMs);
  }

  begin(at: number): void {
    this.used.set(this.#cycle(at), (this.used.get(this.#cycle(at)) ?? 0) + 1);
  }

  read(at: number): AccountLimits {
    const { start, cycleMs, total, saysWhen } = this.#its;
    const lock = this.#locks.find(({ from, until }) => at >= from && at < until);
    const resetsAt = start + (this.#cycle(at) + 1) * cycleMs;
    return {
      restricted: false,
      newChats: { used: this.used.get(this.#cycle(at)) ?? 0, total, ...(saysWhen ? { resetsAt } : {}) },
      ...(lock === undefined ? {} : { timelock: saysWhen ? { until: lock.until } : {} }),
    };
  }
}

/** The same as newChatsByAge, from the documentation. */
const adviceFor = (age: number): number => (age < 4 ? 20 : age < 8 ? 50 : age < 15 ? 100 : age < 30 ? 200 : Infinity);

interface Claim {
  readonly at: number;
  readonly begins: boolean;
}

/** The history that a new owner reads from the rows of a campaign, which come in the order of numbers. */
function fromRows(claims: readonly Claim[], timezone: string): ClaimHistory {
  const tally = new ClaimTally(timezone);
  for (const { at, begins } of claims.toReversed()) tally.add(at, begins);
  return tally.history;
}

/** All that ever went, and by Intl's calendar alone which rules one more would break. */
class Reckoning {
  readonly #rule: PacingRule;
  readonly #claims: number[] = [];
  readonly chats = new Map<string, number>();
  readonly messages = new Map<string, number>();

  constructor(rule: PacingRule, claims: readonly Claim[] = []) {
    this.#rule = rule;
    for (const { at, begins } of claims) this.add(at, begins);
  }

  add(at: number, begins: boolean): void {
    const { day } = wallClock(at, this.#rule.timezone);
    this.#claims.push(at);
    this.messages.set(day, (this.messages.get(day) ?? 0) + 1);
    if (begins) this.chats.set(day, (this.chats.get(day) ?? 0) + 1);
  }

  budgetOf(day: string): number {
    const { perDay = Infinity, linkedAt } = this.#rule.newChats ?? {};
    if (linkedAt === undefined) return perDay;
    const linkedOn = wallClock(linkedAt, this.#rule.timezone).day;
    return Math.min(perDay, adviceFor((Date.parse(day) - Date.parse(linkedOn)) / dayMs));
  }

  broken(at: number, gapMs: number, chat: { readonly limits: AccountLimits; readonly since: number } | undefined) {
    const { policy, quietHours, timezone } = this.#rule;
    const { day, time } = wallClock(at, timezone);
    const broken = new Set<string>();
    const last = this.#claims.at(-1);
    if (last !== undefined && at - last < gapMs) broken.add("pacing");
    const oldest = policy.perHour === undefined ? undefined : this.#claims.at(-policy.perHour);
    if (oldest !== undefined && at - oldest < hourMs) broken.add("pacing");
    if ((this.messages.get(day) ?? 0) >= (policy.perDay ?? Infinity)) broken.add("daily_cap");
    if (quietHours !== undefined && (time >= quietHours.from || time < quietHours.to)) broken.add("quiet_hours");
    if (chat === undefined) return broken;
    if ((this.chats.get(day) ?? 0) >= this.budgetOf(day)) broken.add("new_chats");
    const { newChats, timelock } = chat.limits;
    if (timelock !== undefined && at < (timelock.until ?? Infinity)) broken.add("whatsapp_limit");
    if (newChats !== undefined) {
      const used = at < (newChats.resetsAt ?? Infinity) ? newChats.used : 0;
      if (used + chat.since >= newChats.total) broken.add("whatsapp_limit");
    }
    return broken;
  }
}

const aTimezone = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Jakarta",
  "America/Santiago",
);

const aYear = fc.record({
  timezone: aTimezone,
  /** The session's timezone is set to another one in the middle of the year. */
  moves: fc.option(fc.record({ hour: fc.integer({ min: 0, max: 24 * 365 }), timezone: aTimezone }), { nil: undefined }),
  /** They take turns. */
  campaigns: fc.integer({ min: 1, max: 3 }),
  /** After so many messages another worker is the owner. */
  takeoverEvery: fc.integer({ min: 50, max: 500 }),
  linkedHour: fc.integer({ min: 0, max: 24 * 365 }),
  gapMs: fc.constantFrom(20 * minuteMs, hourMs, 3 * hourMs),
  perHour: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
  perDay: fc.option(fc.constantFrom(5, 30, 60), { nil: undefined }),
  ownChats: fc.option(fc.constantFrom(3, 25, 500), { nil: undefined }),
  ages: fc.boolean(),
  quiet: fc.option(fc.constantFrom(["21:00", "07:00"], ["23:30", "02:30"]), { nil: undefined }),
  cycleDays: fc.constantFrom(1, 7, 30),
  total: fc.constantFrom(5, 40, 100_000),
  saysWhen: fc.boolean(),
  readEveryMs: fc.constantFrom(hourMs, 7 * hourMs),
  locks: fc.array(fc.record({ day: fc.integer({ min: 0, max: 364 }), hours: fc.integer({ min: 1, max: 72 }) }), {
    maxLength: 6,
  }),
  /** Of each ten messages so many begin a chat. */
  ofTen: fc.integer({ min: 1, max: 10 }),
});

type ItsYear = typeof aYear extends fc.Arbitrary<infer Its> ? Its : never;

const ruleOf = (
  { gapMs, perHour, perDay, ownChats, quiet, ages }: ItsYear,
  linkedAt: number,
  timezone: string,
): PacingRule => ({
  policy: {
    minGapMs: gapMs,
    maxGapMs: gapMs,
    ...(perHour === undefined ? {} : { perHour }),
    ...(perDay === undefined ? {} : { perDay }),
  },
  timezone,
  ...(quiet === undefined ? {} : { quietHours: { from: quiet[0], to: quiet[1], timezone } }),
  newChats: { ...(ownChats === undefined ? {} : { perDay: ownChats }), ...(ages ? { linkedAt } : {}) },
});

test("a year of ramp, quota, locks, cap, rate, quiet hours, clock changes, takeovers and another timezone: no chat too many, and none kept waiting for nothing", () => {
  fc.assert(
    fc.property(aYear, (its) => {
      const { gapMs, readEveryMs, moves } = its;
      const start = Date.UTC(2026, 0, 1) + its.linkedHour * hourMs;
      const movesAt = moves === undefined ? Infinity : start + moves.hour * hourMs;
      const locks = its.locks.map(({ day, hours }) => {
        const from = start + day * dayMs + 5 * hourMs;
        return { from, until: from + hours * hourMs };
      });
      const cycle = {
        start: start - 3 * hourMs,
        cycleMs: its.cycleDays * dayMs,
        total: its.total,
        saysWhen: its.saysWhen,
      };
      const account = new Account(cycle, locks);
      let rule = ruleOf(its, start, its.timezone);
      let reckoning = new Reckoning(rule);
      const claims: readonly Claim[][] = Array.from({ length: its.campaigns }, () => []);
      let histories: readonly ClaimHistory[] = claims.map(() => emptyHistory);
      let [now, readAt, sent, since] = [start, start, 0, 0];
      let limits = account.read(start);
      while (now < start + 366 * dayMs) {
        if (now >= movesAt && moves !== undefined && rule.timezone !== moves.timezone) {
          rule = ruleOf(its, start, moves.timezone);
          reckoning = new Reckoning(
            rule,
            claims.flat().toSorted((a, b) => a.at - b.at),
          );
          histories = claims.map((ofOne) => fromRows(ofOne, rule.timezone));
        }
        const begins = (sent * 7) % 10 < its.ofTen;
        const history = mergeHistories(histories, now);
        const next = nextSendAt(rule, history, gapMs, now, begins ? { limits, begunSince: since } : undefined);
        const chat = begins ? { limits, since } : undefined;
        if (next.at > now) {
          // As it is, the last moment of the wait breaks the rule that it waits for; without an end that rule is WhatsApp's.
          const moment = next.isOpenEnded === true ? readAt + readEveryMs : next.at - 1;
          expect([...reckoning.broken(moment, gapMs, chat)]).toContain(next.because);
        }
        if (now < movesAt && movesAt < next.at) {
          now = movesAt;
          continue;
        }
        // Limits are read anew while it waits.
        if (next.at >= readAt + readEveryMs) {
          now = readAt = Math.max(now, readAt + readEveryMs);
          limits = account.read(now);
          since = 0;
          continue;
        }
        now = next.at;
        expect([...reckoning.broken(now, gapMs, chat)]).toEqual([]);
        reckoning.add(now, begins);
        const turn = sent % its.campaigns;
        claims[turn]?.push({ at: now, begins });
        histories = histories.map((one, index) => (index === turn ? afterClaim(one, now, rule.timezone, begins) : one));
        sent += 1;
        if (sent % its.takeoverEvery === 0) histories = claims.map((ofOne) => fromRows(ofOne, rule.timezone));
        if (!begins) continue;
        account.begin(now);
        since += 1;
      }
      for (const used of account.used.values()) expect(used).toBeLessThanOrEqual(its.total);
      expect(sent).toBeGreaterThan(0);
    }),
    { numRuns: 12 },
  );
});
