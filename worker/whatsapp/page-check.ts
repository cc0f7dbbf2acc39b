import { PageCannotBeAsked, SessionDown } from "../../core/errors.ts";
import type { PageFeature, PageReport, ProfileSuspicion, UnavailableMember } from "../../core/whatsapp.ts";
import type { Clock } from "../../core/time/clock.ts";
import { NoAnswer, type Calls } from "./calls.ts";
import { storageFails } from "./page-code.ts";
import { pageContract, type PageMember } from "./page-contract.ts";
import { pageShims, shimVersion } from "./page-shims.ts";
import { PageError, type WebClient } from "./web-client.ts";
import type { WebSettings } from "./web-settings.ts";

/** What the page says of itself and of the members that it was asked for. Only looked at, never called. */

declare const window: {
  readonly Debug?: { readonly VERSION?: unknown };
  require(name: string): unknown;
};

export interface MemberProblem {
  readonly module: string;
  readonly member: string;
  readonly problem: string;
}

/** Runs inside the page. */
export const compareWithContract = (
  members: readonly Pick<PageMember, "module" | "member" | "kind">[],
): { readonly version: string | undefined; readonly problems: readonly MemberProblem[] } => {
  const problems: MemberProblem[] = [];
  for (const { module, member, kind } of members) {
    try {
      let found: unknown = window.require(module);
      for (const step of member === "" ? [] : member.split(".")) {
        found = found === undefined || found === null ? undefined : (found as Record<string, unknown>)[step];
      }
      const isThere = found !== undefined && found !== null;
      const isClass = typeof found === "function" && typeof (found as { prototype?: unknown }).prototype === "object";
      const fits = kind === "module" ? isThere : kind === "class" ? isClass : typeof found === kind;
      if (!fits) problems.push({ module, member, problem: isThere ? `it is a ${typeof found}` : "it is missing" });
    } catch (error) {
      problems.push({ module, member, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  const version = window.Debug?.VERSION;
  return { version: typeof version === "string" ? version : undefined, problems };
};

/** A member that is there, and was seen not to work. */
export interface Broken {
  /** With its module. */
  readonly member: string;
  readonly problem: string;
  readonly unanswered?: true;
}

const nameOf = ({ module, member }: { readonly module: string; readonly member: string }): string =>
  member === "" ? module : `${module}.${member}`;

const unknownVersion = "unknown";

/** What the page's answer means for sending. */
export function reportOf(
  { version = unknownVersion, problems }: ReturnType<typeof compareWithContract>,
  broken: readonly Broken[],
  checkedAt: number,
): PageReport {
  const found: Broken[] = [...problems.map((one) => ({ member: nameOf(one), problem: one.problem })), ...broken];
  const unavailable: UnavailableMember[] = [];
  const features = new Set<PageFeature>();
  let stopsSending = false;
  for (const { member, problem, ...seen } of found) {
    const row = pageContract.find((one) => nameOf(one) === member);
    if (unavailable.some((one) => one.member === member)) continue;
    const [feature, ...others] = row?.neededFor ?? ["ready"];
    unavailable.push({ member, feature, problem: problem.slice(0, 200), ...seen });
    for (const needed of [feature, ...others]) features.add(needed);
    stopsSending ||= row?.required ?? true;
  }
  const stops = stopsSending ? "sending" : features.has("media") ? "media" : "nothing";
  return { version: version.slice(0, 60), shims: shimVersion, checkedAt, unavailable, stops };
}

export interface PageWatchParts {
  readonly client: Pick<WebClient, "evaluate">;
  readonly calls: Calls;
  readonly clock: Clock;
  readonly settings: Pick<WebSettings, "callWithinMs" | "settleWithinMs">;
  readonly tell: (report: PageReport) => void;
  /** Whether the profile was linked when it was opened. */
  readonly wasLinked: boolean;
}

/** Mends each page that comes, compares it with the contract, and tells what was found. */
export class PageWatch {
  readonly #parts: PageWatchParts;
  /** Members that are there, and failed when they were asked. */
  readonly #failing = new Map<string, Omit<Broken, "member">>();
  #last: PageReport | undefined;
  /** When each look began, by its report: one that took longer than the look after it is old news. */
  readonly #began = new WeakMap<PageReport, number>();
  #looks = 0;
  /** Elapsed time. */
  #loadedAt = 0;

  constructor(parts: PageWatchParts) {
    this.#parts = parts;
  }

  get stopsSending(): PageReport | undefined {
    return this.#last?.stops === "sending" ? this.#last : undefined;
  }

  /** A page that is to be ready: modules that come late are waited for. Tells in any case. */
  async settle(): Promise<void> {
    const { clock, settings } = this.#parts;
    const endsAt = clock.elapsed() + settings.settleWithinMs;
    let report = await this.#look(true);
    while (report.stops === "sending" && clock.elapsed() < endsAt) {
      await clock.wait(200);
      report = await this.#look(true);
    }
    this.#tell(report);
  }

  /** A page that is ready: it is mended where it need be, and what is new is told. */
  async lookAgain(): Promise<void> {
    this.#tellNews(await this.#look(true));
  }

  /** A page that is loading is left in peace for a while: its modules come one after the other. */
  async lookIfLate(): Promise<void> {
    const { clock, settings } = this.#parts;
    if (clock.elapsed() - this.#loadedAt > settings.settleWithinMs) await this.lookOnly();
  }

  /** A page that does not get ready: only what it lacks is told. */
  async lookOnly(): Promise<void> {
    const report = await this.#look(false);
    if (report.stops === "sending") this.#tellNews(report);
  }

  /** A page that the library can't take hold of. Answers whether it is WhatsApp's page at all. */
  async notHeld(reason: string): Promise<boolean> {
    const report = await this.#look(false);
    if (report.version === unknownVersion) return false;
    if (report.stops !== "sending") this.#failing.set("whatsapp-web.js", { problem: reason });
    this.#tellNews(await this.#look(false));
    return true;
  }

  /** Why the profile may be to blame for a page that does not get ready. @param state of the page's line */
  async suspicionOf(state?: string): Promise<ProfileSuspicion | undefined> {
    const { client, calls, settings, wasLinked } = this.#parts;
    if (!wasLinked || this.stopsSending !== undefined) return undefined;
    const fails = calls.within(settings.callWithinMs, () => client.evaluate(storageFails));
    if (await fails.catch(() => false)) return "unreadable";
    return state === "CONNECTED" ? "not_ready" : undefined;
  }

  /** A member is there, and failed when it was asked. */
  async fails(member: string, seen: Omit<Broken, "member">): Promise<void> {
    this.#failing.set(member, seen);
    await this.lookAgain();
  }

  async works(member: string): Promise<void> {
    if (this.#failing.delete(member)) await this.lookAgain();
  }

  /** The page is loaded anew: what failed in the one before says nothing of it. */
  loaded(): void {
    this.#loadedAt = this.#parts.clock.elapsed();
    this.#failing.clear();
    this.#last = undefined;
  }

  #tellNews(report: PageReport): void {
    if (isAsBefore(report, this.#last) && !this.#isOld(report)) this.#last = report;
    else this.#tell(report);
  }

  #isOld(report: PageReport): boolean {
    const last = this.#last === undefined ? undefined : this.#began.get(this.#last);
    return last !== undefined && (this.#began.get(report) ?? 0) < last;
  }

  #tell(report: PageReport): void {
    if (this.#isOld(report)) return;
    this.#last = report;
    this.#parts.tell(report);
  }

  async #look(mends: boolean): Promise<PageReport> {
    const { client, calls, clock, settings } = this.#parts;
    const began = (this.#looks += 1);
    const broken: Broken[] = [...this.#failing].map(([member, seen]) => ({ member, ...seen }));
    for (const { member, install, isProof } of pageShims) {
      if (!mends && isProof !== true) continue;
      try {
        await calls.within(settings.callWithinMs, () => client.evaluate(install));
      } catch (error) {
        if (!(error instanceof PageError)) throw error;
        broken.push({ member, problem: error.message });
      }
    }
    const found = await calls.within(settings.callWithinMs, () => client.evaluate(compareWithContract, pageContract));
    const report = reportOf(found, broken, clock.now());
    this.#began.set(report, began);
    return report;
  }
}

/** A member that only hung says nothing of the page: that it throws is news. */
const isAsBefore = (now: PageReport, before: PageReport | undefined): boolean =>
  namesIn(now) === namesIn(before) &&
  now.unavailable.every((one, index) => one.unanswered === true || before?.unavailable[index]?.unanswered !== true);

const namesIn = (report: PageReport | undefined): string =>
  JSON.stringify([report?.version, report?.unavailable.map(({ member }) => member)]);

export interface QuestionsParts {
  readonly client: Pick<WebClient, "evaluate">;
  readonly calls: Calls;
  readonly settings: Pick<WebSettings, "callWithinMs">;
  readonly watch: PageWatch;
  /** The session is ready, and its line is there. */
  readonly isOnline: () => boolean;
}

/** Code that runs inside the page. */
type PageCode<Values extends readonly unknown[], Answer> = (...values: Values) => Answer;

/** Questions to the page, and whom it is to blame where there is no answer. */
export class Questions {
  readonly #parts: QuestionsParts;

  constructor(parts: QuestionsParts) {
    this.#parts = parts;
  }

  /**
   * @param member what the question is about, as in the page's contract
   * @throws SessionDown for every failure; PageCannotBeAsked where the page throws, or answers nothing to this alone
   */
  async ask<Values extends readonly unknown[], Answer>(
    member: string,
    code: PageCode<Values, Answer>,
    ...values: Values
  ): Promise<Awaited<Answer>> {
    const { client, watch } = this.#parts;
    return await this.within(member, () => client.evaluate(code, ...values)).catch((error: unknown) => {
      if ((error as Error).cause instanceof PageError) void watch.lookAgain().catch(() => undefined);
      throw error;
    });
  }

  /** As `ask`, for what all else waits for: a member that fails at it is told as missing until it works. */
  async askNoting<Values extends readonly unknown[], Answer>(
    member: string,
    code: PageCode<Values, Answer>,
    ...values: Values
  ): Promise<Awaited<Answer>> {
    const { client, watch } = this.#parts;
    try {
      const answer = await this.within(member, () => client.evaluate(code, ...values));
      await watch.works(member);
      return answer;
    } catch (error) {
      const { cause, message } = error as Error;
      const isPages = cause instanceof PageError || error instanceof PageCannotBeAsked;
      const seen = { problem: message, ...(cause instanceof NoAnswer ? { unanswered: true as const } : {}) };
      if (isPages) await watch.fails(member, seen).catch(() => undefined);
      throw error;
    }
  }

  /** What the library does in the page by itself. @throws as `ask` */
  async within<Answer>(member: string, work: () => Promise<Answer>): Promise<Answer> {
    const { calls, settings, isOnline } = this.#parts;
    try {
      return await calls.within(settings.callWithinMs, work);
    } catch (cause) {
      const pageError = `${member}: ${(cause as Error).message}`;
      const reason = `the page cannot be asked: ${pageError}`;
      const isPages = cause instanceof PageError || cause instanceof NoAnswer;
      throw isPages && isOnline()
        ? new PageCannotBeAsked(reason, { pageError, unanswered: cause instanceof NoAnswer, cause })
        : new SessionDown(reason, { cause });
    }
  }
}
