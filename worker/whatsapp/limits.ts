import { defined } from "../../core/defined.ts";
import { PageCannotBeAsked } from "../../core/errors.ts";
import type { AccountLimits } from "../../core/whatsapp.ts";
import type { Questions } from "./page-check.ts";
import { answerOfJob } from "./page-code.ts";

/** What WhatsApp's page says of the account's limits. Figures and times in it may be numbers or texts. */

type Answer = Readonly<Record<string, unknown>>;

const timelockJob = ["WAWebMexFetchReachoutTimelockJob", "mexFetchReachoutTimelock"] as const;
const newChatJob = ["WAWebMexFetchNewChatMessageCappingInfoJob", "mexFetchNewChatMessageCapping"] as const;

/** Enforcements that let the phone alone send. Every other one lets no chat begin. */
const ofLinkedDevices = new Set<unknown>(["WEB_COMPANION_ONLY", "RESTRICT_ALL_COMPANIONS"]);

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** @param seconds of the epoch; nothing is said where it is none */
function msOf(seconds: unknown): number | undefined {
  const number = numberOf(seconds) ?? 0;
  return number > 0 ? number * 1_000 : undefined;
}

export function timelockOf(answer: Answer): Pick<AccountLimits, "timelock" | "restricted"> {
  const { is_active: isActive, time_enforcement_ends: ends, enforcement_type: type } = answer;
  if (isActive !== true) return { restricted: false };
  return ofLinkedDevices.has(type)
    ? { restricted: true }
    : { timelock: defined({ until: msOf(ends) }), restricted: false };
}

/** A total of 0 is no limit: the page says it where WhatsApp tells none. */
export function newChatsOf(answer: Answer): Pick<AccountLimits, "newChats"> {
  const { total_quota: quota, used_quota: usedQuota, cycle_end_timestamp: ends, capping_status: status } = answer;
  const total = numberOf(quota) ?? 0;
  if (total <= 0) return {};
  const used = numberOf(usedQuota) ?? 0;
  const resetsAt = msOf(ends);
  return { newChats: { used: status === "CAPPED" ? Math.max(used, total) : used, total, ...defined({ resetsAt }) } };
}

/** What is asked on one connection. */
export class PageLimits {
  readonly #questions: Questions;
  /** Jobs that answered on it. */
  readonly #answered = new Set<string>();

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  /** @throws SessionDown when it cannot be asked now, be it for a part that it answered before */
  async read(): Promise<AccountLimits> {
    const [timelock = {}, newChats = {}] = await Promise.all([
      this.#ask(timelockJob, "is_active", "time_enforcement_ends", "enforcement_type"),
      this.#ask(newChatJob, "total_quota", "used_quota", "cycle_end_timestamp", "capping_status"),
    ]);
    return { ...newChatsOf(newChats), ...timelockOf(timelock) };
  }

  /** Nothing where the page has no such job, or one that never worked: what it says otherwise is as good. */
  async #ask([module, job]: readonly [string, string], ...members: readonly [string, ...string[]]) {
    try {
      const answer = await this.#questions.askNoting(`${module}.${job}`, answerOfJob, module, job, members);
      if (answer !== undefined) this.#answered.add(job);
      return answer;
    } catch (error) {
      if (error instanceof PageCannotBeAsked && !this.#answered.has(job)) return undefined;
      throw error;
    }
  }
}
