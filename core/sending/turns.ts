/** Whose turn it is among the campaigns of one session. */

export interface Waiting {
  /** How long until its pacing lets the next message go; none for one that has to hear of a message first. */
  readonly sendsInMs: number;
  /** How long it waits to hear of a message; the others go on meanwhile. */
  readonly blockedForMs: number;
  /** Its own gap, as drawn for the next message. */
  readonly gapMs: number;
}

const actsInMs = ({ sendsInMs, blockedForMs }: Waiting): number => Math.max(0, sendsInMs, blockedForMs);

/**
 * The first in rotation that waits only for its own gap, so that a short gap cannot starve a long one; otherwise the one that
 * can act soonest.
 */
export function nextTurn<One extends Waiting>(inRotation: readonly One[]): One | undefined {
  const inItsGap = inRotation.find(({ sendsInMs, blockedForMs, gapMs }) => blockedForMs <= 0 && sendsInMs <= gapMs);
  return inItsGap ?? inRotation.toSorted((a, b) => actsInMs(a) - actsInMs(b))[0];
}
