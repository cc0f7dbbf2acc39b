import { unlessRefused } from "../../../core/refused.ts";
import type { LinkedAccount, LinkedAccountStore } from "../../../core/session/account.ts";
import { anyOf, attributeIs, expression } from "../../dynamodb/expressions.ts";
import { linkedAccountKey } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

/** One item a number that was ever linked, in the registry table; nothing takes it away. */
export class DynamoLinkedAccountStore extends TableStore implements LinkedAccountStore {
  async linkedSince(tenantId: string, number: string, at: number): Promise<number> {
    const key = linkedAccountKey(tenantId, number);
    const isNoneEarlier = anyOf(attributeIs("firstLinkedAt", undefined), expression`#firstLinkedAt > ${at}`);
    const condition = { when: isNoneEarlier, refused: "the account is linked for longer" };
    const account: LinkedAccount = { tenantId, number, firstLinkedAt: at };
    const kept = await unlessRefused(this.table.update<LinkedAccount>(key, { ...account }, condition));
    return (kept ?? (await this.table.get<LinkedAccount>(key)))?.firstLinkedAt ?? at;
  }
}
