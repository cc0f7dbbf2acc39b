import { createRequire } from "node:module";
import { join } from "node:path";

/** An iterator of abstract-level 3, on which dynalite keeps its tables. */
interface LevelIterator {
  close(): Promise<void>;
  return?: (this: LevelIterator) => Promise<void>;
}

interface AbstractLevel {
  readonly AbstractKeyIterator: { readonly prototype: LevelIterator };
  readonly AbstractValueIterator: { readonly prototype: LevelIterator };
}

/**
 * dynalite 4.0.0 ends what it reads by `return`, which these iterators do not have: each Query would stay open for good,
 * with the whole state of its table at that moment (about a kilobyte a request, seen in heap snapshots). Here `return`
 * closes them.
 */
export function closeIteratorsOfDynalite(): void {
  const dynalite = createRequire(join(process.cwd(), "package.json")).resolve("dynalite");
  const { AbstractKeyIterator, AbstractValueIterator } = createRequire(dynalite)("abstract-level") as AbstractLevel;
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= function (this: LevelIterator) {
      return this.close();
    };
  }
}
