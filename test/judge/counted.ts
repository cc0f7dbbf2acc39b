import type { Verdict } from "./judge.ts";

/** A verdict as it counts: a part that judged nothing has failed, and what is told as failed is counted as such. */
export function counted(verdict: Verdict): Verdict {
  const failed = Math.max(verdict.failed, verdict.failures.length === 0 ? 0 : 1);
  if (verdict.passed + failed > 0) return { ...verdict, failed };
  return { ...verdict, failed: 1, failures: ["nothing was judged"] };
}
