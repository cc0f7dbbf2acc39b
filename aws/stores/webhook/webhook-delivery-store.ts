import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../../../core/errors.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { WebhookDelivery } from "../../../core/webhook/webhook.ts";
import type { ReceiverTrouble } from "../../../core/webhook/receiver-trouble.ts";
import type { DeliveryRef, WebhookDeliveryStore, WebhookRef } from "../../../core/webhook/webhook-ports.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryPage, rowOf, type Table } from "../../dynamodb/items.ts";
import {
  deliveryPrefix,
  receiverTroubleKey,
  webhookDeliveriesPartition,
  webhookDeliveryKey,
} from "../../dynamodb/keys.ts";

/** How long the log of deliveries is kept. */
export const keepDeliveriesMs = 30 * 24 * 60 * 60 * 1_000;

const rowsAtOnce = 100;

const unchangedSinceSeen = "version = :seenVersion";
const receiverIsFree = "freeAt <= :now";

const expiresAfter = (at: number): number => Math.ceil((at + keepDeliveriesMs) / 1_000);

/** Deliveries of webhooks, and which receivers are in trouble. */
export class DynamoWebhookDeliveryStore implements WebhookDeliveryStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async create(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    try {
      await conditional(
        `delivery ${delivery.deliveryId} exists`,
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item: { ...webhookDeliveryKey(delivery), ...delivery, ttl: expiresAfter(delivery.roundFrom) },
            ConditionExpression: itemDoesNotExist,
          }),
        ),
      );
      return delivery;
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
      return (await this.find(delivery)) ?? delivery;
    }
  }

  async find(ref: DeliveryRef): Promise<WebhookDelivery | undefined> {
    const item = await getItem(this.#table, webhookDeliveryKey(ref));
    return item === undefined ? undefined : rowOf<WebhookDelivery>(item);
  }

  async page(ref: WebhookRef, query: PageQuery): Promise<Page<WebhookDelivery>> {
    const partition = webhookDeliveriesPartition(ref.tenantId, ref.webhookId);
    const newestOfPrefix = { partition, prefix: deliveryPrefix, newestFirst: true };
    return await queryPage(this.#table, newestOfPrefix, query, rowOf<WebhookDelivery>);
  }

  async waiting(ref: WebhookRef, after: string, limit: number): Promise<readonly WebhookDelivery[]> {
    const partition = webhookDeliveriesPartition(ref.tenantId, ref.webhookId);
    const found: WebhookDelivery[] = [];
    let from: string | undefined = after;
    while (from !== undefined && found.length < limit) {
      const oldestOfPrefix = { partition, prefix: deliveryPrefix };
      const page: Page<WebhookDelivery> = await queryPage(
        this.#table,
        oldestOfPrefix,
        { limit: rowsAtOnce, after: from },
        rowOf<WebhookDelivery>,
      );
      found.push(
        ...page.items.filter(({ state, roundFrom, createdAt }) => state === "pending" && roundFrom === createdAt),
      );
      from = page.next;
    }
    return found.slice(0, limit);
  }

  async save(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const raised = { ...delivery, version: delivery.version + 1 };
    await conditional(
      `delivery ${delivery.deliveryId} changed meanwhile`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...webhookDeliveryKey(delivery), ...raised, ttl: expiresAfter(delivery.roundFrom) },
          ConditionExpression: unchangedSinceSeen,
          ExpressionAttributeValues: { ":seenVersion": delivery.version },
        }),
      ),
    );
    return raised;
  }

  async findTrouble({ tenantId, webhookId }: WebhookRef): Promise<ReceiverTrouble | undefined> {
    const item = await getItem(this.#table, receiverTroubleKey(tenantId, webhookId));
    return item === undefined ? undefined : rowOf<ReceiverTrouble>(item);
  }

  async takeTurn({ tenantId, webhookId }: WebhookRef, now: number, until: number): Promise<void> {
    await conditional(
      `receiver of ${webhookId} is busy`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: receiverTroubleKey(tenantId, webhookId),
          UpdateExpression: "SET freeAt = :until",
          ConditionExpression: receiverIsFree,
          ExpressionAttributeValues: { ":now": now, ":until": until },
        }),
      ),
    );
  }

  async saveTrouble({ tenantId, webhookId }: WebhookRef, trouble: ReceiverTrouble | undefined): Promise<void> {
    const Key = receiverTroubleKey(tenantId, webhookId);
    const TableName = this.#table.name;
    await (trouble === undefined
      ? this.#table.client.send(new DeleteCommand({ TableName, Key }))
      : this.#table.client.send(
          new PutCommand({ TableName, Item: { ...Key, ...trouble, ttl: expiresAfter(trouble.freeAt) } }),
        ));
  }
}
