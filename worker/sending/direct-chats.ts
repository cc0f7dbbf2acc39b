import type { DirectMessage, DirectReason } from "../../core/sending/direct-message.ts";
import { defaultPacing } from "../../core/sending/pacing.ts";
import type { HeldSession } from "../held-session.ts";
import type { NewChats } from "./new-chats.ts";
import type { ReadyConnection } from "./ready-connection.ts";

interface DirectChatsParts extends Pick<HeldSession, "rules" | "limits"> {
  readonly newChats: () => Pick<NewChats, "begins" | "limitTold" | "began">;
}

/** Which direct messages begin a chat. The day's budget leaves them alone; what WhatsApp told holds for them, too. */
export class DirectChats {
  readonly #parts: DirectChatsParts;
  /** Of messages without an outcome. */
  readonly #beginning = new Set<string>();

  constructor(parts: DirectChatsParts) {
    this.#parts = parts;
  }

  /** Chats that messages without an outcome may have begun. */
  get inHand(): number {
    return this.#beginning.size;
  }

  /**
   * Whether WhatsApp lets it go now: to a person of a chat, or as one more chat below all limits.
   * @throws SessionDown when the page can't be asked now
   */
  async mayGo({ directId, number }: DirectMessage, { connection, number: from }: ReadyConnection): Promise<boolean> {
    const { rules, newChats } = this.#parts;
    const rule = { policy: defaultPacing, timezone: rules.timezone };
    if (!(await newChats().begins(rule, connection, from, [number]))) return true;
    this.#beginning.add(directId);
    return newChats().limitTold({ newChat: true }) === undefined;
  }

  /** Others than those that wait have an outcome: an ack was quicker than their sender. */
  waiting(messages: readonly DirectMessage[]): void {
    const ids = new Set(messages.map(({ directId }) => directId));
    for (const directId of this.#beginning) if (!ids.has(directId)) this.over({ directId });
  }

  /** It has an outcome. WhatsApp counts the chat that it began: the next one goes by what is left then. */
  over({ directId }: Pick<DirectMessage, "directId">, reason?: DirectReason): void {
    if (!this.#beginning.delete(directId) || reason === "whatsapp_limit") return;
    this.#parts.newChats().began();
    this.#parts.limits.askAgain();
  }
}
