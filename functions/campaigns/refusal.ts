import { allowedActions, type Campaign, type PersonAction } from "../../core/campaign/campaign.ts";
import { ConditionRefused, NamedError } from "../../core/errors.ts";
import type { Services } from "../edge/services.ts";

/** The failure for an action that a campaign's state forbids. */

/** @throws NamedError CAMPAIGN_STATE saying what is allowed, when the campaign's state refused it */
export async function orTold<Done>(
  { campaigns }: Pick<Services, "campaigns">,
  seen: Campaign,
  action: PersonAction,
  doing: Promise<Done>,
): Promise<Done> {
  try {
    return await doing;
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
    const there = await campaigns.find(seen);
    if (there === undefined || there.deletedAt !== undefined) {
      throw new NamedError("CAMPAIGN_NOT_FOUND", `no campaign ${seen.campaignId}`, { cause: error });
    }
    if (allowedActions(there.status).includes(action)) {
      throw new NamedError("CHANGED_MEANWHILE", "another request was quicker", { cause: error });
    }
    throw notAllowed(action, there, error);
  }
}

export function notAllowed(action: PersonAction, { status }: Campaign, cause?: unknown): NamedError {
  const allowed = allowedActions(status);
  return new NamedError("CAMPAIGN_STATE", `${action} on a ${status} campaign`, {
    facts: { status, allowed: allowed.length === 0 ? "-" : allowed.join(", ") },
    members: { status, allowed },
    cause,
  });
}
