import type { Line, RowState } from "../history/lines.ts";

/** Acks that a worker was told, of either version's messages, are in the rows. */

interface Message {
  readonly of: string;
  readonly number: string;
  readonly claimedBy: string;
}

interface Parts {
  readonly history: readonly Line[];
  readonly stateOf: (campaignId: string, number: string) => RowState | undefined;
  /** A worker that ended so soon after it was told may not have written it. */
  readonly withinMs: number;
  /** Of one that a worker was told, and another one had claimed: the former can't know it. */
  readonly isExcused: (told: string, claimedBy: string) => boolean;
}

const behind: readonly RowState[] = ["sending", "sent", "in_doubt"];

/** @returns one line an ack that is in no row */
export function lostAcks({ history, stateOf, withinMs, isExcused }: Parts): string[] {
  const messages = new Map<string, Message>();
  const endedAt = new Map<string, number>();
  for (const line of history) {
    if (line.is === "begin" && line.what === "claim" && line.direct !== true && line.id !== undefined) {
      messages.set(line.id, { of: line.of, number: line.number, claimedBy: line.by });
    }
    if (line.is === "point" && line.what === "process" && line.became === "ended") endedAt.set(line.by, line.at);
  }
  const lost = new Set<string>();
  for (const line of history) {
    if (line.is !== "point" || line.what !== "heard" || line.ack < 2) continue;
    const message = messages.get(line.id);
    if (message === undefined || line.at > (endedAt.get(line.by) ?? Infinity) - withinMs) continue;
    const state = stateOf(message.of, message.number);
    if (state === undefined || !behind.includes(state) || isExcused(line.by, message.claimedBy)) continue;
    lost.add(`${message.number} of ${message.of} is ${state}, and ${line.by} was told that it arrived`);
  }
  return [...lost];
}
