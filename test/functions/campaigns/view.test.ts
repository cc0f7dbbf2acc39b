import { campaignView, courseView, etagOf, getCampaignOf, pacingView } from "../../../functions/campaigns/view.ts";
import type { WaitReason } from "../../../core/sending/pacing.ts";
import type { Session } from "../../../core/session/session.ts";
import type { WhatsAppNetwork } from "../../../core/whatsapp.ts";
import { view as sessionView } from "../../../functions/sessions/session-view.ts";
import type { Services } from "../../../functions/edge/services.ts";
import { aBody, aCampaign, anId, aProgress, aSession } from "../../support/builders.ts";
import { ref, System } from "../../support/system.ts";

test("a campaign of a session that is being deleted is found by nobody any more", async () => {
  const system = await System.start();
  try {
    await system.stores.sessionDesk.create(aSession({ ...ref, deletingAt: system.clock.now() }));
    const campaign = aCampaign({ ...ref, campaignId: anId("campaign") });
    await system.stores.campaignChanges.create(campaign, aBody());
    const services = { ...system.stores, clock: system.clock } as unknown as Services;
    await expect(getCampaignOf(services, ref, campaign)).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
  } finally {
    await system.end();
  }
});

test("looking at a campaign costs two read units at most, whatever its size", async () => {
  const system = await System.start();
  try {
    await system.stores.sessionDesk.create(aSession({ ...ref }));
    // Fifty lists, and counts of a month.
    const lists = Array.from({ length: 50 }, (_, index) => `lst_${String(index).padStart(26, "0")}`);
    const campaign = aCampaign({ ...ref, listIds: lists, total: 1_000_000 });
    await system.stores.campaignChanges.create(campaign, aBody());
    const begun = await system.stores.progress.begin(campaign, 1, system.clock.now());
    const days = Array.from({ length: 30 }, (_, day) => [`2026-01-${String(day + 1).padStart(2, "0")}`, begun.counts]);
    await system.stores.progress.save({ ...begun, byDay: Object.fromEntries(days) as typeof begun.byDay });
    let units = 0;
    system.wire.measured = (request) => {
      units += request.units;
    };
    const services = { ...system.stores, clock: system.clock } as unknown as Services;
    const seen = await getCampaignOf(services, ref, campaign);
    expect(seen.campaign).toEqual(campaign);
    expect(units).toBeGreaterThan(0);
    expect(units).toBeLessThanOrEqual(2);
  } finally {
    await system.end();
  }
});

describe("the tag of a campaign's answer", () => {
  const campaign = aCampaign({ ...ref });
  const progress = aProgress({ counts: { ...aProgress().counts, sent: 3, failed: 1 } });
  const reversed = <Value extends object>(map: Value) => Object.fromEntries(Object.entries(map).reverse()) as Value;

  test("is the same whatever order the table tells its counts in", () => {
    const otherwise = { ...progress, counts: reversed(progress.counts) };
    expect(Object.keys(otherwise.counts)).not.toEqual(Object.keys(progress.counts));
    expect(etagOf(campaignView(campaign, otherwise))).toBe(etagOf(campaignView(campaign, progress)));
  });

  test("is another one when a count is", () => {
    const later = { ...progress, counts: { ...progress.counts, sent: 4 } };
    expect(etagOf(campaignView(campaign, later))).not.toBe(etagOf(campaignView(campaign, progress)));
  });
});

test("why recipients got nothing is counted over all days, apart from those who were skipped", () => {
  const reasons = {
    "2026-12-01": { not_on_whatsapp: 2, opted_out: 1 },
    "2026-12-02": { not_on_whatsapp: 1, no_answer: 1, rejected_by_whatsapp: 0 },
  };
  expect(campaignView(aCampaign(), aProgress({ reasons }))).toMatchObject({
    skippedByReason: { opted_out: 1 },
    failuresByReason: { not_on_whatsapp: 3, no_answer: 1 },
  });
});

test("a campaign's pacing has the chats that it may begin today, by the age of its session's account", () => {
  const linkedAt = Date.parse("2026-12-01T00:00:00Z");
  const session = aSession({ number: "628111000111", account: { number: "628111000111", linkedAt } });
  const on = (day: string, network: WhatsAppNetwork, its = session, perDay?: number) =>
    pacingView(
      aCampaign(perDay === undefined ? {} : { pacing: { newChatsPerDay: perDay } }),
      its,
      network,
      Date.parse(`${day}T12:00:00Z`),
    ).pacing.newChatsPerDay;
  expect(on("2026-12-01", "whatsapp")).toBe(20);
  expect(on("2026-12-05", "whatsapp")).toBe(50);
  expect(on("2026-12-31", "whatsapp")).toBeUndefined();
  expect(on("2026-12-01", "simulated")).toBeUndefined();
  expect(on("2026-12-01", "whatsapp", { ...session, pacing: { newChatsPerDay: null } })).toBeUndefined();
  expect(on("2026-12-01", "whatsapp", { ...session, pacing: { newChatsPerDay: 300 } }, 7)).toBe(7);
  expect(on("2026-12-01", "whatsapp", session, 300)).toBe(20);
  expect(on("2026-12-01", "simulated", session, 300)).toBe(300);
});

test("an account of another number says nothing of the session's age", () => {
  const linkedAt = Date.parse("2026-11-01T00:00:00Z");
  const createdAt = Date.parse("2026-11-28T00:00:00Z");
  const now = Date.parse("2026-12-01T12:00:00Z");
  const clock = { now: () => now };
  const shown = (its: Partial<Session>, network: WhatsAppNetwork = "whatsapp") =>
    sessionView(aSession({ createdAt, ...its }), { network, clock }).newChats;
  const number = "628111000111";
  expect(shown({})).toBeUndefined();
  expect(shown({ number, account: { number, linkedAt } })).toEqual({
    perDay: null,
    accountLinkedAt: "2026-11-01T00:00:00.000Z",
  });
  const young = { perDay: 20, accountLinkedAt: "2026-11-28T00:00:00.000Z" };
  expect(shown({ number, account: { number: "628111000222", linkedAt } })).toEqual(young);
  expect(shown({ number })).toEqual(young);
  expect(shown({ number }, "simulated")).toEqual({ ...young, perDay: null });
  expect(shown({ number, pacing: { newChatsPerDay: 0 } }, "simulated")).toEqual({ ...young, perDay: 0 });
});

describe("the course of a campaign", () => {
  const night = { from: "21:00", to: "07:00" };
  const session = aSession({ ...ref, timezone: "Asia/Jakarta", quietHours: night });
  const { quietHours: _none, ...awake } = session;
  const running = aCampaign({ ...ref, status: "running" });
  // 22:00 in Jakarta.
  const now = Date.parse("2026-12-01T15:00:00Z");
  const until = (waitingFor: WaitReason, its = session, campaign = running) =>
    courseView(campaign, aProgress({ waitingFor }), its, now).waitingUntil;

  test.each([
    ["quiet hours", "quiet_hours", session, "2026-12-02T00:00:00.000Z"],
    ["the day of its cap", "daily_cap", awake, "2026-12-01T17:00:00.000Z"],
    ["the day of its cap, which ends within quiet hours", "daily_cap", session, "2026-12-02T00:00:00.000Z"],
    ["quiet hours that were taken away meanwhile", "quiet_hours", awake, undefined],
    ["its session", "session", session, undefined],
    ["the pause between two messages", "pacing", session, undefined],
  ] as const)("says when %s are over, where that is known", (_what, waitingFor, its, wanted) => {
    expect(until(waitingFor, its)).toBe(wanted);
  });

  test("says when the day of its new chats is over, unless none may begin on any day", () => {
    expect(until("new_chats", awake)).toBe("2026-12-01T17:00:00.000Z");
    expect(until("new_chats", session)).toBe("2026-12-02T00:00:00.000Z");
    expect(until("new_chats", { ...awake, pacing: { newChatsPerDay: 0 } })).toBeUndefined();
  });

  test("says until when WhatsApp lets no chat begin, where that was told", () => {
    const at = (waitsUntil?: number) =>
      courseView(
        running,
        aProgress({ waitingFor: "whatsapp_limit", ...(waitsUntil === undefined ? {} : { waitsUntil }) }),
        session,
        now,
      ).waitingUntil;
    expect([at(now + 1_000), at()]).toEqual(["2026-12-01T15:00:01.000Z", undefined]);
  });

  test("says nothing of one that is paused", () => {
    expect(until("quiet_hours", session, { ...running, status: "paused" })).toBeUndefined();
  });

  test("has the figures of each day, the first one first", () => {
    const day = (sent: number) => ({ ...aProgress().counts, sent, failed: 1 });
    const progress = aProgress({ byDay: { "2026-12-02": day(2), "2026-12-01": day(5) } });
    expect(courseView(running, progress, session, now)).toMatchObject({
      byDay: [
        { day: "2026-12-01", totals: { attempted: 6, sent: 5 } },
        { day: "2026-12-02", totals: { attempted: 3, sent: 2 } },
      ],
    });
    expect(courseView(running, undefined, session, now)).toEqual({ byDay: [] });
  });
});
