import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Webhook } from "../../../core/webhook/webhook.ts";
import type { WebhookRef, WebhookStore } from "../../../core/webhook/webhook-ports.ts";
import { all, itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryAll, rowOf, type Table } from "../../dynamodb/items.ts";
import { webhookKey, webhooksPartition } from "../../dynamodb/keys.ts";

const unchangedSinceSeen = "updatedAt = :seenUpdatedAt";

/** Webhooks of a tenant, in one partition: publishing an event reads it. */
export class DynamoWebhookStore implements WebhookStore {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async create(webhook: Webhook): Promise<void> {
    await conditional(
      `webhook ${webhook.webhookId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...webhookKey(webhook.tenantId, webhook.webhookId), ...webhook },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  async find({ tenantId, webhookId }: WebhookRef): Promise<Webhook | undefined> {
    const item = await getItem(this.#table, webhookKey(tenantId, webhookId));
    return item === undefined ? undefined : rowOf<Webhook>(item);
  }

  async list(tenantId: string): Promise<readonly Webhook[]> {
    const items = await queryAll(this.#table, {
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": webhooksPartition(tenantId) },
    });
    return items.map(rowOf<Webhook>);
  }

  async save(webhook: Webhook, seen: Webhook): Promise<void> {
    await conditional(
      `webhook ${webhook.webhookId} changed meanwhile`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...webhookKey(webhook.tenantId, webhook.webhookId), ...webhook },
          ConditionExpression: all(itemExists, unchangedSinceSeen),
          ExpressionAttributeValues: { ":seenUpdatedAt": seen.updatedAt },
        }),
      ),
    );
  }

  async remove({ tenantId, webhookId }: WebhookRef): Promise<void> {
    const Key = webhookKey(tenantId, webhookId);
    await this.#table.client.send(new DeleteCommand({ TableName: this.#table.name, Key }));
  }
}
