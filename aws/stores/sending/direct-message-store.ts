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
import { directIndex, directKey, directsPartition, openDirectsIndex } from "../../dynamodb/keys.ts";
import { TableStore, ttlOf } from "../../dynamodb/table.ts";
import { advance } from "./advance.ts";

/** Direct messages in the delivery table, one partition a session, in the order in which they were asked for. */
export class DynamoDirectMessageStore
  extends TableStore
  implements DirectMessageReader, DirectMessageDesk, DirectMessageClaims
{
  async create(message: DirectMessage): Promise<void> {
    const place = { ix: openDirectsIndex(message), ixSort: message.directId };
    const ttl = ttlOf(message.requestedAt + keepDirectMs);
    const item = { ...directKey(message), ...message, ...place, ttl };
    await this.table.create(item, `message ${message.directId} exists`);
  }

  async find(ref: DirectRef): Promise<DirectMessage | undefined> {
    return await this.table.get(directKey(ref));
  }

  async open(ref: SessionRef, also?: string): Promise<readonly DirectMessage[]> {
    const its = also === undefined ? {} : { also: directKey({ ...ref, directId: also }) };
    const listed = await this.table.index<DirectMessage>(openDirectsIndex(ref), its);
    return listed.filter(({ state }) => !isOutcome(state));
  }

  async since(ref: SessionRef, from: number): Promise<readonly DirectMessage[]> {
    const firstId = `${idPrefixes.message}${encodeTime(Math.max(0, from))}`;
    return await this.table.all(directsPartition(ref), { from: firstId });
  }

  async countOpen(ref: SessionRef, atMost: number): Promise<number> {
    return await this.table.count(openDirectsIndex(ref), atMost);
  }

  async ofNumber(ref: SessionRef, number: string, limit: number): Promise<readonly DirectMessage[]> {
    return await this.table.index(directIndex(ref, number), { limit, newestFirst: true });
  }

  async advance(message: DirectMessage, to: DirectState, change: DirectChange): Promise<DirectMessage | undefined> {
    const { at, token } = change;
    return await advance<DirectMessage>(this.table, directKey(message), to, change, {
      also: {
        token,
        ...(to === "failed" ? { failedAt: at } : {}),
        ...(isOutcome(to) ? { ix: directIndex(message, message.number), ixSort: message.directId } : {}),
      },
      answers: "ALL_NEW",
    });
  }
}
