import { ConditionRefused } from "../../../core/errors.ts";
import { noCounts, type Progress } from "../../../core/campaign/progress.ts";
import { aCampaign, aProgress, someTime } from "../../support/builders.ts";
import { atOnce, storesForSuite } from "../../support/stores.ts";

const stores = storesForSuite();
const later = someTime + 5_000;

const found = ({ tenantId, campaignId }: Pick<Progress, "tenantId" | "campaignId">) =>
  stores().progress.find(tenantId, campaignId);

describe("begin", () => {
  test("makes what was not there: nobody counted, under the owner's epoch", async () => {
    const campaign = aCampaign();
    expect(await found(campaign)).toBeUndefined();
    const begun = await stores().progress.begin(campaign, 3, someTime);
    expect(begun).toEqual(aProgress({ campaignId: campaign.campaignId, epoch: 3 }));
    expect(await found(campaign)).toEqual(begun);
  });

  test("of a new owner keeps what was counted, and shuts the former one out", async () => {
    const campaign = aCampaign();
    const former = await stores().progress.begin(campaign, 3, someTime);
    const counted = { ...former, counts: { ...noCounts, sent: 2 }, cursor: { listIndex: 0, number: "6281" } };
    await stores().progress.save(counted);
    expect(await stores().progress.begin(campaign, 4, later)).toEqual({ ...counted, epoch: 4, updatedAt: later });
    await expect(stores().progress.save(counted)).rejects.toThrow(ConditionRefused);
    await expect(stores().progress.begin(campaign, 3, later)).rejects.toThrow(ConditionRefused);
  });

  test("by the same owner again is no other owner", async () => {
    const campaign = aCampaign();
    await stores().progress.begin(campaign, 3, someTime);
    expect((await stores().progress.begin(campaign, 3, later)).updatedAt).toBe(later);
  });

  test("by ten owners at once leaves the newest", async () => {
    const campaign = aCampaign();
    await atOnce(10, (index) => stores().progress.begin(campaign, index + 1, someTime));
    expect((await found(campaign))?.epoch).toBe(10);
  });
});

describe("save", () => {
  test("replaces it whole, and takes away what it waited for", async () => {
    const campaign = aCampaign();
    const begun = await stores().progress.begin(campaign, 1, someTime);
    const waiting: Progress = {
      ...begun,
      counts: { ...noCounts, sent: 1 },
      byDay: { "2026-01-01": { ...noCounts, sent: 1 } },
      waitingFor: "pacing",
      updatedAt: later,
    };
    await stores().progress.save(waiting);
    expect(await found(campaign)).toEqual(waiting);
    const { waitingFor: _, ...going } = waiting;
    await stores().progress.save(going);
    expect(await found(campaign)).toEqual(going);
  });

  test("of one that is not there, as of a deleted campaign, changes nothing; under a newer epoch it is refused", async () => {
    const campaign = aCampaign();
    const never = aProgress({ campaignId: campaign.campaignId });
    await stores().progress.save(never);
    expect(await found(campaign)).toBeUndefined();
    const begun = await stores().progress.begin(campaign, 1, someTime);
    await expect(stores().progress.save({ ...begun, epoch: 2 })).rejects.toThrow(ConditionRefused);
  });
});
