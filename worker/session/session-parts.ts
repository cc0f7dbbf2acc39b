import { defaultOptOutKeywords } from "../../core/contact/opt-out.ts";
import { defaultPacing, mergeHistories } from "../../core/sending/pacing.ts";
import { CampaignBook } from "../campaign/campaign-book.ts";
import { SessionRules } from "../campaign/session-rules.ts";
import type { Lease } from "../lease.ts";
import { NumberChecks } from "../number-checks.ts";
import type { OwnedSession } from "../owned-session.ts";
import type { WorkerPorts } from "../ports.ts";
import { AckBook } from "../sending/acks.ts";
import { DirectMessages } from "../sending/direct-messages.ts";
import { Inbox } from "../sending/inbox.ts";
import { MediaFolder } from "../sending/media-folder.ts";
import { PhoneTurns } from "../sending/phone-turns.ts";
import { Remembered } from "../sending/remembered.ts";
import { SendLoop } from "../sending/send-loop.ts";
import { Writers } from "../sending/writers.ts";
import { Wake } from "../wake.ts";
import { CatchUp, type CatchUpParts } from "./catch-up.ts";

/** What a session's host hands to the parts that work for it. */
interface HostSide extends Pick<CatchUpParts, "known" | "mayTryAgain"> {
  readonly ports: WorkerPorts;
  readonly lease: Lease;
  readonly session: OwnedSession;
  /** Aborted when the session is given back or lost. */
  readonly ending: AbortSignal;
  /** A direct message was asked for. */
  readonly asked: () => Promise<void>;
}

/** What works for one session under its owner. */
export interface SessionParts {
  readonly wake: Wake;
  readonly rules: SessionRules;
  readonly book: CampaignBook;
  readonly directs: DirectMessages;
  readonly turns: PhoneTurns;
  readonly acks: AckBook;
  readonly inbox: Inbox;
  readonly catchUp: CatchUp;
  readonly loop: SendLoop;
}

/** Makes the parts, and has those know each other that work together; none acts before the host runs. */
export function partsOf({ ports, lease, session, ending, known, mayTryAgain, asked }: HostSide): SessionParts {
  const ref = session.current;
  const { slot, slotEpoch } = ref.owner ?? { slot: -1, slotEpoch: -1 };
  const claimant = { slot, slotEpoch, sessionEpoch: ref.epoch };
  const wake = new Wake(ports.clock);
  const rules = new SessionRules(() => session.current, ports.settings.timezone);
  const numbers = new NumberChecks(ports, ref.tenantId);
  const remembered = new Remembered();
  const onAwaited = remembered.remember.bind(remembered);
  const media = new MediaFolder(ports.settings.profileRoot, ports.mediaFiles);
  const book = new CampaignBook({ ...ports, rules, onAwaited }, ref, ref.epoch, ending);
  const directs = new DirectMessages({
    ports,
    ref,
    lease,
    claimant,
    numbers,
    media,
    remembered,
    rules,
    countForPhone: () => turns.countDirect(),
  });
  const turns: PhoneTurns = new PhoneTurns({
    ports,
    session,
    rules,
    own: () => mergeHistories([book.claims(defaultPacing), directs.claims], ports.clock.now()),
    idle: async () => {
      wake.ring();
      await loop.idle;
    },
  });
  const acks: AckBook = new AckBook(ports, ref, book, remembered, ending, () => {
    wake.ring();
  });
  const inbox = new Inbox({
    ports,
    ref,
    acks,
    writers: new Writers({ ports, tenantId: ref.tenantId, connection: () => catchUp.open?.connection }),
    number: () => session.current.number,
    keywords: () => session.current.optOutKeywords ?? defaultOptOutKeywords,
    asked,
    ending,
  });
  const catchUp: CatchUp = new CatchUp({ ports, inbox, acks, remembered, turns, wake, ending, known, mayTryAgain });
  const ready = () => catchUp.ready;
  const loop: SendLoop = new SendLoop({
    ports,
    lease,
    claimant,
    book,
    remembered,
    media,
    directs,
    turns,
    numbers,
    wake,
    ready,
  });
  return { wake, rules, book, directs, turns, acks, inbox, catchUp, loop };
}
