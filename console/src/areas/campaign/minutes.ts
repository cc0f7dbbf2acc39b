import { useEffect, useState } from "react";
import type { Campaign } from "../../../../clients/typescript/src/index.ts";
import { triedOf } from "./speed.ts";

/** Messages of each minute, as this tab saw them: the API keeps days. They outlive a reload of the page. */

export interface Minute {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Messages that were tried until then, as they were last seen in it. */
  readonly tried: number;
}

const atMost = 61;

/** @returns the same minutes where there is nothing new */
export function withMinute(minutes: readonly Minute[], at: number, tried: number): readonly Minute[] {
  const minute = Math.floor(at / 60_000);
  const last = minutes.at(-1);
  if (last !== undefined && (minute < last.minute || (minute === last.minute && tried === last.tried))) return minutes;
  // A retry counts anew those whom it takes up.
  const before = last !== undefined && tried < last.tried ? [] : minutes;
  return [...before.filter((one) => one.minute !== minute), { minute, tried }].slice(-atMost);
}

/** How many went in each minute after the first; those in which the page did not look share what went meanwhile. */
export function perMinuteOf(
  minutes: readonly Minute[],
): readonly { readonly minute: number; readonly count: number }[] {
  return minutes.flatMap((one, index) => {
    const before = minutes[index - 1];
    if (before === undefined) return [];
    const span = one.minute - before.minute;
    const count = (one.tried - before.tried) / span;
    return Array.from({ length: span }, (_, step) => ({ minute: before.minute + step + 1, count }));
  });
}

/** Beside the drafts of forms, so that it goes with them. */
const keyOf = (campaignId: string): string => `whatsapp-broadcast.draft.minutes/${campaignId}`;

function keptOf(campaignId: string): readonly Minute[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(campaignId)) ?? "[]");
    return Array.isArray(kept) ? (kept as readonly Minute[]) : [];
  } catch {
    return [];
  }
}

/** @param answeredAt when `campaign` was answered */
export function useMinutes(campaign: Campaign, answeredAt: number): readonly Minute[] {
  const { campaignId } = campaign;
  const [minutes, setMinutes] = useState(() => keptOf(campaignId));
  const next = campaign.status === "running" ? withMinute(minutes, answeredAt, triedOf(campaign)) : minutes;
  if (next !== minutes) setMinutes(next);
  useEffect(() => {
    if (next.length > 0) sessionStorage.setItem(keyOf(campaignId), JSON.stringify(next));
  }, [campaignId, next]);
  return next;
}
