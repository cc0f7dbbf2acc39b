import type { CampaignSchedule } from "../../core/campaign/campaign.ts";
import { defined } from "../../core/defined.ts";
import { invalidField } from "../../core/errors.ts";
import { momentOf } from "../../core/time/local-time.ts";

/** When a campaign is to start, read from what a person wrote. */

interface WrittenSchedule {
  readonly sendAt: string;
  readonly timezone?: string | undefined;
  readonly maxLateMinutes?: number | undefined;
}

/** `2026-12-01T02:00Z`, `...+07:00`: a moment by itself. */
const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** @throws NamedError VALIDATION_FAILED */
export function readSchedule({ sendAt, timezone, maxLateMinutes }: WrittenSchedule, now: number): CampaignSchedule {
  const at = readMoment(sendAt, timezone);
  if (at <= now) throw invalidField("/sendAt", sendAt, "a time in the future");
  return { sendAt: at, timezone: timezone ?? "UTC", ...defined({ maxLateMinutes }) };
}

function readMoment(sendAt: string, timezone: string | undefined): number {
  const wanted = "a local time such as 2026-12-01T09:00 with a timezone, or a moment such as 2026-12-01T02:00:00Z";
  if (momentPattern.test(sendAt)) {
    const at = Date.parse(sendAt);
    if (Number.isNaN(at)) throw invalidField("/sendAt", sendAt, wanted);
    return at;
  }
  if (timezone === undefined) throw invalidField("/timezone", timezone, "an IANA timezone such as Asia/Jakarta");
  const at = momentOf(sendAt, timezone);
  if (at === "malformed") throw invalidField("/sendAt", sendAt, wanted);
  if (at === "skipped")
    throw invalidField("/sendAt", sendAt, `a time that there is: the clocks of ${timezone} skip it`);
  return at;
}
