import { everyItem, type Page, type PageQuery } from "../../../core/pages.ts";
import type { WebhookDelivery } from "../../../core/webhook/webhook.ts";
import type { ReceiverTrouble } from "../../../core/webhook/receiver-trouble.ts";
import type { DeliveryRef, WebhookDeliveryStore, WebhookRef } from "../../../core/webhook/webhook-ports.ts";
import { ifRefused } from "../../../core/refused.ts";
import { expression } from "../../dynamodb/expressions.ts";
import {
  deliveryPrefix,
  receiverTroubleKey,
  webhookDeliveriesPartition,
  webhookDeliveryKey,
} from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";

/** How long the log of deliveries is kept. */
export const keepDeliveriesMs = 30 * 24 * 60 * 60 * 1_000;

const rowsAtOnce = 100;

const versionIs = (version: number) => expression`#version = ${version}`;
const receiverIsFree = (now: number) => expression`freeAt <= ${now}`;

const itemOf = (delivery: WebhookDelivery) => ({
  ...webhookDeliveryKey(delivery),
  ...delivery,
  ttl: ttlOf(delivery.roundFrom + keepDeliveriesMs),
});

/** Deliveries of webhooks in the delivery table, and which receivers are in trouble. */
export class DynamoWebhookDeliveryStore extends TableStore implements WebhookDeliveryStore {
  async create(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const creation = this.table.create(itemOf(delivery), `delivery ${delivery.deliveryId} exists`);
    return (await ifRefused(creation, () => this.find(delivery))) ?? delivery;
  }

  async find(ref: DeliveryRef): Promise<WebhookDelivery | undefined> {
    return await this.table.get(webhookDeliveryKey(ref));
  }

  async page(ref: WebhookRef, query: PageQuery): Promise<Page<WebhookDelivery>> {
    return await this.table.page({ ...deliveriesOf(ref), newestFirst: true }, query);
  }

  async waiting(ref: WebhookRef, after: string, limit: number): Promise<readonly WebhookDelivery[]> {
    const found: WebhookDelivery[] = [];
    const read = (query: PageQuery) => this.table.page<WebhookDelivery>(deliveriesOf(ref), query);
    for await (const delivery of everyItem(rowsAtOnce, read, after)) {
      const { state, roundFrom, createdAt } = delivery;
      if (state === "pending" && roundFrom === createdAt) found.push(delivery);
      if (found.length === limit) break;
    }
    return found;
  }

  async save(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const raised = { ...delivery, version: delivery.version + 1 };
    await this.table.put(itemOf(raised), {
      when: versionIs(delivery.version),
      refused: `delivery ${delivery.deliveryId} changed meanwhile`,
    });
    return raised;
  }

  async findTrouble(ref: WebhookRef): Promise<ReceiverTrouble | undefined> {
    return await this.table.get(receiverTroubleKey(ref));
  }

  async takeTurn(ref: WebhookRef, now: number, until: number): Promise<void> {
    const ifFree = { when: receiverIsFree(now), refused: `receiver of ${ref.webhookId} is busy` };
    await this.table.update(receiverTroubleKey(ref), { freeAt: until }, ifFree);
  }

  async saveTrouble(ref: WebhookRef, trouble: ReceiverTrouble | undefined): Promise<void> {
    const key = receiverTroubleKey(ref);
    if (trouble === undefined) await this.table.remove(key);
    else await this.table.put({ ...key, ...trouble, ttl: ttlOf(trouble.freeAt + keepDeliveriesMs) });
  }
}

const deliveriesOf = (ref: WebhookRef) => ({ partition: webhookDeliveriesPartition(ref), prefix: deliveryPrefix });
