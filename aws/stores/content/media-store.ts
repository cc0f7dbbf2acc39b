import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../../../core/errors.ts";
import type { Media } from "../../../core/content/media.ts";
import type { MediaChanges, MediaReader, MediaUses, MediaWriter } from "../../../core/content/content-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { MediaRef, SessionRef } from "../../../core/refs.ts";
import { unlessRefused } from "../../../core/refused.ts";
import { all, itemDoesNotExist, itemExists } from "../../dynamodb/conditions.ts";
import {
  conditional,
  getItem,
  queryIndex,
  queryPage,
  rowOf,
  setAndRemove,
  type Item,
  type Table,
} from "../../dynamodb/items.ts";
import { mediaItemKey, mediaPartition, openMediaIndex, openMediaIndexSort } from "../../dynamodb/keys.ts";

const isNotChecked = "#state IN (:awaiting, :checking)";
const isReady = "#state = :ready";
const isNotRemoved = "attribute_not_exists(deletedAt)";
const isRemoved = "attribute_exists(deletedAt)";
// DynamoDB keeps no empty set: the attribute goes with the last campaign.
const noCampaignUsesIt = "attribute_not_exists(usedBy)";

/** Uploaded files as rows; their bytes are in the bucket. */
export class DynamoMediaStore implements MediaReader, MediaWriter, MediaUses {
  readonly #table: Table;

  constructor(registry: Table) {
    this.#table = registry;
  }

  async create(media: Media): Promise<void> {
    const { usedBy: _usedBy, ...row } = media;
    await conditional(
      `media ${media.filename} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: { ...keyOf(media), ...row, ...(isOpen(media.state) ? openIndex(media) : {}) },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  async find(ref: MediaRef): Promise<Media | undefined> {
    const item = await getItem(this.#table, keyOf(ref));
    const media = item === undefined ? undefined : mediaOf(item);
    return media?.deletedAt === undefined ? media : undefined;
  }

  async page({ tenantId, sessionId }: SessionRef, query: PageQuery): Promise<Page<Media>> {
    const partition = mediaPartition(tenantId, sessionId);
    const page = await queryPage(this.#table, { partition, newestFirst: true }, query, mediaOf);
    return { ...page, items: page.items.filter(({ deletedAt }) => deletedAt === undefined) };
  }

  async unfinished(limit: number): Promise<readonly Media[]> {
    return (await queryIndex(this.#table, openMediaIndex, { limit })).map(mediaOf);
  }

  async settle(ref: MediaRef, changes: MediaChanges): Promise<Media> {
    const open = isOpen(changes.state);
    const update = setAndRemove({ ...changes, ...(open ? {} : { ix: null, ixSort: null }) });
    const { Attributes } = await conditional(
      `media ${ref.filename} is gone or was checked already`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: keyOf(ref),
          ...update,
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ":awaiting": "awaiting_upload",
            ":checking": "checking",
          },
          ConditionExpression: all(isNotChecked, isNotRemoved),
          ReturnValues: "ALL_NEW",
        }),
      ),
    );
    if (Attributes === undefined) throw new ConditionRefused(`media ${ref.filename} is gone`);
    return mediaOf(Attributes);
  }

  async addUse(ref: MediaRef, campaignId: string): Promise<void> {
    await conditional(
      `media ${ref.filename} is not ready`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: keyOf(ref),
          UpdateExpression: "ADD usedBy :campaign",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: { ":campaign": new Set([campaignId]), ":ready": "ready" },
          ConditionExpression: all(isReady, isNotRemoved),
        }),
      ),
    );
  }

  async removeUse(ref: MediaRef, campaignId: string): Promise<void> {
    const write = this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: keyOf(ref),
        UpdateExpression: "DELETE usedBy :campaign",
        ExpressionAttributeValues: { ":campaign": new Set([campaignId]) },
        ConditionExpression: itemExists,
      }),
    );
    // Refused when the file is gone: then no campaign uses it.
    await unlessRefused(conditional(`media ${ref.filename} is gone`, write));
  }

  async remove(ref: MediaRef, now: number): Promise<void> {
    const open = { ix: openMediaIndex, ixSort: openMediaIndexSort(now, ref.filename) };
    await conditional(
      `media ${ref.filename} is gone or a campaign uses it`,
      this.#table.client.send(
        new UpdateCommand({
          TableName: this.#table.name,
          Key: keyOf(ref),
          ...setAndRemove({ deletedAt: now, ...open }),
          ConditionExpression: all(itemExists, isNotRemoved, noCampaignUsesIt),
        }),
      ),
    );
  }

  async forget(ref: MediaRef): Promise<void> {
    const write = this.#table.client.send(
      new DeleteCommand({ TableName: this.#table.name, Key: keyOf(ref), ConditionExpression: isRemoved }),
    );
    await unlessRefused(conditional(`media ${ref.filename} was not removed`, write));
  }
}

const keyOf = ({ tenantId, sessionId, filename }: MediaRef) => mediaItemKey(tenantId, sessionId, filename);

const isOpen = (state: Media["state"]): boolean => state === "awaiting_upload" || state === "checking";

const openIndex = ({ expiresAt, filename }: Media): Item => ({
  ix: openMediaIndex,
  ixSort: openMediaIndexSort(expiresAt, filename),
});

type StoredMedia = Omit<Media, "usedBy"> & { readonly usedBy?: ReadonlySet<string> };

function mediaOf(item: Item): Media {
  const { usedBy, ...media } = rowOf<StoredMedia>(item);
  return usedBy === undefined ? media : { ...media, usedBy: [...usedBy].sort() };
}
