import { defined } from "../defined.ts";
import type { Wishes } from "./opt-out.ts";
import type { Wrote } from "./wrote.ts";

/**
 * One WhatsApp account is one person, under each of its numbers. What is known stands in a row a number: WhatsApp's
 * answer about that number and, on the number that the account stands under, what there is of the person. A further number
 * of the account names that one.
 */

/** What WhatsApp said of a number: asked once in a while, and remembered in between. */
export interface NumberAnswer {
  readonly tenantId: string;
  readonly number: string;
  readonly onWhatsApp: boolean;
  /** WhatsApp's other name for the account. */
  readonly lid?: string;
  /** The number that WhatsApp itself gives the account, where that is another one. */
  readonly account?: string;
  readonly checkedAt: number;
}

/**
 * What is stored of a number. What the person wished stands with the number that the account stands under; what came under
 * a LID of no number yet stands under that LID.
 */
export interface NumberRow extends Partial<Pick<NumberAnswer, "onWhatsApp" | "lid" | "checkedAt">>, Wishes {
  readonly tenantId: string;
  readonly number: string;
  /** The number that its account stands under, where that is another one. */
  readonly account?: string;
  /** Further numbers of the account that stands here. */
  readonly spellings?: readonly string[];
  /** The campaigns that wrote to this very number last, packed (wrote.ts). */
  readonly wrote?: string;
  /** Counts the changes of what must last. Where nothing must, there is none, and the row expires with its answer. */
  readonly rev?: number;
  /** An earlier version wrote it, which did not ask for the account. */
  readonly isOfBefore?: true;
}

/** An answer that still counts. */
export interface KnownNumber extends Omit<NumberAnswer, "account"> {
  /** Further numbers of the same account. */
  readonly others?: readonly string[];
  /** An earlier version wrote it, which did not ask for the account: it is to be saved once more. */
  readonly isOfBefore?: true;
}

/** What was read of a number. */
export interface SeenNumber {
  /** Its own row; only its key where there was none. */
  readonly row: NumberRow;
  /** The answer in it, where that still counts. */
  readonly known?: KnownNumber;
}

/** What stands of a number once something was written. */
export interface KeptNumber {
  readonly known: KnownNumber;
  /** Its own row. */
  readonly row: NumberRow;
}

export interface Person {
  readonly tenantId: string;
  /** The number that the account stands under. */
  readonly account: string;
  /** All numbers of it that are known, that one first. */
  readonly numbers: readonly string[];
  /** The last ten campaigns that wrote to any of them, the latest first; absent where none did. */
  readonly wrote?: readonly Wrote[];
}

const dayMs = 24 * 60 * 60 * 1_000;
/** A person on WhatsApp stays there for long; one who is not may join any day. */
export const keepYesMs = 30 * dayMs;
export const keepNoMs = dayMs;

/** Until when the answer holds. */
export const holdsUntil = ({ onWhatsApp, checkedAt }: Pick<KnownNumber, "onWhatsApp" | "checkedAt">): number =>
  checkedAt + (onWhatsApp ? keepYesMs : keepNoMs);

/** Whether both may be of one account: a LID that is not known contradicts nothing. */
export const isOneLid = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

/**
 * The row of the account that a number belongs to. One that names another number belongs there as long as WhatsApp calls
 * both by one LID: numbers are given to other people.
 */
export const accountRowOf = (row: NumberRow, named: NumberRow | undefined): NumberRow =>
  row.account === undefined || named === undefined || !isOneLid(row.lid, named.lid) ? row : named;

export const numbersOf = ({ number, spellings = [] }: NumberRow): readonly string[] => [number, ...spellings];

/** Whether the account is known under further numbers, so that what there is of the person may stand elsewhere. */
export const hasOtherNumbers = ({ account, spellings }: NumberRow): boolean =>
  account !== undefined || spellings !== undefined;

/** @param account the row that its account stands under, which may be the same */
export function knownOf(row: NumberRow, account: NumberRow): KnownNumber | undefined {
  const { tenantId, number, onWhatsApp, lid, checkedAt, isOfBefore } = row;
  if (onWhatsApp === undefined || checkedAt === undefined) return undefined;
  const others = numbersOf(account).filter((other) => other !== number);
  return defined({
    tenantId,
    number,
    onWhatsApp,
    checkedAt,
    lid,
    ...(others.length === 0 ? {} : { others }),
    isOfBefore,
  });
}

/** Further numbers of an account once more of them are known; those of an account that bore another LID are not among them. */
export function withSpellings(account: NumberRow, lid: string | undefined, more: readonly string[]): readonly string[] {
  const its = isOneLid(account.lid, lid) ? (account.spellings ?? []) : [];
  return [...new Set([...its, ...more])].filter((number) => number !== account.number);
}
