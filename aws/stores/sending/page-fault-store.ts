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
import { all, attributeIs, expression, itemExists } from "../../dynamodb/expressions.ts";
import { pageFaultKey, pageFaultsPartition } from "../../dynamodb/keys.ts";
import { rowOf, TableStore, ttlOf } from "../../dynamodb/table.ts";

const witnessPrefix = "w_";
const attributeOf = (witness: PageWitness): string => `${witnessPrefix}${witnessIdOf(witness)}`;

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

  async witness(fault: PageFault, witness: PageWitness): Promise<WitnessedFault> {
    const { version, shims, seenBy, error } = fault;
    const id = faultIdOf(fault);
    const named = { id, version, shims, seenBy, error, [attributeOf(witness)]: witness };
    const changes = { ...named, ttl: ttlOf(witness.at + faultLastsMs) };
    return faultIn(await this.table.update<Item>(pageFaultKey(id), changes));
  }

  async withdraw(id: string, witnesses: readonly PageWitness[], endsHold: boolean): Promise<void> {
    const gone = [...witnesses.map(attributeOf), ...(endsHold ? ["heldSince", "probedAt"] : [])];
    if (gone.length === 0) return;
    const changes = Object.fromEntries(gone.map((attribute) => [attribute, null]));
    const isThere = { when: itemExists, refused: "the fault is gone" };
    await unlessRefused(this.table.update(pageFaultKey(id), changes, isThere));
  }

  async beginHold(id: string, now: number): Promise<boolean> {
    const isFirst = { when: all(itemExists, attributeIs("heldSince", undefined)), refused: "it holds already" };
    return await wasWritten(this.table.update(pageFaultKey(id), { heldSince: now }, isFirst));
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
