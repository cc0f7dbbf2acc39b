import { defined } from "../core/defined.ts";
import { OutcomeUnknown, PageCannotBeAsked, PageRefused, SessionDown } from "../core/errors.ts";
import { type AccountLimits, type OutgoingMessage, type PageReport } from "../core/whatsapp.ts";
import { type PendingCall } from "./pending-calls.ts";

/** How the simulated page and its browser behave. Durations in milliseconds. */
export interface PageSettings {
  /** From open to the page's first word, and from the scan to `ready`. */
  readonly startMs: number;
  /** How long a page that cannot get ready is waited for before it is `down`. */
  readonly readyTimeoutMs: number;
  /** Deadline of every call, in particular from `send` to ack 1. */
  readonly sendTimeoutMs: number;
  /** From a dropped line to its repair. */
  readonly reconnectMs: number;
}

export const defaultPageSettings: PageSettings = {
  startMs: 100,
  readyTimeoutMs: 60_000,
  sendTimeoutMs: 15_000,
  reconnectMs: 1_000,
};

/** WhatsApp's page as it is for one account now. What is not set works. */
export interface SimulatedPage extends Partial<Pick<PageReport, "unavailable" | "stops">> {
  readonly version: string;
  /**
   * What becomes of a message that the page is asked to send. `refused`: it breaks off before it stores the message.
   * `thrown`: after that, and the message goes nowhere. `unanswered`: as `thrown`, but the page says nothing at all.
   */
  readonly sends?: "refused" | "thrown" | "unanswered";
  /** Only messages with a file fare so. */
  readonly onlyMedia?: boolean;
  /** It never gets ready: nothing of it can be used. */
  readonly isUnusable?: true;
  /** Every question about a number ends in the page's error, after so long. */
  readonly numbersFailAfterMs?: number;
  /** The page's own words. */
  readonly pageError?: string;
}

export const workingPage: SimulatedPage = { version: "2.3000.0" };

/** What a page that changed makes of questions and messages, on the in-process door. */

export const unknownOutcome =
  ({ media }: OutgoingMessage) =>
  (reason: string): Error =>
    new OutcomeUnknown(`the message may have gone: ${reason}`, { withMedia: media !== undefined });
export const cannotAsk = (reason: string): Error => new SessionDown(`the page cannot be asked: ${reason}`);

const wordsOf = ({ pageError = "TypeError: t is not a function" }: SimulatedPage): string => pageError;

export const pageReport = (
  { version, unavailable = [], stops = "nothing" }: SimulatedPage,
  now: number,
): PageReport => ({
  version,
  shims: "simulated",
  checkedAt: now,
  unavailable,
  stops,
});

export function numbersFail(page: SimulatedPage): PageCannotBeAsked {
  const pageError = wordsOf(page);
  return new PageCannotBeAsked(`the page cannot be asked: ${pageError}`, { pageError });
}

/** As far as the page says them: one that lacks a member for them says nothing of it. */
export function limitsTold({ unavailable = [] }: SimulatedPage, limits: AccountLimits): AccountLimits {
  const lacks = (module: string): boolean => unavailable.some(({ member }) => member.startsWith(module));
  const { newChats, timelock, restricted } = limits;
  return {
    ...(lacks("WAWebMexFetchNewChatMessageCappingInfoJob") ? {} : defined({ newChats })),
    ...(lacks("WAWebMexFetchReachoutTimelockJob") ? { restricted: false } : { ...defined({ timelock }), restricted }),
  };
}

const befalls = ({ onlyMedia }: SimulatedPage, { media }: OutgoingMessage): boolean =>
  onlyMedia !== true || media !== undefined;

/** @throws PageRefused; PageCannotBeAsked where the check of the page stops all sending */
export function refuseSend(page: SimulatedPage, message: OutgoingMessage): void {
  const pageError = wordsOf(page);
  if (page.stops === "sending") throw new PageCannotBeAsked("the page lacks what sending needs", { pageError });
  if (page.sends !== "refused" || !befalls(page, message)) return;
  throw new PageRefused(`the page refused the message: ${pageError}`, {
    pageError,
    withMedia: message.media !== undefined,
  });
}

/** Whether the message goes nowhere though its row is stored; its call ends with the page's error, or at its deadline. */
export function breaksAfterStoring(
  page: SimulatedPage,
  message: OutgoingMessage,
  call: Pick<PendingCall<never>, "reject">,
): boolean {
  if ((page.sends !== "thrown" && page.sends !== "unanswered") || !befalls(page, message)) return false;
  const pageError = wordsOf(page);
  const withMedia = message.media !== undefined;
  if (page.sends === "thrown") {
    call.reject(
      new OutcomeUnknown(`the message may have gone: ${pageError}`, { kind: "page_error", pageError, withMedia }),
    );
  }
  return true;
}
