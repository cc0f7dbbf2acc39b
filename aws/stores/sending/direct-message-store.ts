import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { encodeTime } from "ulid";
import { keepDirectMs, type DirectMessage, type DirectState } from "../../../core/sending/direct-message.ts";
import { isOutcome } from "../../../core/sending/delivery.ts";
import { idPrefixes } from "../../../core/ids.ts";
import type { DirectRef, SessionRef } from "../../../core/refs.ts";
import type {
  DirectChange,
  DirectMessageClaims,
  DirectMessageDesk,
  DirectMessageReader,
} from "../../../core/sending/sending-ports.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryAll, queryIndex, rowOf, type Table } from "../../dynamodb/items.ts";
import { directIndex, directKey, directsPartition, openDirectsIndex } from "../../dynamodb/keys.ts";
import { indexName } from "../../dynamodb/schema.ts";
import { advance } from "./advance.ts";

/** Direct messages, one partition a session, in the order in which they were asked for. */
export class DynamoDirectMessageStore implements DirectMessageReader, DirectMessageDesk, DirectMessageClaims {
  readonly #table: Table;

  constructor(delivery: Table) {
    this.#table = delivery;
  }

  async create(message: DirectMessage): Promise<void> {
    await conditional(
      `message ${message.directId} exists`,
      this.#table.client.send(
        new PutCommand({
          TableName: this.#table.name,
          Item: {
            ...directKey(message),
            ...message,
            ix: openDirectsIndex(message),
            ixSort: message.directId,
            ttl: Math.ceil((message.requestedAt + keepDirectMs) / 1_000),
          },
          ConditionExpression: itemDoesNotExist,
        }),
      ),
    );
  }

  async find(ref: DirectRef): Promise<DirectMessage | undefined> {
    const item = await getItem(this.#table, directKey(ref));
    return item === undefined ? undefined : rowOf<DirectMessage>(item);
  }

  async open(ref: SessionRef, also?: string): Promise<readonly DirectMessage[]> {
    const its = also === undefined ? {} : { also: directKey({ ...ref, directId: also }) };
    return (await queryIndex(this.#table, openDirectsIndex(ref), its))
      .map(rowOf<DirectMessage>)
      .filter(({ state }) => !isOutcome(state));
  }

  async since(ref: SessionRef, from: number): Promise<readonly DirectMessage[]> {
    const items = await queryAll(this.#table, {
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND sk >= :from",
      ExpressionAttributeValues: {
        ":pk": directsPartition(ref),
        ":from": `${idPrefixes.message}${encodeTime(Math.max(0, from))}`,
      },
    });
    return items.map(rowOf<DirectMessage>);
  }

  async countOpen(ref: SessionRef, atMost: number): Promise<number> {
    const { Count = 0 } = await this.#table.client.send(
      new QueryCommand({
        TableName: this.#table.name,
        IndexName: indexName,
        Select: "COUNT",
        KeyConditionExpression: "ix = :ix",
        ExpressionAttributeValues: { ":ix": openDirectsIndex(ref) },
        Limit: atMost,
      }),
    );
    return Count;
  }

  async ofNumber(ref: SessionRef, number: string, limit: number): Promise<readonly DirectMessage[]> {
    const items = await queryIndex(this.#table, directIndex(ref, number), { limit, newestFirst: true });
    return items.map(rowOf<DirectMessage>);
  }

  async advance(message: DirectMessage, to: DirectState, change: DirectChange): Promise<DirectMessage | undefined> {
    const { at, token } = change;
    const moved = await advance(this.#table, directKey(message), to, change, {
      also: {
        token,
        ...(to === "failed" ? { failedAt: at } : {}),
        ...(isOutcome(to) ? { ix: directIndex(message, message.number), ixSort: message.directId } : {}),
      },
      answers: "ALL_NEW",
    });
    return moved === undefined ? undefined : rowOf<DirectMessage>(moved);
  }
}
