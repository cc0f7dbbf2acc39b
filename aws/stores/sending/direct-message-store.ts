import { PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { encodeTime } from "ulid";
import { defined } from "../../../core/defined.ts";
import {
  directReachableFrom,
  directStampOf,
  hasDirectStamp,
  isOpenDirect,
  keepDirectMs,
  type DirectMessage,
  type DirectState,
} from "../../../core/sending/direct-message.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { idPrefixes } from "../../../core/ids.ts";
import type { DirectRef, SessionRef } from "../../../core/refs.ts";
import type {
  DirectChange,
  DirectMessageClaims,
  DirectMessageDesk,
  DirectMessageReader,
} from "../../../core/sending/sending-ports.ts";
import { itemDoesNotExist } from "../../dynamodb/conditions.ts";
import { conditional, getItem, queryAll, queryIndex, rowOf, setAndRemove, type Table } from "../../dynamodb/items.ts";
import { directIndex, directKey, directsPartition, openDirectsIndex } from "../../dynamodb/keys.ts";
import { indexName } from "../../dynamodb/schema.ts";

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
    return (await queryIndex(this.#table, openDirectsIndex(ref), its)).map(rowOf<DirectMessage>).filter(isOpenDirect);
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
    if (directReachableFrom[to].length === 0) return undefined;
    const { at, reason, token } = change;
    const allowed = Object.fromEntries(directReachableFrom[to].map((state, index) => [`:from${index}`, state]));
    const sentSinceThen = to === "delivered" || to === "read";
    const update = setAndRemove({
      state: to,
      reason: reason ?? null,
      ...defined({ token }),
      ...(hasDirectStamp(to) ? { [directStampOf[to]]: at } : {}),
      // A delivery that is heard of before the server's ack was sent, too.
      ...(sentSinceThen && message.sentAt === undefined ? { sentAt: at } : {}),
      ...(isOpenDirect({ state: to }) ? {} : { ix: directIndex(message, message.number), ixSort: message.directId }),
    });
    try {
      const { Attributes } = await conditional(
        `message ${message.directId} is not to become ${to}`,
        this.#table.client.send(
          new UpdateCommand({
            TableName: this.#table.name,
            Key: directKey(message),
            ...update,
            ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...allowed },
            ConditionExpression: `#state IN (${Object.keys(allowed).join(", ")})`,
            ReturnValues: "ALL_NEW",
          }),
        ),
      );
      return Attributes === undefined ? undefined : rowOf<DirectMessage>(Attributes);
    } catch (error) {
      if (error instanceof ConditionRefused) return undefined;
      throw error;
    }
  }
}
