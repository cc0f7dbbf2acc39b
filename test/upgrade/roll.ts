import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { seededRandom } from "../chaos/seeded-random.ts";
import { Client } from "../e2e/client.ts";
import type { Line, RowState } from "../history/lines.ts";
import { brokenOf, historyOf, OwnRecord, pidOf } from "../support/history/of-processes.ts";
import { lostAcks } from "./acks.ts";
import { Fleet, type Kind } from "./fleet.ts";
import { judge, rowsIn } from "./judge.ts";
import type { Loss } from "./losses.ts";
import { People, type Done } from "./people.ts";
import { startReceiver } from "./receiver.ts";
import { Requests } from "./requests.ts";
import { startServices, type Services } from "./services.ts";
import type { Version } from "./versions.ts";

/** One version is replaced by another, process by process, under kills and in the middle of broadcasts. */

export interface Roll {
  readonly seed: number;
  readonly from: Version;
  readonly to: Version;
  /** Which of them is not of today. */
  readonly former: Version;
  /** What can't go back to it. */
  readonly lost: ReadonlySet<Loss>;
  /** All times are so many times as long, on a machine that is busy. */
  readonly slow: number;
}

export interface RollResult {
  /** One line a broken promise. */
  readonly broken: readonly string[];
  readonly kills: number;
  readonly recipients: number;
  readonly inDoubt: number;
  /** Workers whose lease ran out on a busy machine. */
  readonly gaveUp: number;
  readonly history: readonly Line[];
  /** What the processes logged as errors. */
  readonly errors: readonly string[];
}

const key = "operator";
/** So long that each process keeps its lease, and so short that a takeover takes seconds. */
const settings = (slow: number): Readonly<Record<string, string>> => {
  const times = (ms: number) => String(Math.round(ms * slow));
  return {
    API_KEY: key,
    WHATSAPP_NETWORK: "simulated",
    WEBHOOK_ALLOW_LOOPBACK: "true",
    REQUESTS_PER_MINUTE: "100000",
    BROADCASTS_PER_MINUTE: "10000",
    IDEMPOTENCY_LOCK_MS: times(3_000),
    IN_DOUBT_AFTER_MS: times(4_000),
    DIRECT_MESSAGE_GAP_MS: "100",
    LEASE_BEAT_MS: times(500),
    LEASE_LOSE_AFTER_MS: times(6_000),
    LEASE_TAKE_AFTER_MS: times(7_500),
    LEASE_SEND_DEADLINE_MS: times(3_000),
    POWERTOOLS_LOG_LEVEL: "ERROR",
    // Of front.ts: what a killed Lambda had in hand comes back so soon; on AWS that takes minutes.
    VISIBILITY_SECONDS: String(Math.ceil(6 * slow)),
  };
};
const kills = 6;

export async function roll(parts: Roll): Promise<RollResult> {
  const { seed, from, to, former, lost, slow } = parts;
  const record = new OwnRecord();
  const fleet = new Fleet(slow, (pid) => {
    record.ended(pid);
  });
  const receiver = await startReceiver();
  const services = await startServices(settings(slow), record, (input) => fleet.launchCampaign(input));
  const histories = join(services.dataDir, "histories");
  mkdirSync(histories);
  try {
    fleet.joins(services.dataDir, { ...services.env, TEST_HISTORY: histories });
    const asking = (prefix: string, version?: Version) =>
      new Requests(new Client(() => fleet.urlOf(version), key, false), record, `${prefix}-${seed}`, slow);
    const controls = new Client(services.controls, key, false);
    const askers = { requests: asking("any"), ofFormer: asking("former", former), controls };
    const people = new People(askers, lost, slow);
    const firstOnes = [fleet.start("front", from), fleet.start("front", to)];
    for (let worker = 0; worker < 2; worker += 1) firstOnes.push(fleet.start("worker", from));
    await Promise.all(firstOnes);
    await people.begin(receiver.url);
    const all = people.doAll();
    // Its failure is thrown where it is awaited.
    all.catch(() => undefined);
    await replace(fleet, record, seededRandom(seed), parts);
    await all;
    const done = await people.end();
    const broken = await withinReason(slow, () => judge(services.env, done, receiver.received, lost));
    const rows = await recordRows(record, services, done);
    const inDoubt = [...rows.values()].filter((state) => state === "in_doubt").length;
    const { gaveUp } = fleet;
    // Each session may have one message in hand when its worker dies.
    if (inDoubt > 2 * (kills + gaveUp)) broken.push(`${inDoubt} in doubt after ${kills} kills`);
    const history = historyOf(histories, record.lines);
    broken.push(...people.broken, ...brokenOf(history));
    const isOfFormer = (process: string) => fleet.versionOf(pidOf(process)) === former;
    const acks = {
      history,
      stateOf: (campaignId: string, number: string) => rows.get(`${campaignId} ${number}`),
      withinMs: 2_000 * slow,
      isExcused: (told: string, claimedBy: string) => lost.has("wrote") && isOfFormer(told) && !isOfFormer(claimedBy),
    };
    broken.push(...lostAcks(acks));
    return { broken, kills, recipients: rows.size, inDoubt, gaveUp, history, errors: fleet.errors };
  } catch (error) {
    const [broken, history] = [[(error as Error).message], historyOf(histories, record.lines)];
    return { broken, kills, recipients: 0, inDoubt: 0, gaveUp: fleet.gaveUp, history, errors: fleet.errors };
  } finally {
    await fleet.close();
    await services.close();
    receiver.close();
  }
}

/** @returns the states of all rows, by campaign and number */
async function recordRows({ scribe }: OwnRecord, { env }: Services, { campaigns }: Done) {
  const states = new Map<string, RowState>();
  for (const { campaignId: of, isStopped } of campaigns) {
    const rows = (await rowsIn(env, of)).map(({ number, state }) => [number, state] as const);
    scribe.point("people", "rows", { of, status: isStopped ? "stopped" : "completed", rows });
    for (const [number, state] of rows) states.set(`${of} ${number}`, state);
  }
  return states;
}

/** Kills, after each of which a process of either version follows, more and more often the new one; then an orderly rest. */
async function replace(fleet: Fleet, { scribe }: OwnRecord, random: () => number, { from, to, slow }: Roll) {
  for (let kill = 0; kill < kills; kill += 1) {
    await wait((200 + random() * 1_300) * slow);
    const kind: Kind = random() < 0.35 ? "front" : "worker";
    const all = fleet.members(kind);
    const victim = all[Math.floor(random() * all.length)];
    const follower = random() < (kill + 1) / kills ? to : from;
    const isReady = random() < 0.5;
    if (isReady) await fleet.start(kind, follower);
    if (victim !== undefined) {
      scribe.point("test", "fault", { kind: `a ${kind} of ${victim.version.name} is killed` });
      await fleet.end(victim, "SIGKILL");
    }
    if (!isReady) await fleet.start(kind, follower);
  }
  for (const kind of ["front", "worker"] as const) {
    for (const member of fleet.members(kind, from)) {
      await fleet.start(kind, to);
      await fleet.end(member, kind === "worker" ? "SIGTERM" : "SIGKILL");
    }
  }
}

/** What is broken still when what is on its way had the time to arrive. */
async function withinReason(slow: number, find: () => Promise<readonly string[]>): Promise<string[]> {
  const deadline = Date.now() + 30_000 * slow;
  for (;;) {
    const broken = await find();
    if (broken.length === 0 || Date.now() > deadline) return [...broken];
    await wait(1_000);
  }
}
