import { refusedAs, unlessRefused } from "../refused.ts";
import type { Campaign } from "./campaign.ts";
import type { ListStore } from "../contact/contact-ports.ts";
import type { MediaUses } from "../content/content-ports.ts";
import type { CampaignRef } from "../refs.ts";

/** What a campaign holds on to from its creation to its end: its lists and its file, which can't be deleted meanwhile. */

export interface Uses {
  readonly listIds: readonly string[];
  /** File names of media. */
  readonly media: readonly string[];
}

export interface UsePorts {
  readonly lists: Pick<ListStore, "addUse" | "removeUse">;
  readonly mediaUses: MediaUses;
}

/** A list or a file that was to be held is gone, or not ready. */
export class UseRefused extends Error {
  override readonly name = "UseRefused";
  readonly what: { readonly listId: string } | { readonly filename: string };

  constructor(what: UseRefused["what"], cause: unknown) {
    super(`${Object.values(what).join()} can't be used`, { cause });
    this.what = what;
  }
}

export const usesOf = ({ listIds, excludeListIds, media }: Campaign): Uses => ({
  listIds: [...new Set([...listIds, ...excludeListIds])],
  media: media === undefined ? [] : [media],
});

/** The lists that a campaign writes to, and when it was launched to them. */
export interface Launch {
  readonly listIds: readonly string[];
  readonly at: number;
}

/** Of a campaign that was launched. */
export const launchOf = ({ listIds, excludeListIds, startedAt }: Campaign): Launch | undefined =>
  startedAt === undefined
    ? undefined
    : { listIds: listIds.filter((listId) => !excludeListIds.includes(listId)), at: startedAt };

/** Those of `some` that are not among `others`. */
export const usesWithout = (some: Uses, others: Uses): Uses => ({
  listIds: some.listIds.filter((listId) => !others.listIds.includes(listId)),
  media: some.media.filter((filename) => !others.media.includes(filename)),
});

export const usesTogether = (some: Uses, others: Uses): Uses => ({
  listIds: [...new Set([...some.listIds, ...others.listIds])],
  media: [...new Set([...some.media, ...others.media])],
});

/**
 * @param launch of a campaign that is launched by it: its lists name it as their last use, in the same write
 * @throws UseRefused when one of them is gone or not ready; the others may be held by then
 */
export async function holdUses(
  { lists, mediaUses }: UsePorts,
  ref: CampaignRef,
  uses: Uses,
  launch?: Launch,
): Promise<void> {
  const { tenantId, sessionId, campaignId } = ref;
  for (const listId of uses.listIds) {
    const launchedAt = launch?.listIds.includes(listId) === true ? launch.at : undefined;
    const use = lists.addUse({ tenantId, sessionId, listId }, campaignId, launchedAt);
    await refusedAs(use, (cause) => new UseRefused({ listId }, cause));
  }
  for (const filename of uses.media) {
    const use = mediaUses.addUse({ tenantId, sessionId, filename }, campaignId);
    await refusedAs(use, (cause) => new UseRefused({ filename }, cause));
  }
}

/** The lists of a campaign that held them before it was launched name it as their last use. One that is gone is passed over. */
export async function markLaunch({ lists }: Pick<UsePorts, "lists">, campaign: Campaign): Promise<void> {
  const { tenantId, sessionId, campaignId } = campaign;
  const { listIds = [], at } = launchOf(campaign) ?? {};
  for (const listId of listIds) await unlessRefused(lists.addUse({ tenantId, sessionId, listId }, campaignId, at));
}

/** Lets go of them; again, or of what is gone, changes nothing. */
export async function releaseUses({ lists, mediaUses }: UsePorts, ref: CampaignRef, uses: Uses): Promise<void> {
  const { tenantId, sessionId, campaignId } = ref;
  for (const listId of uses.listIds) await lists.removeUse({ tenantId, sessionId, listId }, campaignId);
  for (const filename of uses.media) await mediaUses.removeUse({ tenantId, sessionId, filename }, campaignId);
}
