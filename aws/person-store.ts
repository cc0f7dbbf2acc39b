import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../core/errors.ts";
import {
  accountRowOf,
  holdsUntil,
  isOneLid,
  knownOf,
  numbersOf,
  withSpellings,
  type KnownNumber,
  type NumberAnswer,
  type NumberRow,
  type Person,
} from "../core/person.ts";
import type { PersonStore } from "../core/ports.ts";
import { itemDoesNotExist } from "./conditions.ts";
import { conditional, getItem, getMany, queryIndex, type Table } from "./items.ts";
import { NumberRows, numberRowOf, type NumberChanges } from "./number-rows.ts";
import { formerLidIndex, lidKey, numberKey } from "./table.ts";

/** How often an answer is saved anew because another worker changed the same rows meanwhile. */
const attempts = 10;

const accountIsAsSeen = "account = :seen";

/**
 * Persons in the delivery table: a row a number, and an item a LID that names the account's number. The first number that
 * bears a LID stays its account's. Each change rests on the rows as they were read; table.ts has their order.
 */
export class DynamoPersonStore implements PersonStore {
  readonly #table: Table;
  readonly #rows: NumberRows;

  constructor(delivery: Table) {
    this.#table = delivery;
    this.#rows = new NumberRows(delivery);
  }

  async find(tenantId: string, number: string, now: number): Promise<KnownNumber | undefined> {
    const row = await this.#rows.find(tenantId, number);
    return row === undefined ? undefined : fresh(knownOf(row, await this.#accountRow(row)), now);
  }

  async findMany(tenantId: string, numbers: readonly string[], now: number): Promise<ReadonlyMap<string, KnownNumber>> {
    const rows = [...(await this.#rows.findMany(tenantId, numbers)).values()];
    const accounts = rows.flatMap(({ account }) => account ?? []);
    const named = await this.#rows.findMany(tenantId, accounts);
    const known = rows.flatMap((row) => {
      const account = accountRowOf(row, named.get(row.account ?? ""));
      return fresh(knownOf(row, account), now) ?? [];
    });
    return new Map(known.map((one) => [one.number, one]));
  }

  async personOf(tenantId: string, numberOrLid: string): Promise<Person | undefined> {
    const [ofNumber, ofLid] = [numberKey(tenantId, numberOrLid), lidKey(tenantId, numberOrLid)];
    const items = [...(await getMany(this.#table, [ofNumber, ofLid])).values()];
    const row = items.find(({ pk }) => pk === ofNumber.pk);
    if (row !== undefined) return personIn(await this.#accountRow(numberRowOf(row)));
    const named = items.find(({ pk }) => pk === ofLid.pk)?.["account"] as string | undefined;
    if (named === undefined) return await this.#personOfBefore(tenantId, numberOrLid);
    const its = (await this.#rows.find(tenantId, named)) ?? { tenantId, number: named };
    return isOneLid(its.lid, numberOrLid) ? personIn(await this.#accountRow(its)) : undefined;
  }

  /** An earlier version kept no item a LID: the rows that bear it stand in the index. The one that was checked first is the account's. */
  async #personOfBefore(tenantId: string, lid: string): Promise<Person | undefined> {
    const rows = (await queryIndex(this.#table, formerLidIndex(tenantId, lid))).map(numberRowOf);
    const [first, ...others] = rows.toSorted((a, b) => (a.checkedAt ?? 0) - (b.checkedAt ?? 0));
    return first === undefined ? undefined : personIn({ ...first, spellings: others.map(({ number }) => number) });
  }

  async #accountRow(row: NumberRow): Promise<NumberRow> {
    if (row.account === undefined) return row;
    return accountRowOf(row, await this.#rows.find(row.tenantId, row.account));
  }

  async save(answer: NumberAnswer): Promise<KnownNumber> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#save(answer);
      } catch (error) {
        if (!(error instanceof ConditionRefused)) throw error;
        if (attempt === attempts)
          throw new Error(`what is kept of a number was changed ${attempts} times`, { cause: error });
      }
    }
  }

  async #save({ account: named, ...answer }: NumberAnswer): Promise<KnownNumber> {
    const { tenantId, number, onWhatsApp, lid, checkedAt } = answer;
    const own = (await this.#rows.find(tenantId, number)) ?? { tenantId, number };
    const its = { onWhatsApp, checkedAt, ...(lid === undefined ? {} : { lid }) };
    const isTold = onWhatsApp && (lid !== undefined || named !== undefined);
    const account = isTold ? await this.#accountFor(own, lid, named) : (own.account ?? number);
    if (own.account !== undefined && own.account !== account) await this.#leave(own, own.account);
    if (isTold && account !== number) {
      const joined = await this.#join(own, its, account, account === named ? its : {});
      return knownOf({ ...answer }, joined) ?? answer;
    }
    const parts = account === number && (own.account !== undefined || (own.spellings && !isOneLid(own.lid, lid)));
    const row = await this.#rows.change(own, parts ? { ...its, account: null, spellings: null } : its, parts === true);
    return knownOf(row, await this.#accountRow(row)) ?? answer;
  }

  /** The number that the account of this one stands under. */
  async #accountFor(own: NumberRow, lid: string | undefined, named: string | undefined): Promise<string> {
    const { tenantId } = own;
    const its: NumberRow = { ...own, ...(lid === undefined ? {} : { lid }) };
    const { number: before } = isOneLid(own.lid, lid) ? await this.#accountRow(its) : own;
    const account = named === undefined ? before : ((await this.#rows.find(tenantId, named))?.account ?? named);
    return lid === undefined ? account : await this.#bearerOf(tenantId, lid, account);
  }

  /** Makes a number a further one of an account, with all that were further ones of itself. */
  async #join(own: NumberRow, its: NumberChanges, account: string, itsToo: NumberChanges): Promise<NumberRow> {
    const { tenantId, number } = own;
    const lid = its.lid ?? own.lid;
    const moves = isOneLid(own.lid, lid) ? (own.spellings ?? []) : [];
    const row = (await this.#rows.find(tenantId, account)) ?? { tenantId, number: account };
    if (row.account !== undefined) throw new ConditionRefused("an account became another's number meanwhile");
    const spellings = withSpellings(row, lid, [number, ...moves]);
    const isKnown = spellings.length === row.spellings?.length && (lid === undefined || row.lid === lid);
    const changes = { ...itsToo, ...(lid === undefined ? {} : { lid }), spellings };
    const joined = isKnown ? row : await this.#rows.change(row, changes, true);
    for (const moved of (await this.#rows.findMany(tenantId, moves)).values()) {
      if (moved.account === number) await this.#rows.change(moved, { account }, true);
    }
    await this.#rows.change(own, { ...its, account, spellings: null }, own.account !== account);
    return joined;
  }

  /** A number is no further one of that account any more: the account forgets it before it is another's. */
  async #leave({ tenantId, number }: NumberRow, account: string): Promise<void> {
    const row = await this.#rows.find(tenantId, account);
    if (row?.spellings?.includes(number) !== true) return;
    const left = row.spellings.filter((other) => other !== number);
    await this.#rows.change(row, { spellings: left.length === 0 ? null : left }, true);
  }

  /** The first number that bore a LID, which is this one if none did: it is written down as that. */
  async #bearerOf(tenantId: string, lid: string, number: string): Promise<string> {
    const there = (await getItem(this.#table, lidKey(tenantId, lid)))?.["account"] as string | undefined;
    if (there === number) return number;
    if (there === undefined) {
      const first = (await this.#personOfBefore(tenantId, lid))?.account ?? number;
      await this.#nameBearer(tenantId, lid, first);
      return first;
    }
    const row = (await this.#rows.find(tenantId, there)) ?? { tenantId, number: there };
    if (isOneLid(row.lid, lid)) return (await this.#accountRow(row)).number;
    // Its number is another person's by now.
    await this.#nameBearer(tenantId, lid, number, there);
    return number;
  }

  async #nameBearer(tenantId: string, lid: string, account: string, seen?: string): Promise<void> {
    await conditional(
      "a LID was given to a number meanwhile",
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...lidKey(tenantId, lid), account },
          ConditionExpression: seen === undefined ? itemDoesNotExist : accountIsAsSeen,
          ...(seen === undefined ? {} : { ExpressionAttributeValues: { ":seen": seen } }),
        }),
      ),
    );
  }
}

const personIn = (account: NumberRow): Person => ({
  tenantId: account.tenantId,
  account: account.number,
  numbers: numbersOf(account),
});

const fresh = (known: KnownNumber | undefined, now: number): KnownNumber | undefined =>
  known !== undefined && holdsUntil(known) > now ? known : undefined;
