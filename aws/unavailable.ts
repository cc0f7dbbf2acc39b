/**
 * Whether an error says that a store did not answer, or not now: the same call may succeed later. Judged by what the SDK and
 * Node's network put on their errors; an access that is denied or a request that a store refuses is a mistake of ours.
 */
export function isUnavailable(error: unknown): boolean {
  for (let depth = 0, cause = error; depth < deepestCause && cause instanceof Error; depth += 1, cause = cause.cause) {
    if (saysSo(cause)) return true;
    // One error an address, where a name has several.
    if (cause instanceof AggregateError && cause.errors.some(saysSo)) return true;
  }
  return false;
}

const deepestCause = 5;

/** What the SDK adds to an error (SmithyException of @smithy/types). */
interface Marked {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $fault?: unknown;
  readonly $retryable?: unknown;
}

function saysSo(error: unknown): boolean {
  const { name, code, $fault, $retryable } = error as Marked;
  return $fault === "server" || $retryable !== undefined || names.has(String(name)) || networkCodes.has(String(code));
}

/** Time-outs of the SDK's request handler, and what DynamoDB, SQS, S3, Scheduler and Secrets Manager call throttling. */
const names: ReadonlySet<string> = new Set([
  "AbortError",
  "InternalFailure",
  "InternalServerError",
  "LimitExceededException",
  "OverLimit",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
  "TransactionConflictException",
]);

const networkCodes: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
