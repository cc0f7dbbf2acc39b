import { ConditionRefused } from "../../core/errors.ts";
import { unlessRefused } from "../../core/refused.ts";
import { haltHoldsMs } from "../../core/sending/halt.ts";
import type { Line } from "../history/lines.ts";
import { schedulerFaults } from "../support/system/background.ts";
import { ChaosLimits, limitKinds } from "./account-limits.ts";
import { anAccount, brokenAccounts, brokenReasons } from "./accounts.ts";
import { ChaosCampaigns, chaosActions, claimsIn } from "./campaigns.ts";
import { eventIdOf } from "../../core/webhook/events.ts";
import type { AckEvent } from "../../core/whatsapp.ts";
import { NetworkRefusal } from "../../simulator/refusal.ts";
import { brokenPromises } from "../support/promises.ts";
import { readCampaign, readRows } from "../support/history/campaign-reads.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { eventFaults, ref, sessionId, System, tenantId, type RunningWorker } from "../support/system.ts";
import { wireFaults } from "../support/api/wire.ts";
import { ChaosDirects } from "./directs.ts";
import { ChaosOptOuts } from "./opt-outs.ts";
import { drawMix, pickWeighted } from "./mix.ts";
import { seededRandom } from "./seeded-random.ts";
import { resumePaused, whileTimeGoesOn } from "./steps.ts";

/**
 * One run of a broadcast through everything that may go wrong, drawn from a seed: the same seed is the same run. Requests
 * to the tables are lost, answered in vain, doubled, throttled and slow; tickets are lost and doubled; acks are lost,
 * late, doubled and out of order; some numbers are one account, and acks bear its LID; lines drop, pages crash and hang, browsers die; workers are killed at named points of
 * the code path and started again; WhatsApp limits the account's new chats, or restricts it, for a while; a campaign is paused and resumed, others are scheduled, moved, stopped, tried again and
 * deleted beside it; schedules ring out of turn or never. Then the promises are held against what is there.
 */

/** Where a process is killed: right before or right after each call on the path of a broadcast. */
export const crashPoints = [
  "campaigns.find",
  "campaigns.body",
  "campaigns.open",
  "campaignChanges.apply",
  "progress.begin",
  "progress.save",
  "recipients.page",
  "recipients.look",
  "recipientClaims.claim",
  "recipients.find",
  "recipientClaims.advance",
  "contacts.page",
  "formerContacts.page",
  "whatsApp.checkNumber",
  "whatsApp.send",
  "whatsApp.findMessage",
  "whatsApp.close",
  "sessionOwners.take",
  "sessionOwners.save",
  "slots.list",
  "slots.take",
  "slots.beat",
  "slots.condemn",
  "profiles.load",
  "directs.open",
  "directs.find",
  "directClaims.advance",
  "optOutChanges.put",
  "persons.glimpse",
  "persons.personOf",
  "persons.save",
  "whatsApp.readUnread",
  "eventQueue.enqueue",
  "owedEvents.put",
].flatMap((call) => [`${call}:before`, `${call}:after`]);

const connectionFaults = ["drop", "page_crash", "page_hang", "browser_kill", "conflict"] as const;
const ticketFaults = ["ticket_lost", "ticket_doubled"] as const;
const ackFaults = ["ack_lost", "ack_late", "ack_doubled", "ack_out_of_order"] as const;
export const faultKinds = [
  ...wireFaults,
  ...connectionFaults,
  ...ticketFaults,
  ...ackFaults,
  ...eventFaults,
  "pause",
  "kill",
] as const;
/** What befalls the campaigns beside it, and what a person does to them. */
export const personKinds = [...schedulerFaults, ...chaosActions, "schedule_doubled", "job_lost"] as const;
/** All that comes in a run without a bound. */
export const allKinds: readonly FaultKind[] = [
  ...new Set([...faultKinds, ...personKinds, ...limitKinds, "halt" as const]),
];
export type FaultKind =
  (typeof faultKinds)[number] | (typeof personKinds)[number] | (typeof limitKinds)[number] | "halt";

/** What a run is made for, which other seeds did not come to. */
export interface Sought {
  /** The only points to kill at. */
  readonly points: readonly string[];
  /** How often each of them is to happen at least. */
  readonly kinds: Partial<Readonly<Record<FaultKind, number>>>;
}

export interface ChaosResult {
  readonly seed: number;
  readonly broken: readonly string[];
  /** How often each fault happened. */
  readonly faults: Readonly<Record<FaultKind, number>>;
  readonly crashedAt: readonly string[];
  readonly recipients: number;
  readonly directs: number;
  readonly inDoubt: number;
  /** Simulated time until the campaign was complete. */
  readonly tookMs: number;
  readonly history: readonly Line[];
}

/** Shorter than in production, so that a run sees more than one takeover. */
const lease = { beatMs: 1_000, loseAfterMs: 5_000, takeAfterMs: 10_000, sendDeadlineMs: 3_500 };

/** Share of requests that something befalls. */
const wireFaultRate = 0.02;
const ackFaultRate = 0.15;
/** Points that every run passes, of which each seed gets its own, and at most so many kills in all. */
const commonPerRun = 5;
const killsPerRun = 10;
/** In every other run of each kind of network; the others see more of the one campaign. */
const othersAtMost = 3;
const othersIn = (seed: number) => (seed % 4 < 2 ? othersAtMost : 0);
/** Of half a second. */
const roundsPerRun = 150;
/** In every third run WhatsApp limits the account, and at most so often. */
const limitsAtMost = 6;
const limitsIn = (seed: number) => (seed % 3 === 2 ? limitsAtMost : 0);
/** Rounds between two reads of each campaign by a caller; without a bound each round has one. */
const readsEvery = 4;
/** Each time that a page is ready anew, all that is unread is taken in again. */
const writtenAtMost = 10;
/** Share of events that their queue meets with a fault; now and then it is away for minutes, and takes none. */
const eventFaultRate = 0.05;
const queueAwayMs = 2 * 60_000;
/** Points that are passed only after some other trouble: armed in every run. */
const rareCalls =
  /^(whatsApp\.(findMessage|close|readUnread)|recipients\.find|directs\.find|slots\.condemn|profiles\.load|formerContacts\.page|campaigns\.(open|body))/;
const rarePoints = crashPoints.filter((point) => rareCalls.test(point));
const commonPoints = crashPoints.filter((point) => !rareCalls.test(point));

/** How a run differs from the seed's own. */
interface Otherwise {
  /** Instead of what is the seed's own; faults like these come more often, and all end once these are met. */
  readonly sought?: Sought;
  /**
   * Any number of faults, in a mix of the seed's own; workers are killed anywhere. Of what is broken only the history is
   * asked: which message a fault excuses can't be known from outside, where so many meet.
   */
  readonly isWithoutBound?: boolean;
}

export async function runChaos(seed: number, { sought, isWithoutBound = false }: Otherwise = {}): Promise<ChaosResult> {
  const system = await System.start();
  const random = seededRandom(seed);
  const chance = (share: number) => random() < share;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const faults = Object.fromEntries(allKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  const crashedAt: string[] = [];
  const mayDoubt = new Set<string>();
  const { history } = system;
  history.isOn = true;
  const met = (kind: FaultKind) => {
    faults[kind] += 1;
    history.fault(kind);
  };
  let raging = false;
  const mix = isWithoutBound ? drawMix(random, allKinds) : undefined;
  const lacks = (kind: FaultKind): boolean => faults[kind] < (sought?.kinds[kind] ?? 0);
  const oneOf = <Kind extends FaultKind>(kinds: readonly Kind[]): Kind => {
    if (mix !== undefined) return pickWeighted(random, kinds, mix.weightOf);
    const lacking = kinds.filter(lacks);
    return pick(lacking.length > 0 ? lacking : kinds);
  };
  /** The usual share of cases, or more of them for a run that lacks one of the kinds. */
  const shareOf = (usual: number, kinds: readonly FaultKind[]): number =>
    mix?.shareOf(usual, kinds) ?? (kinds.some(lacks) ? 0.4 : usual);
  try {
    // Each seed kills at points of its own, so that ten of either kind of network together reach them all.
    const ofSeed = [
      ...Array.from(
        { length: commonPerRun },
        (_, index) => commonPoints[(Math.floor(seed / 2) * commonPerRun + index) % commonPoints.length] ?? "",
      ),
      ...rarePoints.filter((_, index) => index % 3 === seed % 3),
    ];
    const wantedCrashes = new Set(sought?.points ?? ofSeed);
    const killsAtMost = sought?.points.length ?? killsPerRun;
    /** Whether it is made for a point that is passed only after some trouble. */
    const isAfterTrouble = () => sought !== undefined && rarePoints.some((point) => wantedCrashes.has(point));
    const isMet = () => sought !== undefined && wantedCrashes.size === 0 && !allKinds.some(lacks);
    let campaignId = "";
    const directs = new ChaosDirects(system);
    const dedupe = seed % 2 === 0;
    const calmly = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      const before = raging;
      raging = false;
      try {
        return await ask();
      } finally {
        raging = before;
      }
    };
    const others = new ChaosCampaigns({
      system,
      chance,
      pick,
      below: (end) => Math.floor(random() * end),
      attempt: (call) => whileTimeGoesOn(system, call),
      calmly,
      onDone: met,
      lacks,
      dedupe,
    });
    const noteInHand = async () => {
      await directs.noteInHand();
      for (const id of [campaignId, ...others.ids]) {
        if (id === "") continue;
        for (const { number, state } of await system.rows(id)) if (state === "sending") mayDoubt.add(number);
      }
    };
    const workers = new Map<string, RunningWorker>();
    const start = (name: string) => {
      const worker = system.startWorker(name, {
        host: name,
        settings: { capacity: 5, lease, inDoubtAfterMs: 10_000 },
        at: (point, kill) => {
          if (!raging) return;
          if (mix !== undefined) {
            if (!crashPoints.includes(point) || !chance(mix.kills)) return;
          } else if (!wantedCrashes.has(point) || crashedAt.length >= killsAtMost || !chance(0.7)) return;
          wantedCrashes.delete(point);
          crashedAt.push(point);
          met("kill");
          kill();
        },
      });
      workers.set(name, worker);
    };
    start("w1");
    start("w2");
    await system.linkSession();
    const first = await system.aList("lst_a", 30);
    const second = await system.aList("lst_b", 20, 20);
    const excluded = await system.aList("lst_x", 4, 10);
    for (const number of first.slice(0, 2)) system.network.setNumber(number, { registered: false });
    for (const number of second.slice(-2)) system.network.setNumber(number, { refuses: true });
    const optOuts = new ChaosOptOuts(system, [...first.slice(20), ...second.slice(12, 16)]);
    const accounts = [
      [first[3], first[7], second[10]],
      [first[15], second[11]],
      // One that is not on WhatsApp; one that is refused, behind another that is not.
      [first[1], first[8]],
      [first[16], second.at(-1)],
    ].map((numbers, index) => anAccount(system, `3234567890${index}`, numbers));
    await others.prepare(sought === undefined && !isWithoutBound ? othersIn(seed) : othersAtMost);
    // A page that resends by itself may write twice where repeats are not dropped, which is the page's doing, not ours.
    const resendsPending = dedupe;
    system.network.setBehaviour({ dedupe, resendsPending, acceptMs: 100, deliverMs: 300, readMs: 2_000 });
    system.wire.slowly = () => system.clock.wait(Math.floor(random() * 3_000));
    system.wire.faultOf = () => {
      if (!raging || !chance(shareOf(wireFaultRate, wireFaults))) return undefined;
      const fault = oneOf(wireFaults);
      met(fault);
      return fault;
    };
    system.scheduler.faultOf = () => {
      if (!raging || !chance(shareOf(0.3, schedulerFaults))) return undefined;
      const fault = oneOf(schedulerFaults);
      met(fault);
      return fault;
    };
    system.jobs.isLost = () => {
      if (!raging || !chance(shareOf(0.3, ["job_lost"]))) return false;
      met("job_lost");
      return true;
    };
    system.bell.faultOf = () => {
      if (!raging || !chance(shareOf(0.5, ticketFaults))) return undefined;
      const fault = oneOf(ticketFaults);
      met(fault);
      return fault;
    };
    let queueAwayUntil = 0;
    system.events.faultOf = () => {
      const isAway = system.clock.elapsed() < queueAwayUntil;
      if (!isAway && (!raging || !chance(shareOf(eventFaultRate, eventFaults)))) return undefined;
      // What a test asks for in calm waits for no time.
      const away = raging && chance(0.5) ? "event_silent" : "event_unreachable";
      const fault = isAway ? away : oneOf(eventFaults);
      met(fault);
      return fault;
    };
    const limits = new ChaosLimits({ system, below: (end) => Math.floor(random() * end), endsWithinMs: 8_000 });
    let limitsLeft = sought === undefined && !isWithoutBound ? limitsIn(seed) : Infinity;
    const limit = async () => {
      const kind = oneOf(limitKinds);
      if (!limits.strike(kind)) return;
      met(kind);
      limitsLeft -= 1;
      if (kind === "restriction_over") await calmly(letGoOn);
    };
    /** A person lets go on what is paused because WhatsApp refused it. */
    const letGoOn = async () => {
      await resumePaused(system, campaignId);
      for (const because of ["restricted_by_whatsapp", "failure_streak"] as const) await others.goOn(because);
    };
    const written: string[] = [];
    /** A person who gets nothing of it writes something, whatever it is; the page may be gone just then. */
    const write = () => {
      const [, body] = pick(Object.entries(hostileTexts));
      try {
        written.push(system.network.inbound({ sessionId, from: "6281999000111", body }).id);
      } catch (error) {
        if (!(error instanceof NetworkRefusal)) throw error;
      }
    };
    system.network.ackFaults = (ack: AckEvent) => {
      if (!raging || !chance(shareOf(ackFaultRate, ackFaults))) return [{ ack }];
      const fault = oneOf(ackFaults);
      met(fault);
      switch (fault) {
        case "ack_lost":
          return [];
        case "ack_late":
          return [{ ack, delayMs: 5_000 }];
        case "ack_doubled":
          return [{ ack }, { ack, delayMs: 50 }];
        case "ack_out_of_order":
          return [{ ack, delayMs: 2_500 }];
      }
    };
    const wanted = [...new Set([...first, ...second])].filter((number) => !excluded.includes(number));
    history.scribe.point("people", "audience", { of: "cmp_chaos", numbers: wanted });
    raging = true;
    const broken: string[] = [];
    const startedAt = system.clock.now();
    campaignId = await launchWhateverHappens(system);
    const isComplete = async () => (await calmly(() => system.campaign(campaignId))).status === "completed";
    let due: (typeof connectionFaults)[number] | undefined;
    // It rages for a while, then everything is well and has to come right by itself.
    const isOver = async () => (await isComplete()) && (await calmly(() => others.areOver()));
    for (let round = 0; round < roundsPerRun && !isMet() && !(await isOver()); round += 1) {
      await system.clock.advance(500);
      if (chance(isAfterTrouble() ? 0.15 : shareOf(0.04, connectionFaults))) due ??= oneOf(connectionFaults);
      if (chance(0.05) && written.length < writtenAtMost) write();
      if (chance(0.04)) optOuts.ask(pick);
      if (chance(0.005)) queueAwayUntil = system.clock.elapsed() + queueAwayMs;
      if (mix !== undefined && chance(mix.shareOf(0.02, ["halt"]))) {
        met("halt");
        await calmly(() => haltAndLift(system));
      }
      if (limitsLeft > 0 && chance(shareOf(0.08, limitKinds))) await limit();
      if (due !== undefined) {
        await calmly(noteInHand);
        const before = history.lines.length;
        const its = due;
        // Written down first: what it met is how things stood before.
        history.fault(its);
        try {
          system.network.fault(sessionId, its);
          faults[its] += 1;
          due = undefined;
        } catch (error) {
          // It is not connected right now: at the next round then.
          if (!(error instanceof NetworkRefusal)) throw error;
          history.lines.length = before;
        }
      }
      if (chance(shareOf(0.04, ["pause"]))) {
        const more = await calmly(() => pauseAndResume(system, campaignId, met, () => system.clock.advance(3_000)));
        if (more > 1) broken.push(`${more} messages were claimed after a pause`);
      }
      // While nothing can be sent, there is little for a person to do.
      if (
        others.count > 0 &&
        chance((await calmly(() => system.state())) === "ready" ? shareOf(0.15, chaosActions) : 0.03)
      )
        await others.act();
      // Schedules ring, the sweep looks around, jobs are done; what is cut off is due again later.
      if (round % 6 === 0) await whileTimeGoesOn(system, system.background()).catch(() => undefined);
      if (chance(shareOf(0.03, ["schedule_doubled"])) && others.count > 0) {
        met("schedule_doubled");
        await others.ringOutOfTurn().catch(() => undefined);
      }
      // A caller that looks again and again: tickets that say nothing new, some lost, some doubled.
      if (chance(0.3)) await whileTimeGoesOn(system, system.ring(campaignId)).catch(() => undefined);
      if (chance(0.12)) {
        const begun = directs.ask((call) => whileTimeGoesOn(system, call));
        await begun;
      }
      // What is given up stood in hand for `inDoubtAfterMs` before: seen now and then it is seen.
      if (round % 4 === 0) await calmly(noteInHand);
      if (round % 8 === 2) await calmly(() => optOuts.note());
      if (isWithoutBound || round % readsEvery === 0) {
        for (const id of [campaignId, ...others.ids]) await calmly(() => readCampaign(system, id));
      }
      for (const [name, worker] of workers) if (worker.ended() !== "running" && chance(0.3)) start(name);
    }
    raging = false;
    queueAwayUntil = 0;
    limits.end();
    await noteInHand();
    for (const [name, worker] of workers) if (worker.ended() !== "running") start(name);
    await others.goOn();
    const comesRight = async () => {
      await letGoOn();
      return await isComplete();
    };
    await system.until(comesRight, `the campaign of seed ${seed} is complete`, 60 * 60_000);
    const othersAreOver = async () => {
      await system.background();
      // A pause that was asked for may come through late, where its first try was slow.
      await others.goOn("user");
      await letGoOn();
      return await others.areOver();
    };
    await system
      .until(othersAreOver, `the other campaigns of seed ${seed} are over`, 60 * 60_000)
      .catch(async (error: unknown) => {
        throw new Error(`they stand so: ${await others.standing()}`, { cause: error });
      });
    await system.until(() => directs.areOver(), `the direct messages of seed ${seed} have an outcome`, 60 * 60_000);
    const tookMs = system.clock.now() - startedAt;
    await system.clock.advance(60_000);
    const isOwedNothing = async () => {
      await system.publishOwed();
      return !(await system.isOwing());
    };
    await system.until(isOwedNothing, `nothing is owed to the webhook of seed ${seed}`, 60 * 60_000);
    for (const id of [campaignId, ...others.ids]) {
      await readCampaign(system, id);
      await readRows(system, id);
    }
    await directs.read();
    const rows = await system.rows(campaignId);
    const bounded = async () => [
      ...(await brokenPromises(system, campaignId, wanted, { mayDoubt, wroteByChance: optOuts.wrote })),
      ...brokenAccounts(system, accounts),
      ...brokenReasons(rows),
      ...(await others.broken(mayDoubt)),
      ...(await directs.broken()),
      ...(await untold(system, written)),
      ...(await optOuts.broken([campaignId])),
    ];
    if (isWithoutBound) broken.length = 0;
    else broken.push(...(await bounded()));
    broken.push(...history.broken());
    system.killAll();
    broken.push(...(await others.left()));
    return {
      seed,
      broken,
      directs: directs.count,
      faults,
      crashedAt,
      recipients: rows.length,
      inDoubt: rows.filter(({ state }) => state === "in_doubt").length,
      tookMs,
      history: history.lines,
    };
  } finally {
    raging = false;
    await system.end();
  }
}

/** As a caller with an Idempotency-Key does: again until it is answered, under the same id. */
async function launchWhateverHappens(system: System): Promise<string> {
  const campaignId = "cmp_chaos";
  const launch = async () => {
    const launching = system.launch({
      campaignId,
      name: `Promo ${hostileTexts["emoji"] ?? ""}`,
      listIds: ["lst_a", "lst_b"],
      excludeListIds: ["lst_x"],
      pacing: { minGapMs: 200, maxGapMs: 1_200, perDay: 100_000 },
    });
    // Refused: a try whose answer was lost had made it.
    return (await unlessRefused(whileTimeGoesOn(system, launching))) ?? campaignId;
  };
  for (;;) {
    try {
      return await system.history.request("create", campaignId, launch, campaignId);
    } catch {
      await system.clock.advance(100);
    }
  }
}

/** The operator's switch, as its route throws it: answered once no worker sends by an older read of it. */
async function haltAndLift(system: System): Promise<void> {
  const { clock, history, stores } = system;
  const halt = { by: "operator", reason: "trial", since: clock.now(), keyId: "key" } as const;
  const halted = async () => {
    await stores.haltDesk.halt({}, halt);
    await whileTimeGoesOn(system, clock.wait(haltHoldsMs + 250));
  };
  await history.request("halt", "all", halted);
  await clock.advance(3_000);
  await history.request("lift", "all", () => stores.haltDesk.lift({}, ["operator"]));
}

/** @returns how many messages were claimed after the pause was answered, before it was let go on */
async function pauseAndResume(
  system: System,
  campaignId: string,
  met: (kind: FaultKind) => void,
  meanwhile: () => Promise<void>,
): Promise<number> {
  const apply = async (action: "pause" | "resume") => {
    try {
      const change = { now: system.clock.now(), ...(action === "pause" ? { pausedBecause: "user" as const } : {}) };
      const apply = () => system.stores.campaignChanges.apply({ ...ref, campaignId }, action, change);
      await system.history.request(action, campaignId, apply);
      await system.ring(campaignId);
      return true;
    } catch (error) {
      // It is completed by now.
      if (error instanceof ConditionRefused) return false;
      throw error;
    }
  };
  if (!(await apply("pause"))) return 0;
  met("pause");
  const before = claimsIn(await system.rows(campaignId));
  await meanwhile();
  const after = claimsIn(await system.rows(campaignId));
  await apply("resume");
  return after - before;
}

/** What people wrote of which the webhook heard nothing. */
async function untold(system: System, written: readonly string[]): Promise<string[]> {
  const failed = await system.failedEvents();
  const told = new Set([...system.events.published.map(({ eventId }) => eventId), ...failed.keys()]);
  const reasonless = [...failed].flatMap(([eventId, reason]) =>
    reason === "" ? [`${eventId} failed without a reason`] : [],
  );
  return [
    ...reasonless,
    ...written.flatMap((id) =>
      told.has(eventIdOf("received", tenantId, sessionId, id)) ? [] : [`the webhook was not told of message ${id}`],
    ),
  ];
}
