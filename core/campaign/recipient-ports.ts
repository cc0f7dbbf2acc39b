import type { CampaignState } from "./campaign.ts";
import type { Recipient, RecipientReason, RecipientState } from "./recipient.ts";
import type { Contact } from "../contact/contact.ts";
import type { NumberRow } from "../contact/person.ts";
import type { Page, PageQuery } from "../pages.ts";
import type { CampaignRef, SessionRef } from "../refs.ts";
import type { DeliveryChange } from "../sending/delivery.ts";
import type { InboundMessage } from "../whatsapp.ts";

/** What must hold right before a claim, in one consistent read. */
export interface LookBeforeClaim {
  readonly status: CampaignState | undefined;
  readonly contact: Contact | undefined;
  readonly optedOut: boolean;
}

/** What is known of recipients. */
export interface RecipientRows {
  find(tenantId: string, campaignId: string, number: string): Promise<Recipient | undefined>;
  /**
   * Campaign still running, contact still there, not opted out: each read consistently.
   * @param written the number's row, written a moment ago on condition that it was so: it is not read again
   */
  look(ref: CampaignRef, listId: string, number: string, written?: NumberRow): Promise<LookBeforeClaim>;
  /** Those of the rows that there are, as they were a moment ago, for half the price. */
  glimpse(keys: readonly RecipientKey[]): Promise<readonly Recipient[]>;
  /** Rows of a campaign in number order, read consistently. */
  page(tenantId: string, campaignId: string, query: PageQuery): Promise<Page<Recipient>>;
  /**
   * The rows of a session to a number, the latest claim first: of the last ten campaigns of the tenant that wrote to the
   * number, and those that an earlier version wrote.
   * @param among further campaigns of the session that may have written to it
   */
  ofNumber(ref: SessionRef, number: string, limit: number, among?: readonly string[]): Promise<readonly Recipient[]>;
}

/** Changes of a recipient, which publish events: see announcedRecipients. */
export interface RecipientClaims {
  /** @throws ConditionRefused when the recipient has a row */
  claim(row: Recipient): Promise<void>;
  /** Claims one with an outcome for a further attempt, as `row` is to be. @throws ConditionRefused when it is not as it was seen */
  claimAgain(seen: Recipient, row: Recipient): Promise<void>;
  /**
   * Moves a row up. Answers the row in the state it was in before, or `undefined` when the row's state does not allow it
   * (it is there or further already). With `by`, a repeat of a change that was made answers as the first time: its answer
   * may have been lost, and others may have followed. With `token`, only while the row still bears it.
   */
  advance(row: RecipientKey, to: RecipientState, change: AdvanceChange): Promise<Recipient | undefined>;
}

export interface RecipientKey {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly number: string;
}

export interface AdvanceChange extends DeliveryChange<RecipientReason> {
  readonly sameAccountAs?: string;
  /** Only while the row still bears it. */
  readonly token?: string;
  /** The text of the reply: published with the change, kept nowhere. */
  readonly reply?: Pick<InboundMessage, "id" | "body" | "type">;
}
