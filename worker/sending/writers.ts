import { SessionDown } from "../../core/errors.ts";
import { parsePhone } from "../../core/contact/phone.ts";
import type { Person } from "../../core/contact/person.ts";
import type { InboundMessage, WhatsAppConnection } from "../../core/whatsapp.ts";
import { NumberChecks } from "../number-checks.ts";
import type { WorkerPorts } from "../ports.ts";

/** A message under the number that its writer's account stands under, whichever of the account's names it came under. */
export interface NamedMessage extends InboundMessage {
  /** All numbers of the account, as far as they are known. */
  readonly numbers: readonly string[];
  /** False where neither the tables nor WhatsApp know the number: `from` is the LID then, which can't be written to. */
  readonly hasNumber: boolean;
}

type Connection = Pick<WhatsAppConnection, "numberOfLid" | "checkNumber">;

/** Who wrote to a session. WhatsApp names an account by its number, by a former spelling of it, or by its LID. */
export class Writers {
  readonly #ports: WorkerPorts;
  readonly #tenantId: string;
  readonly #connection: () => Connection | undefined;
  readonly #checks: NumberChecks;

  /** @param connection the one that is ready, if one is */
  constructor(ports: WorkerPorts, tenantId: string, connection: () => Connection | undefined) {
    this.#ports = ports;
    this.#tenantId = tenantId;
    this.#connection = connection;
    this.#checks = new NumberChecks(ports, tenantId);
  }

  /** @throws when the table can't be read */
  async named(message: InboundMessage): Promise<NamedMessage> {
    const { from } = message;
    const number = message.lid === from ? undefined : asContactsHaveIt(from);
    const person = (await this.#personOf(from)) ?? (number === undefined ? undefined : await this.#personOf(number));
    if (message.lid !== undefined && number !== undefined) {
      const bearer = await this.#personOf(message.lid);
      if (bearer?.numbers.includes(number) !== true) return await this.#learned(message, number, message.lid);
    }
    // What was kept under a LID alone does not name the person.
    if (person !== undefined && (number !== undefined || person.account !== from)) {
      const isLid = number === undefined || ![from, number].some((name) => person.numbers.includes(name));
      return under(person, isLid ? { ...message, lid: from } : message);
    }
    if (number !== undefined) return { ...message, from: number, numbers: [number], hasNumber: true };
    const asked = await this.#ask((connection) => connection.numberOfLid(from));
    if (asked === undefined) return { ...message, lid: from, numbers: [], hasNumber: false };
    return await this.#learned({ ...message, lid: from }, asContactsHaveIt(asked) ?? asked, from);
  }

  /** WhatsApp named a number's LID: it is kept with what was known of the number before WhatsApp told one. */
  async #learned(message: InboundMessage, number: string, lid: string): Promise<NamedMessage> {
    const { clock, persons } = this.#ports;
    const tenantId = this.#tenantId;
    const now = clock.now();
    const known = await persons.find(tenantId, number, now);
    if (known?.lid === undefined) {
      const checkedAt = known?.onWhatsApp === true ? known.checkedAt : now;
      await persons.save({ tenantId, number, onWhatsApp: true, lid, checkedAt });
    }
    return under((await this.#personOf(number)) ?? { account: number, numbers: [number] }, message);
  }

  /**
   * The same once WhatsApp was asked about the number, unless it was lately: it may be one more number of an account that
   * is known under another.
   */
  async checked(message: InboundMessage): Promise<NamedMessage> {
    const { from, hasNumber } = await this.named(message);
    if (hasNumber) await this.#ask((connection) => this.#checks.check({ connection, number: from }));
    return await this.named(message);
  }

  #personOf(name: string): Promise<Pick<Person, "account" | "numbers"> | undefined> {
    return this.#ports.persons.personOf(this.#tenantId, name);
  }

  /** Nothing where WhatsApp can't be asked now: what is unread is read again by the next connection that is ready. */
  async #ask<Answer>(question: (connection: Connection) => Promise<Answer>): Promise<Answer | undefined> {
    const connection = this.#connection();
    try {
      return connection === undefined ? undefined : await question(connection);
    } catch (error) {
      if (!(error instanceof SessionDown)) throw error;
      this.#ports.log.warn("WhatsApp can't be asked now who wrote", { error });
      return undefined;
    }
  }
}

const under = ({ account, numbers }: Pick<Person, "account" | "numbers">, message: InboundMessage): NamedMessage => ({
  ...message,
  from: account,
  numbers,
  hasNumber: true,
});

/** Contacts bear the number of today, such as 52 where WhatsApp may still say 521; undefined for what is no number. */
function asContactsHaveIt(digits: string): string | undefined {
  const parsed = parsePhone(`+${digits}`);
  return parsed.ok ? parsed.number : undefined;
}
