import fc from "fast-check";
import { longestPauseMs, transition, type Campaign, type CampaignEnd } from "../../../core/campaign/campaign.ts";
import { UseRefused } from "../../../core/campaign/campaign-uses.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import {
  actOnCampaign,
  changeCampaign,
  createCampaign,
  deleteCampaign,
  retryCampaign,
  tendCampaign,
  type LifePorts,
} from "../../../functions/campaigns/life.ts";
import { startScheduled } from "../../../functions/campaigns/scheduled-start.ts";
import { aBody, aCampaign, aRecipient, aSession, aUlid } from "../../support/builders.ts";
import { ref, System } from "../../support/system.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

let system: System;
beforeEach(async () => {
  system = await System.start();
  await system.stores.sessionDesk.create(aSession({ ...ref, profile: aProfile, createdAt: system.clock.now() }));
  await system.aList("lst_a", 3);
});
afterEach(async () => {
  await system.end();
});

const aProfile = { key: "profiles/x", sha256: "0".repeat(64), savedAt: 0, previous: [] };

async function scheduled(
  inMs: number,
  its: Partial<Campaign["schedule"]> = {},
  ofCampaign: Partial<Campaign> = {},
): Promise<Campaign> {
  const now = system.clock.now();
  const { launchedAt: _launchedAt, startedAt: _startedAt, ...fresh } = aCampaign({ ...ref, listIds: ["lst_a"] });
  const campaign: Campaign = {
    ...fresh,
    status: "scheduled",
    createdAt: now,
    schedule: { sendAt: now + inMs, timezone: "UTC", ...its },
    ...ofCampaign,
  };
  await createCampaign(system.life, campaign, aBody(), now);
  return campaign;
}

const stateOf = async (campaign: Campaign) => await system.stores.campaigns.find(campaign);

/** Lets time pass as it does: the scheduler and the sweep look every minute. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minuteMs) {
    await system.clock.advance(Math.min(left, minuteMs));
    await system.background();
  }
}

test("a scheduled campaign has one schedule and starts at its time", async () => {
  const campaign = await scheduled(hourMs);
  expect(system.scheduler.at(campaign.campaignId)).toBe(campaign.schedule?.sendAt);
  await pass(hourMs - minuteMs);
  expect((await stateOf(campaign))?.status).toBe("scheduled");
  await pass(minuteMs);
  const started = await stateOf(campaign);
  expect(started).toMatchObject({ status: "running", launchedAt: campaign.schedule?.sendAt, total: 3 });
  expect(started?.startedAt).toBe(started?.launchedAt);
});

describe("a session that was unlinked while its campaign was being started", () => {
  /** The session as it was read at first, then as it is: without a profile. */
  const unlinkedMeanwhile = () => {
    let reads = 0;
    const find: typeof system.life.sessions.find = async (session) => {
      reads += 1;
      if (reads > 1) await system.stores.sessionOwners.save(aSession(ref), { state: "logged_out", profile: null });
      return await system.stores.sessions.find(session);
    };
    return {
      ...system.life,
      sessions: { find },
    } as LifePorts;
  };
  const held = { status: "paused", pausedBecause: "session_logged_out" };

  test("has it paused when it was launched now", async () => {
    const campaign = aCampaign({ ...ref, listIds: ["lst_a"] });
    const life = unlinkedMeanwhile();
    await life.sessions.find(ref);
    await createCampaign(life, campaign, aBody(), system.clock.now());
    expect(await stateOf(campaign)).toMatchObject(held);
    expect((await system.stores.sessions.find(ref))?.wanted).toBe(false);
  });

  test("has it paused when it was launched by what the request had read", async () => {
    const campaign = aCampaign({ ...ref, listIds: ["lst_a"] });
    const seen = await system.stores.sessions.find(ref);
    await system.stores.sessionOwners.save(aSession(ref), { state: "logged_out", profile: null });
    await createCampaign(system.life, campaign, aBody(), system.clock.now(), seen);
    expect(await stateOf(campaign)).toMatchObject(held);
    expect((await system.stores.sessions.find(ref))?.wanted).toBe(false);
  });

  test("has it paused when its schedule rang", async () => {
    const campaign = await scheduled(hourMs);
    await system.clock.advance(hourMs);
    await startScheduled(unlinkedMeanwhile(), campaign, system.clock.now());
    expect(await stateOf(campaign)).toMatchObject(held);
  });
});

test("a session that the request has read is asked to run without another read", async () => {
  const campaign = aCampaign({ ...ref, listIds: ["lst_a"] });
  const seen = await system.stores.sessions.find(ref);
  const life = { ...system.life, sessions: { find: () => Promise.reject(new Error("read again")) } } as LifePorts;
  await createCampaign(life, campaign, aBody(), system.clock.now(), seen);
  expect((await stateOf(campaign))?.status).toBe("running");
  expect((await system.stores.sessions.find(ref))?.wanted).toBe(true);
});

test("a linked session that changes again and again meanwhile has its campaign run all the same", async () => {
  const campaign = aCampaign({ ...ref, listIds: ["lst_a"] });
  const seen = await system.stores.sessions.find(ref);
  const wantLinked = () => Promise.reject(new ConditionRefused("it changed hands 3 times meanwhile"));
  const life = { ...system.life, sessionDesk: { ...system.life.sessionDesk, wantLinked } } as LifePorts;
  await createCampaign(life, campaign, aBody(), system.clock.now(), seen);
  expect((await stateOf(campaign))?.status).toBe("running");
});

test("it starts once when the schedule rings twice, at once and later", async () => {
  const campaign = await scheduled(hourMs);
  await system.clock.advance(hourMs);
  const now = system.clock.now();
  await Promise.all([1, 2, 3].map(() => startScheduled(system.life, campaign, now)));
  const started = await stateOf(campaign);
  await system.clock.advance(minuteMs);
  await startScheduled(system.life, campaign, system.clock.now());
  expect(await stateOf(campaign)).toEqual(started);
});

test("it starts a minute late when the schedule is lost, by the sweep", async () => {
  const campaign = await scheduled(hourMs);
  await system.scheduler.cancel(campaign);
  await pass(hourMs);
  expect((await stateOf(campaign))?.status).toBe("scheduled");
  await pass(2 * minuteMs);
  expect((await stateOf(campaign))?.status).toBe("running");
});

test("a schedule that could not be written is written by the sweep", async () => {
  system.scheduler.isDown = true;
  const campaign = await scheduled(hourMs);
  expect(system.scheduler.at(campaign.campaignId)).toBeUndefined();
  system.scheduler.isDown = false;
  await pass(2 * minuteMs);
  expect(system.scheduler.at(campaign.campaignId)).toBe(campaign.schedule?.sendAt);
});

test.each([
  [0, 0, "running"],
  [9, 10, "running"],
  [11, 10, "paused"],
] as const)("found %d minutes late, of at most %d, it is %s", async (late, maxLateMinutes, status) => {
  const campaign = await scheduled(hourMs, { maxLateMinutes });
  await system.clock.advance(hourMs + late * minuteMs);
  await startScheduled(system.life, campaign, system.clock.now());
  expect(await stateOf(campaign)).toMatchObject({
    status,
    ...(status === "paused" ? { pausedBecause: "too_late" } : {}),
  });
});

test("held because it was too late, it has never run, and a resume starts it for who is there then", async () => {
  const campaign = await scheduled(hourMs, { maxLateMinutes: 1 });
  await system.clock.advance(2 * hourMs);
  await startScheduled(system.life, campaign, system.clock.now());
  const held = await stateOf(campaign);
  expect(held?.startedAt ?? held?.launchedAt).toBeUndefined();
  await system.clock.advance(hourMs);
  const resumed = await actOnCampaign(system.life, campaign, "resume", system.clock.now(), aUlid());
  expect(resumed).toMatchObject({ status: "running", launchedAt: system.clock.now() });
});

test("with its session logged out by then, it is held for a person", async () => {
  await system.stores.sessionOwners.save({ ...ref, epoch: 0 }, { state: "logged_out", profile: null });
  const campaign = await scheduled(hourMs);
  await pass(hourMs);
  expect(await stateOf(campaign)).toMatchObject({ status: "paused", pausedBecause: "session_logged_out" });
});

test.each([
  ["from the same number", { sender: "628111000111" }, "628111000111", "running"],
  ["from another number", { sender: "628111000111" }, "628111000222", "paused"],
  ["from another number, and of before, when campaigns named none", {}, "628111000222", "paused"],
] as const)("with its session linked anew by then %s, it is %3$s", async (_, its, number, status) => {
  await system.stores.sessionOwners.save({ ...ref, epoch: 0 }, { number: "628111000111" });
  const campaign = await scheduled(hourMs, {}, its);
  await system.clock.advance(minuteMs);
  const former = { number: "628111000111", until: system.clock.now() };
  const isOther = number !== former.number;
  await system.stores.sessionOwners.save({ ...ref, epoch: 0 }, { number, ...(isOther ? { former } : {}) });
  await pass(hourMs);
  const found = await stateOf(campaign);
  expect(found).toMatchObject({ status, ...(isOther ? { pausedBecause: "number_changed" } : {}) });
});

test("moved, it starts at the new time only, also when the old schedule rings all the same", async () => {
  const campaign = await scheduled(hourMs);
  const sendAt = system.clock.now() + 3 * hourMs;
  const moved = { ...campaign, changedBy: aUlid(), schedule: { sendAt, timezone: "UTC" } };
  await changeCampaign(system.life, campaign, moved, undefined, system.clock.now());
  expect(system.scheduler.at(campaign.campaignId)).toBe(sendAt);
  await system.clock.advance(hourMs);
  await startScheduled(system.life, campaign, system.clock.now());
  expect((await stateOf(campaign))?.status).toBe("scheduled");
  await pass(2 * hourMs);
  expect(await stateOf(campaign)).toMatchObject({ status: "running", launchedAt: sendAt });
});

test("moved ahead while the scheduler is down, it starts at the new time by the sweep", async () => {
  const campaign = await scheduled(5 * hourMs);
  await pass(5 * minuteMs);
  system.scheduler.isDown = true;
  const sendAt = system.clock.now() + hourMs;
  const moved = { ...campaign, changedBy: aUlid(), schedule: { sendAt, timezone: "UTC" } };
  await changeCampaign(system.life, campaign, moved, undefined, system.clock.now());
  for (let minute = 0; minute < 63; minute += 1) await pass(minuteMs).catch(() => undefined);
  expect((await stateOf(campaign))?.status).toBe("running");
});

test("a change and a start at once: what is answered stands", async () => {
  for (let round = 0; round < 10; round += 1) {
    const campaign = await scheduled(minuteMs);
    await system.clock.advance(minuteMs);
    const now = system.clock.now();
    const sendAt = now + hourMs;
    const moved = { ...campaign, changedBy: aUlid(), schedule: { sendAt, timezone: "UTC" } };
    const [changed] = await Promise.allSettled([
      changeCampaign(system.life, campaign, moved, undefined, now),
      startScheduled(system.life, campaign, now),
    ]);
    const there = await stateOf(campaign);
    expect(there?.status).toBe(changed.status === "fulfilled" ? "scheduled" : "running");
  }
});

test("stopped, it never starts and its schedule is gone", async () => {
  const campaign = await scheduled(hourMs);
  await actOnCampaign(system.life, campaign, "stop", system.clock.now(), aUlid());
  expect(system.scheduler.at(campaign.campaignId)).toBeUndefined();
  await startScheduled(system.life, campaign, system.clock.now() + hourMs);
  expect((await stateOf(campaign))?.status).toBe("stopped");
});

test.each(["stopped", "deleted"] as const)(
  "%s while the scheduler is down, its schedule goes by the sweep",
  async (how) => {
    const campaign = await scheduled(300 * dayMs);
    system.scheduler.isDown = true;
    const now = system.clock.now();
    if (how === "stopped") await actOnCampaign(system.life, campaign, "stop", now, aUlid());
    else await deleteCampaign(system.life, campaign, now, aUlid());
    system.scheduler.isDown = false;
    expect(system.scheduler.at(campaign.campaignId)).toBeDefined();
    await pass(2 * minuteMs);
    expect(system.scheduler.at(campaign.campaignId)).toBeUndefined();
  },
);

test("deleted, it never starts, and nothing is left of it after a while", async () => {
  const campaign = await scheduled(hourMs);
  await deleteCampaign(system.life, campaign, system.clock.now(), aUlid());
  expect(system.scheduler.at(campaign.campaignId)).toBeUndefined();
  await startScheduled(system.life, campaign, system.clock.now() + hourMs);
  expect((await stateOf(campaign))?.startedAt).toBeUndefined();
  await pass(3 * hourMs);
  expect(await stateOf(campaign)).toBeUndefined();
  expect(await system.stores.campaigns.body(campaign)).toBeUndefined();
  expect(await system.stores.timers.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
});

async function running(its: Partial<Campaign> = {}): Promise<Campaign> {
  const now = system.clock.now();
  const campaign = aCampaign({ ...ref, listIds: ["lst_a"], createdAt: now, launchedAt: now, startedAt: now, ...its });
  await createCampaign(system.life, campaign, aBody(), now);
  return campaign;
}

test("deleted when its job got lost, its rows go all the same, also one that its worker wrote in the last moment", async () => {
  const campaign = await running();
  await actOnCampaign(system.life, campaign, "stop", system.clock.now(), aUlid());
  await system.stores.recipientClaims.claim(aRecipient({ ...campaign, number: "6281", state: "sent" }));
  await deleteCampaign(system.life, campaign, system.clock.now(), aUlid());
  system.jobs.queued.splice(0);
  await system.stores.recipientClaims.claim(aRecipient({ ...campaign, number: "6282", state: "sending" }));
  await pass(3 * hourMs);
  expect((await system.stores.recipients.page(ref.tenantId, campaign.campaignId, { limit: 5 })).items).toEqual([]);
  expect(await stateOf(campaign)).toBeUndefined();
});

test("paused for 30 days it is stopped", async () => {
  const campaign = await running();
  await actOnCampaign(system.life, campaign, "pause", system.clock.now(), aUlid());
  await pass(hourMs);
  await system.clock.advance(longestPauseMs - 3 * hourMs);
  await pass(hourMs);
  expect((await stateOf(campaign))?.status).toBe("paused");
  await pass(2 * hourMs);
  expect((await stateOf(campaign))?.status).toBe("stopped");
});

test("180 days after its finish it is cleared away", async () => {
  const campaign = await running();
  await system.stores.campaignChanges.apply(campaign, "complete", { now: system.clock.now(), total: 3 });
  await pass(2 * hourMs);
  await system.clock.advance(180 * dayMs - 3 * hourMs);
  await pass(minuteMs);
  expect(await stateOf(campaign)).toBeDefined();
  await pass(5 * hourMs);
  expect(await stateOf(campaign)).toBeUndefined();
});

test("a retry by five at once is one round", async () => {
  const campaign = await running({ status: "completed" });
  const results = await Promise.allSettled(
    [1, 2, 3, 4, 5].map(() => retryCampaign(system.life, campaign, ["failed"], system.clock.now(), aUlid())),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await stateOf(campaign))?.round).toBe(1);
});

describe("its lists are held", () => {
  const holders = async (listId: string) => [...((await system.stores.lists.find({ ...ref, listId }))?.usedBy ?? [])];

  test("from its creation until it is stopped or deleted", async () => {
    const stopped = await scheduled(hourMs);
    const deleted = await scheduled(hourMs);
    expect((await holders("lst_a")).sort()).toEqual([stopped.campaignId, deleted.campaignId].sort());
    await actOnCampaign(system.life, stopped, "stop", system.clock.now(), aUlid());
    await deleteCampaign(system.life, deleted, system.clock.now(), aUlid());
    expect(await holders("lst_a")).toEqual([]);
  });

  test("and those that a change names instead, not the former ones any more", async () => {
    await system.aList("lst_b", 1, 10);
    const campaign = await scheduled(hourMs);
    const changed = { ...campaign, listIds: ["lst_b"], changedBy: aUlid() };
    await changeCampaign(system.life, campaign, changed, undefined, system.clock.now());
    expect([await holders("lst_a"), await holders("lst_b")]).toEqual([[], [campaign.campaignId]]);
    // Seen before the other change: refused, and nothing is held for it.
    await system.aList("lst_c", 1, 20);
    const late = { ...campaign, listIds: ["lst_c"], changedBy: aUlid() };
    const refused = changeCampaign(system.life, campaign, late, undefined, system.clock.now());
    await expect(refused).rejects.toThrow(ConditionRefused);
    expect([await holders("lst_b"), await holders("lst_c")]).toEqual([[campaign.campaignId], []]);
  });

  test("not at all when one of them is gone, and then there is no campaign", async () => {
    const now = system.clock.now();
    const campaign = aCampaign({ ...ref, listIds: ["lst_a", "lst_gone"] });
    await expect(createCampaign(system.life, campaign, aBody(), now)).rejects.toThrow(UseRefused);
    expect([await stateOf(campaign), await holders("lst_a")]).toEqual([undefined, []]);
  });

  test("until the sweep lets go, when whoever created or ended it was killed on the way", async () => {
    const never = aCampaign({ ...ref, listIds: ["lst_a"] });
    const { tenantId, sessionId, campaignId } = never;
    const uses = { listIds: ["lst_a"], media: [] };
    await system.stores.timers.arm({ tenantId, sessionId, campaignId, at: system.clock.now() + minuteMs, ...uses });
    await system.stores.lists.addUse({ ...ref, listId: "lst_a" }, campaignId);
    const ended = await running();
    await system.stores.campaignChanges.apply(ended, "complete", { now: system.clock.now() });
    expect(await holders("lst_a")).toHaveLength(2);
    await pass(2 * minuteMs);
    expect(await holders("lst_a")).toEqual([]);
  });

  test("again by a retry", async () => {
    const campaign = await running({ status: "completed" });
    await pass(2 * minuteMs);
    expect(await holders("lst_a")).toEqual([]);
    await retryCampaign(system.life, campaign, ["failed"], system.clock.now(), aUlid());
    expect(await holders("lst_a")).toEqual([campaign.campaignId]);
  });
});

describe("the lists that it writes to name it as their last use", () => {
  const lastUse = async (listId: string) => (await system.stores.lists.find({ ...ref, listId }))?.lastUse;

  test("from its launch on, and not those that it leaves out", async () => {
    await system.aList("lst_b", 1, 10);
    const at = system.clock.now();
    const first = await running({ listIds: ["lst_a", "lst_b"], excludeListIds: ["lst_b"] });
    expect([await lastUse("lst_a"), await lastUse("lst_b")]).toEqual([{ campaignId: first.campaignId, at }, undefined]);
    await system.clock.advance(minuteMs);
    await actOnCampaign(system.life, first, "stop", system.clock.now(), aUlid());
    expect(await lastUse("lst_a")).toEqual({ campaignId: first.campaignId, at });
  });

  test("once its time has come, if it is scheduled", async () => {
    const campaign = await scheduled(hourMs);
    expect(await lastUse("lst_a")).toBeUndefined();
    await pass(hourMs);
    expect(await lastUse("lst_a")).toEqual({ campaignId: campaign.campaignId, at: campaign.schedule?.sendAt });
  });

  test("with the resume that starts it, if it could not start at its time", async () => {
    const campaign = await scheduled(hourMs, { maxLateMinutes: 5 });
    await system.clock.advance(2 * hourMs);
    await startScheduled(system.life, campaign, system.clock.now());
    expect([(await stateOf(campaign))?.pausedBecause, await lastUse("lst_a")]).toEqual(["too_late", undefined]);
    const at = system.clock.now();
    const held = (await stateOf(campaign)) ?? campaign;
    await actOnCampaign(system.life, held, "resume", at, aUlid());
    expect(await lastUse("lst_a")).toEqual({ campaignId: campaign.campaignId, at });
  });
});

/** What a person or the scheduler may do at any moment, whatever the state. */
const asks = ["pause", "resume", "stop", "delete", "retry", "change", "launch"] as const;
type Ask = (typeof asks)[number];

test("people and the scheduler at once: some order of their acts, each by the table, explains every answer", async () => {
  const act = async (ask: Ask, seen: Campaign, now: number): Promise<unknown> => {
    switch (ask) {
      case "delete":
        await deleteCampaign(system.life, seen, now, aUlid());
        return undefined;
      case "retry":
        return await retryCampaign(system.life, seen, ["failed"], now, aUlid());
      case "change":
        return await changeCampaign(system.life, seen, { ...seen, changedBy: aUlid() }, undefined, now);
      case "launch":
        return await system.stores.campaignChanges.apply(seen, "launch", { now });
      default:
        return await actOnCampaign(system.life, seen, ask, now, aUlid());
    }
  };
  const anyState = fc.constantFrom("scheduled", "running", "paused", "completed", "stopped");
  await fc.assert(
    fc.asyncProperty(
      anyState,
      fc.array(fc.constantFrom(...asks), { minLength: 2, maxLength: 4 }),
      async (start, all) => {
        const now = system.clock.now();
        const campaign = aCampaign({
          ...ref,
          status: start,
          schedule: { sendAt: now + dayMs, timezone: "UTC" },
          listIds: ["lst_a"],
        });
        await createCampaign(system.life, campaign, aBody(), now);
        const told = await Promise.all(
          all.map(async (ask) => {
            try {
              await act(ask, campaign, now);
              return { ask, done: true };
            } catch (error) {
              if (!(error instanceof ConditionRefused)) throw error;
              return { ask, done: false };
            }
          }),
        );
        const there = await stateOf(campaign);
        const end: CampaignEnd = there?.deletedAt === undefined ? (there?.status ?? "gone") : "gone";
        expect({ told, ends: endsOf(start, told) }).toEqual({ told, ends: expect.arrayContaining([end]) as unknown });
      },
    ),
    { numRuns: 60 },
  );
});

interface Told {
  readonly ask: Ask;
  readonly done: boolean;
}

/**
 * Where every order of the acts that is as the answers say leads: those done were allowed by the table when their turn
 * came. A refusal needs an explanation only by a state, except for retries and changes, which others of their kind refuse.
 */
function endsOf(start: CampaignEnd, told: readonly Told[]): CampaignEnd[] {
  if (told.length === 0) return [start];
  return told.flatMap(({ ask, done }, index) => {
    const rest = told.filter((_, other) => other !== index);
    const to = start === "gone" ? undefined : transition(start, ask);
    if (done) return to === undefined ? [] : endsOf(to, rest);
    const mayLose = ask === "retry" || ask === "change";
    return to === undefined || mayLose ? endsOf(start, rest) : [];
  });
}

test("tending twice at once does what is due once", async () => {
  const campaign = await scheduled(minuteMs);
  await system.scheduler.cancel(campaign);
  await system.clock.advance(5 * minuteMs);
  const now = system.clock.now();
  const [timer] = await system.stores.timers.due(now, 1);
  if (timer === undefined) throw new Error("no timer is due");
  await Promise.all([1, 2, 3].map(() => tendCampaign(system.life, timer, now)));
  expect(await stateOf(campaign)).toMatchObject({ status: "running", startedAt: now });
});
