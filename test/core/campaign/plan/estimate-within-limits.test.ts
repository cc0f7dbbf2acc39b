import { estimateWithinLimits } from "../../../../core/campaign/plan/estimate-within-limits.ts";
import { emptyHistory, type PacingRule } from "../../../../core/sending/pacing.ts";
import type { AccountLimits } from "../../../../core/whatsapp.ts";

/** When a broadcast would be done where WhatsApp limits the account: a message a minute, half of which begin a chat. */

const minuteMs = 60_000;
const now = Date.UTC(2026, 2, 27, 10);
const after = (minutes: number) => now + minutes * minuteMs;
const rule: PacingRule = { policy: { minGapMs: minuteMs, maxGapMs: minuteMs }, timezone: "UTC" };
const estimate = (limits: Partial<AccountLimits> | undefined, messages = 11, beginning = 0.5) => {
  const told = limits && { restricted: false, ...limits };
  const at = estimateWithinLimits(told, rule, emptyHistory, messages, now, beginning);
  return at === undefined ? undefined : (at - now) / minuteMs;
};
const quota = (used: number, total: number, resetsAt?: number) => ({
  newChats: { used, total, ...(resetsAt === undefined ? {} : { resetsAt }) },
});

test.each([
  ["nothing was told", undefined, 10],
  ["a quota has room for all", quota(2, 8), 10],
  ["a timelock ends before that", { timelock: { until: after(60) } }, 70],
  ["a timelock is over", { timelock: { until: after(-1) } }, 10],
  ["a timelock has no end that is told", { timelock: {} }, undefined],
  ["a quota is used up until then", quota(8, 8, after(90)), 100],
  ["a quota is used up, and it is not told until when", quota(8, 8), undefined],
  ["a quota has room for six messages, and the rest goes with the next one", quota(5, 8, after(90)), 94],
  ["a quota is counted anew before it is used up", quota(5, 8, after(3)), 10],
  ["a quota has room for six messages, and it is not told until when", quota(5, 8), undefined],
  ["the next quota has no room for the rest either", quota(1, 2, after(90)), undefined],
  ["a quota that is over had room for all", quota(8, 8, after(-1)), 10],
  ["both hold: the one that lasts longer", { timelock: { until: after(60) }, ...quota(8, 8, after(90)) }, 100],
  ["the account is restricted", { restricted: true }, undefined],
] as const)("where %s", (_where, limits, wanted) => {
  expect(estimate(limits)).toBe(wanted);
});

test("where no message begins a chat, only a restriction matters", () => {
  expect(estimate({ timelock: {}, ...quota(8, 8) }, 11, 0)).toBe(10);
  expect(estimate({ restricted: true }, 11, 0)).toBeUndefined();
  expect(estimate({ restricted: true }, 0)).toBe(0);
});
