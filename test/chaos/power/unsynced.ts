import { createRequire } from "node:module";

// `node --import` this: the embedded database answers before what it wrote is on disk, as dynalite has it.

interface ClassicLevel {
  readonly prototype: { _batch: (changes: unknown, options: object) => Promise<void> };
}

const { ClassicLevel } = createRequire(import.meta.url)("classic-level") as { readonly ClassicLevel: ClassicLevel };
const { _batch: batch } = ClassicLevel.prototype;
ClassicLevel.prototype._batch = function (changes, options) {
  return batch.call(this, changes, { ...options, sync: false });
};
