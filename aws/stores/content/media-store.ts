import type { Media, MediaState } from "../../../core/content/media.ts";
import type { MediaChanges, MediaReader, MediaUses, MediaWriter } from "../../../core/content/content-ports.ts";
import type { Page, PageQuery } from "../../../core/pages.ts";
import type { MediaRef, SessionRef } from "../../../core/refs.ts";
import { unlessRefused } from "../../../core/refused.ts";
import type { Item } from "../../dynamodb/batches.ts";
import { all, expression, itemExists, listed } from "../../dynamodb/expressions.ts";
import { mediaItemKey, mediaPartition, openMediaIndex, openMediaIndexSort } from "../../dynamodb/keys.ts";
import { rowOf, TableStore } from "../../dynamodb/table.ts";

const openStates: readonly MediaState[] = ["awaiting_upload", "checking"];

const isNotChecked = expression`#state IN (${listed(openStates)})`;
const isReady = expression`#state = ${"ready" satisfies MediaState}`;
const isNotRemoved = expression`attribute_not_exists(deletedAt)`;
const isRemoved = expression`attribute_exists(deletedAt)`;
// DynamoDB keeps no empty set: the attribute goes with the last campaign.
const noCampaignUsesIt = expression`attribute_not_exists(usedBy)`;

/** Uploaded files as rows in the registry; their bytes are in the bucket. */
export class DynamoMediaStore extends TableStore implements MediaReader, MediaWriter, MediaUses {
  async create({ usedBy: _usedBy, ...media }: Media): Promise<void> {
    const place = openStates.includes(media.state) ? placeOf(media.expiresAt, media) : {};
    await this.table.create({ ...mediaItemKey(media), ...media, ...place }, `media ${media.filename} exists`);
  }

  async find(ref: MediaRef): Promise<Media | undefined> {
    const media = await this.table.get(mediaItemKey(ref), mediaOf);
    return media?.deletedAt === undefined ? media : undefined;
  }

  async page(ref: SessionRef, query: PageQuery): Promise<Page<Media>> {
    const page = await this.table.page({ partition: mediaPartition(ref), newestFirst: true }, query, mediaOf);
    return { ...page, items: page.items.filter(({ deletedAt }) => deletedAt === undefined) };
  }

  async unfinished(limit: number): Promise<readonly Media[]> {
    return await this.table.index(openMediaIndex, { limit }, mediaOf);
  }

  async settle(ref: MediaRef, changes: MediaChanges): Promise<Media> {
    const settled = await this.table.update<StoredMedia>(
      mediaItemKey(ref),
      { ...changes, ...(openStates.includes(changes.state) ? {} : { ix: null, ixSort: null }) },
      { when: all(isNotChecked, isNotRemoved), refused: `media ${ref.filename} is gone or was checked already` },
    );
    return mediaOf(settled);
  }

  async addUse(ref: MediaRef, campaignId: string): Promise<void> {
    await this.table.update(mediaItemKey(ref), expression`ADD usedBy ${new Set([campaignId])}`, {
      when: all(isReady, isNotRemoved),
      refused: `media ${ref.filename} is not ready`,
    });
  }

  async removeUse(ref: MediaRef, campaignId: string): Promise<void> {
    const write = this.table.update(mediaItemKey(ref), expression`DELETE usedBy ${new Set([campaignId])}`, {
      when: itemExists,
      refused: `media ${ref.filename} is gone`,
    });
    // Refused when the file is gone: then no campaign uses it.
    await unlessRefused(write);
  }

  async remove(ref: MediaRef, now: number): Promise<void> {
    await this.table.update(
      mediaItemKey(ref),
      { deletedAt: now, ...placeOf(now, ref) },
      {
        when: all(itemExists, isNotRemoved, noCampaignUsesIt),
        refused: `media ${ref.filename} is gone or a campaign uses it`,
      },
    );
  }

  async forget(ref: MediaRef): Promise<void> {
    const wasRemoved = { when: isRemoved, refused: `media ${ref.filename} was not removed` };
    await unlessRefused(this.table.remove(mediaItemKey(ref), wasRemoved));
  }
}

const placeOf = (at: number, { filename }: MediaRef) => ({
  ix: openMediaIndex,
  ixSort: openMediaIndexSort(at, filename),
});

type StoredMedia = Omit<Media, "usedBy"> & { readonly usedBy?: ReadonlySet<string> };

function mediaOf(item: Item): Media {
  const { usedBy, ...media } = rowOf<StoredMedia>(item);
  return usedBy === undefined ? media : { ...media, usedBy: [...usedBy].sort() };
}
