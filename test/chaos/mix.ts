/** How much of what befalls a run without a bound, drawn from its seed. */
export interface Mix<Kind extends string> {
  /** How often a kind comes, against the others; some seeds see none of it. */
  readonly weightOf: (kind: Kind) => number;
  /** Share of cases in which one of the kinds comes, of those that the bounded runs give that share. */
  readonly shareOf: (usual: number, kinds: readonly Kind[]) => number;
  /** Share of a worker's calls at which it is killed, before or after it. */
  readonly kills: number;
}

const weights = [0, 0.3, 1, 1, 3] as const;
/** Times the usual share. */
const levels = [0.5, 1, 2, 4] as const;
const killShares = [0, 0.0005, 0.002, 0.006] as const;
/** Beyond this nothing at all would come through, and nothing could break. */
const mostOf = 0.5;

/** @param random 0 up to, not including, 1 */
export function drawMix<Kind extends string>(random: () => number, kinds: readonly Kind[]): Mix<Kind> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const weightOfKind = new Map(kinds.map((kind) => [kind, pick(weights)]));
  const level = pick(levels);
  const weightOf = (kind: Kind) => weightOfKind.get(kind) ?? 0;
  return {
    weightOf,
    shareOf: (usual, of) => {
      const mean = of.reduce((sum, kind) => sum + weightOf(kind), 0) / of.length;
      return Math.min(mostOf, usual * level * mean);
    },
    kills: pick(killShares),
  };
}

/** One of the kinds, by their weights. @param random as above */
export function pickWeighted<All extends string, Kind extends All>(
  random: () => number,
  kinds: readonly Kind[],
  weightOf: Mix<All>["weightOf"],
): Kind {
  const total = kinds.reduce((sum, kind) => sum + weightOf(kind), 0);
  let left = random() * total;
  for (const kind of kinds) {
    left -= weightOf(kind);
    if (left < 0) return kind;
  }
  const last = kinds.at(-1);
  if (last === undefined) throw new Error("there is no kind to pick");
  return last;
}
