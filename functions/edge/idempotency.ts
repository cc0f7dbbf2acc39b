import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import type { IdempotencyKey, StoredAnswer } from "../../core/access/access-ports.ts";
import type { CallerSecrets } from "./secrets.ts";
import type { ApiAnswer, ApiRequest, Endpoint } from "./request.ts";
import type { Services } from "./services.ts";

/** `Idempotency-Key`: the first answer, once, through repeats and kills. */

interface Once {
  readonly tenantId: string;
  readonly key: string;
  /** Hash of what was asked. */
  readonly fingerprint: string;
  readonly request: ApiRequest;
  readonly handle: Endpoint["handle"];
  /** What an earlier try made. */
  readonly answerMade: NonNullable<Endpoint["answerMade"]>;
  /** Whether the session that the first answer, of that time, speaks of is there still. */
  readonly isOfSession: (answeredAt: number) => Promise<boolean>;
  /** Of a route whose answer bears a secret. */
  readonly secrets?: CallerSecrets;
}

/** Two Lambdas' clocks are no further apart. */
const clocksApartMs = 20_000;

/**
 * Whether a session is the one of which an answer was given then. Both times are clocks' of two Lambdas, so the session may
 * seem younger than an answer of it. A later one of the same id is younger by more: the id is free a minute after the
 * deletion (functions/jobs/delete-session.ts), and what was asked for before that is answered within half a minute.
 */
export const wasThereThen = ({ createdAt }: { readonly createdAt: number }, answeredAt: number): boolean =>
  createdAt <= answeredAt + clocksApartMs;

/** On an answer that is not the first under its key. */
export const replayedHeader = "idempotency-replayed";

const keyForm = /^[\x21-\x7e]{1,255}$/;

/** @throws NamedError INVALID_HEADER */
export function assertKeyForm(key: string): void {
  if (keyForm.test(key)) return;
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

/**
 * The first try reserves the key and, when it is refused, releases it: it did nothing. A repeat that takes the reservation
 * of a try over answers from what that one made, also where something has changed since; where that made nothing, it does the work
 * under the same id. It never releases the key: the earlier try may still be on its way.
 *
 * @throws NamedError INVALID_HEADER | SESSION_NOT_FOUND | IDEMPOTENCY_IN_PROGRESS | IDEMPOTENCY_KEY_REUSED
 */
export async function answerOnce(
  { idempotency, clock }: Pick<Services, "idempotency" | "clock">,
  { tenantId, key, fingerprint, request, handle, answerMade, isOfSession, secrets }: Once,
): Promise<ApiAnswer> {
  assertKeyForm(key);
  const id: IdempotencyKey = { tenantId, key };
  const reservation = await idempotency.reserve(id, fingerprint, request.ulid, request.now);
  switch (reservation.state) {
    case "answered":
      // What the first answer names went with its session.
      if (!(await isOfSession(reservation.at))) throw new NamedError("SESSION_NOT_FOUND", "deleted since");
      return replay(reservation.answer, secrets);
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
  const { ulid, isTakenOver } = reservation;
  const reserved = { ...request, ulid, ...defined({ secret: secrets && (() => secrets.draw()) }) };
  let answer: ApiAnswer;
  try {
    answer = (isTakenOver ? await answerMade(reserved) : undefined) ?? (await handle(reserved));
  } catch (error) {
    // After an error of ours the try may have done something, or its last write may still arrive: the lock stays.
    const refused = error instanceof NamedError && (!error.retryable || error.code === "SESSION_NOT_CONNECTED");
    if (refused) await idempotency.release(id, request.ulid, clock.now());
    throw error;
  }
  const body = "text" in answer ? String(answer.text) : JSON.stringify(answer.body ?? {});
  const own = { status: answer.status, body: secrets === undefined ? body : secrets.seal(body) };
  const first = await idempotency.complete(id, ulid, own, clock.now());
  return first.body === own.body && first.status === own.status ? answer : replay(first, secrets);
}

const replay = ({ status, body }: StoredAnswer, secrets: CallerSecrets | undefined): ApiAnswer => ({
  status,
  body: JSON.parse(secrets === undefined ? body : secrets.open(body)) as object,
  headers: { [replayedHeader]: "true" },
});
