import type { Campaign } from "../../core/campaign/campaign.ts";
import { UseRefused } from "../../core/campaign/campaign-uses.ts";
import { NamedError } from "../../core/errors.ts";

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
