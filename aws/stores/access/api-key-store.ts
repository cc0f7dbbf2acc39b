import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ApiKey } from "../../../core/access/api-key.ts";
import type { ApiKeyStore } from "../../../core/access/access-ports.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { all, itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryIndex, rowOf, type Table } from "../../dynamodb/items.ts";
import { apiKeyKey, apiKeysIndex } from "../../dynamodb/keys.ts";

const wasUsedBefore = "attribute_not_exists(lastUsedAt) OR lastUsedAt < :now";
const belongsToTenant = "tenantId = :tenantId";

/** API keys by id; only their hashes are stored. */
export class DynamoApiKeyStore implements ApiKeyStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async find(keyId: string): Promise<ApiKey | undefined> {
    const item = await getItem(this.#table, apiKeyKey(keyId));
    return item === undefined ? undefined : rowOf<ApiKey>(item);
  }

  async create(key: ApiKey): Promise<void> {
    await conditional(
      `api key ${key.keyId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...apiKeyKey(key.keyId), ...key, ix: apiKeysIndex(key.tenantId), ixSort: key.keyId },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  async list(tenantId: string): Promise<readonly ApiKey[]> {
    return (await queryIndex(this.#table, apiKeysIndex(tenantId))).map(rowOf<ApiKey>);
  }

  async noteUse(keyId: string, now: number): Promise<void> {
    await unlessRefused(
      conditional(
        `api key ${keyId} was used later`,
        this.#table.client.send(
          new UpdateCommand({
            TableName: this.#table.name,
            Key: apiKeyKey(keyId),
            UpdateExpression: "SET lastUsedAt = :now",
            ConditionExpression: all(itemExists, wasUsedBefore),
            ExpressionAttributeValues: { ":now": now },
          }),
        ),
      ),
    );
  }

  async revoke(tenantId: string, keyId: string, now: number): Promise<void> {
    await conditional(
      `api key ${keyId} does not exist`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: apiKeyKey(keyId),
          UpdateExpression: "SET revokedAt = if_not_exists(revokedAt, :now)",
          ConditionExpression: all(itemExists, belongsToTenant),
          ExpressionAttributeValues: { ":now": now, ":tenantId": tenantId },
        }),
      ),
    );
  }
}
