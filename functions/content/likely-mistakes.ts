import type { Campaign } from "../../core/campaign/campaign.ts";
import { mediaWarnings, type FrozenMedia } from "../../core/content/media.ts";
import type { Services } from "../edge/services.ts";
import type { Warning } from "../edge/warnings.ts";

/** What a message or a broadcast is taken with all the same, and its person may not have meant. */

/**
 * Of a broadcast: its lists hold the number that it goes from, or its file is shown otherwise than a person may think. One
 * read a list, however long the list is.
 */
export async function likelyMistakes(
  { contacts }: Pick<Services, "contacts">,
  { tenantId, sender, listIds, excludeListIds }: Campaign,
  media: FrozenMedia | undefined,
): Promise<Warning[]> {
  const holdIt = async (lists: readonly string[]) => {
    if (sender === undefined) return false;
    const found = await Promise.all(lists.map((listId) => contacts.find(tenantId, listId, sender)));
    return found.some((contact) => contact !== undefined);
  };
  const [included, excluded] = await Promise.all([holdIt(listIds), holdIt(excludeListIds)]);
  return [...toItself(included && !excluded ? sender : undefined), ...ofMedia(media)];
}

/** Of a message to one number. */
export const likelyMistakesOf = (
  { number, media }: { readonly number: string; readonly media?: FrozenMedia },
  sender: string | undefined,
): Warning[] => [...toItself(sender === number ? sender : undefined), ...ofMedia(media)];

const toItself = (number: string | undefined): readonly Warning[] =>
  number === undefined ? [] : [{ code: "own_number", number }];
const ofMedia = (media: FrozenMedia | undefined): readonly Warning[] =>
  media === undefined ? [] : mediaWarnings(media).map((code) => ({ code, filename: media.filename }));
