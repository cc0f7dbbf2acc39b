import { SessionDown } from "../core/errors.ts";
import { parsePhone } from "../core/phone.ts";
import type { InboundMessage, WhatsAppConnection } from "../core/whatsapp.ts";
import type { WorkerPorts } from "./ports.ts";

/** A message with its writer's number, whichever of the account's names it came under. */
export interface NamedMessage extends InboundMessage {
  /** False where neither the tables nor WhatsApp know the number: `from` is the LID then, which can't be written to. */
  readonly hasNumber: boolean;
}

export interface WritersParts {
  readonly ports: Pick<WorkerPorts, "persons" | "log">;
  readonly tenantId: string;
  /** The connection that is ready, if one is. */
  readonly connection: () => Pick<WhatsAppConnection, "numberOfLid"> | undefined;
}

/** Who wrote to a session. WhatsApp names an account by its number, by a former spelling of it, or by its LID. */
export class Writers {
  readonly #parts: WritersParts;

  constructor(parts: WritersParts) {
    this.#parts = parts;
  }

  /** @throws when the table can't be read */
  async named(message: InboundMessage): Promise<NamedMessage> {
    const { ports, tenantId } = this.#parts;
    const { from } = message;
    const person = await ports.persons.personOf(tenantId, from);
    const isLid = person?.numbers.includes(from) === false;
    if (isLid) return { ...message, from: person.account, lid: from, hasNumber: true };
    const number = asContactsHaveIt(from);
    if (number !== undefined && message.lid !== from) return { ...message, from: number, hasNumber: true };
    const told = await this.#askWhatsApp(from);
    return { ...message, from: told ?? from, lid: from, hasNumber: told !== undefined };
  }

  /** Nothing where it can't be asked now: what is unread is read again by the next connection that is ready. */
  async #askWhatsApp(lid: string): Promise<string | undefined> {
    try {
      const told = await this.#parts.connection()?.numberOfLid(lid);
      return told === undefined ? undefined : (asContactsHaveIt(told) ?? told);
    } catch (error) {
      if (!(error instanceof SessionDown)) throw error;
      this.#parts.ports.log.warn("WhatsApp can't be asked for the number of a LID now", { error });
      return undefined;
    }
  }
}

/** Contacts bear the number of today, such as 52 where WhatsApp may still say 521; undefined for what is no number. */
function asContactsHaveIt(digits: string): string | undefined {
  const parsed = parsePhone(`+${digits}`);
  return parsed.ok ? parsed.number : undefined;
}
