import { allowedActions, type Campaign, type PersonAction } from "../../core/campaign/campaign.ts";
import { NamedError } from "../../core/errors.ts";
import { ifRefused } from "../../core/refused.ts";
import type { Services } from "../edge/services.ts";

/** The failure for an action that a campaign's state forbids. */

/** @throws NamedError CAMPAIGN_STATE saying what is allowed, when the campaign's state refused it */
export const orTold = <Done>(
  { campaigns }: Pick<Services, "campaigns">,
  seen: Campaign,
  action: PersonAction,
  doing: Promise<Done>,
): Promise<Done> =>
  ifRefused(doing, async (cause): Promise<never> => {
    const there = await campaigns.find(seen);
    if (there === undefined || there.deletedAt !== undefined) {
      throw new NamedError("CAMPAIGN_NOT_FOUND", `no campaign ${seen.campaignId}`, { cause });
    }
    if (allowedActions(there.status).includes(action)) {
      throw new NamedError("CHANGED_MEANWHILE", "another request was quicker", { cause });
    }
    throw notAllowed(action, there, cause);
  });

export function notAllowed(action: PersonAction, { status }: Campaign, cause?: unknown): NamedError {
  const allowed = allowedActions(status);
  return new NamedError("CAMPAIGN_STATE", `${action} on a ${status} campaign`, {
    facts: { status, allowed: allowed.length === 0 ? "-" : allowed.join(", ") },
    members: { status, allowed },
    cause,
  });
}
