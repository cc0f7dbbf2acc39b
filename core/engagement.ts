import type { Recipient } from "./recipient.ts";

/** Who takes most interest in what a session sends. */

export interface Engaged {
  readonly number: string;
  readonly name?: string;
  /** Campaigns that the contact answered, and read (answered ones among them). */
  readonly replied: number;
  readonly read: number;
}

/** Contacts that one campaign tells of; over many campaigns that is who answers again and again. */
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

/** Sums of what several campaigns tell. */
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

/** Collects the most engaged of rows as they are read, keeping few of them. */
export class EngagementTally {
  #kept: Engaged[] = [];

  add({ number, name, state }: Pick<Recipient, "number" | "name" | "state">): void {
    if (state !== "read" && state !== "replied") return;
    this.#kept.push({ number, ...(name === undefined ? {} : { name }), replied: state === "replied" ? 1 : 0, read: 1 });
    if (this.#kept.length >= 4 * engagedPerCampaign) this.#kept = mostEngaged(this.#kept, engagedPerCampaign);
  }

  get contacts(): readonly Engaged[] {
    return mostEngaged(this.#kept, engagedPerCampaign);
  }
}
