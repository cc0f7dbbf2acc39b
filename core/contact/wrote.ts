import type { Campaign } from "../campaign/campaign.ts";

/**
 * The campaigns that wrote to a number last: by them its rows are found without an index. A campaign is written down before
 * it claims the number; a reader passes over one that has no row. What lies behind ten later campaigns is not found by it.
 */
export interface Wrote extends Pick<Campaign, "sessionId" | "campaignId"> {
  /** Epoch ms. */
  readonly at: number;
}

export const keptWrote = 10;
/** A number that no campaign wrote to for so long is forgotten. */
export const keepWroteMs = 400 * 24 * 60 * 60 * 1_000;

/** Each campaign once, as of its latest time, the latest first; of equal times the campaign that was made last. */
export function latestWrote(all: readonly Wrote[]): readonly Wrote[] {
  const byTime = all.toSorted((a, b) => b.at - a.at || (a.campaignId < b.campaignId ? 1 : -1));
  const ids = byTime.map(({ campaignId }) => campaignId);
  return byTime.filter(({ campaignId }, index) => ids.indexOf(campaignId) === index).slice(0, keptWrote);
}

/** One text in few bytes, so that a row stays below the KB that a write is billed by (with session ids of up to some 30 characters), and one comparison shows a change. */
export const packWrote = (all: readonly Wrote[]): string =>
  latestWrote(all)
    .map(({ campaignId, sessionId, at }) => `${campaignId} ${sessionId} ${at}`)
    .join("\n");

export const unpackWrote = (packed = ""): readonly Wrote[] =>
  packed.split("\n").flatMap((line) => {
    const [campaignId, sessionId, at] = line.split(" ");
    return campaignId === undefined || sessionId === undefined ? [] : [{ campaignId, sessionId, at: Number(at) }];
  });
