import type { Session } from "../../../../clients/typescript/src/index.ts";

/** The settings of a session as the form has them: text and numbers, empty where the usual holds. Gaps are in seconds there. */
export interface SettingsDraft {
  readonly label: string;
  readonly minGap: number | "";
  readonly maxGap: number | "";
  readonly perMinute: number | "";
  readonly perHour: number | "";
  readonly perDay: number | "";
  /** Chats that campaigns may begin in a day. */
  readonly newChatsPerDay: number | "";
  /** As many as people like, whatever the account's age. */
  readonly anyNewChats: boolean;
  readonly dailyCap: number | "";
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly defaultCountry: string;
  readonly words: readonly string[];
}

const seconds = (ms: number | undefined): number | "" => (ms === undefined ? "" : ms / 1_000);

export function draftOf({
  label,
  pacing,
  dailyCap,
  quietHours,
  timezone,
  defaultCountry,
  optOutKeywords,
}: Session): SettingsDraft {
  return {
    label: label ?? "",
    minGap: seconds(pacing?.minGapMs),
    maxGap: seconds(pacing?.maxGapMs),
    perMinute: pacing?.perMinute ?? "",
    perHour: pacing?.perHour ?? "",
    perDay: pacing?.perDay ?? "",
    newChatsPerDay: pacing?.newChatsPerDay ?? "",
    anyNewChats: pacing?.newChatsPerDay === null,
    dailyCap: dailyCap ?? "",
    from: quietHours?.from ?? "",
    to: quietHours?.to ?? "",
    timezone: timezone ?? "",
    defaultCountry: defaultCountry ?? "",
    words: optOutKeywords ?? [],
  };
}

const orNull = <Value>(value: Value | ""): Value | null => (value === "" ? null : value);

type Settings = ReturnType<typeof settingsOf>;

/**
 * What the API is asked to change, so that what others set meanwhile stays.
 *
 * @param typed the members that a person changed @param now the session as it is
 */
export function changesOf(typed: Partial<SettingsDraft>, now: Session): Partial<Settings> {
  const stands = draftOf(now);
  const before = settingsOf(stands);
  return Object.fromEntries(
    Object.entries(settingsOf({ ...stands, ...typed })).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Settings]),
    ),
  );
}

/** As the API takes settings: `null` takes one away. */
function settingsOf(draft: SettingsDraft) {
  const milliseconds = (value: number | "") => (value === "" ? {} : { ms: Math.round(value * 1_000) });
  const [min, max] = [milliseconds(draft.minGap).ms, milliseconds(draft.maxGap).ms];
  const pacing = Object.fromEntries(
    Object.entries({
      minGapMs: min,
      maxGapMs: max,
      perMinute: draft.perMinute,
      perHour: draft.perHour,
      perDay: draft.perDay,
      newChatsPerDay: draft.anyNewChats ? null : draft.newChatsPerDay,
    }).filter(([, value]) => value !== undefined && value !== ""),
  ) as Record<string, number | null>;
  const hasQuiet = draft.from !== "" || draft.to !== "";
  return {
    label: orNull(draft.label.trim()),
    pacing: Object.keys(pacing).length === 0 ? null : pacing,
    dailyCap: orNull(draft.dailyCap),
    quietHours: hasQuiet ? { from: draft.from, to: draft.to } : null,
    timezone: orNull(draft.timezone),
    defaultCountry: orNull(draft.defaultCountry.trim().toUpperCase()),
    optOutKeywords: draft.words.length === 0 ? null : [...draft.words],
  };
}
