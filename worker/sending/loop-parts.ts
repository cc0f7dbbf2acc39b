import type { PageCannotBeAsked } from "../../core/errors.ts";
import type { CampaignBook } from "../campaign/campaign-book.ts";
import type { HeldSession } from "../held-session.ts";
import type { DirectMessages } from "./direct-messages.ts";
import type { NewChats } from "./new-chats.ts";
import type { PhoneTurns } from "./phone-turns.ts";
import type { ReadyConnection } from "./ready-connection.ts";

/** What the send loop of a session works with. */
export interface LoopParts extends HeldSession {
  readonly book: CampaignBook;
  readonly directs: DirectMessages;
  readonly turns: PhoneTurns;
  readonly newChats: NewChats;
  readonly ready: () => ReadyConnection | undefined;
  /** Why it is not ready to send though its session is: its page can't be asked for what came meanwhile. */
  readonly pageTrouble: () => PageCannotBeAsked | undefined;
}
