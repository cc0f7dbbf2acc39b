import { PageCannotBeAsked, QuotedMessageUnknown } from "../../core/errors.ts";
import { isMessageId } from "../../core/sending/quoted-message.ts";
import type { NumberCheck, OutgoingMessage } from "../../core/whatsapp.ts";
import { findAccount, findMessage, type FoundMessage, type PageAccount } from "./page-code.ts";
import type { WebClient } from "./web-client.ts";

export interface AccountsParts {
  readonly client: Pick<WebClient, "evaluate">;
  /** Asks the page within its deadline. @throws SessionDown for every failure */
  readonly ask: <Answer>(question: string, work: () => Promise<Answer>) => Promise<Answer>;
  /** The session's own number. */
  readonly own: () => string | undefined;
}

const chatIdForm = /^[^@\s]+@(?:c\.us|lid)$/;

/** The page's names of accounts that were checked on this connection, by number. */
export class Accounts {
  readonly #parts: AccountsParts;
  readonly #known = new Map<string, PageAccount>();

  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  /** @throws SessionDown; PageCannotBeAsked where the page is to blame */
  async check(number: string): Promise<NumberCheck> {
    const account = await this.#find(number);
    if (account === undefined) return { onWhatsApp: false };
    const { chatId: _, ...names } = account;
    return { onWhatsApp: true, ...names };
  }

  /** Checked when it was not before; undefined when the number is not on WhatsApp. */
  async of(number: string): Promise<PageAccount | undefined> {
    return this.#known.get(number) ?? (await this.#find(number));
  }

  /** The keys that a message may stand under: which is WhatsApp's choice, number or LID. */
  async keysOf(direction: "true" | "false", messageId: string, number: string): Promise<readonly string[]> {
    const account = await this.of(number);
    const names = [
      `${number}@c.us`,
      // Another spelling of the number, where WhatsApp knows the account by that.
      ...(account === undefined ? [] : [account.chatId]),
      ...(account?.lid === undefined ? [] : [`${account.lid}@lid`]),
    ];
    const keys = [...new Set(names)].map((name) => `${direction}_${name}_${messageId}`);
    const { own } = this.#parts;
    const isOwn = number === own() || account?.account === own();
    // Of a message to oneself the key says which end it is.
    return isOwn && direction === "true" ? [...keys, ...keys.map((key) => `${key}_out`)] : keys;
  }

  /** The message that the page knows by that id in the chat with that number. */
  async findMessage(direction: "true" | "false", messageId: string, number: string): Promise<FoundMessage | undefined> {
    const { ask, client } = this.#parts;
    const keys = await this.keysOf(direction, messageId, number);
    return await ask("getMessagesById", () => client.evaluate(findMessage, keys));
  }

  /** The key of what a message answers. @throws QuotedMessageUnknown */
  async quotedKey({ quotedMessageId, to }: OutgoingMessage): Promise<string | undefined> {
    if (quotedMessageId === undefined) return undefined;
    // The page breaks off at a key that is none, which would pass for a session that is down.
    const directions = isMessageId(quotedMessageId) ? (["false", "true"] as const) : [];
    for (const direction of directions) {
      const found = await this.findMessage(direction, quotedMessageId, to);
      if (found !== undefined) return found.key;
    }
    throw new QuotedMessageUnknown(`the page does not know the message ${quotedMessageId} in the chat it goes to`);
  }

  /**
   * A page that changed answers of everybody that there is no such account. So a number that surely exists, the session's
   * own, is asked for right after a number that there is not: what such a page says is not believed, and not kept.
   */
  async #find(number: string): Promise<PageAccount | undefined> {
    const account = await this.#askFor(number);
    const own = this.#parts.own();
    if (account === undefined && number !== own) {
      if (own === undefined || (await this.#askFor(own)) === undefined) {
        const pageError = "queryWidExists says of the session's own number that it is not on WhatsApp";
        throw new PageCannotBeAsked(`the page can't be asked about numbers: ${pageError}`, { pageError });
      }
    }
    if (account !== undefined) this.#known.set(number, account);
    return account;
  }

  async #askFor(number: string): Promise<PageAccount | undefined> {
    const { ask, client } = this.#parts;
    const account = await ask("queryWidExists", () => client.evaluate(findAccount, number));
    if (account === undefined || chatIdForm.test(account.chatId)) return account;
    const pageError = "queryWidExists names an account without a name";
    throw new PageCannotBeAsked(`the page can't be asked about numbers: ${pageError}`, { pageError });
  }
}
