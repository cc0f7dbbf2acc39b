import { otherFormOf } from "../contact/phone-changes.ts";

/** The message that a message answers, as WhatsApp names it: by its id alone, or by its id behind the chat it stands in. */

export interface NamedMessage {
  /** Its id alone. */
  readonly messageId: string;
  /** The account of the chat; absent where the id stands alone. */
  readonly chat?: { readonly number: string } | { readonly lid: string };
}

const idAlone = /^[0-9A-Za-z.-]+$/;
/** `true_628...@c.us_3EB0...`: whether it is ours, the chat, the id. Only chats with more people name a writer behind it. */
const idInChat = /^(?:true|false)_(\d+)@(c\.us|s\.whatsapp\.net|lid)_([0-9A-Za-z.-]+)$/;

/** A page takes an id of another form apart wrongly. */
export const isMessageId = (text: string): boolean => idAlone.test(text);

/** What names a message; undefined where that is no message of a chat with one person. */
export function parseMessageName(text: string): NamedMessage | undefined {
  if (isMessageId(text)) return { messageId: text };
  const [, user, server, messageId] = idInChat.exec(text) ?? [];
  if (user === undefined || messageId === undefined) return undefined;
  return { messageId, chat: server === "lid" ? { lid: user } : { number: user } };
}

/** An account's number, and WhatsApp's other name for it where that is known. */
export interface ChatName {
  readonly number?: string | undefined;
  readonly lid?: string | undefined;
}

/**
 * Whether two names may be one account's: one that goes by a LID may be written by several numbers. Where nothing but
 * WhatsApp knows it the answer is yes.
 */
export function mayBeOneChat(a: ChatName, b: ChatName): boolean {
  if (a.number !== undefined && a.number === b.number) return true;
  if (a.lid !== undefined && b.lid !== undefined) return a.lid === b.lid;
  if (a.lid !== undefined || b.lid !== undefined || a.number === undefined || b.number === undefined) return true;
  return otherFormOf(a.number) === b.number;
}
