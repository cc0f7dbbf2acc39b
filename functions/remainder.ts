import { allowedActions, isThere, type Campaign, type CampaignBody } from "../core/campaign.ts";
import { invalidField, NamedError } from "../core/errors.ts";
import { isIdOf } from "../core/ids.ts";
import type { SessionRef } from "../core/ports.ts";
import { noCounts, sumOf } from "../core/progress.ts";
import type { NamedLists } from "./campaign-audience.ts";
import type { Services } from "./edge/services.ts";

/** A campaign that writes to those whom a stopped one did not reach. Costs the same however many these are. */

export interface Remainder {
  /** The one that was stopped. */
  readonly first: Campaign;
  readonly body: CampaignBody;
  /** Upper bound of those without a row. */
  readonly notReached: number;
  /** As `Campaign.remainderOf` of the one that goes on. */
  readonly remainderOf: readonly string[];
}

/** Each that was gone on from is read beside the lists once more. */
export const longestRemainder = 10;

/** @throws NamedError CAMPAIGN_NOT_FOUND | CAMPAIGN_NOT_STOPPED | NOBODY_NOT_REACHED | VALIDATION_FAILED */
export async function remainderOf(
  { campaigns, progress }: Pick<Services, "campaigns" | "progress">,
  { tenantId, sessionId }: SessionRef,
  campaignId: string,
  now: number,
): Promise<Remainder> {
  const ref = { tenantId, sessionId, campaignId };
  const first = isIdOf("campaign", campaignId) ? await campaigns.find(ref) : undefined;
  const body = first === undefined || !isThere(first, now) ? undefined : await campaigns.body(first);
  const details = (came: string, wanted: string) => [{ pointer: "/remainderOf", came, wanted }];
  if (first === undefined || body === undefined) {
    throw new NamedError("CAMPAIGN_NOT_FOUND", `no campaign ${campaignId}`, {
      details: details(`"${campaignId}"`, "a stopped campaign of this session"),
    });
  }
  const { status } = first;
  const counts = (await progress.find(tenantId, campaignId))?.counts ?? noCounts;
  const notReached = status === "stopped" ? first.total - sumOf(counts) : 0;
  const options = {
    facts: { campaign: campaignId, status },
    members: { status, allowed: allowedActions(status) },
    details: details(`a campaign that is ${status}`, "a stopped campaign that did not reach all of its contacts"),
  };
  if (status === "completed" || (status === "stopped" && notReached <= 0)) {
    throw new NamedError("NOBODY_NOT_REACHED", `campaign ${campaignId} left nobody`, options);
  }
  if (status !== "stopped")
    throw new NamedError("CAMPAIGN_NOT_STOPPED", `campaign ${campaignId} is ${status}`, options);
  const chain = [...(first.remainderOf ?? []), campaignId];
  if (chain.length > longestRemainder) {
    throw invalidField(
      "/remainderOf",
      campaignId,
      `a campaign that goes on from fewer than ${longestRemainder} others`,
    );
  }
  return { first, body, notReached, remainderOf: chain };
}

/**
 * The lists of the first, or those of them that are named; what it left out stays left out.
 * @throws NamedError VALIDATION_FAILED for a list that it did not write to
 */
export function listsOfRemainder({ first }: Remainder, named: NamedLists): NamedLists {
  const other = named.listIds.findIndex((listId) => !first.listIds.includes(listId));
  if (other !== -1) {
    throw invalidField(`/listIds/${other}`, named.listIds[other], "a list of the campaign that `remainderOf` names");
  }
  return {
    listIds: named.listIds.length === 0 ? first.listIds : named.listIds,
    excludeListIds: [...new Set([...first.excludeListIds, ...named.excludeListIds])],
  };
}
