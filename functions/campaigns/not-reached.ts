import { contactsAtOnce, pagesWithoutRow, type AudiencePorts, type Member } from "../../core/campaign/audience.ts";
import type { Campaign } from "../../core/campaign/campaign.ts";
import type { Page } from "../../core/pages.ts";
import type { AudienceCursor } from "../../core/campaign/progress.ts";
import { maxRowsRead } from "../edge/pages.ts";

/**
 * Whom a stopped campaign did not reach: contacts of its audience without a row, who still stand in its lists. While it is
 * scheduled, running or paused all of them are still to be reached, and once it is completed none is left.
 */

export const hasNotReached = ({ status }: Pick<Campaign, "status">): boolean => status === "stopped";

const keyOf = ({ listIndex, number }: AudienceCursor): string => `${listIndex}#${number}`;

function cursorOf(key: string): AudienceCursor | undefined {
  const [, listIndex, number = ""] = /^(\d+)#(.*)$/.exec(key) ?? [];
  return listIndex === undefined ? undefined : { listIndex: Number(listIndex), number };
}

/** A page of them. Reading is bounded: a page may come back short, with a key behind what was read. */
export async function notReachedPage(
  ports: AudiencePorts,
  campaign: Campaign,
  matches: (member: Member) => boolean,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<Page<Member>> {
  const items: Member[] = [];
  if (!hasNotReached(campaign)) return { items };
  let pagesRead = 0;
  for await (const { members, cursor } of pagesWithoutRow(ports, campaign, cursorOf(after ?? ""))) {
    for (const member of members.filter(matches)) {
      // One more than asked for shows whether there is a next page at all.
      const last = items.at(-1);
      if (items.length === limit && last !== undefined) return { items, next: keyOf(last.cursor) };
      items.push(member);
    }
    pagesRead += 1;
    if (pagesRead * contactsAtOnce >= maxRowsRead) {
      const last = items.length === limit ? items.at(-1) : undefined;
      return { items, next: keyOf(last?.cursor ?? cursor) };
    }
  }
  return { items };
}
