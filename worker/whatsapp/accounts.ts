import { PageCannotBeAsked, QuotedMessageUnknown } from "../../core/errors.ts";
import { isMessageId } from "../../core/sending/quoted-message.ts";
import type { NumberCheck, OutgoingMessage } from "../../core/whatsapp.ts";
import type { Questions } from "./page-check.ts";
import { findAccount, findMessage, type FoundMessage, knowsChat, type PageAccount } from "./page-code.ts";

const chatIdForm = /^[^@\s]+@(?:c\.us|lid)$/;

/** What a chat or a message of an account may stand under. */
function namesOf(number: string, account: PageAccount | undefined): readonly string[] {
  const names = [
    `${number}@c.us`,
    // Another spelling of the number, where WhatsApp knows the account by that.
    ...(account === undefined ? [] : [account.chatId]),
    ...(account?.lid === undefined ? [] : [`${account.lid}@lid`]),
  ];
  return [...new Set(names)];
}

/** The page's names of accounts that were checked on this connection, by number. */
export class Accounts {
  readonly #questions: Questions;
  readonly #own: () => string | undefined;
  readonly #known = new Map<string, PageAccount>();

  /** @param own the session's own number */
  constructor(questions: Questions, own: () => string | undefined) {
    this.#questions = questions;
    this.#own = own;
  }

  /** @throws SessionDown; PageCannotBeAsked where the page is to blame */
  async check(number: string): Promise<NumberCheck> {
    const account = await this.#find(number);
    if (account === undefined) return { onWhatsApp: false };
    const { chatId: _chatId, lidFailed: _lidFailed, ...names } = account;
    return { onWhatsApp: true, ...names };
  }

  /** Checked when it was not before; undefined when the number is not on WhatsApp. */
  async of(number: string): Promise<PageAccount | undefined> {
    return this.#known.get(number) ?? (await this.#find(number));
  }

  /** The keys that a message may stand under: which is WhatsApp's choice, number or LID. */
  async keysOf(direction: "true" | "false", messageId: string, number: string): Promise<readonly string[]> {
    const account = await this.of(number);
    const keys = namesOf(number, account).map((name) => `${direction}_${name}_${messageId}`);
    const own = this.#own();
    const isOwn = own !== undefined && [number, account?.account].includes(own);
    // Of a message to oneself the key says which end it is.
    return isOwn && direction === "true" ? [...keys, ...keys.map((key) => `${key}_out`)] : keys;
  }

  /** The message that the page knows by that id in the chat with that number. */
  async findMessage(direction: "true" | "false", messageId: string, number: string): Promise<FoundMessage | undefined> {
    const keys = await this.keysOf(direction, messageId, number);
    const found = await this.#questions.ask("WAWebCollections.Msg.getMessagesById", findMessage, keys);
    if (found === undefined && (await this.of(number))?.lidFailed === true) {
      // It may stand under the LID: a message that went must not pass for one that did not.
      throw new PageCannotBeAsked("the page can't be asked for the LID of an account", { pageError: "getCurrentLid" });
    }
    return found;
  }

  /** Whether the page has a chat with messages with that account, as far as it knows the account's names. */
  async knowsChat(number: string): Promise<boolean> {
    const names = namesOf(number, this.#known.get(number));
    return await this.#questions.ask("WAWebCollections.Chat.get", knowsChat, names);
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
    const own = this.#own();
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
    const account = await this.#questions.ask("WAWebQueryExistsJob.queryWidExists", findAccount, number);
    if (account === undefined || chatIdForm.test(account.chatId)) return account;
    const pageError = "queryWidExists names an account without a name";
    throw new PageCannotBeAsked(`the page can't be asked about numbers: ${pageError}`, { pageError });
  }
}
