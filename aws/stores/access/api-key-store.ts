import type { ApiKey } from "../../../core/access/api-key.ts";
import type { ApiKeyStore } from "../../../core/access/access-ports.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { all, anyOf, expression, itemExists, unlessThere } from "../../dynamodb/expressions.ts";
import { apiKeyKey, apiKeysIndex } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const wasUsedBefore = (now: number) =>
  anyOf(expression`attribute_not_exists(lastUsedAt)`, expression`lastUsedAt < ${now}`);
const belongsTo = (tenantId: string) => expression`tenantId = ${tenantId}`;

/** API keys by id in the registry; only their hashes are stored. */
export class DynamoApiKeyStore extends TableStore implements ApiKeyStore {
  async find(keyId: string): Promise<ApiKey | undefined> {
    return await this.table.get(apiKeyKey(keyId));
  }

  async create(key: ApiKey): Promise<void> {
    const place = { ix: apiKeysIndex(key.tenantId), ixSort: key.keyId };
    await this.table.create({ ...apiKeyKey(key.keyId), ...key, ...place }, `api key ${key.keyId} exists`);
  }

  async list(tenantId: string): Promise<readonly ApiKey[]> {
    return await this.table.index(apiKeysIndex(tenantId));
  }

  async noteUse(keyId: string, now: number): Promise<void> {
    const isLater = { when: all(itemExists, wasUsedBefore(now)), refused: `api key ${keyId} was used later` };
    await unlessRefused(this.table.update(apiKeyKey(keyId), { lastUsedAt: now }, isLater));
  }

  async revoke(tenantId: string, keyId: string, now: number): Promise<void> {
    await this.table.update(
      apiKeyKey(keyId),
      { revokedAt: unlessThere("revokedAt", now) },
      { when: all(itemExists, belongsTo(tenantId)), refused: `api key ${keyId} does not exist` },
    );
  }
}
