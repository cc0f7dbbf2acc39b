import { decodeTime } from "ulid";
import { isOpen } from "./campaign.ts";
import { NamedError, type ErrorDetail } from "../errors.ts";
import { idPrefixes, isIdOf } from "../ids.ts";
import type { ContactList } from "../contact/list.ts";
import type { SessionRef } from "../refs.ts";
import type { CampaignReader } from "./campaign-ports.ts";
import type { ListStore } from "../contact/contact-ports.ts";

/**
 * Those of the campaigns whose marks a list or a file bears that are not over. Marks of others, or of campaigns that never
 * came to be, are taken off it.
 */
export async function campaignsUsing(
  { campaigns }: { readonly campaigns: Pick<CampaignReader, "find"> },
  { tenantId, sessionId }: SessionRef,
  marks: readonly string[],
  takeOff: (campaignId: string) => Promise<void>,
  now: number,
): Promise<string[]> {
  const using: string[] = [];
  for (const campaignId of marks) {
    const campaign = await campaigns.find({ tenantId, sessionId, campaignId });
    const uses = campaign === undefined ? mayStillCome(campaignId, now) : isOpen(campaign.status);
    if (uses) using.push(campaignId);
    else await takeOff(campaignId);
  }
  return using;
}

/**
 * For what takes all contacts out of a list.
 * @throws NamedError LIST_IN_USE while a campaign that is not over writes to it or leaves it out
 */
export async function assertNotNeeded(
  services: { readonly campaigns: Pick<CampaignReader, "find">; readonly lists: Pick<ListStore, "removeUse"> },
  list: ContactList,
  now: number,
): Promise<void> {
  const takeOff = (campaignId: string) => services.lists.removeUse(list, campaignId);
  const using = await campaignsUsing(services, list, list.usedBy ?? [], takeOff, now);
  if (using.length === 0) return;
  throw listInUse(using, undefined, [
    {
      pointer: "/force",
      came: `a list that ${using.length} campaigns use which are not over`,
      wanted:
        "a list that none needs, or force: true; whom they did not reach yet ends as skipped there, with left_list",
    },
  ]);
}

export const listInUse = (usedBy: readonly string[], cause: unknown, details: readonly ErrorDetail[] = []) =>
  new NamedError("LIST_IN_USE", `${usedBy.length} campaigns use the list`, {
    facts: { count: Math.max(usedBy.length, 1) },
    members: { usedBy },
    details,
    cause,
  });

/** Longer than any request runs that marks first and writes its campaign then. */
const launchMs = 60_000;
const mayStillCome = (campaignId: string, now: number): boolean =>
  isIdOf("campaign", campaignId) && decodeTime(campaignId.slice(idPrefixes.campaign.length)) > now - launchMs;
