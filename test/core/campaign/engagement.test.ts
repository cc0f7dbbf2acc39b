import {
  engagedOverall,
  engagedPerCampaign,
  EngagementTally,
  packEngaged,
  withPacked,
  type Engagement,
} from "../../../core/campaign/engagement.ts";

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

test("a row that moves up counts once, and one that was let go of comes back when its contact answers", () => {
  const tally = new EngagementTally();
  tally.add({ number: "5", state: "read" });
  tally.add({ number: "5", state: "replied" });
  expect(tally.contacts).toEqual([{ number: "5", replied: 1, read: 1 }]);
  for (let i = 0; i < 4 * engagedPerCampaign; i += 1)
    tally.add({ number: String(1_000 + i).padStart(5, "0"), state: "read" });
  const last = String(1_000 + 4 * engagedPerCampaign - 1).padStart(5, "0");
  tally.add({ number: last, state: "replied" });
  expect(tally.contacts.slice(0, 2).map(({ number }) => number)).toEqual([last, "5"]);
});

test("what counts carry of contacts is what they were, whatever their names, and takes nothing back", () => {
  const contacts = [
    { number: "628123", name: "Siti Nur  Aini", replied: 1, read: 1 },
    { number: "628124", replied: 0, read: 1 },
    { number: "628125", name: " ", replied: 0, read: 1 },
    { number: "628126", name: "", replied: 0, read: 1 },
  ];
  expect(withPacked([], contacts.map(packEngaged))).toEqual(contacts);
  // The own item was written after these counts.
  const earlier = contacts.map((contact) => packEngaged({ ...contact, replied: 0 }));
  expect(withPacked(contacts, earlier)).toEqual(contacts);
});
