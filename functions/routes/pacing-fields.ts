import * as z from "zod";
import { isTimezone, timeOfDayPattern, timezoneSpelled } from "../../core/time/day-span.ts";
import { maxNewChatsPerDay } from "../../core/sending/new-chats.ts";
import { maxGapMs, maxLookBack } from "../../core/sending/pacing.ts";

/** How fast and when messages go. Beside the other fields, because the calendar comes with them. */

export const timezone = z
  .string()
  .max(64)
  .overwrite(timezoneSpelled)
  .refine(isTimezone, { error: "an IANA timezone such as Asia/Jakarta, or WIB, WITA or WIT" })
  .meta({
    description:
      "an IANA timezone, or WIB, WITA or WIT, in any case; no offset such as GMT+7. Answers have the IANA name",
    pattern: "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
    examples: ["Asia/Jakarta"],
  });

const gap = z.int().min(0).max(maxGapMs);
const rate = z.int().min(1).max(maxLookBack);
const dailyRate = z.int().min(1).max(1_000_000);
const newChats = z.int().min(0).max(maxNewChatsPerDay);

/** Of a session, and of a campaign, which can ask for fewer new chats only. */
export const pacing = z
  .strictObject({
    minGapMs: gap.optional(),
    maxGapMs: gap.optional(),
    perMinute: rate.optional(),
    perHour: rate.optional(),
    perDay: dailyRate.optional(),
    newChatsPerDay: newChats.nullable().optional().meta({
      description:
        "chats that campaigns may begin in a day, with people whom the account never wrote to and who never wrote to it. Of a session null: as many as they like; not given: 20, from day 4 of the account 50, from day 8 100, from day 15 200, from day 30 as many as they like (on simulated phones from the start). Of a campaign: a number, which only ever lowers its session's",
    }),
  })
  .refine(({ minGapMs, maxGapMs: max }) => minGapMs === undefined || max === undefined || minGapMs <= max, {
    error: "a minGapMs that is not above maxGapMs",
    path: ["minGapMs"],
  })
  .meta({ id: "Pacing" });

const timeOfDay = z.string().regex(timeOfDayPattern, { error: "a time of day such as 21:00" });
export const quietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay, timezone })
  .refine(({ from, to }) => from !== to, { error: "a from that differs from to", path: ["to"] })
  .meta({ id: "QuietHours" });

/** Of a session, which may have a timezone of its own. */
export const sessionQuietHours = z
  .strictObject({ from: timeOfDay, to: timeOfDay, timezone: timezone.optional() })
  .refine(({ from, to }) => from !== to, { error: "a from that differs from to", path: ["to"] })
  .meta({ id: "SessionQuietHours" });
