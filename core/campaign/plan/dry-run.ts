import type { ContactStatus } from "../../contact/contact.ts";
import type { RenderingProblem } from "../../content/template.ts";

/** What a broadcast would do, added up contact by contact. */

/**
 * Why a contact would get no message. `same_account`: another number of the account gets it; `duplicate`: the number stands in
 * an earlier list; `left_out`: in a list that is left out, or no part of the remainder.
 */
export const skipReasons = [
  "opted_out",
  "not_on_whatsapp",
  "same_account",
  "missing_variable",
  "message_too_long",
  "template_failed",
  "duplicate",
  "left_out",
] as const;
export type SkipReason = (typeof skipReasons)[number];

export interface MissingVariable {
  /** As the text writes it. */
  readonly variable: string;
  /** Contacts that lack it, of those who would be written to otherwise. */
  readonly missing: number;
}

export interface DryRun {
  readonly willSend: number;
  /** Those of them whom no message of a campaign reached from this number, as far as is known: each likely begins a chat. */
  readonly newChats: number;
  /** Reasons that come up. */
  readonly willSkip: Readonly<Partial<Record<SkipReason, number>>>;
  readonly missingVariables: readonly MissingVariable[];
  /** Contacts that were read. */
  readonly counted: number;
  /** Contacts of the lists. */
  readonly of: number;
  /** Not all were read: the figures are those of the counted, scaled up to all. */
  readonly estimated: boolean;
}

/** What the text comes to for a contact. */
export type Made =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: RenderingProblem; readonly missing: readonly string[] };

export interface DryMember {
  readonly number: string;
  readonly status: ContactStatus;
  readonly others: readonly string[];
  /** A message of a campaign reached its person from the number that this one is sent from. */
  readonly isWrittenTo: boolean;
}

export class DryRunTally {
  #willSend = 0;
  #newChats = 0;
  readonly #skipped = new Map<SkipReason, number>();
  readonly #missing = new Map<string, number>();
  readonly #numbers = new Set<string>();
  /** Those that would get a message. */
  readonly #writtenTo = new Set<string>();

  /** Whether the number has come already, of another list. */
  has(number: string): boolean {
    return this.#numbers.has(number);
  }

  /**
   * A contact of the audience. As of a send: who opted out first, then the text, then what is known of the number.
   *
   * @param others further numbers of its account
   */
  add(member: DryMember, make: () => Made): void {
    const reason = this.#reasonToSkip(member, make);
    if (reason !== undefined) {
      this.skip(reason);
      return;
    }
    this.#writtenTo.add(member.number);
    this.#willSend += 1;
    if (!member.isWrittenTo) this.#newChats += 1;
  }

  #reasonToSkip({ number, status, others }: DryMember, make: () => Made): SkipReason | undefined {
    if (this.#numbers.has(number)) return "duplicate";
    this.#numbers.add(number);
    if (status === "opted_out") return status;
    const made = make();
    if (!made.ok) {
      for (const variable of made.missing) this.#missing.set(variable, (this.#missing.get(variable) ?? 0) + 1);
      return made.reason;
    }
    if (status === "not_on_whatsapp") return status;
    return others.some((other) => this.#writtenTo.has(other)) ? "same_account" : undefined;
  }

  skip(reason: SkipReason, contacts = 1): void {
    if (contacts === 0) return;
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + contacts);
  }

  get counted(): number {
    return this.#willSend + [...this.#skipped.values()].reduce((sum, contacts) => sum + contacts, 0);
  }

  /** @param isWhole every contact was read @param expected how many there are, by the lists' counts */
  result(isWhole: boolean, expected: number): DryRun {
    const { counted } = this;
    const of = isWhole ? counted : Math.max(expected, counted);
    const ofAll = (figure: number) => (counted === 0 ? 0 : Math.round((figure / counted) * of));
    return {
      willSend: ofAll(this.#willSend),
      newChats: ofAll(this.#newChats),
      willSkip: Object.fromEntries(
        skipReasons.flatMap((reason) => {
          const skipped = this.#skipped.get(reason);
          return skipped === undefined ? [] : [[reason, ofAll(skipped)]];
        }),
      ),
      missingVariables: [...this.#missing].map(([variable, missing]) => ({ variable, missing: ofAll(missing) })),
      counted,
      of,
      estimated: !isWhole,
    };
  }
}
