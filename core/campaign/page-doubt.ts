import { firstCharacters } from "../characters.ts";
import { defined } from "../defined.ts";
import { OutcomeUnknown, PageCannotBeAsked, PageRefused } from "../errors.ts";
import type { PageProbe } from "../whatsapp.ts";

/** What a campaign's messages show of WhatsApp's page, and when that is enough to write to no one else until a person looks. */

/** Messages in a row whose calls ended without an answer. */
const unknownsInARow = 2;
/** Messages in a row that the page broke off, for any errors. */
const pageRefusalsInARow = 3;
/** The page of a session that is ready can't be asked for so long. */
export const unaskedAtMostMs = 60_000;

/** What is shown of the trouble: the page's own words, and its version where it is known. */
export interface PageTrouble {
  readonly error: string;
  readonly version?: string;
}

export type PageSign =
  | { readonly is: "sent" }
  /** A call ended without an answer: what became of its message is not known. The page's error, where it said one. */
  | { readonly is: "unknown"; readonly error?: string | undefined }
  /** The page broke off before it stored the message: it surely did not go. */
  | { readonly is: "refused"; readonly error: string; readonly unanswered?: true }
  /** The page answered a question. */
  | { readonly is: "asked" }
  /** The page could not be asked, though its session is ready. Elapsed time; the page's error, where it said one. */
  | { readonly is: "unasked"; readonly at: number; readonly error?: string };

/** A sign of trouble, and what is shown of it. */
export interface PageWord {
  readonly sign: PageSign;
  readonly trouble: PageTrouble;
}

/**
 * What the error of a call says of the page; nothing where the session or its line is to blame.
 * @param probe asked right after the call: a time-out is the page's only where it answers and has its line
 * @param at elapsed time
 */
export function pageWordOf(
  error: unknown,
  probe: Pick<PageProbe, "answers" | "isConnected" | "version">,
  at: number,
): PageWord | undefined {
  const word = (sign: PageSign, said: string) => ({
    sign,
    trouble: { error: shownError(said), ...defined({ version: probe.version }) },
  });
  if (error instanceof PageRefused) {
    const { pageError, unanswered } = error;
    return word({ is: "refused", error: pageError, ...(unanswered ? { unanswered } : {}) }, pageError);
  }
  if (error instanceof PageCannotBeAsked) {
    const { pageError, unanswered } = error;
    return word({ is: "unasked", at, ...(unanswered ? {} : { error: pageError }) }, pageError);
  }
  if (!(error instanceof OutcomeUnknown)) return undefined;
  const { kind, pageError } = error;
  if (kind === "no_answer" && !(probe.answers && probe.isConnected)) return undefined;
  return word({ is: "unknown", ...defined({ error: pageError }) }, pageError ?? "no answer to a message");
}

/** Since the campaign was launched or resumed. */
export interface PageDoubt {
  /** Since a message was last sent. */
  readonly unknowns: number;
  readonly refusals: number;
  /** What the page said of messages whose fate is unknown, each once; a message that was sent in between does not excuse it. */
  readonly thrown: readonly string[];
  /** What it said of those that it refused, since a message was last sent. */
  readonly refusedBy: readonly string[];
  /** Elapsed time. */
  readonly unaskedSince?: number;
  /** Enough was seen. */
  readonly isSure: boolean;
  /**
   * What the page said last, without what differs from one message to the next, since a message was last sent. What it did
   * not answer in time says nothing here: a line that is slow would pass for a page that changed.
   */
  readonly said?: string;
}

export const freshDoubt: PageDoubt = { unknowns: 0, refusals: 0, thrown: [], refusedBy: [], isSure: false };

const keptErrors = 20;

export function afterSign(doubt: PageDoubt, sign: PageSign): PageDoubt {
  const { unaskedSince, ...asked } = doubt;
  const said = (error: string | undefined) => (error === undefined ? {} : { said: shownError(kindOf(error)) });
  switch (sign.is) {
    case "unasked":
      return { ...asked, ...said(sign.error), unaskedSince: unaskedSince ?? sign.at };
    case "asked": {
      const { said: _, ...answered } = asked;
      return answered;
    }
    case "sent": {
      const { said: _, ...before } = asked;
      return { ...before, unknowns: 0, refusals: 0, refusedBy: [] };
    }
    case "unknown": {
      const unknowns = asked.unknowns + 1;
      const isSure = asked.isSure || unknowns >= unknownsInARow || saidBefore(asked, sign.error);
      const thrown = sign.error === undefined ? asked.thrown : [...asked.thrown, kindOf(sign.error)].slice(-keptErrors);
      return { ...asked, ...said(sign.error), unknowns, thrown, isSure };
    }
    case "refused": {
      const refusals = asked.refusals + 1;
      const isSure = asked.isSure || refusals >= pageRefusalsInARow || saidBefore(asked, sign.error);
      const refusedBy = [...asked.refusedBy, kindOf(sign.error)].slice(-keptErrors);
      return { ...asked, ...said(sign.unanswered === true ? undefined : sign.error), refusals, refusedBy, isSure };
    }
  }
}

/** @param now elapsed time */
export const hasPageChanged = ({ isSure, unaskedSince }: PageDoubt, now: number): boolean =>
  isSure || (unaskedSince !== undefined && now - unaskedSince >= unaskedAtMostMs);

const saidBefore = ({ thrown, refusedBy }: PageDoubt, error: string | undefined): boolean =>
  error !== undefined && [...thrown, ...refusedBy].includes(kindOf(error));

/** The same for two errors that differ in a number or an id only. */
const kindOf = (error: string): string => firstCharacters(error.replaceAll(/\w*\d\w*/g, "#"), 200);

/** Eight digits or more, as a phone number is written: "+62 812-3456-7890". */
const writtenNumber = /(?:\d[\s().\u2010-\u2015-]*){7,}\d/g;

/** The page's words as a person may read them: without phone numbers, and no longer than a line. */
export const shownError = (error: string): string =>
  firstCharacters(
    error
      .replaceAll(writtenNumber, "#")
      .replaceAll(/\d{5,}/g, "#")
      .replaceAll(/\s+/g, " ")
      .trim(),
    200,
  );
