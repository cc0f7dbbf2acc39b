import type { Campaign } from "../core/campaign.ts";
import { mediaWarnings, type FrozenMedia } from "../core/media.ts";
import type { Services } from "./edge/services.ts";

/** What a message or a broadcast is taken with all the same, and its person may not have meant. */

/**
 * Of a broadcast: its lists hold the number that it goes from, or its file is shown otherwise than a person may think. One
 * read a list, however long the list is.
 */
export async function likelyMistakes(
  { contacts }: Pick<Services, "contacts">,
  { tenantId, sender, listIds, excludeListIds }: Campaign,
  media: FrozenMedia | undefined,
): Promise<string[]> {
  const holdIt = async (lists: readonly string[]) => {
    if (sender === undefined) return false;
    const found = await Promise.all(lists.map((listId) => contacts.find(tenantId, listId, sender)));
    return found.some((contact) => contact !== undefined);
  };
  const [included, excluded] = await Promise.all([holdIt(listIds), holdIt(excludeListIds)]);
  return [...(included && !excluded ? [toItself] : []), ...ofMedia(media)];
}

/** Of a message to one number. */
export const likelyMistakesOf = (
  { number, media }: { readonly number: string; readonly media?: FrozenMedia },
  sender: string | undefined,
): string[] => [...(sender === number ? [toItself] : []), ...ofMedia(media)];

const toItself = "own_number";
const ofMedia = (media: FrozenMedia | undefined): readonly string[] =>
  media === undefined ? [] : mediaWarnings(media);
