import { ratesOf, totalsOf, type Counts } from "../../core/campaign/progress.ts";

/** What the recipients of some days came to. */
export function dayFigures(counts: Counts) {
  const totals = totalsOf(counts);
  const { failed, skipped, in_doubt } = counts;
  const attempted = totals.sent + failed + in_doubt + counts.sending;
  return { counts: { ...counts }, totals: { attempted, ...totals, failed, skipped, in_doubt }, rates: ratesOf(counts) };
}
