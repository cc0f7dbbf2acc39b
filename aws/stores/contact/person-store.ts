import { defined } from "../../../core/defined.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import {
  accountRowOf,
  holdsUntil,
  isOneLid,
  knownOf,
  numbersOf,
  withSpellings,
  type KeptNumber,
  type KnownNumber,
  type NumberAnswer,
  type NumberRow,
  type Person,
  type SeenNumber,
} from "../../../core/contact/person.ts";
import type { PersonStore } from "../../../core/contact/contact-ports.ts";
import { latestWrote, packWrote, unpackWrote, type Wrote } from "../../../core/contact/wrote.ts";
import { FormerOptOuts } from "./former-opt-outs.ts";
import { LidBearers } from "./lid-bearers.ts";
import { anewWhenChanged, NumberRows, numberRowOf, type NumberChanges } from "./number-rows.ts";
import { formerWishes, hasWishes, noWishes, wishesTakenIn } from "./number-wishes.ts";
import { textOf } from "../../dynamodb/batches.ts";
import { formerLidIndex, lidKey, numberKey } from "../../dynamodb/keys.ts";
import { TableStore, type Table } from "../../dynamodb/table.ts";

/**
 * Persons in the delivery table: a row a number, and an item a LID that names the account's number. The first number that
 * bears a LID stays its account's. Each change rests on the rows as they were read; docs/two-item-changes.md has their order.
 */
export class DynamoPersonStore extends TableStore implements PersonStore {
  readonly #rows: NumberRows;
  readonly #bearers: LidBearers;
  readonly #former: FormerOptOuts;

  /** @param registry where earlier versions kept opt-outs */
  constructor(delivery: Table, registry: Table) {
    super(delivery);
    this.#rows = new NumberRows(delivery);
    this.#bearers = new LidBearers(delivery);
    this.#former = new FormerOptOuts(registry);
  }

  async find(tenantId: string, number: string, now: number): Promise<KnownNumber | undefined> {
    const row = await this.#rows.find(tenantId, number);
    return row === undefined ? undefined : fresh(knownOf(row, await this.#accountRow(row)), now);
  }

  async findMany(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, KnownNumber>> {
    const rows = await this.#rows.findMany(tenantId, numbers);
    const accounts = await this.#accountRows(tenantId, rows);
    const known = [...rows.values()].flatMap((row) => fresh(knownOf(row, accounts.get(row.number) ?? row), now) ?? []);
    return new Map(known.map((one) => [one.number, one]));
  }

  async glimpse(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, SeenNumber>> {
    const rows = await this.#rows.findMany(tenantId, numbers, false);
    const accounts = await this.#accountRows(tenantId, rows);
    return new Map(
      numbers.map((number) => {
        const row = rows.get(number) ?? { tenantId, number };
        return [number, defined({ row, known: fresh(knownOf(row, accounts.get(number) ?? row), now) })];
      }),
    );
  }

  async personOf(tenantId: string, numberOrLid: string): Promise<Person | undefined> {
    const row = await this.rowOf(tenantId, numberOrLid);
    if (row === undefined) return undefined;
    const further = await this.#rows.findMany(tenantId, row.spellings ?? []);
    const wrote = latestWrote([row, ...further.values()].flatMap((one) => unpackWrote(one.wrote)));
    return { tenantId, account: row.number, numbers: numbersOf(row), ...(wrote.length === 0 ? {} : { wrote }) };
  }

  /** The row of the account whose number or LID that is. */
  async rowOf(tenantId: string, numberOrLid: string): Promise<NumberRow | undefined> {
    const [ofNumber, ofLid] = [numberKey(tenantId, numberOrLid), lidKey(tenantId, numberOrLid)];
    const items = await this.table.many([ofNumber, ofLid], (item) => item);
    const own = items.get(textOf(ofNumber));
    const row = own === undefined ? undefined : numberRowOf(own);
    if (row?.onWhatsApp !== undefined) return await this.#accountRow(row);
    const named = items.get(textOf(ofLid))?.["account"] as string | undefined;
    if (named === undefined) {
      const before = row === undefined ? await this.#rowOfBefore(tenantId, numberOrLid) : undefined;
      return row === undefined ? before : await this.#accountRow(row);
    }
    const its = (await this.#rows.find(tenantId, named)) ?? { tenantId, number: named };
    return isOneLid(its.lid, numberOrLid) ? await this.#accountRow(its) : row;
  }

  /** Rows of the accounts that numbers belong to, by number. @param lids whether LIDs may be among the names */
  async rowsOf(tenantId: string, names: readonly string[], lids = false): Promise<ReadonlyMap<string, NumberRow>> {
    const [own, bearers] = await Promise.all([
      this.#rows.findMany(tenantId, names),
      lids ? this.#bearers.findMany(tenantId, names) : new Map<string, string>(),
    ]);
    const borne = await this.#rows.findMany(tenantId, [...bearers.values()]);
    const rows = new Map(own);
    for (const [lid, number] of bearers) {
      const its = borne.get(number) ?? { tenantId, number };
      if (own.get(lid)?.onWhatsApp === undefined && isOneLid(its.lid, lid)) rows.set(lid, its);
    }
    return await this.#accountRows(tenantId, rows);
  }

  /** An earlier version kept no item a LID: the rows that bear it stand in the index. The one that was checked first is the account's. */
  async #rowOfBefore(tenantId: string, lid: string): Promise<NumberRow | undefined> {
    const rows = await this.table.index(formerLidIndex(tenantId, lid), {}, numberRowOf);
    const [first, ...others] = rows.toSorted((a, b) => (a.checkedAt ?? 0) - (b.checkedAt ?? 0));
    return first === undefined ? undefined : { ...first, spellings: others.map(({ number }) => number) };
  }

  async #accountRows(tenantId: string, rows: ReadonlyMap<string, NumberRow>): Promise<ReadonlyMap<string, NumberRow>> {
    const accounts = [...rows.values()].flatMap(({ account }) => account ?? []);
    const named = await this.#rows.findMany(tenantId, accounts);
    return new Map([...rows].map(([name, row]) => [name, accountRowOf(row, named.get(row.account ?? ""))]));
  }

  async #accountRow(row: NumberRow): Promise<NumberRow> {
    if (row.account === undefined) return row;
    return accountRowOf(row, await this.#rows.find(row.tenantId, row.account));
  }

  async save(answer: NumberAnswer, wrote?: Wrote, seen?: NumberRow): Promise<KeptNumber> {
    return await anewWhenChanged((its) => this.#save(answer, wrote, its), seen && isPlain(seen) ? seen : undefined);
  }

  async addWrote(tenantId: string, number: string, wrote: Wrote, seen?: NumberRow): Promise<NumberRow | undefined> {
    return await anewWhenChanged(async (its) => {
      const row = its ?? (await this.#rows.find(tenantId, number)) ?? { tenantId, number };
      const changes = withWrote(row, wrote);
      if (changes.wrote === row.wrote) return undefined;
      await this.renewIfOfBefore(row);
      return await this.#rows.change(row, changes, false);
    }, seen);
  }

  /**
   * Saves once more what an earlier version kept of a number, so that its LID has an item and its account is known: the index,
   * by which its LID was found, is left with the next change.
   * @throws ConditionRefused when it did: what rests on the row is done anew
   */
  async renewIfOfBefore({
    isOfBefore,
    tenantId,
    number,
    onWhatsApp = true,
    lid,
    checkedAt = 0,
  }: NumberRow): Promise<void> {
    if (isOfBefore !== true) return;
    await this.save({ tenantId, number, onWhatsApp, checkedAt, ...defined({ lid }) });
    throw new ConditionRefused("what an earlier version kept of the number was renewed");
  }

  /**
   * What the person wished under a LID of no number yet is the person's, once the LID is known as that of an account.
   * @returns whether there was anything that its row had not
   */
  async takeIn(tenantId: string, lid: string): Promise<boolean> {
    const [kept = { tenantId, number: lid }, former] = await Promise.all([
      this.#rows.find(tenantId, lid),
      this.#former.findMany(tenantId, [lid]),
    ]);
    const row = hasWishes(kept) || former.size > 0 ? await this.rowOf(tenantId, lid) : undefined;
    if (row === undefined || row.number === lid) return false;
    const taken = wishesTakenIn(row, kept, ...formerWishes(former, [lid]));
    if (taken !== undefined) await this.#rows.change(row, taken, true);
    if (hasWishes(kept)) await this.#rows.change(kept, noWishes, true);
    return taken !== undefined;
  }

  async #save(
    { account: named, ...answer }: NumberAnswer,
    wrote: Wrote | undefined,
    seen: NumberRow | undefined,
  ): Promise<KeptNumber> {
    const { tenantId, number, onWhatsApp, lid, checkedAt } = answer;
    const own = seen ?? (await this.#rows.find(tenantId, number)) ?? { tenantId, number };
    const told = { onWhatsApp, checkedAt, ...defined({ lid }) };
    const its = { ...told, ...(wrote === undefined ? {} : withWrote(own, wrote)) };
    const isTold = onWhatsApp && (lid !== undefined || named !== undefined);
    const account = isTold ? await this.#accountFor(own, lid, named) : (own.account ?? number);
    if (own.account !== undefined && own.account !== account) await this.#leave(own, own.account);
    // Before the answer is there, so that a LID is asked for until its opt-out is the person's.
    if (isTold && lid !== undefined && (await this.takeIn(tenantId, lid))) {
      throw new ConditionRefused("the account's row has the wishes of its LID now");
    }
    if (isTold && account !== number) {
      const { joined, row } = await this.#join(own, its, account, account === named ? told : {});
      return { known: knownOf({ ...answer }, joined) ?? answer, row };
    }
    await this.#leaveWishes(own, lid);
    const parts = account === number && (own.account !== undefined || (own.spellings && !isOneLid(own.lid, lid)));
    const row = await this.#rows.change(own, parts ? { ...its, account: null, spellings: null } : its, parts === true);
    return { known: knownOf(row, await this.#accountRow(row)) ?? answer, row };
  }

  /** The number that the account of this one stands under. */
  async #accountFor(own: NumberRow, lid: string | undefined, named: string | undefined): Promise<string> {
    const { tenantId } = own;
    const its: NumberRow = { ...own, ...defined({ lid }) };
    const { number: before } = isOneLid(own.lid, lid) ? await this.#accountRow(its) : own;
    const account = named === undefined ? before : ((await this.#rows.find(tenantId, named))?.account ?? named);
    return lid === undefined ? account : await this.#bearerOf(tenantId, lid, account);
  }

  /** Makes a number a further one of an account, with all that were further ones of itself. @returns the rows of both */
  async #join(
    own: NumberRow,
    its: NumberChanges,
    account: string,
    itsToo: NumberChanges,
  ): Promise<{ readonly joined: NumberRow; readonly row: NumberRow }> {
    const { tenantId, number } = own;
    const lid = its.lid ?? own.lid;
    const moves = isOneLid(own.lid, lid) ? (own.spellings ?? []) : [];
    const there = (await this.#rows.find(tenantId, account)) ?? { tenantId, number: account };
    if ((await this.#accountRow(there)).number !== account) {
      throw new ConditionRefused("an account became another's number meanwhile");
    }
    if (there.account !== undefined) await this.#leave(there, there.account);
    const spellings = withSpellings(there, lid, [number, ...moves]);
    const isKnown = spellings.length === there.spellings?.length && (lid === undefined || there.lid === lid);
    const taken = wishesTakenIn(there, own);
    const bears = lid === undefined ? {} : { lid };
    await this.#leaveWishes(own, lid);
    // Without an answer, so that it is checked again should this be cut off; it then leaves the account or stays with it.
    const parted = isOneLid(own.lid, lid) ? {} : { spellings: null };
    const pointing = { ...bears, ...parted, account, onWhatsApp: null, checkedAt: null };
    const joining = isKnown ? own : await this.#rows.change(own, pointing, true);
    const changes = { ...itsToo, ...bears, account: null, spellings, ...taken };
    const joined = isKnown && taken === undefined ? there : await this.#rows.change(there, changes, true);
    for (const moved of (await this.#rows.findMany(tenantId, moves)).values()) {
      if (moved.account === number) await this.#rows.change(moved, { account }, true);
    }
    const cleared = hasWishes(own) ? noWishes : {};
    const lasts = own.account !== account || hasWishes(own);
    const row = await this.#rows.change(joining, { ...its, account, spellings: null, ...cleared }, lasts);
    return { joined, row };
  }

  /** A number that is another person's by now leaves a copy of what its former person wished with the further numbers. */
  async #leaveWishes(own: NumberRow, lid: string | undefined): Promise<void> {
    if (isOneLid(own.lid, lid) || own.spellings === undefined || !hasWishes(own)) return;
    for (const left of (await this.#rows.findMany(own.tenantId, own.spellings)).values()) {
      const taken = left.account === own.number ? wishesTakenIn(left, own) : undefined;
      if (taken !== undefined) await this.#rows.change(left, taken, true);
    }
  }

  /** A number is no further one of that account any more: the account forgets it before it is another's. */
  async #leave(own: NumberRow, account: string): Promise<void> {
    const { tenantId, number } = own;
    const row = await this.#rows.find(tenantId, account);
    const copied = row === undefined || !isOneLid(own.lid, row.lid) ? undefined : wishesTakenIn(own, row);
    if (copied !== undefined) {
      await this.#rows.change(own, copied, true);
      throw new ConditionRefused("the number has a copy of what was wished of its account now");
    }
    if (row?.spellings?.includes(number) !== true) return;
    const left = row.spellings.filter((other) => other !== number);
    await this.#rows.change(row, { spellings: left.length === 0 ? null : left }, true);
  }

  /** The first number that bore a LID, which is this one if none did: it is written down as that. */
  async #bearerOf(tenantId: string, lid: string, number: string): Promise<string> {
    const there = await this.#bearers.find(tenantId, lid);
    if (there === number) return number;
    if (there === undefined) {
      const first = (await this.#rowOfBefore(tenantId, lid))?.number ?? number;
      await this.#bearers.name(tenantId, lid, first);
      return first;
    }
    const row = (await this.#rows.find(tenantId, there)) ?? { tenantId, number: there };
    if (isOneLid(row.lid, lid)) return (await this.#accountRow(row)).number;
    // Its number is another person's by now.
    await this.#bearers.name(tenantId, lid, number, there);
    return number;
  }
}

/** Nothing that lasts stands in it: who wrote to the number is all that a new answer rests on. */
const isPlain = ({ rev, isOfBefore }: NumberRow): boolean => rev === undefined && isOfBefore !== true;

const withWrote = ({ wrote }: NumberRow, more: Wrote): { readonly wrote: string } => ({
  wrote: packWrote([...unpackWrote(wrote), more]),
});

const fresh = (known: KnownNumber | undefined, now: number): KnownNumber | undefined =>
  known !== undefined && holdsUntil(known) > now ? known : undefined;
