import { defaultPacing, mergeHistories } from "../../core/sending/pacing.ts";
import { within } from "../../core/time/clock.ts";
import { CampaignBook } from "../campaign/campaign-book.ts";
import { SessionRules } from "../campaign/session-rules.ts";
import type { HeldSession } from "../held-session.ts";
import { NumberChecks } from "../number-checks.ts";
import { AccountLimitsWatch } from "../sending/account-limits.ts";
import { AckBook } from "../sending/acks.ts";
import { DirectChats } from "../sending/direct-chats.ts";
import { DirectMessages } from "../sending/direct-messages.ts";
import { Inbox } from "../sending/inbox.ts";
import { NewChats } from "../sending/new-chats.ts";
import { MediaFolder } from "../sending/media-folder.ts";
import { PhoneTurns } from "../sending/phone-turns.ts";
import { Remembered } from "../sending/remembered.ts";
import { SendLoop } from "../sending/send-loop.ts";
import { Writers } from "../sending/writers.ts";
import { Wake } from "../wake.ts";
import { CatchUp, type CatchUpParts } from "./catch-up.ts";

/** What a session's host hands to the parts that work for it. */
interface HostSide extends Pick<CatchUpParts, "ports" | "lease" | "session" | "ending" | "known" | "mayTryAgain"> {
  /** A direct message was asked for. */
  readonly asked: () => Promise<void>;
}

/** What works for one session under its owner. */
export interface SessionParts extends HeldSession {
  readonly book: CampaignBook;
  readonly directs: DirectMessages;
  readonly turns: PhoneTurns;
  readonly acks: AckBook;
  readonly inbox: Inbox;
  readonly catchUp: CatchUp;
  readonly loop: SendLoop;
  /**
   * Begins no other message, and resolves when the one in hand is over. One that is not over in time is left to what comes
   * next: its fate is found out, or in doubt.
   */
  readonly quiet: () => Promise<void>;
}

/** Makes the parts, and has those know each other that work together; none acts before the host runs. */
export function partsOf({ known, mayTryAgain, asked, ...given }: HostSide): SessionParts {
  const { ports, session } = given;
  const { tenantId, sessionId, epoch, owner } = session.current;
  const held: HeldSession = {
    ...given,
    ref: { tenantId, sessionId },
    claimant: { ...(owner ?? { slot: -1, slotEpoch: -1 }), sessionEpoch: epoch },
    rules: new SessionRules(() => session.current, ports.settings),
    numbers: new NumberChecks(ports, tenantId),
    limits: new AccountLimitsWatch({ ports, session }),
    media: new MediaFolder(ports.settings.profileRoot, ports.mediaFiles),
    remembered: new Remembered(),
    wake: new Wake(ports.clock),
  };
  const book = new CampaignBook(held);
  const directChats = new DirectChats({ ...held, newChats: () => newChats });
  const directs = new DirectMessages(held, {
    countForPhone: () => turns.countDirect(),
    chats: directChats,
  });
  const turns: PhoneTurns = new PhoneTurns({
    ...held,
    own: () => mergeHistories([book.claims(defaultPacing), directs.claims], ports.clock.now()),
    idle: async () => {
      held.wake.ring();
      await loop.idle;
    },
  });
  const newChats: NewChats = new NewChats({
    ...held,
    book,
    turns,
    directs: directChats,
    limits: () => catchUp.open?.standing.limits,
  });
  const acks = new AckBook(held, book);
  const writers = new Writers(ports, tenantId, () => catchUp.open?.connection);
  const inbox = new Inbox({ ...held, acks, writers, asked });
  const catchUp: CatchUp = new CatchUp({ ...held, inbox, acks, turns, known, mayTryAgain });
  const loop: SendLoop = new SendLoop({
    ...held,
    book,
    directs,
    turns,
    newChats,
    ready: () => catchUp.ready,
    pageTrouble: () => catchUp.trouble,
  });
  const quiet = async () => {
    catchUp.close();
    await within(ports.clock, ports.settings.closeWithinMs, loop.idle);
  };
  return { ...held, book, directs, turns, acks, inbox, catchUp, loop, quiet };
}
