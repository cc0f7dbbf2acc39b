import { ConditionRefused, NamedError } from "../../core/errors.ts";
import type { IdempotencyKey } from "../../core/ports.ts";
import type { CallerSecrets } from "./secrets.ts";
import type { ApiAnswer, ApiRequest, Endpoint } from "./request.ts";
import type { Services } from "./services.ts";

/** `Idempotency-Key`: the first answer, once, whatever is repeated or killed. */

interface Once {
  readonly tenantId: string;
  readonly key: string;
  /** Hash of what was asked. */
  readonly fingerprint: string;
  readonly request: ApiRequest;
  readonly handle: Endpoint["handle"];
  /** Of a route whose answer bears a secret. */
  readonly secrets?: CallerSecrets;
}

/** On an answer that is not the first under its key. */
export const replayedHeader = "idempotency-replayed";

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** @throws NamedError INVALID_HEADER | IDEMPOTENCY_IN_PROGRESS | IDEMPOTENCY_KEY_REUSED */
export async function answerOnce(
  { idempotency, clock }: Pick<Services, "idempotency" | "clock">,
  { tenantId, key, fingerprint, request, handle, secrets }: Once,
): Promise<ApiAnswer> {
  if (!keyForm.test(key)) {
    throw new NamedError("INVALID_HEADER", "malformed idempotency key", {
      facts: { header: "Idempotency-Key" },
      details: [
        {
          pointer: "/headers/idempotency-key",
          came: `${key.length} characters`,
          wanted: "1 to 255 visible ASCII characters",
        },
      ],
    });
  }
  const id: IdempotencyKey = { tenantId, key };
  const reservation = await idempotency.reserve(id, fingerprint, request.ulid, request.now);
  switch (reservation.state) {
    case "answered":
      return replay(
        secrets === undefined
          ? reservation.answer
          : { ...reservation.answer, body: secrets.open(reservation.answer.body) },
      );
    case "in_progress":
      throw new NamedError("IDEMPOTENCY_IN_PROGRESS", "first request in progress", {
        // The first answer usually comes soon; after a crash no later than the lock ends.
        retryAfterSeconds: Math.min(5, Math.max(1, Math.ceil((reservation.until - request.now) / 1_000))),
      });
    case "other_request":
      throw new NamedError("IDEMPOTENCY_KEY_REUSED", "same key, another request");
    case "yours":
      break;
  }
  let answer: ApiAnswer;
  try {
    answer = await handle({
      ...request,
      ulid: reservation.ulid,
      ...(secrets === undefined ? {} : { secret: () => secrets.draw() }),
    });
  } catch (error) {
    // Only what surely did nothing may be tried afresh; after an error of ours the repeat goes on under the same id.
    const refused = error instanceof NamedError && (!error.retryable || error.code === "SESSION_NOT_CONNECTED");
    if (refused) await idempotency.release(id).catch(ignoreRefused);
    throw error;
  }
  const body = "text" in answer ? String(answer.text) : JSON.stringify(answer.body ?? {});
  const kept = secrets === undefined ? body : secrets.seal(body);
  await idempotency.complete(id, { status: answer.status, body: kept }, clock.now());
  return answer;
}

const replay = ({ status, body }: { readonly status: number; readonly body: string }): ApiAnswer => ({
  status,
  body: JSON.parse(body) as object,
  headers: { [replayedHeader]: "true" },
});

const ignoreRefused = (error: unknown): void => {
  if (!(error instanceof ConditionRefused)) throw error;
};
