import { defined } from "../defined.ts";
import type { Recipient } from "./recipient.ts";

/** Who takes most interest in what a session sends. */

export interface Engaged {
  readonly number: string;
  readonly name?: string;
  /** Campaigns that the contact answered, and read (answered ones among them). */
  readonly replied: number;
  readonly read: number;
}

/** Contacts that one campaign names; over many campaigns these are the people who answer again and again. */
export const engagedPerCampaign = 50;

export interface Engagement {
  readonly tenantId: string;
  readonly campaignId: string;
  /** The session epoch of the owner that counted. */
  readonly epoch: number;
  readonly countedAt: number;
  readonly contacts: readonly Engaged[];
}

/** Who answered goes before who read; among equals the lower number. */
const byInterest = (a: Engaged, b: Engaged): number =>
  b.replied - a.replied || b.read - a.read || (a.number < b.number ? -1 : 1);

export const mostEngaged = (contacts: readonly Engaged[], atMost: number): Engaged[] =>
  [...contacts].sort(byInterest).slice(0, atMost);

/** One campaign's contact in few bytes: whether it answered, its number, its name. */
export const packEngaged = ({ number, name, replied }: Engaged): string =>
  `${replied}${number}${name === undefined ? "" : ` ${name}`}`;

function unpackEngaged(packed: string): Engaged {
  const [told = "", ...name] = packed.split(" ");
  const replied = Number(told[0]);
  return { number: told.slice(1), ...(name.length === 0 ? {} : { name: name.join(" ") }), replied, read: 1 };
}

/** What a campaign's own item says of its contacts, together with what its counts carry of them since. */
export function withPacked(contacts: readonly Engaged[], packed: readonly string[]): Engaged[] {
  const known = new Map(contacts.map((contact) => [contact.number, contact]));
  for (const contact of packed.map(unpackEngaged)) {
    const replied = Math.max(contact.replied, known.get(contact.number)?.replied ?? 0);
    known.set(contact.number, { ...contact, replied });
  }
  return mostEngaged([...known.values()], engagedPerCampaign);
}

/** Sums over several campaigns. */
export function engagedOverall(engagements: readonly Engagement[], atMost: number): Engaged[] {
  const sums = new Map<string, Engaged>();
  for (const contact of engagements.flatMap(({ contacts }) => contacts)) {
    const before = sums.get(contact.number);
    sums.set(contact.number, {
      ...contact,
      replied: contact.replied + (before?.replied ?? 0),
      read: contact.read + (before?.read ?? 0),
    });
  }
  return mostEngaged([...sums.values()], atMost);
}

/**
 * Collects the most engaged of a campaign's rows, as they are read and as they change, keeping few of them. A row only moves
 * up, from read to replied: one that was let go of among those who read comes back when its contact answers.
 */
export class EngagementTally {
  #kept = new Map<string, Engaged>();

  add({ number, name, state }: Pick<Recipient, "number" | "name" | "state">): void {
    if (state !== "read" && state !== "replied") return;
    const before = this.#kept.get(number);
    const replied = state === "replied" ? 1 : (before?.replied ?? 0);
    this.#kept.set(number, { number, ...defined({ name }), replied, read: 1 });
    if (this.#kept.size >= 4 * engagedPerCampaign) {
      this.#kept = new Map(this.contacts.map((contact) => [contact.number, contact]));
    }
  }

  get contacts(): readonly Engaged[] {
    return mostEngaged([...this.#kept.values()], engagedPerCampaign);
  }
}
