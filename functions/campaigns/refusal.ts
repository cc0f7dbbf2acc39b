import { allowedActions, type Campaign, type PersonAction } from "../../core/campaign/campaign.ts";
import { UseRefused } from "../../core/campaign/campaign-uses.ts";
import { NamedError } from "../../core/errors.ts";
import { ifRefused } from "../../core/refused.ts";
import type { Services } from "../edge/services.ts";

/** Failures of what a campaign's state forbids, and of what went while a request was made. */

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

/** @throws NamedError LIST_NOT_FOUND | MEDIA_NOT_FOUND for what was deleted in this very moment */
export async function namingUses<Done>({ listIds, excludeListIds }: Campaign, doing: Promise<Done>): Promise<Done> {
  try {
    return await doing;
  } catch (error) {
    if (!(error instanceof UseRefused)) throw error;
    const { what } = error;
    if ("filename" in what) {
      const details = [{ pointer: "/media/filename", came: `"${what.filename}"`, wanted: "a file that is ready" }];
      throw new NamedError("MEDIA_NOT_FOUND", error.message, { details, cause: error });
    }
    const field = listIds.includes(what.listId) ? "listIds" : "excludeListIds";
    const index = (field === "listIds" ? listIds : excludeListIds).indexOf(what.listId);
    const details = [{ pointer: `/${field}/${index}`, came: `"${what.listId}"`, wanted: "a list of this session" }];
    throw new NamedError("LIST_NOT_FOUND", error.message, { details, cause: error });
  }
}
