import {
  isOpen,
  isThere,
  retryStatuses,
  type Campaign,
  type CampaignState,
  type PauseReason,
  type PersonAction,
} from "../../core/campaign/campaign.ts";
import { ConditionRefused } from "../../core/errors.ts";
import { attemptsOf } from "../../core/campaign/recipient.ts";
import {
  actOnCampaign,
  changeCampaign,
  createCampaign,
  deleteCampaign,
  retryCampaign,
} from "../../functions/campaigns/life.ts";
import { startScheduled } from "../../functions/campaigns/scheduled-start.ts";
import type { Verb } from "../history/lines.ts";
import { aBody, aUlid } from "../support/builders.ts";
import { brokenPromises } from "../support/promises.ts";
import { ref, type System } from "../support/system.ts";
import { anAccount, brokenAccounts } from "./accounts.ts";

/** What a person may do to a broadcast; each happens in the chaos. */
export const chaosActions = [
  "send",
  "schedule",
  "change",
  "pause",
  "resume",
  "stop",
  "retry",
  "delete",
  "leave",
] as const;
export type ChaosAction = (typeof chaosActions)[number];

export interface Chance {
  /** True in that share of cases. */
  readonly chance: (share: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** A whole number below it. */
  readonly below: (end: number) => number;
}

interface Surroundings extends Chance {
  readonly system: System;
  /** Waits for a request that may take its time. */
  readonly attempt: <Answer>(call: Promise<Answer>) => Promise<Answer>;
  /** Asks the tables without any fault. */
  readonly calmly: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
  /** Whether the run is made for that and has not seen it often enough yet. */
  readonly lacks: (action: ChaosAction) => boolean;
  /** What was done and answered. */
  readonly onDone: (action: ChaosAction) => void;
  /** Whether the network drops a message that it knows already. */
  readonly dedupe: boolean;
}

/** One broadcast, and what its person was told. */
interface Own {
  readonly campaignId: string;
  readonly listIds: readonly string[];
  readonly excludeListIds: readonly string[];
  readonly wanted: readonly string[];
  /** Some of them, whose account is one. */
  readonly account: readonly string[];
  isMade: boolean;
  acts: number;
  /** What was answered last that ends or halts it for good. */
  over?: "stopped" | "gone";
  /** It was to be deleted, and nobody knows whether it is. */
  mayBeGone: boolean;
  mayBeStopped: boolean;
  /** Claims when a pause, a stop or a deletion was answered; nothing lets it go on since. */
  claimsAtHalt?: number;
  readonly mayRepeat: Set<string>;
}

const contactsEach = 8;
const actsEach = 8;
/** What a person may want of a campaign, as often as it stands there; what leaves nothing to do comes seldom. */
const wishes: Readonly<Record<CampaignState, readonly (PersonAction | "leave" | "nothing")[]>> = {
  scheduled: ["change", "change", "stop", "delete", "nothing", "nothing", "nothing", "nothing"],
  running: ["pause", "pause", "pause", "stop", "leave", "nothing"],
  paused: ["resume", "resume", "resume", "resume", "retry", "stop", "leave"],
  completed: ["retry", "retry", "retry", "delete"],
  stopped: ["delete", "nothing", "nothing"],
};
const startsWithinMs = 20_000;

/**
 * Broadcasts beside the one that is watched most: a person makes and schedules, moves, pauses, stops, tries again and
 * deletes them through the API's own code, in requests whose Lambda may die at any write and that are repeated until they
 * are answered.
 */
export class ChaosCampaigns {
  readonly #around: Surroundings;
  readonly #all: Own[] = [];
  readonly #broken: string[] = [];
  #requests = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Lists for so many of them: two that overlap, one of them in part excluded. */
  async prepare(count: number): Promise<void> {
    const { system } = this.#around;
    for (let index = 0; index < count; index += 1) {
      const first = 1_000 * (index + 1);
      const names = { a: `lst_side${index}a`, b: `lst_side${index}b`, x: `lst_side${index}x` };
      const own = await system.aList(names.a, contactsEach, first);
      const also = await system.aList(names.b, contactsEach / 2, first + contactsEach - 2);
      const not = await system.aList(names.x, 2, first + 2);
      const account = anAccount(system, `32345678910${index}`, [own[4], own[5], also[3]]);
      // One that is refused, at first.
      system.network.setNumber(own[5] ?? "", { refuses: true });
      this.#all.push({
        campaignId: `cmp_side${index}`,
        listIds: [names.a, names.b],
        excludeListIds: [names.x],
        wanted: [...new Set([...own, ...also])].filter((number) => !not.includes(number)),
        account,
        isMade: false,
        acts: 0,
        mayBeGone: false,
        mayBeStopped: false,
        mayRepeat: new Set(),
      });
    }
  }

  get count(): number {
    return this.#all.length;
  }

  get ids(): readonly string[] {
    return this.#all.filter(({ isMade }) => isMade).map(({ campaignId }) => campaignId);
  }

  /** The person does something. */
  async act(): Promise<void> {
    const own = this.#around.pick(this.#all);
    if (!own.isMade) await this.#make(own);
    else if (own.acts < actsEach) await this.#actOn(own);
  }

  /** A schedule rings: too early, too late, again. Only the table says whether it is time. */
  async ringOutOfTurn(): Promise<void> {
    const { system, pick, attempt } = this.#around;
    const { campaignId } = pick(this.#all);
    await attempt(startScheduled(system.life, { ...ref, campaignId }, system.clock.now()));
  }

  async #make(own: Own): Promise<void> {
    const { system, chance, below, onDone, lacks } = this.#around;
    const now = system.clock.now();
    const isLater = (chance(0.6) || lacks("schedule")) && !lacks("send");
    const { campaignId, listIds, excludeListIds } = own;
    const campaign: Campaign = {
      ...ref,
      campaignId,
      name: campaignId,
      ...(isLater
        ? { status: "scheduled", schedule: { sendAt: now + 1_000 + below(startsWithinMs), timezone: "UTC" } }
        : { status: "running", launchedAt: now, startedAt: now }),
      listIds,
      excludeListIds,
      createdAt: now,
      total: own.wanted.length,
      pacing: { minGapMs: 1_500, maxGapMs: 2_500, perDay: 100_000 },
      bodyHash: "-",
    };
    const body = aBody({ text: `Halo ${campaignId}` });
    system.history.scribe.point("people", "audience", { of: campaignId, numbers: own.wanted });
    await this.#untilAnswered((life) => createCampaign(life, campaign, body, now), { verb: "create", of: campaignId });
    own.isMade = true;
    onDone(isLater ? "schedule" : "send");
  }

  async #actOn(own: Own): Promise<void> {
    const { pick, calmly, onDone, lacks } = this.#around;
    const seen = await calmly(() => this.#find(own));
    if (seen === undefined) return;
    const lacking = wishes[seen.status].filter((wish) => wish !== "nothing" && lacks(wish));
    const action = pick(lacking.length > 0 ? lacking : wishes[seen.status]);
    if (action === "nothing") return;
    own.acts += 1;
    if (action === "leave") {
      await this.#leave(own);
      return;
    }
    const goesOn = action === "resume" || action === "retry";
    if (goesOn) await this.#checkHalt(own);
    if (goesOn || action === "change") delete own.claimsAtHalt;
    if (action === "delete") own.mayBeGone = true;
    if (action === "stop") own.mayBeStopped = true;
    if (action === "retry") await this.#expectRepeats(own);
    try {
      await this.#do(action, seen);
    } catch (error) {
      // The campaign went its way meanwhile, or its owner was quicker.
      if (error instanceof ConditionRefused) return;
      throw error;
    }
    onDone(action);
    if (goesOn || action === "change") return;
    if (action === "stop") own.over = "stopped";
    if (action === "delete") own.over = "gone";
    own.claimsAtHalt ??= await calmly(() => this.#claims(own));
  }

  /** One of them is taken out of a list: the campaign still says what became of it. */
  async #leave({ listIds }: Own): Promise<void> {
    const { system, pick, calmly, onDone } = this.#around;
    const listId = pick(listIds);
    const { items } = await calmly(() => system.stores.contacts.page(ref.tenantId, listId, { limit: contactsEach }));
    if (items.length === 0) return;
    const { number } = pick(items);
    await this.#untilAnswered((life) => system.leave(listId, [number], life));
    onDone("leave");
  }

  async #do(action: PersonAction, seen: Campaign): Promise<void> {
    const { system, below } = this.#around;
    const now = system.clock.now();
    const by = aUlid();
    await this.#untilAnswered(
      async (life) => {
        switch (action) {
          case "change": {
            const schedule = { sendAt: now + 1_000 + below(startsWithinMs), timezone: "UTC" };
            await changeCampaign(life, seen, { ...seen, changedBy: by, schedule }, undefined, now);
            break;
          }
          case "retry":
            await retryCampaign(life, seen, retryStatuses, now, by);
            break;
          case "delete":
            await deleteCampaign(life, seen, now, by);
            break;
          default:
            await actOnCampaign(life, seen, action, now, by);
        }
      },
      { verb: action, of: seen.campaignId },
    );
  }

  /**
   * As a caller with an Idempotency-Key does; now and then the Lambda dies on the way.
   * @param asked what is asked for, where it is part of the history
   * @throws ConditionRefused
   */
  async #untilAnswered(
    request: (life: System["life"]) => Promise<unknown>,
    asked?: { readonly verb: Verb; readonly of: string },
  ): Promise<void> {
    const { system, attempt, chance, below } = this.#around;
    const key = `request ${(this.#requests += 1)}`;
    for (;;) {
      let callsLeft = chance(0.25) ? below(8) : Infinity;
      const life = callsLeft === Infinity ? system.life : system.lifeOf(() => (callsLeft -= 1) < 0);
      try {
        const call = () => attempt(request(life));
        await (asked === undefined ? call() : system.history.request(asked.verb, asked.of, call, key));
        return;
      } catch (error) {
        if (error instanceof ConditionRefused) throw error;
        await system.clock.advance(100);
      }
    }
  }

  /** Who is in doubt may get it again, where a person asks for that and the network doesn't know repeats. */
  async #expectRepeats(own: Own): Promise<void> {
    const { system, calmly, dedupe } = this.#around;
    if (dedupe) return;
    for (const { number, state } of await calmly(() => system.rows(own.campaignId))) {
      if (state === "in_doubt" || state === "sending") own.mayRepeat.add(number);
    }
  }

  async #find({ campaignId }: Own): Promise<Campaign | undefined> {
    const { system } = this.#around;
    const campaign = await system.stores.campaigns.find({ ...ref, campaignId });
    return campaign !== undefined && isThere(campaign, system.clock.now()) ? campaign : undefined;
  }

  /** Messages that were claimed so far, each attempt counted. */
  async #claims({ campaignId }: Own): Promise<number> {
    return claimsIn(await this.#around.system.rows(campaignId));
  }

  /** After a pause, a stop or a deletion was answered, at most one more message goes. */
  async #checkHalt(own: Own): Promise<void> {
    const { calmly } = this.#around;
    if (own.claimsAtHalt === undefined) return;
    const more = (await calmly(() => this.#claims(own))) - own.claimsAtHalt;
    if (more > 1) this.#broken.push(`${own.campaignId} claimed ${more} messages after it was halted`);
  }

  /**
   * Lets everything that is halted and not over go on, when all is well again.
   * @param because only what is paused for that reason
   */
  async goOn(because?: PauseReason): Promise<void> {
    for (const own of this.#all) {
      const campaign = own.isMade ? await this.#find(own) : undefined;
      if (campaign?.status !== "paused" || (because !== undefined && campaign.pausedBecause !== because)) continue;
      await this.#checkHalt(own);
      delete own.claimsAtHalt;
      await this.#do("resume", campaign);
    }
  }

  /** Whether nothing is to be sent any more of what was made. */
  async areOver(): Promise<boolean> {
    const unsettled = new Set(
      (await this.#around.system.stores.campaigns.open(ref)).map(({ campaignId }) => campaignId),
    );
    for (const own of this.#all) {
      const campaign = own.isMade ? await this.#find(own) : undefined;
      if (campaign !== undefined && (isOpen(campaign.status) || unsettled.has(own.campaignId))) return false;
    }
    return true;
  }

  /** How each of them stands, for a person who reads why a run does not end. */
  async standing(): Promise<string> {
    const { system } = this.#around;
    const all = await Promise.all(this.#all.map((own) => this.#find(own)));
    const open = (await system.stores.campaigns.open(ref)).map(({ campaignId }) => campaignId);
    return `${all.map((one) => [one?.campaignId, one?.status, one?.pausedBecause].join(" ")).join(", ")}; open ${open.join(" ")}`;
  }

  /** One line a broken promise. */
  async broken(mayDoubt: ReadonlySet<string>): Promise<string[]> {
    for (const own of this.#all) {
      if (!own.isMade) continue;
      await this.#checkHalt(own);
      const campaign = await this.#find(own);
      const said = (what: string) => this.#broken.push(`${own.campaignId} ${what}`);
      if (campaign === undefined) {
        if (!own.mayBeGone) said("is lost");
        continue;
      }
      const { status } = campaign;
      if (own.over === "gone") said("was deleted and is there");
      if (own.over === "stopped" && status !== "stopped") said(`was stopped and is ${status}`);
      if (status === "stopped" && !own.mayBeStopped) said("is stopped and nobody asked for it");
      const isStopped = status === "stopped";
      const excuses = { mayDoubt, mayRepeat: own.mayRepeat, isStopped };
      this.#broken.push(...(await brokenPromises(this.#around.system, own.campaignId, own.wanted, excuses)));
      if (!own.account.some((number) => own.mayRepeat.has(number))) {
        this.#broken.push(...brokenAccounts(this.#around.system, [own.account]));
      }
      // Everybody has an outcome or was not reached.
      if (campaign.launchedAt !== undefined && campaign.total !== own.wanted.length) {
        said(`accounts for ${campaign.total} of ${own.wanted.length}`);
      }
    }
    return this.#broken;
  }

  /** Of what was deleted nothing is left; workers are gone by now, so that hours pass quickly. */
  async left(): Promise<string[]> {
    const { system } = this.#around;
    const deleted = this.#all.filter(({ over }) => over === "gone");
    for (let hour = 0; hour < 4 && deleted.length > 0; hour += 1) {
      await system.clock.advance(61 * 60_000);
      await system.background();
    }
    const left = await Promise.all(deleted.map(({ campaignId }) => system.rows(campaignId)));
    return left.flatMap((rows, index) =>
      rows.length === 0 ? [] : [`${deleted[index]?.campaignId ?? ""} was deleted and left ${rows.length} rows`],
    );
  }
}

export const claimsIn = (rows: Awaited<ReturnType<System["rows"]>>): number =>
  rows.reduce((sum, row) => sum + attemptsOf(row), 0);
