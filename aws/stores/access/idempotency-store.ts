import { createHash } from "node:crypto";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { IdempotencyKey, IdempotencyStore, Reservation, StoredAnswer } from "../../../core/access/access-ports.ts";
import { unlessRefused, wasWritten } from "../../../core/refused.ts";
import { all, anyOf, itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, type Item, type Table } from "../../dynamodb/items.ts";
import { idempotencyKey, type Key } from "../../dynamodb/keys.ts";

/** How long the first answer is given again. */
export const keepAnswersMs = 24 * 60 * 60 * 1_000;
/** A request that took longer than an HTTP Lambda may run was cut off; its repeat goes on in its place. */
export const defaultLockMs = 35_000;

const neverSeen = itemDoesNotExist;
const keptLongEnough = "expiresAt <= :now";
const firstTryWasCutOff = "attribute_not_exists(answer) AND lockedUntil <= :now AND requestHash = :requestHash";
const stillUnanswered = "attribute_not_exists(answer)";
const isOfThisReservation = "ulid = :reserved";
/** A row written before holders were named has none: no try may release it, and it is taken over after its lock. */
const isHeldByThisTry = "holder = :try";
const thisTryReservedIt = "ulid = :try";

/**
 * First answers by `Idempotency-Key`. A row names the ULID that everything is created under, which stays, and the try
 * that holds it, which changes with each takeover.
 */
export class DynamoIdempotencyStore implements IdempotencyStore {
  readonly #table: Table;
  readonly #lockMs: number;

  constructor(delivery: Table, lockMs = defaultLockMs) {
    this.#table = delivery;
    this.#lockMs = lockMs;
  }

  async reserve(key: IdempotencyKey, requestHash: string, ulid: string, now: number): Promise<Reservation> {
    const at = keyOf(key);
    const fresh = { ...at, requestHash, ulid, holder: ulid, lockedUntil: now + this.#lockMs, ...expiry(now) };
    if (await this.#put(fresh, anyOf(neverSeen, keptLongEnough), { ":now": now })) {
      return { state: "yours", ulid, isTakenOver: false };
    }
    const seen = await getItem(this.#table, at);
    if (seen === undefined) return { state: "in_progress", until: now };
    if (seen["requestHash"] !== requestHash) return { state: "other_request" };
    const answer = seen["answer"] as StoredAnswer | undefined;
    if (answer !== undefined) return { state: "answered", answer, at: (seen["expiresAt"] as number) - keepAnswersMs };
    // Under the id that the first try may have created its resource with.
    const first = seen["ulid"] as string;
    // Its own write, whose answer was lost on the way.
    if (seen["holder"] === ulid) return { state: "yours", ulid: first, isTakenOver: false };
    const takenOver = await this.#put({ ...fresh, ulid: first }, firstTryWasCutOff, {
      ":now": now,
      ":requestHash": requestHash,
    });
    const until = seen["lockedUntil"] as number;
    return takenOver ? { state: "yours", ulid: first, isTakenOver: true } : { state: "in_progress", until };
  }

  async complete(key: IdempotencyKey, reserved: string, answer: StoredAnswer, now: number): Promise<StoredAnswer> {
    const { expiresAt, ttl } = expiry(now);
    const kept = this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: keyOf(key),
        UpdateExpression: "SET answer = :answer, expiresAt = :expiresAt, #ttl = :ttl",
        ConditionExpression: all(isOfThisReservation, stillUnanswered),
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: {
          ":answer": answer,
          ":expiresAt": expiresAt,
          ":ttl": ttl,
          ":reserved": reserved,
        },
      }),
    );
    if (await wasWritten(conditional("another try answered it", kept))) return answer;
    // That try went on while this one did, under the same id.
    const seen = await getItem(this.#table, keyOf(key));
    const stands = seen?.["ulid"] === reserved ? (seen["answer"] as StoredAnswer | undefined) : undefined;
    return stands ?? answer;
  }

  async release(key: IdempotencyKey, ulid: string, now: number): Promise<void> {
    const at = { TableName: this.#table.name, Key: keyOf(key) };
    const removal = this.#table.client.send(
      new DeleteCommand({
        ...at,
        ConditionExpression: all(stillUnanswered, isHeldByThisTry, thisTryReservedIt),
        ExpressionAttributeValues: { ":try": ulid },
      }),
    );
    if (await wasWritten(conditional("an earlier or a later try has it", removal))) return;
    const handing = this.#table.client.send(
      new UpdateCommand({
        ...at,
        UpdateExpression: "SET lockedUntil = :now",
        ConditionExpression: all(stillUnanswered, isHeldByThisTry),
        ExpressionAttributeValues: { ":try": ulid, ":now": now },
      }),
    );
    await unlessRefused(conditional("a later try has it", handing));
  }

  async #put(Item: Item, condition: string, values: Item): Promise<boolean> {
    const put = this.#table.client.send(
      new PutCommand({
        TableName: this.#table.name,
        Item,
        ConditionExpression: all(condition),
        ExpressionAttributeValues: values,
      }),
    );
    return await wasWritten(conditional("the key is in use", put));
  }
}

const keyOf = ({ tenantId, key }: IdempotencyKey): Key =>
  idempotencyKey(tenantId, createHash("sha256").update(key).digest("hex"));

const expiry = (now: number) => ({
  expiresAt: now + keepAnswersMs,
  ttl: Math.ceil((now + keepAnswersMs) / 1_000),
});
