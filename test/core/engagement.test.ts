import { engagedOverall, engagedPerCampaign, EngagementTally, type Engagement } from "../../core/engagement.ts";

const engagement = (contacts: Engagement["contacts"]): Engagement => ({
  tenantId: "acme",
  campaignId: "cmp_1",
  epoch: 1,
  countedAt: 0,
  contacts,
});

test("who answered goes before who read, and others are none of them", () => {
  const tally = new EngagementTally();
  tally.add({ number: "3", state: "delivered" });
  tally.add({ number: "2", state: "read", name: "Siti" });
  tally.add({ number: "1", state: "replied" });
  tally.add({ number: "0", state: "failed" });
  expect(tally.contacts).toEqual([
    { number: "1", replied: 1, read: 1 },
    { number: "2", name: "Siti", replied: 0, read: 1 },
  ]);
});

test("of a large campaign the most engaged are kept, wherever they stand", () => {
  const tally = new EngagementTally();
  for (let i = 0; i < 2_000; i += 1)
    tally.add({ number: String(i).padStart(4, "0"), state: i % 100 === 99 ? "replied" : "read" });
  expect(tally.contacts).toHaveLength(engagedPerCampaign);
  expect(tally.contacts.filter(({ replied }) => replied === 1)).toHaveLength(20);
  expect(tally.contacts.at(20)?.number).toBe("0000");
});

test("over several campaigns, answers and readings are summed", () => {
  const a = engagement([
    { number: "1", replied: 1, read: 1 },
    { number: "2", replied: 0, read: 1 },
  ]);
  const b = engagement([{ number: "2", name: "Siti", replied: 1, read: 1 }]);
  expect(engagedOverall([a, b], 5)).toEqual([
    { number: "2", name: "Siti", replied: 1, read: 2 },
    { number: "1", replied: 1, read: 1 },
  ]);
  expect(engagedOverall([a, b], 1)).toHaveLength(1);
});
