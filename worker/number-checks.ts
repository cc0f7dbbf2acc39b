import type { Clock } from "../core/time/clock.ts";
import { defined } from "../core/defined.ts";
import { holdsUntil, type KnownNumber, type NumberRow } from "../core/contact/person.ts";
import { otherFormOf } from "../core/contact/phone-changes.ts";
import type { PersonStore } from "../core/contact/contact-ports.ts";
import type { Campaign } from "../core/campaign/campaign.ts";
import type { WhatsAppConnection } from "../core/whatsapp.ts";
import type { Foreseen, Member } from "../core/campaign/audience.ts";
import { keepLatest } from "./keep-latest.ts";
import type { WorkerPorts } from "./ports.ts";

/** After so long ten other campaigns may have written to the number, so that this one is written down again. */
const wroteHoldsMs = 60 * 60_000;

/** The campaign that is about to write to a number. */
type Writing = Pick<Campaign, "sessionId" | "campaignId" | "round">;

/** Whether a number is on WhatsApp. */
interface Question {
  readonly connection: Pick<WhatsAppConnection, "checkNumber">;
  readonly number: string;
  /** What was read of it a while ago; "nothing" where it need not be read. It is read now without that. */
  readonly foreseen?: Foreseen | "nothing" | undefined;
  /** What a check said a moment ago. */
  readonly checked?: KnownNumber | undefined;
  /** Epoch ms; that it is not on WhatsApp is asked anew where it was said before. */
  readonly noSince?: number | undefined;
  /** The campaign that may claim the number once this has resolved. */
  readonly writing?: Writing;
}

/**
 * Whether a number is on WhatsApp: what was asked lately is not asked again. A campaign that is to write to the number is
 * written down with the answer, or beside an answer that is known; so each row that it claims is found by its number.
 */
export class NumberChecks {
  readonly #ports: Pick<WorkerPorts, "persons" | "clock">;
  readonly #tenantId: string;
  /** What was asked from here: it may be younger than what was foreseen. */
  readonly #asked = new Map<string, KnownNumber>();
  /** Asked about once more because another form of them bears a LID. */
  readonly #askedAgain = new Map<string, true>();
  /** Numbers of one account, as far as that came up here: it may have been unknown when they were foreseen. */
  readonly #together = new Map<string, readonly string[]>();
  /** Campaigns that are written down as those that write to the number: the last of each. */
  readonly #wrote = new Map<string, { readonly as: string; readonly at: number }>();
  /** The row of a number that was written last, and the elapsed time before that. */
  #written: { readonly row: NumberRow; readonly at: number } | undefined;
  #savedAt = -Infinity;

  constructor(ports: Pick<WorkerPorts, "persons" | "clock">, tenantId: string) {
    this.#ports = ports;
    this.#tenantId = tenantId;
  }

  /** Elapsed time at which an answer was kept last: it may have shown the account of the number. */
  get savedAt(): number {
    return this.#savedAt;
  }

  /** The number's row, where that was written by its check so lately. */
  writtenWithin(ms: number, number: string): NumberRow | undefined {
    const { row, at = -Infinity } = this.#written ?? {};
    return row?.number === number && this.#ports.clock.elapsed() - at < ms ? row : undefined;
  }

  /** @throws SessionDown when it is not known and can't be asked now */
  async check(question: Question): Promise<KnownNumber> {
    const found = await this.#check(question);
    return this.#withOthers(await this.#besideItsForm(question.connection, found));
  }

  #holds(known: KnownNumber, noSince: number): boolean {
    return holdsUntil(known) > this.#ports.clock.now() && (known.onWhatsApp || known.checkedAt >= noSince);
  }

  async #check({
    connection,
    number,
    foreseen,
    checked,
    noSince = -Infinity,
    writing,
  }: Question): Promise<KnownNumber> {
    const { persons, clock } = this.#ports;
    const seen = foreseen === "nothing" ? undefined : foreseen;
    const known =
      checked ??
      seen?.known ??
      (foreseen === undefined ? await persons.find(this.#tenantId, number, clock.now()) : this.#asked.get(number));
    const holds = known !== undefined && this.#holds(known, noSince);
    const isOfBefore = holds && known.isOfBefore === true;
    if (holds && !isOfBefore) {
      const still = await this.#withWrote(known, writing, seen);
      if (still !== undefined && this.#holds(still, noSince)) return still;
    }
    const { onWhatsApp, lid, account } = isOfBefore
      ? { ...known, account: undefined }
      : await connection.checkNumber(number);
    const checkedAt = isOfBefore ? known.checkedAt : clock.now();
    const answer = { tenantId: this.#tenantId, number, onWhatsApp, ...defined({ lid, account }), checkedAt };
    const at = clock.elapsed();
    const wrote = writing && { ...idsOf(writing), at: clock.now() };
    const kept = await persons.save(answer, wrote, this.#stillAs(number, seen));
    this.#savedAt = clock.elapsed();
    this.#written = { row: kept.row, at };
    if (writing !== undefined) this.#remembersWrote(number, writing);
    keepLatest(this.#asked, number, kept.known);
    return kept.known;
  }

  /** The row as it was foreseen, unless it was written from here since. */
  #stillAs(number: string, seen: Foreseen | undefined): NumberRow | undefined {
    const { at = -Infinity } = this.#wrote.get(number) ?? {};
    return seen !== undefined && at < seen.at ? seen.row : undefined;
  }

  /**
   * The other form of a number, such as Brazil's without the 9, may be known from before WhatsApp named its account by a LID, and
   * would stay another person until that answer is too old: the one of both that bears none is asked about once more.
   */
  async #besideItsForm(connection: Question["connection"], known: KnownNumber): Promise<KnownNumber> {
    const { persons, clock } = this.#ports;
    const { tenantId, number, lid, onWhatsApp, others = [] } = known;
    const form = otherFormOf(number);
    if (form === undefined || !onWhatsApp || others.includes(form)) return known;
    const its = await persons.find(tenantId, form, clock.now());
    if (its?.onWhatsApp !== true || (its.lid === undefined) === (lid === undefined)) return known;
    const unnamed = lid === undefined ? number : form;
    // One that WhatsApp names no LID for stays as it is.
    if (this.#askedAgain.has(unnamed)) return known;
    keepLatest(this.#askedAgain, unnamed, true);
    const answer = await connection.checkNumber(unnamed);
    await persons.save({ tenantId, number: unnamed, ...answer, checkedAt: clock.now() });
    this.#written = undefined;
    this.#savedAt = clock.elapsed();
    const together = (await persons.find(tenantId, number, clock.now())) ?? known;
    keepLatest(this.#asked, number, together);
    return together;
  }

  /**
   * Writes the campaign down beside the answer that is known. The row as it is written may name an account that came up
   * since the answer was read, as by another session's check: then the answer is read once more.
   * @returns the answer that stands; nothing where none does, as when that other check was cut off
   */
  async #withWrote(
    known: KnownNumber,
    writing: Writing | undefined,
    seen: Foreseen | undefined,
  ): Promise<KnownNumber | undefined> {
    if (writing === undefined) return known;
    const { persons, clock } = this.#ports;
    const { number, others = [] } = known;
    const last = this.#wrote.get(number);
    if (last?.as === nameOf(writing) && clock.elapsed() - last.at < wroteHoldsMs) return known;
    const at = clock.elapsed();
    const wrote = { ...idsOf(writing), at: clock.now() };
    const row = await persons.addWrote(this.#tenantId, number, wrote, this.#stillAs(number, seen));
    this.#written = row && { row, at };
    this.#remembersWrote(number, writing);
    const named = [row?.account ?? [], row?.spellings ?? []].flat();
    if (named.every((other) => others.includes(other))) return known;
    return await persons.find(this.#tenantId, number, clock.now());
  }

  #remembersWrote(number: string, writing: Writing): void {
    keepLatest(this.#wrote, number, { as: nameOf(writing), at: this.#ports.clock.elapsed() });
  }

  #withOthers(known: KnownNumber): KnownNumber {
    const { number, others = [] } = known;
    const all = [...new Set([number, ...others, ...(this.#together.get(number) ?? [])])];
    if (all.length === 1) return known;
    for (const one of all) keepLatest(this.#together, one, all);
    return { ...known, others: all.filter((other) => other !== number) };
  }
}

const idsOf = ({ sessionId, campaignId }: Writing) => ({ sessionId, campaignId });
/** A further round writes to the number anew. */
const nameOf = ({ campaignId, round = 0 }: Writing): string => `${campaignId} ${round}`;

/** As many as one request reads. */
const foreseenAtOnce = 100;

/** Members with what is known of their numbers, read for many of them at once instead of for each when its turn comes. */
export async function* withKnownNumbers(
  { persons, clock }: { readonly persons: Pick<PersonStore, "glimpse">; readonly clock: Clock },
  tenantId: string,
  members: AsyncIterable<Member>,
): AsyncGenerator<Member> {
  let ahead: Member[] = [];
  const known = async function* () {
    const numbers = ahead.map(({ contact }) => contact.number);
    const at = clock.elapsed();
    const found = await persons.glimpse(tenantId, numbers, clock.now());
    for (const member of ahead) {
      const seen = found.get(member.contact.number);
      yield seen === undefined ? member : { ...member, foreseen: { ...seen, at } };
    }
    ahead = [];
  };
  for await (const member of members) if (ahead.push(member) === foreseenAtOnce) yield* known();
  if (ahead.length > 0) yield* known();
}
