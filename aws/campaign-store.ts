import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import {
  campaignTransitions,
  isOpen,
  type Campaign,
  type CampaignAction,
  type CampaignBody,
} from "../core/campaign.ts";
import { ConditionRefused } from "../core/errors.ts";
import type { CampaignChanges, CampaignRef, CampaignStore, Page, PageQuery, SessionRef } from "../core/ports.ts";
import { itemDoesNotExist } from "./conditions.ts";
import { conditional, getItem, queryIndex, queryPage, rowOf, setAndRemove, type Item, type Table } from "./items.ts";
import { bodyKey, campaignKey, campaignsPartition, openCampaignsIndex } from "./table.ts";

/** Campaigns and their frozen bodies in the delivery table. */
export class DynamoCampaignStore implements CampaignStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async create(campaign: Campaign, body: CampaignBody): Promise<void> {
    await this.#freeze(campaign, body);
    await conditional(
      `campaign ${campaign.campaignId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: {
            ...campaignKey(campaign.tenantId, campaign.sessionId, campaign.campaignId),
            ...campaign,
            ...openIndex(campaign),
          },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  /** The first body stands, whatever a repeat brings. */
  async #freeze({ tenantId, campaignId }: Campaign, body: CampaignBody): Promise<void> {
    try {
      await conditional(
        `body of ${campaignId} exists`,
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item: { ...bodyKey(tenantId, campaignId), ...body },
            ConditionExpression: itemDoesNotExist,
          }),
        ),
      );
    } catch (error) {
      if (!(error instanceof ConditionRefused)) throw error;
    }
  }

  async find({ tenantId, sessionId, campaignId }: CampaignRef): Promise<Campaign | undefined> {
    const item = await getItem(this.#table, campaignKey(tenantId, sessionId, campaignId));
    return item === undefined ? undefined : rowOf<Campaign>(item);
  }

  async body(tenantId: string, campaignId: string): Promise<CampaignBody | undefined> {
    const item = await getItem(this.#table, bodyKey(tenantId, campaignId));
    return item === undefined ? undefined : rowOf<CampaignBody>(item);
  }

  async page({ tenantId, sessionId }: SessionRef, query: PageQuery): Promise<Page<Campaign>> {
    const partition = campaignsPartition(tenantId, sessionId);
    return await queryPage(this.#table, { partition, newestFirst: true }, query, rowOf<Campaign>);
  }

  async open({ tenantId, sessionId }: SessionRef): Promise<readonly Campaign[]> {
    return (await queryIndex(this.#table, openCampaignsIndex(tenantId, sessionId))).map(rowOf<Campaign>);
  }

  async settle(ref: CampaignRef, total: number): Promise<void> {
    const update = setAndRemove({ ix: null, ixSort: null, total });
    await conditional(
      `campaign ${ref.campaignId} is not stopped`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: campaignKey(ref.tenantId, ref.sessionId, ref.campaignId),
          UpdateExpression: update.UpdateExpression,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, "#status": "status" },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ":stopped": "stopped" },
          ConditionExpression: "#status = :stopped",
        }),
      ),
    );
  }

  async apply(ref: CampaignRef, action: CampaignAction, changes: CampaignChanges): Promise<Campaign> {
    const { from, to } = campaignTransitions[action];
    const finished = !isOpen(to);
    // A stopped one stays in the index until its owner settled what it had in hand.
    const listed = to !== "completed";
    const update = setAndRemove({
      status: to,
      pausedBecause: to === "paused" ? changes.pausedBecause : null,
      ...(changes.total === undefined ? {} : { total: changes.total }),
      finishedAt: finished ? changes.now : null,
      ix: listed ? openCampaignsIndex(ref.tenantId, ref.sessionId) : null,
      ixSort: listed ? ref.campaignId : null,
    });
    const allowed = Object.fromEntries(from.map((status, index) => [`:from${index}`, status]));
    const write = this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: campaignKey(ref.tenantId, ref.sessionId, ref.campaignId),
        ...update,
        ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...allowed },
        ConditionExpression: `#status IN (${Object.keys(allowed).join(", ")})`,
        ReturnValues: "ALL_NEW",
      }),
    );
    const { Attributes } = await conditional(`campaign ${ref.campaignId} does not allow ${action}`, write);
    if (Attributes === undefined) throw new ConditionRefused(`campaign ${ref.campaignId} is gone`);
    return rowOf<Campaign>(Attributes);
  }
}

const openIndex = (campaign: Campaign): Item =>
  isOpen(campaign.status)
    ? { ix: openCampaignsIndex(campaign.tenantId, campaign.sessionId), ixSort: campaign.campaignId }
    : {};
