import { defined } from "../../../core/defined.ts";
import { wasWritten } from "../../../core/refused.ts";
import type { Halt, HaltDesk, HaltedBy, HaltPlace, Halts } from "../../../core/sending/halt.ts";
import { textOf, type Item } from "../../dynamodb/batches.ts";
import { anyOf, Expression, unlessThere } from "../../dynamodb/expressions.ts";
import { haltKey } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const isHaltedBy = (by: HaltedBy) => new Expression([`attribute_exists(#${by}Reason)`], []);

/** One item in the registry for the deployment and one a tenant; each holds a halt of the operator's, a tenant's also one of its own. */
export class DynamoHaltStore extends TableStore implements HaltDesk {
  async of(tenantId?: string): Promise<Halts> {
    const keys = tenantId === undefined ? [haltKey()] : [haltKey(), haltKey(tenantId)];
    const items = await this.table.many<Item>(keys);
    const ofDeployment = items.get(textOf(haltKey()));
    const ofTenant = tenantId === undefined ? undefined : items.get(textOf(haltKey(tenantId)));
    return defined({
      deployment: haltIn(ofDeployment, "operator"),
      operator: haltIn(ofTenant, "operator"),
      tenant: haltIn(ofTenant, "tenant"),
    });
  }

  async halt(place: HaltPlace, { by, reason, since, keyId }: Halt): Promise<void> {
    const [reasonName, sinceName, keyName] = namesOf(by);
    const changes = { [reasonName]: reason, [sinceName]: unlessThere(sinceName, since), [keyName]: keyId };
    await this.table.update(haltKey(place.tenantId), changes);
  }

  async lift(place: HaltPlace, by: readonly HaltedBy[]): Promise<boolean> {
    const changes = Object.fromEntries(by.flatMap(namesOf).map((name) => [name, null]));
    const when = anyOf(...by.map(isHaltedBy));
    return await wasWritten(this.table.update(haltKey(place.tenantId), changes, { when, refused: "nothing halts it" }));
  }
}

const namesOf = (by: HaltedBy) => [`${by}Reason`, `${by}Since`, `${by}KeyId`] as const;

function haltIn(item: Item | undefined, by: HaltedBy): Halt | undefined {
  const [reason, since, keyId] = namesOf(by).map((name) => item?.[name]);
  return reason === undefined
    ? undefined
    : { by, reason: reason as string, since: since as number, keyId: keyId as string };
}
