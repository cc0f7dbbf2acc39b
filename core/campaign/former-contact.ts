import { defined } from "../defined.ts";
import type { Campaign } from "./campaign.ts";
import type { Contact } from "../contact/contact.ts";

/** A contact that left its list while a campaign needed the list: kept so that the campaign can say what became of it. */
export interface FormerContact extends Pick<Contact, "tenantId" | "listId" | "number" | "name" | "addedAt"> {
  /** Epoch ms; written before the contact goes. */
  readonly leftAt: number;
}

export function formerContactOf({ tenantId, listId, number, name, addedAt }: Contact, leftAt: number): FormerContact {
  return { tenantId, listId, number, ...defined({ name }), addedAt, leftAt };
}

/** Whether it was part of the audience when the campaign started. One that goes on from another has that one's audience. */
export const leftSinceStart = (
  { launchedAt = Infinity, startedAt = launchedAt }: Pick<Campaign, "launchedAt" | "startedAt">,
  { addedAt, leftAt }: FormerContact,
): boolean => addedAt <= launchedAt && leftAt >= startedAt;
