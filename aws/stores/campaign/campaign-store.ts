import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import {
  campaignTransitions,
  isOpen,
  type Campaign,
  type CampaignAction,
  type CampaignBody,
} from "../../../core/campaign/campaign.ts";
import { defined } from "../../../core/defined.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import type {
  CampaignChange,
  CampaignChanges,
  CampaignReader,
  CampaignRemoval,
} from "../../../core/campaign/campaign-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { CampaignRef, SessionRef } from "../../../core/refs.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { all, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import {
  conditional,
  deleteMany,
  getItem,
  queryAll,
  queryIndex,
  queryPage,
  rowOf,
  setAndRemove,
  type Item,
  type Table,
} from "../../dynamodb/items.ts";
import {
  bodyKey,
  campaignKey,
  campaignPartition,
  campaignsPartition,
  openCampaignsIndex,
  timerKey,
} from "../../dynamodb/keys.ts";

const isNotDeleted = "attribute_not_exists(deletedAt)";
const isUnchanged = "changedBy = :seenChange";
const isNeverChanged = "attribute_not_exists(changedBy)";
const dayMs = 24 * 60 * 60 * 1_000;

/** Campaigns and their frozen bodies in the delivery table. */
export class DynamoCampaignStore implements CampaignReader, CampaignChanges, CampaignRemoval {
  readonly #table: Table;
  readonly #keptMs: number;

  /** @param keptDays how long a campaign is there after it finished */
  constructor(delivery: Table, keptDays = 180) {
    this.#table = delivery;
    this.#keptMs = keptDays * dayMs;
  }

  async create(campaign: Campaign, body: CampaignBody): Promise<void> {
    await this.#freeze(campaign, body);
    await conditional(
      `campaign ${campaign.campaignId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...keyOf(campaign), ...campaign, ...openIndex(campaign) },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  /** The first body stands, also when a repeat brings another. */
  async #freeze({ tenantId, campaignId, bodyId }: Campaign, body: CampaignBody): Promise<void> {
    await unlessRefused(
      conditional(
        `body of ${campaignId} exists`,
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item: { ...bodyKey(tenantId, campaignId, bodyId), ...body },
            ConditionExpression: itemDoesNotExist,
          }),
        ),
      ),
    );
  }

  async find(ref: CampaignRef): Promise<Campaign | undefined> {
    const item = await getItem(this.#table, keyOf(ref));
    return item === undefined ? undefined : rowOf<Campaign>(item);
  }

  async body({
    tenantId,
    campaignId,
    bodyId,
  }: Pick<Campaign, "tenantId" | "campaignId" | "bodyId">): Promise<CampaignBody | undefined> {
    const item = await getItem(this.#table, bodyKey(tenantId, campaignId, bodyId));
    return item === undefined ? undefined : rowOf<CampaignBody>(item);
  }

  async page({ tenantId, sessionId }: SessionRef, query: PageQuery): Promise<Page<Campaign>> {
    const partition = campaignsPartition(tenantId, sessionId);
    return await queryPage(this.#table, { partition, newestFirst: true }, query, rowOf<Campaign>);
  }

  async open({ tenantId, sessionId }: SessionRef): Promise<readonly Campaign[]> {
    return (await queryIndex(this.#table, openCampaignsIndex(tenantId, sessionId))).map(rowOf<Campaign>);
  }

  async running({ tenantId, sessionId }: SessionRef): Promise<readonly Campaign[]> {
    const items = await queryAll(this.#table, {
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      FilterExpression: all("#status = :running", isNotDeleted),
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":pk": campaignsPartition(tenantId, sessionId), ":running": "running" },
    });
    return items.map(rowOf<Campaign>);
  }

  async settle(ref: CampaignRef, total: number): Promise<void> {
    const update = setAndRemove({ ix: null, ixSort: null, total });
    await conditional(
      `campaign ${ref.campaignId} is not stopped`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: keyOf(ref),
          UpdateExpression: update.UpdateExpression,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, "#status": "status" },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ":stopped": "stopped" },
          ConditionExpression: all("#status = :stopped", isNotDeleted),
        }),
      ),
    );
  }

  async apply(ref: CampaignRef, action: CampaignAction, changes: CampaignChange): Promise<Campaign> {
    const { from } = campaignTransitions[action];
    const { retry, ifSendAt, by } = changes;
    const update = setAndRemove(
      { ...this.#changesOf(ref, action, changes), ...defined({ changedBy: by }) },
      isStart(action) ? { launchedAt: changes.now, startedAt: changes.now } : {},
    );
    // A retry remembers where it came from, so that is where it must come from.
    const states = retry === undefined ? from : from.filter((status) => status === retry.seen.status);
    if (states.length === 0) throw new ConditionRefused(`campaign ${ref.campaignId} does not allow ${action}`);
    const allowed = Object.fromEntries(states.map((status, index) => [`:from${index}`, status]));
    const round = retry?.seen.round;
    const conditions = [
      `#status IN (${Object.keys(allowed).join(", ")})`,
      isNotDeleted,
      ...(ifSendAt === undefined ? [] : ["#schedule.sendAt = :ifSendAt"]),
      ...(retry === undefined ? [] : [round === undefined ? "attribute_not_exists(#round)" : "#round = :seenRound"]),
    ];
    const write = this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: keyOf(ref),
        ...update,
        ExpressionAttributeNames: {
          ...update.ExpressionAttributeNames,
          "#status": "status",
          ...(ifSendAt === undefined ? {} : { "#schedule": "schedule" }),
        },
        ExpressionAttributeValues: {
          ...update.ExpressionAttributeValues,
          ...allowed,
          ...defined({ ":ifSendAt": ifSendAt, ":seenRound": round }),
        },
        ConditionExpression: all(...conditions),
        ReturnValues: "ALL_NEW",
      }),
    );
    return await this.#answered(ref, by, conditional(`campaign ${ref.campaignId} does not allow ${action}`, write));
  }

  /** What an action changes besides the state. `null` takes an attribute away. */
  #changesOf(ref: CampaignRef, action: CampaignAction, changes: CampaignChange): Item {
    const { to } = campaignTransitions[action];
    const { now, total, retry, sender } = changes;
    const senderGiven = sender === undefined ? {} : { sender };
    // It stays paused since when it was.
    if (action === "renumber") return { pausedBecause: changes.pausedBecause, changedAt: now, ...senderGiven };
    if (to === "gone") return { deletedAt: now, ix: null, ixSort: null };
    const finished = !isOpen(to);
    // A stopped one stays in the index until its owner settled what it had in hand.
    const listed = to !== "completed" && to !== "scheduled";
    const paused = to === "paused";
    const endsRetry = changes.endsRetry === true || action === "complete" || action === "stop";
    return {
      status: to,
      ...defined({ total }),
      ...senderGiven,
      waitingFor: action === "wait" ? "import" : null,
      pausedBecause: paused ? changes.pausedBecause : null,
      pausedAt: paused ? now : null,
      changedAt: now,
      finishedAt: finished ? now : null,
      expiresAt: finished ? now + this.#keptMs : null,
      ...(endsRetry ? { retryStatuses: null, pauseAfterRetry: null } : {}),
      // Who resumes wants all of it to go on.
      ...(action === "resume" ? { pauseAfterRetry: null } : {}),
      ...(retry === undefined
        ? {}
        : {
            round: (retry.seen.round ?? 0) + 1,
            ...defined({ retriedBy: changes.by }),
            retryStatuses: retry.statuses,
            pauseAfterRetry: retry.seen.status === "paused" ? (retry.seen.pausedBecause ?? "user") : null,
          }),
      ix: listed ? openCampaignsIndex(ref.tenantId, ref.sessionId) : null,
      ixSort: listed ? ref.campaignId : null,
    };
  }

  async change(seen: Campaign, changed: Campaign, body: CampaignBody | undefined): Promise<Campaign> {
    if (body !== undefined) await this.#freeze(changed, body);
    const { changedBy: seenChange } = seen;
    const write = this.#table.client.send(
      new PutCommand({
        TableName: this.#table.name,
        Item: { ...keyOf(changed), ...changed },
        ConditionExpression: all(
          "#status = :scheduled",
          isNotDeleted,
          seenChange === undefined ? isNeverChanged : isUnchanged,
        ),
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":scheduled": "scheduled", ...defined({ ":seenChange": seenChange }) },
      }),
    );
    const put = conditional(`campaign ${seen.campaignId} was changed`, write).then(() => ({
      Attributes: { ...changed },
    }));
    return await this.#answered(seen, changed.changedBy, put);
  }

  /** A refused change may be the repeat of one that was made and whose answer was lost: the row's mark shows it. */
  async #answered(
    ref: CampaignRef,
    by: string | undefined,
    write: Promise<{ readonly Attributes?: Item | undefined }>,
  ): Promise<Campaign> {
    try {
      const { Attributes } = await write;
      if (Attributes === undefined) throw new ConditionRefused(`campaign ${ref.campaignId} is gone`);
      return rowOf<Campaign>(Attributes);
    } catch (error) {
      if (!(error instanceof ConditionRefused) || by === undefined) throw error;
      const there = await this.find(ref);
      if (there?.changedBy !== by) throw error;
      return there;
    }
  }

  async clearAway(ref: CampaignRef, limit: number): Promise<boolean> {
    const { Items = [] } = await this.#table.client.send(
      new QueryCommand({
        TableName: this.#table.name,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": campaignPartition(ref.tenantId, ref.campaignId) },
        ProjectionExpression: "pk, sk",
        Limit: limit,
      }),
    );
    const { sk: timer } = timerKey(ref.tenantId, ref.campaignId);
    const keys = Items.map((item) => ({ pk: String(item["pk"]), sk: String(item["sk"]) }));
    // The timer goes last, and by the hand that holds it: it is what brings an unfinished clearing back.
    const rows = keys.filter(({ sk }) => sk !== timer);
    await deleteMany(this.#table, rows);
    return rows.length > 0;
  }

  async forget(ref: CampaignRef): Promise<void> {
    await this.#table.client.send(new DeleteCommand({ TableName: this.#table.name, Key: keyOf(ref) }));
  }
}

const isStart = (action: CampaignAction): boolean => action === "launch" || action === "resume";

const keyOf = ({ tenantId, sessionId, campaignId }: CampaignRef) => campaignKey(tenantId, sessionId, campaignId);

const openIndex = (campaign: Campaign): Item =>
  isOpen(campaign.status) && campaign.status !== "scheduled"
    ? { ix: openCampaignsIndex(campaign.tenantId, campaign.sessionId), ixSort: campaign.campaignId }
    : {};
