import type { Campaign } from "../../../../clients/typescript/src/index.ts";

/** Recipients of a campaign by what became of them. */

/** In the order in which bars and legends show them. */
export const shownStates = [
  "replied",
  "read",
  "delivered",
  "sent",
  "sending",
  "in_doubt",
  "failed",
  "skipped",
  "notReached",
] as const satisfies readonly (keyof Campaign["counts"])[];
export type ShownState = (typeof shownStates)[number];
export type Counts = Readonly<Partial<Record<ShownState, number>>>;
type Counted = Pick<Campaign, "total"> & { readonly counts: Counts };

/** Those of whom it is known what became. */
export const accountedOf = (counts: Counts): number =>
  shownStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** Those who were not yet written to. `total` is an upper bound while the campaign is under way. */
export const leftOf = ({ total, counts }: Counted): number => Math.max(0, total - accountedOf(counts));

/** Those with whom it is done, of all. */
export const doneOf = ({ total, counts }: Counted): { readonly done: number; readonly of: number } => {
  const done = accountedOf(counts) - (counts.sending ?? 0) - (counts.notReached ?? 0);
  return { done, of: Math.max(total, accountedOf(counts)) };
};

/** So long after its end a campaign's counts still move: messages are delivered and read. */
const settlesMs = 24 * 3_600_000;

export const isOver = ({ status }: Pick<Campaign, "status">): boolean => status === "completed" || status === "stopped";
export const isSettled = (campaign: Pick<Campaign, "status" | "finishedAt" | "createdAt">, now: number): boolean =>
  isOver(campaign) && now - Date.parse(campaign.finishedAt ?? campaign.createdAt) > settlesMs;
