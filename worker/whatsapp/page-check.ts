import type { PageFeature, PageReport, UnavailableMember } from "../../core/whatsapp.ts";
import type { Clock } from "../../core/time/clock.ts";
import type { Calls } from "./calls.ts";
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
      const isCallable = typeof found === "function";
      const isThere = found !== undefined && found !== null;
      const fits = {
        module: isThere,
        value: found !== undefined,
        object: isCallable || (typeof found === "object" && isThere),
        function: isCallable,
        class: isCallable && typeof (found as { readonly prototype?: unknown }).prototype === "object",
      };
      if (!fits[kind])
        problems.push({ module, member, problem: isThere ? `it is a ${typeof found}` : "it is missing" });
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
}

const nameOf = ({ module, member }: { readonly module: string; readonly member: string }): string =>
  member === "" ? module : `${module}.${member}`;

/** What the page's answer means for sending. */
export function reportOf(
  { version = "unknown", problems }: ReturnType<typeof compareWithContract>,
  broken: readonly Broken[],
  checkedAt: number,
): PageReport {
  const found = [...problems.map((one) => ({ member: nameOf(one), problem: one.problem })), ...broken];
  const unavailable: UnavailableMember[] = [];
  const features = new Set<PageFeature>();
  let stopsSending = false;
  for (const { member, problem } of found) {
    const row = pageContract.find((one) => nameOf(one) === member);
    if (unavailable.some((one) => one.member === member) || row === undefined) continue;
    unavailable.push({ member, feature: row.neededFor[0], problem: problem.slice(0, 200) });
    for (const feature of row.neededFor) features.add(feature);
    stopsSending ||= row.required;
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
}

/** Mends each page that comes, compares it with the contract, and tells what was found. */
export class PageWatch {
  readonly #parts: PageWatchParts;
  #last: PageReport | undefined;

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
    let report = await this.#look();
    while (report.stops === "sending" && clock.elapsed() < endsAt) {
      await clock.wait(200);
      report = await this.#look();
    }
    this.#tell(report);
  }

  /** A page that has been there for a while: tells what is new. */
  async lookAgain(): Promise<void> {
    const report = await this.#look();
    if (isAsBefore(report, this.#last)) this.#last = report;
    else this.#tell(report);
  }

  #tell(report: PageReport): void {
    this.#last = report;
    this.#parts.tell(report);
  }

  async #look(): Promise<PageReport> {
    const { client, calls, clock, settings } = this.#parts;
    const broken: Broken[] = [];
    for (const { member, install } of pageShims) {
      try {
        await calls.within(settings.callWithinMs, () => client.evaluate(install));
      } catch (error) {
        if (!(error instanceof PageError)) throw error;
        broken.push({ member, problem: error.message });
      }
    }
    const found = await calls.within(settings.callWithinMs, () => client.evaluate(compareWithContract, pageContract));
    return reportOf(found, broken, clock.now());
  }
}

const isAsBefore = (now: PageReport, before: PageReport | undefined): boolean => namesIn(now) === namesIn(before);

const namesIn = (report: PageReport | undefined): string =>
  JSON.stringify([report?.version, report?.unavailable.map(({ member }) => member)]);
