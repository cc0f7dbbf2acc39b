import type { Webhook } from "../../../core/webhook/webhook.ts";
import type { WebhookRef, WebhookStore } from "../../../core/webhook/webhook-ports.ts";
import { all, expression, itemExists } from "../../dynamodb/expressions.ts";
import { webhookKey, webhooksPartition } from "../../dynamodb/keys.ts";
import { TableStore } from "../../dynamodb/table.ts";

const isUnchangedSince = ({ updatedAt }: Webhook) => all(itemExists, expression`updatedAt = ${updatedAt}`);

/** Webhooks of a tenant in the registry, in one partition: publishing an event reads it. */
export class DynamoWebhookStore extends TableStore implements WebhookStore {
  async create(webhook: Webhook): Promise<void> {
    await this.table.create({ ...webhookKey(webhook), ...webhook }, `webhook ${webhook.webhookId} exists`);
  }

  async find(ref: WebhookRef): Promise<Webhook | undefined> {
    return await this.table.get(webhookKey(ref));
  }

  async list(tenantId: string): Promise<readonly Webhook[]> {
    return await this.table.all(webhooksPartition(tenantId));
  }

  async save(webhook: Webhook, seen: Webhook): Promise<void> {
    const refused = `webhook ${webhook.webhookId} changed meanwhile`;
    await this.table.put({ ...webhookKey(webhook), ...webhook }, { when: isUnchangedSince(seen), refused });
  }

  async remove(ref: WebhookRef): Promise<void> {
    await this.table.remove(webhookKey(ref));
  }
}
