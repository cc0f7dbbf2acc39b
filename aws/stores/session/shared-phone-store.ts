import { keepShareMs, type SharedPhone, type SharedPhoneStore } from "../../../core/session/shared-phone.ts";
import { expression, itemDoesNotExist } from "../../dynamodb/expressions.ts";
import { sharedPhoneKey } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

const versionIs = (version: number) => expression`#version = ${version}`;

/** One item a phone that several sessions of a tenant are linked to, in the delivery table; it goes once no session writes it any more. */
export class DynamoSharedPhoneStore extends TableStore implements SharedPhoneStore {
  async find(tenantId: string, number: string): Promise<SharedPhone | undefined> {
    return await this.table.get(sharedPhoneKey(tenantId, number));
  }

  async save(phone: SharedPhone): Promise<void> {
    const { tenantId, number, version, shares } = phone;
    const lastAt = Math.max(0, ...Object.values(shares).map(({ at }) => at));
    await this.table.put(
      { ...sharedPhoneKey(tenantId, number), ...phone, ttl: ttlOf(lastAt + 2 * keepShareMs) },
      {
        when: version === 1 ? itemDoesNotExist : versionIs(version - 1),
        refused: `another session of phone ${number} was quicker`,
      },
    );
  }
}
