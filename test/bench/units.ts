import { ulid } from "ulid";
import { idOf } from "../../core/ids.ts";
import type { PacingSettings } from "../../core/sending/pacing.ts";
import { getCampaignOf } from "../../functions/campaigns/view.ts";
import { sessionId, System, tenantId } from "../support/system.ts";
import { measured } from "../../infra/cost/measured.ts";
import type { Figure } from "./figure.ts";
import { defaultWorkerSettings } from "../../worker/settings.ts";

const messages = 100;
const gapMs = 6_000;

/** What the worker asks of the tables, by cause, between the launch of a campaign and its last ack. */
interface Measured {
  readonly system: System;
  readonly campaignId: string;
  readonly writes: Map<string, number>;
  readonly reads: Map<string, number>;
  /** Units a millisecond of a worker with a session and nothing to do. */
  readonly idle: { readonly writes: number; readonly reads: number };
  readonly tookMs: number;
}

/**
 * Write and read units a message at a 6 s gap on a fake clock, acks minutes apart. Units as DynamoDB bills them: a write a KB begun,
 * a consistent read four KB begun, and a write more for each item that enters or leaves the index.
 */
export async function measureUnits(): Promise<readonly Figure[]> {
  const figures = await onSystem(async (system) => {
    const run = await measureCampaign(system, {});
    return [...unitsOf(run), await readOfCampaign(run)];
  });
  // Each message begins a chat, under a bound of ours and a quota of WhatsApp's that it fills up.
  const ofNewChats = await onSystem(async (system) => {
    const { network, clock } = system;
    const newChats = { total: 10 * messages, resetsAt: clock.now() + 24 * 60 * 60_000 };
    network.standings.change(network.deviceOf(sessionId, tenantId), { newChats });
    return newChatUnitsOf(await measureCampaign(system, { newChatsPerDay: 10 * messages }));
  });
  return [...figures, ofNewChats];
}

async function onSystem<Result>(measure: (system: System) => Promise<Result>): Promise<Result> {
  const system = await System.start();
  // Nobody listens: what is told costs reads of its own, a row and a ticket each.
  system.events.isHeard = false;
  try {
    system.startWorker("w1", { settings: { progressMs: defaultWorkerSettings.progressMs } });
    await system.linkSession();
    return await measure(system);
  } finally {
    await system.end();
  }
}

async function measureCampaign(system: System, own: PacingSettings): Promise<Measured> {
  const writes = new Map<string, number>();
  const reads = new Map<string, number>();
  const add = (to: Map<string, number>, cause: string, units: number) => to.set(cause, (to.get(cause) ?? 0) + units);
  await system.aList("lst_a", messages);
  system.network.setBehaviour({ acceptMs: 200, deliverMs: 3 * 60_000, readMs: 5 * 60_000 });
  await system.clock.advance(60_000);
  // What an idle worker with a session costs by itself is no message's.
  system.wire.measured = ({ operation, body, units, indexUnits }) => {
    const cause = causeOf(operation, body);
    if (isWrite(operation)) {
      add(writes, cause, units);
      if (indexUnits > 0) add(writes, `${cause}, index`, indexUnits);
    } else add(reads, cause, units);
  };
  const idleMs = 10 * 60_000;
  await system.clock.advance(idleMs);
  const idle = { writes: total(writes) / idleMs, reads: total(reads) / idleMs };
  writes.clear();
  reads.clear();
  const startedAt = system.clock.now();
  const campaignId = await system.launch({
    campaignId: idOf("campaign", ulid()),
    listIds: ["lst_a"],
    pacing: { minGapMs: gapMs, maxGapMs: gapMs, perDay: 100_000, ...own },
  });
  // No look of ours in between: it would be measured, too.
  await system.clock.advance(messages * gapMs + 11 * 60_000);
  system.wire.measured = undefined;
  const { status } = await system.campaign(campaignId);
  if (status !== "completed") throw new Error(`the measured campaign is ${status}`);
  return { system, campaignId, writes, reads, idle, tookMs: system.clock.now() - startedAt };
}

/** Of one message; what the session costs when idle is taken off. */
const aMessage = (units: Map<string, number>, idleRate: number, { tookMs }: Measured): number =>
  (total(units) - idleRate * tookMs) / messages;

const details = (units: Map<string, number>) =>
  Object.fromEntries([...units].sort((a, b) => b[1] - a[1]).map(([cause, value]) => [cause, value / messages]));

function unitsOf(run: Measured): readonly Figure[] {
  const { writes, reads, idle } = run;
  const written = aMessage(writes, idle.writes, run);
  const read = aMessage(reads, idle.reads, run);
  return [
    {
      name: "write units a message",
      value: written,
      unit: "WCU",
      against: `${messages} messages, ${gapMs / 1000} s apart; what the session costs when idle is taken off (${(idle.writes * 60_000).toFixed(1)} a minute)`,
      bound: "<= 6",
      kept: written <= 6,
      details: details(writes),
    },
    {
      name: "read units a message",
      value: read,
      unit: "RCU",
      against: `the same run; idle ${(idle.reads * 60_000).toFixed(1)} a minute`,
      bound: "<= 6.5",
      kept: read <= 6.5,
      details: details(reads),
    },
    costUnits({
      "write units a message": [written, measured.message.writeUnits],
      "read units a message": [read, measured.message.readUnits],
      "idle write units a minute": [idle.writes * 60_000, measured.idleMinute.writeUnits],
      "idle read units a minute": [idle.reads * 60_000, measured.idleMinute.readUnits],
    }),
  ];
}

function newChatUnitsOf(run: Measured): Figure {
  const written = aMessage(run.writes, run.idle.writes, run);
  return {
    name: "write units a message that begins a chat",
    value: written,
    unit: "WCU",
    against: "the same run, under a bound of ours and a quota that WhatsApp tells",
    bound: "<= 6",
    kept: written <= 6,
    details: details(run.writes),
  };
}

/** What `GET campaign` reads of the tables, beside the key, which is remembered for a minute, and the two buckets of tokens. */
async function readOfCampaign({ system, campaignId }: Measured): Promise<Figure> {
  let units = 0;
  system.wire.measured = (request) => (units += request.units);
  const { progress } = await getCampaignOf(
    { ...system.stores, clock: system.clock },
    { tenantId, sessionId },
    { campaignId },
  );
  system.wire.measured = undefined;
  return {
    name: "read units of GET campaign",
    value: units,
    unit: "RCU",
    against: `a completed campaign of ${messages} recipients: session, campaign and counts, one item each whatever the size`,
    bound: "<= 2",
    kept: units <= 2 && progress !== undefined,
  };
}

/** What `npm run cost` counts with, held against what was measured now. */
function costUnits(units: Readonly<Record<string, readonly [now: number, counted: number]>>): Figure {
  const off = Object.values(units).map(([now, counted]) => Math.abs(now / counted - 1));
  const most = Math.max(...off);
  return {
    name: "units that the cost counts with, off by",
    value: most * 100,
    unit: "%",
    against: "infra/cost/measured.ts",
    bound: "<= 10",
    kept: most <= 0.1,
    details: Object.fromEntries(
      Object.entries(units).map(([name, [now, counted]]) => [name, `${now.toFixed(2)}, counted ${counted}`]),
    ),
  };
}

const total = (units: Map<string, number>): number => [...units.values()].reduce((sum, value) => sum + value, 0);

const isWrite = (operation: string): boolean => /^(Put|Update|Delete|BatchWrite)/.test(operation);

function causeOf(operation: string, body: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(body);
  const what = [
    [/"R#\d/, "recipient"],
    [/"PROGRESS"/, "progress"],
    [/"BODY"/, "body"],
    [/"SLOTS"/, "slot"],
    [/#CAMPAIGNS"/, "campaign"],
    [/#SESSIONS"/, "session"],
    [/OWNER#/, "sessions by owner"],
    [/#OPEN"/, "open campaigns"],
    [/"R#"/, "recipients, all"],
    [/#N#/, "recipients by number"],
    [/#L#/, "contacts"],
  ].find(([pattern]) => (pattern as RegExp).test(text))?.[1] as string | undefined;
  return `${operation} ${what ?? "other"}`;
}
