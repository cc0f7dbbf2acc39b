import { pagesWithoutRow, type AudiencePorts } from "../../../core/campaign/audience.ts";
import { allowedActions, isOpen, isThere, type Campaign, type CampaignBody } from "../../../core/campaign/campaign.ts";
import { FirstCampaignGone, invalidField, NamedError } from "../../../core/errors.ts";
import { isIdOf } from "../../../core/ids.ts";
import type { SessionRef } from "../../../core/refs.ts";
import { noCounts, sumOf } from "../../../core/campaign/progress.ts";
import type { NamedLists } from "./audience.ts";
import type { Services } from "../../edge/services.ts";

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

/** Counts of a campaign that was stopped just now may be behind its rows. */
const countsLagMs = 60_000;
/** What an answer says is counted for so long: an HTTP API waits 30 s at most. */
export const countForMs = 10_000;

/** Each that was gone on from is read beside the lists once more. */
export const longestRemainder = 10;

/** @throws NamedError CAMPAIGN_NOT_FOUND | CAMPAIGN_NOT_STOPPED | FIRST_CAMPAIGN_DELETED | NOBODY_NOT_REACHED | VALIDATION_FAILED */
export async function remainderOf(
  services: AudiencePorts & Pick<Services, "campaigns" | "progress">,
  { tenantId, sessionId }: SessionRef,
  campaignId: string,
  now: number,
): Promise<Remainder> {
  const { campaigns } = services;
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
  for (const goneOnFrom of first.remainderOf ?? []) {
    const before = await campaigns.find({ tenantId, sessionId, campaignId: goneOnFrom });
    if (before === undefined || !isThere(before, now)) throw new FirstCampaignGone(goneOnFrom);
  }
  const counts = (await services.progress.find(tenantId, campaignId))?.counts ?? noCounts;
  const bound = status === "stopped" ? first.total - sumOf(counts) : 0;
  const isFresh = bound > 0 && now - (first.finishedAt ?? now) < countsLagMs;
  const notReached = isFresh ? await countNotReached(services, first, bound) : bound;
  const options = {
    facts: { campaign: campaignId, status },
    members: { status, allowed: allowedActions(status) },
    details: details(`a campaign that is ${status}`, "a stopped campaign that did not reach all of its contacts"),
  };
  if (status === "completed" || (status === "stopped" && notReached <= 0)) {
    throw new NamedError("NOBODY_NOT_REACHED", `campaign ${campaignId} reached all`, options);
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

/** By rows and lists. One that can't be counted in this time answers the bound. */
async function countNotReached(services: AudiencePorts, first: Campaign, bound: number): Promise<number> {
  const until = services.clock.now() + countForMs;
  let count = 0;
  for await (const { members } of pagesWithoutRow(services, first, undefined)) {
    count += members.length;
    if (services.clock.now() > until) return bound;
  }
  return count;
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

/**
 * A campaign that goes on from another one reads the rows of that one until it is over.
 * @throws NamedError CAMPAIGN_IN_USE
 */
export async function assertNoneGoesOn(
  { campaigns }: Pick<Services, "campaigns">,
  { tenantId, sessionId, campaignId }: Campaign,
): Promise<void> {
  const open = await campaigns.open({ tenantId, sessionId });
  const usedBy = open.filter(({ status, remainderOf: firsts = [] }) => isOpen(status) && firsts.includes(campaignId));
  if (usedBy.length === 0) return;
  throw new NamedError("CAMPAIGN_IN_USE", `${usedBy.length} campaigns go on from ${campaignId}`, {
    facts: { count: usedBy.length },
    members: { usedBy: usedBy.map((one) => one.campaignId) },
  });
}
