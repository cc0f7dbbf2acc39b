import { nameRank, phoneRank } from "../import/csv-headers.ts";

/** Which of a contact's values a variable of a text stands for, however the two are written. */

/** The value's name that a written name stands for; undefined where there is none. */
type FindName = (written: string) => string | undefined;

/**
 * Equal for names that differ in case only, in composition, or in the number of spaces. Upper case first: it is the same
 * for both sigmas and for ss; the dotted and the dotless i of Turkish are one letter.
 */
const caseless = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}+/gu, "")
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, "i")
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .trim();

/** Equal for `No. Pesanan`, `No Pesanan` and `no_pesanan`: a name without spaces and signs is what Liquid reads as one. */
const bare = (name: string): string =>
  caseless(name)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");

/** Names by their folded form; of several that fold alike the first in code unit order, so that each run finds the same. */
function indexOf(names: readonly string[], fold: (name: string) => string): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const name of names.toSorted()) {
    const folded = fold(name);
    if (folded !== "" && !index.has(folded)) index.set(folded, name);
  }
  return index;
}

/** Finds the same name; else one that differs in case; else one that differs in spaces and signs as well. */
export function sameName(names: readonly string[]): FindName {
  const exact = new Set(names);
  let byCase: ReadonlyMap<string, string> | undefined;
  let bareNames: ReadonlyMap<string, string> | undefined;
  return (written) => {
    if (exact.has(written)) return written;
    byCase ??= indexOf(names, caseless);
    const found = byCase.get(caseless(written));
    if (found !== undefined) return found;
    bareNames ??= indexOf(names, bare);
    return bareNames.get(bare(written));
  };
}

/**
 * Finds what a text's variable stands for: a value of that name, as `sameName` does, or else, for what a file's header
 * calls the person's name or phone, such as `Nama` and `No. HP`, the contact's own `name` and `number`.
 *
 * @param names of a contact's values, or of all that contacts of a list have; `name` and `number` among them
 */
export function variableFinder(names: readonly string[]): FindName {
  const found = new Map<string, string | undefined>();
  const same = sameName(names);
  const own = new Set(names.filter((name) => name === "name" || name === "number"));
  return (written) => {
    if (!found.has(written)) {
      const role = roleOf(written);
      found.set(written, same(written) ?? (role !== undefined && own.has(role) ? role : undefined));
    }
    return found.get(written);
  };
}

/** What an import reads a column of that header as, where no other is likelier. */
function roleOf(header: string): "name" | "number" | undefined {
  // The second of its kind is another person's, or another phone.
  if (/[^\P{N}1]|1\p{N}|\p{N}1/u.test(header)) return undefined;
  if (nameRank(header) > 0) return "name";
  const rank = phoneRank(header);
  // The phone of something, such as a home's or an office's, is no whole rank.
  return rank > 0 && Number.isInteger(rank) ? "number" : undefined;
}
