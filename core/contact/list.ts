import type { FieldCounts } from "./list-counts.ts";

/** A contact list of a session. */

export const maxListNameLength = 100;
export const maxListDescriptionLength = 500;

export interface ContactList {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly listId: string;
  readonly name: string;
  readonly description?: string;
  /** Kept by every change of contacts, recounted at the end of an import. */
  readonly contactCount: number;
  /**
   * How many contacts bear each field, kept and recounted together with `contactCount`; a row that an earlier version wrote
   * has none until its next recount. A row with `maxCountedFields` of them may lack others.
   */
  readonly fieldCounts?: FieldCounts;
  /** Campaigns that are scheduled, running or paused and send to it or leave it out; absent when there are none. */
  readonly usedBy?: readonly string[];
  /** The campaign that was launched to it last, and when; a row that an earlier version wrote has none until the next one. */
  readonly lastUse?: { readonly campaignId: string; readonly at: number };
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Two names are the same name when they differ in case or in surrounding or repeated space only. */
export const listNameKey = (name: string): string =>
  name.normalize("NFC").trim().replace(/\s+/g, " ").toLocaleLowerCase("en");
