import { defined } from "../../../core/defined.ts";
import { unlessRefused, wasWritten } from "../../../core/refused.ts";
import {
  faultIdOf,
  faultLastsMs,
  witnessIdOf,
  type PageFault,
  type PageFaultStore,
  type PageWitness,
  type WitnessedFault,
} from "../../../core/sending/page-hold.ts";
import { type Item } from "../../dynamodb/batches.ts";
import { all, anyOf, attributeIs, expression, itemExists } from "../../dynamodb/expressions.ts";
import { pageFaultKey, pageFaultsPartition } from "../../dynamodb/keys.ts";
import { rowOf, TableStore, ttlOf } from "../../dynamodb/table.ts";

const witnessPrefix = "w_";
const attributeOf = (witness: PageWitness): string => `${witnessPrefix}${witnessIdOf(witness)}`;

/** Witnesses that go with one write: their names stand in its expression, which may have 4 KB. */
const atOnce = 50;

const without = (witnesses: readonly PageWitness[]): Readonly<Record<string, null>> =>
  Object.fromEntries(witnesses.map((one) => [attributeOf(one), null]));

/** One item a fault. Each witness is an attribute of its own, so that two that come at once both stand in it. */
export class DynamoPageFaultStore extends TableStore implements PageFaultStore {
  async recent(): Promise<readonly WitnessedFault[]> {
    return (await this.table.all<Item>(pageFaultsPartition, { mayLag: true })).map(faultIn);
  }

  async all(): Promise<readonly WitnessedFault[]> {
    return (await this.table.all<Item>(pageFaultsPartition)).map(faultIn);
  }

  async find(id: string): Promise<WitnessedFault | undefined> {
    return await this.table.get(pageFaultKey(id), (item) => faultIn(rowOf(item)));
  }

  async witness(fault: PageFault, witness: PageWitness, spent: readonly PageWitness[] = []): Promise<WitnessedFault> {
    const { version, shims, seenBy, error } = fault;
    const id = faultIdOf(fault);
    const named = { id, version, shims, seenBy, error, [attributeOf(witness)]: witness };
    const changes = { ...without(spent.slice(0, atOnce)), ...named, ttl: ttlOf(witness.at + faultLastsMs) };
    return faultIn(await this.table.update<Item>(pageFaultKey(id), changes));
  }

  async withdraw(id: string, witnesses: readonly PageWitness[], endsHold: boolean): Promise<void> {
    const isThere = { when: itemExists, refused: "the fault is gone" };
    for (let start = 0; start === 0 || start < witnesses.length; start += atOnce) {
      const changes = {
        ...without(witnesses.slice(start, start + atOnce)),
        ...(endsHold && start === 0 ? { heldSince: null, probedAt: null } : {}),
      };
      if (Object.keys(changes).length === 0) return;
      await unlessRefused(this.table.update(pageFaultKey(id), changes, isThere));
    }
  }

  async beginHold(id: string, now: number): Promise<boolean> {
    const over = now - faultLastsMs;
    const isOver = expression`#heldSince <= ${over} AND (${attributeIs("probedAt", undefined)} OR #probedAt <= ${over})`;
    const isFree = anyOf(attributeIs("heldSince", undefined), isOver);
    const isFirst = { when: all(itemExists, isFree), refused: "it holds already" };
    const changes = { heldSince: now, probedAt: null, ttl: ttlOf(now + faultLastsMs) };
    return await wasWritten(this.table.update(pageFaultKey(id), changes, isFirst));
  }

  async claimProbe({ id, probedAt }: WitnessedFault, now: number): Promise<boolean> {
    const isAsSeen = all(expression`attribute_exists(#heldSince)`, attributeIs("probedAt", probedAt));
    const changes = { probedAt: now, ttl: ttlOf(now + faultLastsMs) };
    const condition = { when: isAsSeen, refused: "another campaign tries it" };
    return await wasWritten(this.table.update(pageFaultKey(id), changes, condition));
  }
}

function faultIn(row: Item): WitnessedFault {
  const { id, version, shims, seenBy, error, heldSince, probedAt } = row as unknown as WitnessedFault;
  const witnesses = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith(witnessPrefix) ? [value as PageWitness] : [],
  );
  return { id, version, shims, seenBy, error, witnesses, ...defined({ heldSince, probedAt }) };
}
