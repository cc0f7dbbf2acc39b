import { NetworkRefusal } from "../../simulator/refusal.ts";
import { sessionId, tenantId, type System } from "../support/system.ts";

/** A claim may rest on a look from before the opt-out was kept, whose answer was slow. */
const lookMs = 15_000;

/** What WhatsApp may call a member by. */
const namesOf = (number: string) => ({ number, spelling: `${number}9`, lid: `9${number}0` }) as const;

/** Members of broadcasts who ask to be left alone meanwhile, by whatever name WhatsApp calls them. */
export class ChaosOptOuts {
  readonly #system: System;
  readonly #members: string[];
  /** Those who asked: by which name, and when that was seen to be kept for their number. */
  readonly #asked = new Map<string, { readonly by: string; readonly keptAt: number }>();

  constructor(system: System, members: readonly string[]) {
    this.#system = system;
    this.#members = [...members];
    for (const member of members) {
      const { number, spelling, lid } = namesOf(member);
      for (const name of [number, spelling]) system.network.setNumber(name, { lid });
    }
  }

  /** One more member asks, unless the page is gone just now. */
  ask(pick: <Item>(items: readonly Item[]) => Item): void {
    const member = this.#members.at(-1);
    if (member === undefined) return;
    const by = pick(Object.values(namesOf(member)));
    try {
      this.#system.network.inbound({ sessionId, from: by, body: "STOP" });
      this.#members.pop();
      this.#asked.set(member, { by, keptAt: Infinity });
    } catch (error) {
      if (!(error instanceof NetworkRefusal)) throw error;
    }
  }

  /** Those who asked. */
  get wrote(): ReadonlySet<string> {
    return new Set(this.#asked.keys());
  }

  /** Notes which of the wishes are kept by now. */
  async note(): Promise<void> {
    for (const [member, { by, keptAt }] of this.#asked) {
      if (keptAt !== Infinity || !(await this.#isKept(member))) continue;
      this.#asked.set(member, { by, keptAt: this.#system.clock.now() });
    }
  }

  async #isKept(name: string): Promise<boolean> {
    return (await this.#system.stores.optOuts.find(tenantId, name)) !== undefined;
  }

  /** @returns one line a wish that was lost, or a message that was claimed all the same */
  async broken(campaignIds: readonly string[]): Promise<string[]> {
    const broken: string[] = [];
    const rows = (await Promise.all(campaignIds.map((id) => this.#system.rows(id)))).flat();
    const listed = await this.#listed();
    for (const [member, { by, keptAt }] of this.#asked) {
      const { number: own, lid } = namesOf(member);
      // A spelling that WhatsApp never used is nobody's yet.
      for (const name of new Set([own, lid, by])) {
        if (!(await this.#isKept(name))) broken.push(`the opt-out of ${member} does not hold for ${name}`);
      }
      const times = listed.filter((number) => Object.values(namesOf(member)).includes(number)).length;
      if (times !== 1) broken.push(`the opt-out of ${member} is listed ${times} times`);
      const late = rows.filter(
        ({ number, state, claimedAt }) => number === member && state !== "skipped" && claimedAt > keptAt + lookMs,
      );
      if (late.length > 0) broken.push(`${member} was claimed ${late.length} times after the opt-out`);
    }
    return broken;
  }

  async #listed(): Promise<readonly string[]> {
    const page = await this.#system.stores.optOuts.page(tenantId, { limit: 500 });
    return page.items.map(({ number }) => number);
  }
}
