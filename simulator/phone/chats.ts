import type { SessionLabel } from "../events.ts";

/** A message of a chat. `to_phone`: a session sent it. `from_phone`: the phone wrote it to a session's account. */
export interface ChatMessage {
  /** Its place among all messages of the network: a later one has a higher one. */
  readonly place: number;
  readonly direction: "to_phone" | "from_phone";
  readonly id: string;
  /** The session's account. */
  readonly account: string;
  readonly type: string;
  readonly body: string;
  readonly mediaSha256?: string;
  readonly fileName?: string;
  readonly quotedMessageId?: string;
  /** When the server got it, epoch milliseconds. */
  readonly at: number;
  /** When it got to the phone; of one from the phone, to a device of the session. */
  arrivedAt?: number;
  /** When the phone showed it. */
  readAt?: number;
}

export interface Chat {
  /** Of the phone, digits only. */
  readonly number: string;
  /** The oldest first; at least one. */
  readonly messages: readonly ChatMessage[];
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: number;
}

interface PageOptions {
  readonly limit: number;
  /** `next` of the page before. */
  readonly before?: number;
}

const keyOf = ({ tenantId = "", sessionId }: SessionLabel): string => `${tenantId}/${sessionId}`;

/** On the phone, and not shown there so far. */
export const isUnread = ({ direction, arrivedAt, readAt }: ChatMessage): boolean =>
  direction === "to_phone" && arrivedAt !== undefined && readAt === undefined;

const placeOf = ({ messages }: Chat): number => messages.at(-1)?.place ?? 0;

/** The chats of the phones with the sessions' accounts: each session has its own, and sees no other's. */
export class Chats {
  /** By session, then by number; a Map keeps the order in which its keys came, so the chat with the newest message is last. */
  readonly #ofSessions = new Map<string, Map<string, ChatMessage[]>>();
  #places = 0;

  add(session: SessionLabel, number: string, written: Omit<ChatMessage, "place">): ChatMessage {
    const message = { ...written, place: (this.#places += 1) };
    const chats = this.#ofSessions.get(keyOf(session)) ?? new Map<string, ChatMessage[]>();
    this.#ofSessions.set(keyOf(session), chats);
    const messages = chats.get(number) ?? [];
    messages.push(message);
    chats.delete(number);
    chats.set(number, messages);
    return message;
  }

  /** A device of the session received what the phone wrote. */
  heard(session: SessionLabel, number: string, id: string, at: number): void {
    const message = this.#ofSessions
      .get(keyOf(session))
      ?.get(number)
      ?.findLast((one) => one.id === id);
    if (message !== undefined) message.arrivedAt ??= at;
  }

  find(session: SessionLabel, number: string): Chat | undefined {
    const messages = this.#ofSessions.get(keyOf(session))?.get(number);
    return messages && { number, messages };
  }

  /** The chat with the newest message first; with `search`, those whose number holds these digits. */
  list(
    session: SessionLabel,
    { limit, before = Infinity, search = "" }: PageOptions & { search?: string },
  ): Page<Chat> {
    const chats = this.#ofSessions.get(keyOf(session)) ?? new Map<string, ChatMessage[]>();
    const rows: Chat[] = [];
    for (const number of [...chats.keys()].reverse()) {
      const chat = { number, messages: chats.get(number) ?? [] };
      if (placeOf(chat) >= before || !number.includes(search)) continue;
      if (rows.length === limit) return { rows, next: placeOf(rows.at(-1) ?? chat) };
      rows.push(chat);
    }
    return { rows };
  }

  /** Forgets what phones have received and written; what is on its way to one still arrives. */
  forget(): void {
    for (const chats of this.#ofSessions.values()) {
      for (const [number, messages] of chats) {
        const onTheirWay = messages.filter((one) => one.direction === "to_phone" && one.arrivedAt === undefined);
        if (onTheirWay.length > 0) chats.set(number, onTheirWay);
        else chats.delete(number);
      }
    }
  }
}

/** Messages of a chat, the newest first. */
export function messagesOf({ messages }: Chat, { limit, before = Infinity }: PageOptions): Page<ChatMessage> {
  const older = messages.filter(({ place }) => place < before);
  const rows = older.slice(-limit).reverse();
  const last = rows.at(-1);
  return older.length > limit && last !== undefined ? { rows, next: last.place } : { rows };
}
