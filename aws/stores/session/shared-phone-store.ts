import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { keepShareMs, type SharedPhone, type SharedPhoneStore } from "../../../core/session/shared-phone.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, rowOf, type Table } from "../../dynamodb/items.ts";
import { sharedPhoneKey } from "../../dynamodb/keys.ts";

const isAsItWasRead = "version = :seen";

/** One item a phone that several sessions of a tenant are linked to, in the delivery table; it goes once no session writes it any more. */
export class DynamoSharedPhoneStore implements SharedPhoneStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async find(tenantId: string, number: string): Promise<SharedPhone | undefined> {
    const item = await getItem(this.#table, sharedPhoneKey(tenantId, number));
    return item === undefined ? undefined : rowOf<SharedPhone>(item);
  }

  async save(phone: SharedPhone): Promise<void> {
    const { tenantId, number, version, shares } = phone;
    const lastAt = Math.max(0, ...Object.values(shares).map(({ at }) => at));
    const isFirst = version === 1;
    await conditional(
      `another session of phone ${number} was quicker`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: {
            ...sharedPhoneKey(tenantId, number),
            ...phone,
            ttl: Math.ceil((lastAt + 2 * keepShareMs) / 1_000),
          },
          ConditionExpression: isFirst ? itemDoesNotExist : isAsItWasRead,
          ...(isFirst ? {} : { ExpressionAttributeValues: { ":seen": version - 1 } }),
        }),
      ),
    );
  }
}
