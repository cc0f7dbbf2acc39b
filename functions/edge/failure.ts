import { isUnavailable } from "../../aws/unavailable.ts";
import { ConditionRefused, NamedError, type ErrorKind } from "../../core/errors.ts";
import { detailIn } from "./language/detail-in.ts";
import { sayIn, type Language } from "./language/language.ts";
import { errorMessages } from "./messages.ts";

/** One shape for every failure. Of an error that is no NamedError, a caller learns nothing but the request's id. */

const statusOf: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  limited: 429,
  internal: 500,
  unavailable: 503,
};

export interface FailureAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A store that does not answer, or not now, is a reason to come again, and so is a write that another one overtook: the
 * next try reads what that one left. Of anything else a caller learns nothing.
 */
function nameOf(cause: unknown): NamedError {
  if (isUnavailable(cause)) {
    return new NamedError("TRY_AGAIN", "a store does not answer", { retryAfterSeconds: 2, cause });
  }
  return cause instanceof ConditionRefused
    ? new NamedError("TRY_AGAIN", "another write came first", { retryAfterSeconds: 1, cause })
    : new NamedError("INTERNAL", "unnamed failure", { cause });
}

const detailsIn = (language: Language, { details }: NamedError) =>
  details.map(({ pointer, came, wanted }) => ({
    pointer,
    came: detailIn(language, came),
    wanted: detailIn(language, wanted),
  }));

export function failureAnswer(error: unknown, language: Language, requestId: string): FailureAnswer {
  const named = error instanceof NamedError ? error : nameOf(error);
  return {
    status: statusOf[named.kind],
    headers: {
      "content-language": language,
      ...(named.kind === "unauthenticated" ? { "www-authenticate": 'Bearer realm="whatsapp-broadcast"' } : {}),
      ...(named.kind === "not_allowed" ? { allow: String(named.facts["allow"] ?? "") } : {}),
      ...(named.retryAfterSeconds === undefined ? {} : { "retry-after": String(named.retryAfterSeconds) }),
    },
    body: {
      success: false,
      message: sayIn(language, errorMessages[named.sentence], named.facts),
      error: { code: named.code, details: detailsIn(language, named), requestId, ...named.members },
    },
  };
}
