import type { InboundMessage } from "../../core/whatsapp.ts";
import type { Calls } from "./calls.ts";
import { inboundOf, isWrittenByPeople, type PageInbound } from "./inbound.ts";
import type { Questions } from "./page-check.ts";
import { numberOfLid, unreadMessages } from "./page-code.ts";
import type { WebClient } from "./web-client.ts";
import type { WebSettings } from "./web-settings.ts";

const unreadPerChat = 50;

export interface IncomingParts {
  readonly client: Pick<WebClient, "evaluate">;
  readonly calls: Calls;
  readonly settings: Pick<WebSettings, "callWithinMs">;
  readonly questions: Questions;
  readonly tell: (message: InboundMessage) => void;
}

/** What people write to the account, each message with the number of its writer. */
export class Incoming {
  readonly #parts: IncomingParts;
  #told = Promise.resolve();

  constructor(parts: IncomingParts) {
    this.#parts = parts;
  }

  /** In the order they came, though a writer known by LID only has to be asked for. */
  heard(came: PageInbound): void {
    const { from } = came;
    if (!isWrittenByPeople(came) || (!from.endsWith("@c.us") && !from.endsWith("@lid"))) return;
    this.#told = this.#told.then(async () => {
      this.#parts.tell(inboundOf(came, await this.#writerOf(came)));
    });
  }

  /** @throws SessionDown when it cannot be asked now */
  async unread(): Promise<readonly InboundMessage[]> {
    const member = "WAWebCollections.Chat.getModelsArray";
    const unread = await this.#parts.questions.askNoting(member, unreadMessages, unreadPerChat);
    const messages: InboundMessage[] = [];
    for (const came of unread.filter(isWrittenByPeople)) {
      messages.push(inboundOf(came, await this.#writerOf(came)));
    }
    return messages;
  }

  /** The number behind the page's name of the writer; the LID itself where the page does not know it. Never rejects. */
  async #writerOf({ from: name }: PageInbound): Promise<Pick<InboundMessage, "from" | "lid">> {
    const [user = name, server] = name.split("@");
    if (server !== "lid") return { from: user };
    const { client, calls, settings } = this.#parts;
    const found = calls.within(settings.callWithinMs, () => client.evaluate(numberOfLid, name));
    return { from: (await found.catch(() => undefined)) ?? user, lid: user };
  }
}
