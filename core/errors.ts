/**
 * Every error this system names. An error is named for the event; the edge decides what a caller sees of it.
 * `kind` says who has to act, `retryable` whether the same call can succeed later unchanged.
 */

import { countCharacters, shortened } from "./characters.ts";

export type ErrorKind =
  | "malformed"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "not_allowed"
  | "conflict"
  | "too_large"
  | "unsupported"
  | "invalid"
  | "limited"
  | "internal"
  | "unavailable";

/** The codes of the HTTP contract and what kind of failure each is. Codes never change with the language. */
export const errorKinds = {
  INVALID_JSON: "malformed",
  INVALID_BODY_ENCODING: "malformed",
  INVALID_CURSOR: "malformed",
  INVALID_HEADER: "malformed",
  USER_ID_REQUIRED: "malformed",
  UNAUTHENTICATED: "unauthenticated",
  SCOPE_MISSING: "forbidden",
  ROUTE_NOT_FOUND: "not_found",
  SESSION_NOT_FOUND: "not_found",
  LIST_NOT_FOUND: "not_found",
  CONTACT_NOT_FOUND: "not_found",
  CAMPAIGN_NOT_FOUND: "not_found",
  IMPORT_NOT_FOUND: "not_found",
  API_KEY_NOT_FOUND: "not_found",
  WEBHOOK_NOT_FOUND: "not_found",
  DELIVERY_NOT_FOUND: "not_found",
  OPT_OUT_NOT_FOUND: "not_found",
  MESSAGE_NOT_FOUND: "not_found",
  TEMPLATE_NOT_FOUND: "not_found",
  MEDIA_NOT_FOUND: "not_found",
  METHOD_NOT_ALLOWED: "not_allowed",
  LIST_NAME_TAKEN: "conflict",
  LIST_IN_USE: "conflict",
  LIST_NOT_EMPTY: "conflict",
  IMPORT_RUNNING: "conflict",
  DUPLICATE_SEND: "conflict",
  CAMPAIGN_STATE: "conflict",
  NUMBER_CHANGED: "conflict",
  CAMPAIGN_NOT_STOPPED: "conflict",
  NOBODY_NOT_REACHED: "conflict",
  CAMPAIGN_IN_USE: "conflict",
  FIRST_CAMPAIGN_DELETED: "conflict",
  NOBODY_TO_RETRY: "conflict",
  MEDIA_NOT_READY: "conflict",
  MEDIA_IN_USE: "conflict",
  NEW_CHATS_LIMITED: "conflict",
  SESSION_EXISTS: "conflict",
  SESSION_LIMIT: "conflict",
  SESSION_LINKED: "conflict",
  NUMBER_LINKED: "conflict",
  PAIRING_OVERTAKEN: "conflict",
  WEBHOOK_LIMIT: "conflict",
  SECRET_CHANGES_LIMIT: "conflict",
  SESSION_IN_USE: "conflict",
  SESSION_DELETING: "conflict",
  IDEMPOTENCY_IN_PROGRESS: "conflict",
  CHANGED_MEANWHILE: "conflict",
  BODY_TOO_LARGE: "too_large",
  UNSUPPORTED_MEDIA_TYPE: "unsupported",
  VALIDATION_FAILED: "invalid",
  IDEMPOTENCY_KEY_REUSED: "invalid",
  AUDIENCE_EMPTY: "invalid",
  CSV_UNREADABLE: "invalid",
  MESSAGE_UNREADABLE: "invalid",
  UNKNOWN_VARIABLE: "invalid",
  NUMBER_NOT_ON_WHATSAPP: "invalid",
  MESSAGE_REFUSED: "invalid",
  RATE_LIMITED: "limited",
  INTERNAL: "internal",
  SESSION_NOT_CONNECTED: "unavailable",
  PAGE_CHANGED: "unavailable",
  SENDING_HALTED: "unavailable",
  TRY_AGAIN: "unavailable",
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

/** Sentences of their own for cases of a code in which a person has something else to do. */
export const caseSentences = [
  "SESSION_ON_ITS_WAY",
  "PAGE_SENDS_NO_FILES",
  "NUMBER_LINKED_ELSEWHERE",
  "BODY_ENCODED",
  "MEDIA_IN_TEMPLATES",
  "NEW_CHATS_LIMITED_UNTIL",
  "QUOTED_MESSAGE_UNKNOWN",
  "NUMBER_FOR_VARIABLE",
  "TEXT_BESIDE_AUDIO",
] as const;

/** The sentence that a caller reads: one a code, or that of a case. */
export type ErrorSentence = ErrorCode | (typeof caseSentences)[number];

/** One bad field: where (JSON pointer, header or line), what came, what was wanted. */
export interface ErrorDetail {
  readonly pointer: string;
  readonly came: string;
  readonly wanted: string;
}

export interface NamedErrorOptions {
  readonly details?: readonly ErrorDetail[];
  /** Values for the message catalogue's placeholders. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** Members that go into the answer's `error` object, such as `qrRequired`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** Answered in place of the code's own sentence. */
  readonly sentence?: ErrorSentence;
  readonly cause?: unknown;
}

/** A failure with a code of the HTTP contract. */
export class NamedError extends Error {
  override readonly name = "NamedError";
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly details: readonly ErrorDetail[];
  readonly facts: Readonly<Record<string, string | number>>;
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
  readonly sentence: ErrorSentence;

  constructor(code: ErrorCode, message: string, options: NamedErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = errorKinds[code];
    this.details = options.details ?? [];
    this.facts = options.facts ?? {};
    this.members = options.members ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.sentence = options.sentence ?? code;
  }

  get retryable(): boolean {
    return this.kind === "unavailable" || this.kind === "limited" || this.kind === "internal";
  }
}

/** A campaign that another one goes on from was deleted, or is past its life: who got its message is not known any more. */
export class FirstCampaignGone extends NamedError {
  constructor(campaignId: string) {
    super("FIRST_CAMPAIGN_DELETED", `campaign ${campaignId} is gone`, { facts: { campaign: campaignId } });
  }
}

/** A refusal of one or more fields of a request: 422. */
export const invalidField = (pointer: string, came: unknown, wanted: string): NamedError =>
  new NamedError("VALIDATION_FAILED", `${pointer} is not valid`, {
    details: [{ pointer, came: brief(came), wanted }],
  });

/** A short, safe rendering of what came, for people: never more than 80 characters of it, each of them whole. */
export function brief(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") {
    const length = countCharacters(value);
    const shown = `"${shortened(value, 80).toWellFormed()}"`;
    return length > 80 ? `${shown} (${length} characters)` : shown;
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "null" : `a ${typeof value}`.replace("a o", "an o");
}

// Events inside the system. None of them reaches a caller by name.

/** A conditional write was refused: another writer changed the item first. */
export class ConditionRefused extends Error {
  override readonly name = "ConditionRefused";
}

/** The object of a row that needs it was deleted, or is past its life. */
export class FileGone extends Error {
  override readonly name = "FileGone";
}

/** A queue will never take this message, however often it is handed over; the message says why. */
export class TicketRefused extends Error {
  override readonly name = "TicketRefused";
}

/** This worker's lease on its slot or session is over; it must not act for it any more. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** Errors that end an ownership: the worker that gets one stops writing. Everything else may be tried again. */
export const endsOwnership = (error: unknown): boolean =>
  error instanceof ConditionRefused || error instanceof LeaseLost;

export interface OutcomeUnknownOptions {
  /** `page_error`: the page broke off after it took the message. `no_answer`: a deadline, a dead page, a line that dropped. */
  readonly kind?: "page_error" | "no_answer";
  /** The page's own words. */
  readonly pageError?: string;
  /** A file went with the message. */
  readonly withMedia?: boolean;
  readonly cause?: unknown;
}

/** Whether WhatsApp has the message is not known: a timeout, a dead page, a line that dropped. Never "not sent". */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
  readonly kind: "page_error" | "no_answer";
  readonly pageError: string | undefined;
  readonly withMedia: boolean;

  constructor(
    message: string,
    { kind = "no_answer", pageError, withMedia = false, cause }: OutcomeUnknownOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.pageError = pageError;
    this.withMedia = withMedia;
  }
}

/** The session cannot send now, and nothing was handed to WhatsApp. */
export class SessionDown extends Error {
  override readonly name: string = "SessionDown";
}

interface PageCannotBeAskedOptions {
  readonly pageError: string;
  readonly unanswered?: boolean;
  readonly cause?: unknown;
}

/** The session is ready, but its page throws at a question or does not answer it: not a line that dropped, a page that changed. */
export class PageCannotBeAsked extends SessionDown {
  override readonly name = "PageCannotBeAsked";
  /** The page's own words, or what it did instead of answering. */
  readonly pageError: string;
  /** It said nothing in time: its line may be as slow. */
  readonly unanswered: boolean;

  constructor(message: string, { pageError, unanswered = false, cause }: PageCannotBeAskedOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.pageError = pageError;
    this.unanswered = unanswered;
  }
}

/** WhatsApp refused this message (ack -1): it reached no one. */
export class RejectedByWhatsApp extends Error {
  override readonly name: string = "RejectedByWhatsApp";
}

/** The message answers what is no message of its chat: nothing was handed over. */
export class QuotedMessageUnknown extends RejectedByWhatsApp {
  override readonly name = "QuotedMessageUnknown";
}

interface PageRefusedOptions {
  readonly pageError: string;
  readonly withMedia: boolean;
  readonly unanswered?: boolean;
  readonly cause?: unknown;
}

/** WhatsApp's page broke off before it stored the message: surely nothing was sent, and the same message may be tried again. */
export class PageRefused extends RejectedByWhatsApp {
  override readonly name = "PageRefused";
  /** The page's own words. */
  readonly pageError: string;
  /** A file was to go with the message: another message without one may well go. */
  readonly withMedia: boolean;
  /** It said nothing in time: its line may be as slow. */
  readonly unanswered: boolean;

  constructor(message: string, { pageError, withMedia, unanswered = false, cause }: PageRefusedOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.pageError = pageError;
    this.withMedia = withMedia;
    this.unanswered = unanswered;
  }
}
