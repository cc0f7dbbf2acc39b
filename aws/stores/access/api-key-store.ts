import type { ApiKey, Tenant } from "../../../core/access/api-key.ts";
import type { ApiKeyStore } from "../../../core/access/access-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { all, anyOf, expression, itemExists, unlessThere } from "../../dynamodb/expressions.ts";
import { apiKeyKey, apiKeysIndex, tenantKey, tenantsPartition } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const wasUsedBefore = (now: number) =>
  anyOf(expression`attribute_not_exists(lastUsedAt)`, expression`lastUsedAt < ${now}`);
const isListed = { tenantListed: true } as const;
const belongsTo = (tenantId: string) => expression`tenantId = ${tenantId}`;

/** API keys by id in the registry; only their hashes are stored. */
export class DynamoApiKeyStore extends TableStore implements ApiKeyStore {
  async find(keyId: string): Promise<ApiKey | undefined> {
    return await this.table.get(apiKeyKey(keyId));
  }

  async create(key: ApiKey): Promise<void> {
    const place = { ix: apiKeysIndex(key.tenantId), ixSort: key.keyId };
    await this.#listTenant(key);
    const item = { ...apiKeyKey(key.keyId), ...key, ...isListed, ...place };
    await this.table.create(item, `api key ${key.keyId} exists`);
  }

  async tenants(query: PageQuery): Promise<Page<Tenant>> {
    return await this.table.page({ partition: tenantsPartition }, query);
  }

  async #listTenant({ tenantId, createdAt }: ApiKey): Promise<void> {
    await this.table.update(tenantKey(tenantId), { tenantId, createdAt: unlessThere("createdAt", createdAt) });
  }

  async list(tenantId: string): Promise<readonly ApiKey[]> {
    return await this.table.index(apiKeysIndex(tenantId));
  }

  async noteUse(key: ApiKey, now: number): Promise<void> {
    const { keyId, tenantListed } = key;
    if (tenantListed !== true) await this.#listTenant(key);
    const isLater = { when: all(itemExists, wasUsedBefore(now)), refused: `api key ${keyId} was used later` };
    await unlessRefused(this.table.update(apiKeyKey(keyId), { lastUsedAt: now, ...isListed }, isLater));
  }

  async revoke(tenantId: string, keyId: string, now: number): Promise<void> {
    await this.table.update(
      apiKeyKey(keyId),
      { revokedAt: unlessThere("revokedAt", now) },
      { when: all(itemExists, belongsTo(tenantId)), refused: `api key ${keyId} does not exist` },
    );
  }
}
