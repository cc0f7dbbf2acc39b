import { campaignView, etagOf, getCampaignOf } from "../../../functions/campaigns/view.ts";
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
