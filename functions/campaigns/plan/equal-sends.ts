import { createHash } from "node:crypto";
import type { Campaign } from "../../../core/campaign/campaign.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { NamedError } from "../../../core/errors.ts";
import { sameSendWithinMs, type RecentSend } from "../../../core/campaign/plan/recent-send.ts";
import { unlessRefused } from "../../../core/refused.ts";
import type { Services } from "../../edge/services.ts";
import type { Warning } from "../../edge/warnings.ts";
import { logFacts } from "../../edge/log-facts.ts";

/** The same message to the same people once more: refused within seconds, a warning within an hour. */

/** Who asks twice at once without saying so in any way: neither by an `Idempotency-Key` nor by `allowDuplicate`. */
export interface HowAsked {
  readonly hasIdempotencyKey: boolean;
  readonly body: { readonly allowDuplicate?: boolean | undefined };
}

/** Equal for equal messages to equal lists, however the request writes them or names the campaign. */
const recentSendOf = ({ tenantId, sessionId, campaignId, ...campaign }: Campaign): RecentSend => {
  const { bodyHash, listIds, excludeListIds, remainderOf = [] } = campaign;
  const said = [sessionId, bodyHash, listIds.toSorted(), excludeListIds.toSorted(), remainderOf];
  const hash = createHash("sha256").update(canonicalJson(said)).digest("hex");
  return { tenantId, hash, campaignId };
};

/**
 * Creates it unless an equal one was asked for a moment ago. One that came to nothing stands in the way of none.
 * @throws NamedError DUPLICATE_SEND
 */
export async function createUnlessJustSent(
  services: Pick<Services, "campaigns" | "recentSends">,
  campaign: Campaign,
  { body }: HowAsked,
  now: number,
  create: () => Promise<void>,
): Promise<void> {
  const send = recentSendOf(campaign);
  const first = await services.recentSends.takeDown({ ...send, now });
  if (first !== campaign.campaignId && body.allowDuplicate !== true) throw duplicateOf(first);
  try {
    await create();
  } catch (error) {
    // What may have been created all the same is the first, and its repeat is a second.
    if ((await services.campaigns.find(campaign)) === undefined) await unlessRefused(services.recentSends.forget(send));
    throw error;
  }
}

/**
 * The same for a dry run, which writes nothing.
 * @throws NamedError DUPLICATE_SEND
 */
export async function assertNotJustSent(
  { recentSends }: Pick<Services, "recentSends">,
  campaign: Campaign,
  { hasIdempotencyKey, body }: HowAsked,
  now: number,
): Promise<void> {
  if (hasIdempotencyKey || body.allowDuplicate === true) return;
  const first = await recentSends.find(recentSendOf(campaign), now);
  if (first !== undefined) throw duplicateOf(first);
}

function duplicateOf(campaignId: string): NamedError {
  const seconds = sameSendWithinMs / 1_000;
  return new NamedError("DUPLICATE_SEND", `the same was sent a moment ago as ${campaignId}`, {
    facts: { campaign: campaignId, seconds },
    members: { campaignId },
    details: [
      {
        pointer: "/allowDuplicate",
        came: `the message and the lists of campaign ${campaignId}, less than ${seconds} s after it`,
        wanted: "another message, other lists, an Idempotency-Key, or allowDuplicate: true to send it twice",
      },
    ],
  });
}

const sameBodyWithinMs = 60 * 60 * 1_000;
const recentCampaigns = 20;

/**
 * The same text to a list that both name, within an hour of each other. Read once the campaign is there, so that of
 * two at once at least the later one gets the warning.
 *
 * @param usedBy campaigns that are not over and use its lists
 */
export async function equalWithinAnHour(
  services: Pick<Services, "campaigns" | "logger">,
  campaign: Campaign,
  usedBy: readonly string[],
): Promise<Warning[]> {
  const { tenantId, sessionId, campaignId } = campaign;
  try {
    const { items } = await services.campaigns.page(campaign, { limit: recentCampaigns });
    const known = new Set(items.map((one) => one.campaignId));
    const older = usedBy.filter((id) => id !== campaignId && !known.has(id)).toSorted();
    const open = await Promise.all(
      older.slice(-recentCampaigns).map((id) => services.campaigns.find({ tenantId, sessionId, campaignId: id })),
    );
    const twin = [...items, ...open].find((other) => other !== undefined && areEqual(other, campaign));
    return twin === undefined ? [] : [{ code: "same_body_within_an_hour", campaignId: twin.campaignId }];
  } catch (error) {
    // The campaign is taken by now: an answer that says otherwise would be worse than none of this.
    services.logger.warn("whether an equal campaign is near is not known", {
      ...logFacts(campaign),
      error: error as Error,
    });
    return [];
  }
}

const goesAt = (one: Campaign): number => one.startedAt ?? one.schedule?.sendAt ?? one.createdAt;

const areEqual = (other: Campaign, campaign: Campaign): boolean =>
  other.campaignId !== campaign.campaignId &&
  other.deletedAt === undefined &&
  // These two are for different people of the same lists.
  campaign.remainderOf?.includes(other.campaignId) !== true &&
  other.bodyHash === campaign.bodyHash &&
  Math.abs(goesAt(campaign) - goesAt(other)) < sameBodyWithinMs &&
  other.listIds.some((listId) => campaign.listIds.includes(listId));
