import { createHash } from "node:crypto";
import type { IdempotencyKey, IdempotencyStore, Reservation, StoredAnswer } from "../../../core/access/access-ports.ts";
import { unlessRefused, wasWritten } from "../../../core/refused.ts";
import { all, anyOf, expression, itemDoesNotExist, type Expression } from "../../dynamodb/expressions.ts";
import { idempotencyKey, type Key } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf, type Table } from "../../dynamodb/table.ts";

/** How long the first answer is given again. */
export const keepAnswersMs = 24 * 60 * 60 * 1_000;
/** A request that took longer than an HTTP Lambda may run was cut off; its repeat goes on in its place. */
export const defaultLockMs = 35_000;

const neverSeen = itemDoesNotExist;
const wasKeptLongEnough = (now: number) => expression`expiresAt <= ${now}`;
const stillUnanswered = expression`attribute_not_exists(answer)`;
const firstTryWasCutOff = (now: number) => all(stillUnanswered, expression`lockedUntil <= ${now}`);
const asksTheSame = (requestHash: string) => expression`requestHash = ${requestHash}`;
const isOfReservation = (reserved: string) => expression`ulid = ${reserved}`;
/** A row written before holders were named has none: no try may release it, and it is taken over after its lock. */
const isHeldBy = (attempt: string) => expression`holder = ${attempt}`;

interface Row {
  readonly requestHash: string;
  readonly ulid: string;
  readonly holder?: string;
  readonly lockedUntil: number;
  readonly expiresAt: number;
  readonly answer?: StoredAnswer;
}

/**
 * First answers by `Idempotency-Key`. A row names the ULID that everything is created under, which stays, and the try
 * that holds it, which changes with each takeover.
 */
export class DynamoIdempotencyStore extends TableStore implements IdempotencyStore {
  readonly #lockMs: number;

  constructor(delivery: Table, lockMs = defaultLockMs) {
    super(delivery);
    this.#lockMs = lockMs;
  }

  async reserve(key: IdempotencyKey, requestHash: string, ulid: string, now: number): Promise<Reservation> {
    const fresh = { requestHash, ulid, holder: ulid, lockedUntil: now + this.#lockMs, ...expiry(now) };
    if (await this.#put(key, fresh, anyOf(neverSeen, wasKeptLongEnough(now)))) {
      return { state: "yours", ulid, isTakenOver: false };
    }
    const seen = await this.table.get<Row>(keyOf(key));
    if (seen === undefined) return { state: "in_progress", until: now };
    if (seen.requestHash !== requestHash) return { state: "other_request" };
    const { answer, expiresAt } = seen;
    if (answer !== undefined) return { state: "answered", answer, at: expiresAt - keepAnswersMs };
    // Its own write, whose answer was lost on the way.
    if (seen.holder === ulid) return { state: "yours", ulid: seen.ulid, isTakenOver: false };
    // Under the id that the first try may have created its resource with.
    const next = { ...fresh, ulid: seen.ulid };
    const takenOver = await this.#put(key, next, all(firstTryWasCutOff(now), asksTheSame(requestHash)));
    return takenOver
      ? { state: "yours", ulid: seen.ulid, isTakenOver: true }
      : { state: "in_progress", until: seen.lockedUntil };
  }

  async complete(key: IdempotencyKey, reserved: string, answer: StoredAnswer, now: number): Promise<StoredAnswer> {
    const kept = this.table.update(
      keyOf(key),
      { answer, ...expiry(now) },
      { when: all(isOfReservation(reserved), stillUnanswered), refused: "another try answered it" },
    );
    if (await wasWritten(kept)) return answer;
    // That try went on while this one did, under the same id.
    const seen = await this.table.get<Row>(keyOf(key));
    return (seen?.ulid === reserved ? seen.answer : undefined) ?? answer;
  }

  async release(key: IdempotencyKey, ulid: string, now: number): Promise<void> {
    const isMine = all(stillUnanswered, isHeldBy(ulid));
    const removal = this.table.remove(keyOf(key), {
      when: all(isMine, isOfReservation(ulid)),
      refused: "an earlier or a later try has it",
    });
    if (await wasWritten(removal)) return;
    const handing = this.table.update(
      keyOf(key),
      { lockedUntil: now },
      { when: isMine, refused: "a later try has it" },
    );
    await unlessRefused(handing);
  }

  async #put(key: IdempotencyKey, row: Row, when: Expression): Promise<boolean> {
    return await wasWritten(this.table.put({ ...keyOf(key), ...row }, { when, refused: "the key is in use" }));
  }
}

const keyOf = ({ tenantId, key }: IdempotencyKey): Key =>
  idempotencyKey(tenantId, createHash("sha256").update(key).digest("hex"));

const expiry = (now: number) => ({
  expiresAt: now + keepAnswersMs,
  ttl: ttlOf(now + keepAnswersMs),
});
