import { lastAskedAt, latestWishes, type OptOut, type Wishes } from "../../../core/contact/opt-out.ts";
import type { NumberChanges } from "./number-rows.ts";

/** What a person wished, on its way from the rows and items that it is kept under to the row of the account. */

export const noWishes: NumberChanges = { optOut: null, withdrawnAt: null };

export const hasWishes = ({ optOut, withdrawnAt }: Wishes): boolean =>
  optOut !== undefined || withdrawnAt !== undefined;

/** What changes of a row that takes other wishes in; undefined when nothing does. */
export function wishesTakenIn(row: Wishes, ...others: readonly Wishes[]): NumberChanges | undefined {
  const { optOut, withdrawnAt } = latestWishes(row, ...others);
  const asked = [optOut, row.optOut].map((one) => (one === undefined ? undefined : lastAskedAt(one)));
  const isSame = asked[0] === asked[1] && withdrawnAt === row.withdrawnAt;
  return isSame ? undefined : { optOut: optOut ?? null, withdrawnAt: withdrawnAt ?? null };
}

/** What an earlier version kept of some numbers. */
export const formerWishes = (former: ReadonlyMap<string, OptOut>, numbers: readonly string[]): readonly Wishes[] =>
  [...new Set(numbers)].flatMap((name) => {
    const found = former.get(name);
    if (found === undefined) return [];
    const { tenantId: _, number: __, ...optOut } = found;
    return [{ optOut }];
  });
