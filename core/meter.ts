/** What is measured; alarms watch these names. */
export type Measure =
  /** A recipient's outcome, as it came about. */
  | "MessagesSent"
  | "MessagesFailed"
  | "MessagesInDoubt"
  /** From the claim to WhatsApp's answer. */
  | "AckMs"
  /** Members of an audience that the walk at completion found without a row. */
  | "WalkMisses"
  | "SessionsRestricted"
  /** WhatsApp lets an account begin no new chat for a time. */
  | "SessionsTimelocked"
  /** An account began as many new chats as WhatsApp allows for now. */
  | "QuotasUsedUp"
  /** WhatsApp's page lacked something, at a ready or after it, or failed in several sessions, so that the others wait. */
  | "PagesChanged"
  /** WhatsApp's page failed at their messages. */
  | "CampaignsPausedByPage"
  | "SessionsWaiting"
  /** Those of them that waited at the last check, too. */
  | "SessionsUnowned"
  /** Slots whose worker did not beat since the last check. */
  | "StaleBeats"
  | "WorkersBeating"
  | "WorkersAsked";

/** Counts and times for those who watch the system. Never fails and never waits. */
export interface Meter {
  count(name: Measure, by?: number): void;
  time(name: Measure, ms: number): void;
  /** Hands out what was counted since the last time. */
  publish(): void;
}
