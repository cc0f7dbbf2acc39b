import { useState } from "react";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";

/** How many messages go in an hour: by what this page saw in the last minutes, else on average since the start. */

export interface Sample {
  readonly at: number;
  readonly tried: number;
}
const windowMs = 5 * 60_000;
/** Less is a matter of chance. */
const atLeastMs = 20_000;
const hourMs = 3_600_000;

export const triedOf = ({ totals, counts }: Pick<Campaign, "totals" | "counts">): number =>
  totals.sent + counts.failed + counts.in_doubt;

/** @returns the same samples where there is nothing new in `sample` */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && sample.at <= last.at) return samples;
  // A retry counts anew those whom it takes up.
  const before = last !== undefined && sample.tried < last.tried ? [] : samples;
  return [...before.filter(({ at }) => at > sample.at - windowMs), sample];
}

export function perHourOf(samples: readonly Sample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < atLeastMs) return undefined;
  return ((last.tried - first.tried) * hourMs) / (last.at - first.at);
}

export function averagePerHour(
  campaign: Pick<Campaign, "totals" | "counts" | "startedAt" | "finishedAt">,
  now: number,
): number | undefined {
  if (campaign.startedAt === undefined) return undefined;
  const end = campaign.finishedAt === undefined ? now : Date.parse(campaign.finishedAt);
  const tookMs = end - Date.parse(campaign.startedAt);
  return tookMs < 1_000 ? undefined : (triedOf(campaign) * hourMs) / tookMs;
}

/** What the page saw of each campaign: on the way back it is known still. */
const seen = new Map<string, readonly Sample[]>();

/** @param answeredAt when `campaign` was answered */
export function useSpeed(
  campaign: Campaign,
  answeredAt: number,
): { readonly perHour: number | undefined; readonly isLately: boolean } {
  const [samples, setSamples] = useState(() => seen.get(campaign.campaignId) ?? []);
  const next = campaign.status === "running" ? withSample(samples, { at: answeredAt, tried: triedOf(campaign) }) : [];
  if (next.length !== samples.length || next.at(-1)?.at !== samples.at(-1)?.at) {
    seen.set(campaign.campaignId, next);
    setSamples(next);
  }
  const lately = perHourOf(next);
  return { perHour: lately ?? averagePerHour(campaign, answeredAt), isLately: lately !== undefined };
}
