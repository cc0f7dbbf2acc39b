import { invalidField } from "../../core/errors.ts";
import { endOfDayNamed, startOfDayNamed } from "../../core/time/local-time.ts";

/** A span of time as a query writes it: each bound is a day, all of it, or a moment. */

interface WrittenSpan {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Both bounds are within the span; epoch ms.
 * @throws NamedError VALIDATION_FAILED when it ends before it begins
 */
export function readSpan(
  { from: writtenFrom, to: writtenTo }: WrittenSpan,
  timezone: string,
): { readonly from: number; readonly to: number } {
  const from = boundOf(writtenFrom, -Infinity, (day) => startOfDayNamed(day, timezone));
  const to = boundOf(writtenTo, Infinity, (day) => endOfDayNamed(day, timezone));
  if (to < from) throw invalidField("/query/to", writtenTo, "a time that is not before `from`");
  return { from, to };
}

function boundOf(written: string | undefined, otherwise: number, ofDay: (day: string) => number): number {
  if (written === undefined) return otherwise;
  return written.includes("T") ? Date.parse(written) : ofDay(written);
}
