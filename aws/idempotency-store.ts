import { createHash } from "node:crypto";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ConditionRefused } from "../core/errors.ts";
import type { IdempotencyKey, IdempotencyStore, Reservation, StoredAnswer } from "../core/ports.ts";
import { all, anyOf, itemDoesNotExist } from "./conditions.ts";
import { conditional, getItem, type Item, type Table } from "./items.ts";
import { idempotencyKey, type Key } from "./table.ts";

/** How long the first answer is given again. */
export const keepAnswersMs = 24 * 60 * 60 * 1_000;
/** A request that took longer than an HTTP Lambda may run was cut off; its repeat goes on in its place. */
export const lockMs = 35_000;

const neverSeen = itemDoesNotExist;
const keptLongEnough = "expiresAt <= :now";
const firstTryWasCutOff = "attribute_not_exists(answer) AND lockedUntil <= :now AND requestHash = :requestHash";
const stillUnanswered = "attribute_not_exists(answer)";

/** First answers by `Idempotency-Key`. */
export class DynamoIdempotencyStore implements IdempotencyStore {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async reserve(key: IdempotencyKey, requestHash: string, ulid: string, now: number): Promise<Reservation> {
    const at = keyOf(key);
    const fresh = { ...at, requestHash, ulid, lockedUntil: now + lockMs, ...expiry(now) };
    if (await this.#put(fresh, anyOf(neverSeen, keptLongEnough), { ":now": now })) return { state: "yours", ulid };
    const seen = await getItem(this.#table, at);
    if (seen === undefined) return { state: "in_progress", until: now };
    if (seen["requestHash"] !== requestHash) return { state: "other_request" };
    const answer = seen["answer"] as StoredAnswer | undefined;
    if (answer !== undefined) return { state: "answered", answer };
    // Under the id that the first try may have created its resource with.
    const first = seen["ulid"] as string;
    const takenOver = await this.#put({ ...fresh, ulid: first }, firstTryWasCutOff, {
      ":now": now,
      ":requestHash": requestHash,
    });
    const until = seen["lockedUntil"] as number;
    return takenOver ? { state: "yours", ulid: first } : { state: "in_progress", until };
  }

  async complete(key: IdempotencyKey, answer: StoredAnswer, now: number): Promise<void> {
    const { expiresAt, ttl } = expiry(now);
    await this.#table.client.send(
      new UpdateCommand({
        TableName: this.#table.name,
        Key: keyOf(key),
        UpdateExpression: "SET answer = :answer, expiresAt = :expiresAt, #ttl = :ttl",
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: { ":answer": answer, ":expiresAt": expiresAt, ":ttl": ttl },
      }),
    );
  }

  async release(key: IdempotencyKey): Promise<void> {
    await conditional(
      "it was answered",
      this.#table.client.send(
        new DeleteCommand({ TableName: this.#table.name, Key: keyOf(key), ConditionExpression: stillUnanswered }),
      ),
    );
  }

  async #put(Item: Item, condition: string, values: Item): Promise<boolean> {
    try {
      await conditional(
        "the key is in use",
        this.#table.client.send(
          new PutCommand({
            TableName: this.#table.name,
            Item,
            ConditionExpression: all(condition),
            ExpressionAttributeValues: values,
          }),
        ),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionRefused) return false;
      throw error;
    }
  }
}

const keyOf = ({ tenantId, key }: IdempotencyKey): Key =>
  idempotencyKey(tenantId, createHash("sha256").update(key).digest("hex"));

const expiry = (now: number) => ({
  expiresAt: now + keepAnswersMs,
  ttl: Math.ceil((now + keepAnswersMs) / 1_000),
});
