import { defined } from "../../../core/defined.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import {
  lastAskedAt,
  latestWishes,
  type KeptOptOut,
  type OptOut,
  type OptOutPut,
  type Wishes,
} from "../../../core/contact/opt-out.ts";
import { isOneLid, numbersOf, type NumberRow } from "../../../core/contact/person.ts";
import { otherFormOf } from "../../../core/contact/phone-changes.ts";
import type { OptOutChanges, OptOutReader } from "../../../core/contact/contact-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { FormerOptOuts } from "./former-opt-outs.ts";
import { anewWhenChanged, NumberRows, numberRowOf } from "./number-rows.ts";
import { formerWishes } from "./number-wishes.ts";
import { DynamoPersonStore } from "./person-store.ts";
import { optOutsPartition } from "../../dynamodb/keys.ts";
import { TableStore, type Table } from "../../dynamodb/table.ts";

/** A person's row, and all that is kept of what the person wished. */
interface Kept {
  readonly row: NumberRow;
  /** That of the other form of the number, where no check has shown yet that both are one account. */
  readonly otherForm?: NumberRow;
  readonly wishes: Wishes;
  /** Those of an earlier version, by the name that they stand under. */
  readonly former: ReadonlyMap<string, OptOut>;
}

/**
 * Who asked a tenant to be left alone, and since when those who took it back may be written to again: kept in the person's
 * row, so that it holds for each number of the account. A name that is of no person yet, be it a number or a LID, has a row
 * of its own, which the person takes in when the name turns out to be one of that account (person-store.ts).
 */
export class DynamoOptOutStore extends TableStore implements OptOutReader, OptOutChanges {
  readonly #rows: NumberRows;
  readonly #persons: DynamoPersonStore;
  readonly #former: FormerOptOuts;

  constructor(delivery: Table, registry: Table) {
    super(delivery);
    this.#rows = new NumberRows(delivery);
    this.#persons = new DynamoPersonStore(delivery, registry);
    this.#former = new FormerOptOuts(registry);
  }

  async find(tenantId: string, numberOrLid: string): Promise<OptOut | undefined> {
    const { row, wishes } = await this.#keptOf(tenantId, numberOrLid);
    return wishes.optOut === undefined ? undefined : optOutOf(row, wishes.optOut);
  }

  async findMany(tenantId: string, numbers: readonly string[]): Promise<ReadonlyMap<string, OptOut>> {
    const forms = numbers.flatMap((number) => otherFormOf(number) ?? []);
    const [rows, own] = await Promise.all([
      this.#persons.rowsOf(tenantId, [...new Set([...numbers, ...forms])]),
      this.#former.findMany(tenantId, [...new Set([...numbers, ...forms])]),
    ]);
    const asked = new Set(numbers);
    const others = [...rows.values()].flatMap(numbersOf).filter((number) => !asked.has(number));
    const former = new Map([...own, ...(await this.#former.findMany(tenantId, others))]);
    return new Map(
      [...asked].flatMap((number) => {
        const row = rows.get(number) ?? { tenantId, number };
        const form = rows.get(otherFormOf(number) ?? "");
        const others = form === undefined || !isOneLid(row.lid, form.lid) ? [] : [form];
        const names = [...numbersOf(row), ...others.flatMap(numbersOf), otherFormOf(number) ?? number];
        const { optOut } = latestWishes(row, ...others, ...formerWishes(former, names));
        return optOut === undefined ? [] : [[number, optOutOf(row, optOut)] as const];
      }),
    );
  }

  /** In the order of the numbers that the persons stand under. One that was put a moment ago may not be listed yet. */
  async page(tenantId: string, query: PageQuery): Promise<Page<OptOut>> {
    const [kept, former] = await Promise.all([
      this.table.indexPage(optOutsPartition(tenantId), query, numberRowOf),
      this.#former.page(tenantId, query),
    ]);
    const [listed, others] = await Promise.all([
      this.#listed(tenantId, kept.items),
      this.#unlisted(tenantId, former.items),
    ]);
    const all = [...listed, ...others];
    // Behind the end of either page there may be more of it.
    const [end] = [kept.next, former.next].filter((next) => next !== undefined).toSorted();
    const whole = all.filter(({ number }) => end === undefined || number <= end).toSorted(byNumber);
    const items = whole.slice(0, query.limit);
    const next = whole.length > query.limit ? items.at(-1)?.number : end;
    return next === undefined ? { items } : { items, next };
  }

  /** What stands under a LID that is known as an account's by now is on its way to that. */
  async #listed(tenantId: string, rows: readonly NumberRow[]): Promise<readonly OptOut[]> {
    const unchecked = rows.filter(({ onWhatsApp }) => onWhatsApp === undefined).map(({ number }) => number);
    const accounts = await this.#persons.rowsOf(tenantId, unchecked, true);
    return rows.flatMap((row) => {
      const isOther = (accounts.get(row.number) ?? row).number !== row.number;
      return row.optOut === undefined || isOther ? [] : [optOutOf(row, row.optOut)];
    });
  }

  /** Those of an earlier version that still hold and whose person has none of this version: one a person. */
  async #unlisted(tenantId: string, former: readonly OptOut[]): Promise<readonly OptOut[]> {
    const names = former.map(({ number }) => number);
    const rows = await this.#persons.rowsOf(tenantId, names, true);
    const others = await this.#former.findMany(tenantId, [...rows.values()].flatMap(numbersOf));
    return former.filter((optOut) => {
      const row = rows.get(optOut.number);
      if (row === undefined) return true;
      const { optOut: latest } = latestWishes(row, { optOut }, ...formerWishes(others, numbersOf(row)));
      const [first] = [optOut.number, ...numbersOf(row).filter((number) => others.has(number))].toSorted();
      return row.optOut === undefined && latest !== undefined && first === optOut.number;
    });
  }

  async wouldBe(asked: OptOut): Promise<OptOutPut> {
    const { row, wishes } = await this.#keptOf(asked.tenantId, asked.number);
    return outcomeOf(asked, row, wishes, await this.#withdrawnAt(row, asked.number, wishes));
  }

  async put(asked: OptOut): Promise<OptOutPut> {
    return await anewWhenChanged(() => this.#put(asked));
  }

  async #put(asked: OptOut): Promise<OptOutPut> {
    const { tenantId, number: name, ...wish } = asked;
    const { row, wishes } = await this.#keptOf(tenantId, name);
    await this.#persons.renewIfOfBefore(row);
    const withdrawnAt = await this.#withdrawnAt(row, name, wishes);
    const outcome = outcomeOf(asked, row, wishes, withdrawnAt);
    if (outcome.state === "withdrawn") return outcome;
    if (wishes.optOut !== undefined) {
      // The first stays, and is as young as the last: another name of the account may have been taken back in between.
      const renewed = { ...wishes.optOut, renewedAt: wish.optedOutAt };
      if (wish.optedOutAt > lastAskedAt(wishes.optOut)) await this.#rows.change(row, { optOut: renewed }, true);
      return outcome;
    }
    const { tenantId: _, number: __, ...optOut } = outcome.optOut;
    await this.#rows.change(row, { optOut }, true);
    // A check may have found the person of this LID meanwhile.
    if (row.onWhatsApp === undefined) await this.#persons.takeIn(tenantId, row.number);
    return outcome;
  }

  async #withdrawnAt({ tenantId, ...row }: NumberRow, name: string, { withdrawnAt = 0 }: Wishes): Promise<number> {
    const former = await this.#former.withdrawnAt(tenantId, [name, ...numbersOf({ tenantId, ...row })]);
    return Math.max(withdrawnAt, former);
  }

  async remove(tenantId: string, numberOrLid: string, now: number): Promise<void> {
    const removed = await anewWhenChanged(() => this.#remove(tenantId, numberOrLid, now));
    if (!removed) throw new ConditionRefused(`${numberOrLid} did not opt out`);
  }

  async #remove(tenantId: string, name: string, now: number): Promise<boolean> {
    const { row, otherForm, wishes, former } = await this.#keptOf(tenantId, name);
    if (wishes.optOut === undefined) return false;
    await this.#persons.renewIfOfBefore(row);
    const withdrawnAt = Math.max(now, lastAskedAt(wishes.optOut));
    await this.#rows.change(row, { optOut: null, withdrawnAt }, true);
    if (otherForm?.optOut !== undefined) await this.#rows.change(otherForm, { optOut: null, withdrawnAt }, true);
    for (const number of former.keys()) await this.#former.remove(tenantId, number);
    return true;
  }

  async #keptOf(tenantId: string, name: string): Promise<Kept> {
    const found = await this.#persons.rowOf(tenantId, name);
    const form = otherFormOf(name);
    const isKnown = form === undefined || (found !== undefined && numbersOf(found).includes(form));
    const formsRow = isKnown ? undefined : (await this.#persons.rowsOf(tenantId, [form])).get(form);
    const row = found ?? formsRow ?? { tenantId, number: name };
    const otherForm = formsRow?.number !== row.number && isOneLid(row.lid, formsRow?.lid) ? formsRow : undefined;
    const others = otherForm === undefined ? [] : [otherForm];
    const names = [name, ...(form === undefined ? [] : [form]), ...[row, ...others].flatMap(numbersOf)];
    const former = await this.#former.findMany(tenantId, [...new Set(names)]);
    const wishes = latestWishes(row, ...others, ...formerWishes(former, names));
    return { row, ...defined({ otherForm }), wishes, former };
  }
}

function outcomeOf(
  { number: _, ...asked }: OptOut,
  row: NumberRow,
  { optOut }: Wishes,
  withdrawnAt: number,
): OptOutPut {
  const { tenantId, ...wish } = asked;
  if (wish.source === "reply" && withdrawnAt >= wish.optedOutAt) {
    return { state: "withdrawn", optOut: { ...asked, number: row.number } };
  }
  if (optOut !== undefined) return { state: "already", optOut: optOutOf(row, optOut) };
  // By hand it holds at once, though a clock may be behind.
  const optedOutAt = Math.max(wish.optedOutAt, withdrawnAt + 1);
  return { state: "added", optOut: { ...wish, tenantId, number: row.number, optedOutAt } };
}

const optOutOf = ({ tenantId, number }: NumberRow, { renewedAt: _, ...kept }: KeptOptOut): OptOut => ({
  tenantId,
  number,
  ...kept,
});

const byNumber = (a: OptOut, b: OptOut): number => (a.number < b.number ? -1 : 1);
