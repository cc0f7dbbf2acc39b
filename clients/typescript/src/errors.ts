import type { Failure, Import, Media } from "./generated/types.gen.ts";

/** Every error that this package throws, but for the reason of an AbortSignal, which is thrown as it is. */
export class BroadcastError extends Error {
  override readonly name: string = "BroadcastError";
}

/** The API's own codes; `HTTP_ERROR` where what stands before the API answered, and so without a code. */
export type ErrorCode = Failure["error"]["code"] | "HTTP_ERROR";
/** One bad field: where (JSON pointer, header or line), what came, what was wanted. */
export type ErrorDetail = Failure["error"]["details"][number];
/** What some codes add, such as `importId` of `IMPORT_RUNNING`. */
export type ErrorFacts = Omit<Failure["error"], "code" | "details" | "requestId">;

interface ApiErrorFields {
  readonly status: number;
  readonly code: ErrorCode;
  readonly details?: readonly ErrorDetail[];
  readonly facts?: ErrorFacts;
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
}

/** The API refused the request; `message` says why, in the language of the client's `language`. */
export class ApiError extends BroadcastError {
  override readonly name = "ApiError";
  readonly status: number;
  /** For programs; the same in every language. */
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];
  readonly facts: ErrorFacts;
  /** Names the request in the API's logs. */
  readonly requestId: string | undefined;
  /** Seconds after which the API wants to be asked again, where it said so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { status, code, details = [], facts = {}, requestId, retryAfter }: ApiErrorFields) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.facts = facts;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

/** No answer came, or none that could be read: whether the request was carried out is not known. `cause` says what happened. */
export class NetworkError extends BroadcastError {
  override readonly name = "NetworkError";
}

/** A file can't be uploaded, or was refused; `media` where the API found it to be another file than it was said to be. */
export class UploadError extends BroadcastError {
  override readonly name = "UploadError";
  readonly media: Media | undefined;

  constructor(message: string, media?: Media) {
    super(message);
    this.media = media;
  }
}

/** An import ended as `failed`; `import.problem` says why. */
export class ImportError extends BroadcastError {
  override readonly name = "ImportError";
  readonly import: Import;

  constructor(failed: Import) {
    super(`import ${failed.importId} failed: ${failed.problem ?? "no reason was given"}`);
    this.import = failed;
  }
}

/** A call that is not from the API, or not from now. */
export class WebhookError extends BroadcastError {
  override readonly name = "WebhookError";
}

/** Of an answer that is no success. */
export function apiErrorOf(response: Response, text: string): ApiError {
  const { status, headers } = response;
  const failure = failureIn(text);
  const retryAfter = secondsIn(headers.get("retry-after"));
  if (failure === undefined) {
    // Of a file it is the bucket's address, whose query lets each of its readers have the file.
    const [address = ""] = response.url.split("?");
    const message = `${address} answered ${status} ${response.statusText}`.trim();
    return new ApiError(message, { status, code: "HTTP_ERROR", retryAfter });
  }
  const { code, details, requestId, ...facts } = failure.error;
  return new ApiError(failure.message, { status, code, details, facts, requestId, retryAfter });
}

function failureIn(text: string): Failure | undefined {
  try {
    const failure = JSON.parse(text) as Partial<Failure> | null;
    return typeof failure?.error?.code === "string" ? (failure as Failure) : undefined;
  } catch {
    return undefined;
  }
}

/** @param text seconds, or a date as HTTP writes it */
export function secondsIn(text: string | null, now = Date.now()): number | undefined {
  if (text === null || text.trim() === "") return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1_000));
}
