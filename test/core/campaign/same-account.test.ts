import fc from "fast-check";
import { recipientStates, type Recipient } from "../../../core/campaign/recipient.ts";
import { findWrittenTo, mayHaveReached } from "../../../core/campaign/same-account.ts";

/** Whatever becomes of each, no two numbers of one account are written to in the campaigns of one broadcast. */

const aMember = fc.record({
  account: fc.integer({ min: 0, max: 3 }),
  campaign: fc.integer({ min: 0, max: 2 }),
  becomes: fc.constantFrom(...recipientStates.filter((state) => state !== "skipped")),
});

test("of an account's numbers one at most may have got a message, and each has a row", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMember, { maxLength: 20 }), async (members) => {
      const rows = new Map<string, Pick<Recipient, "state">>();
      const find = async (_: string, campaignId: string, number: string) =>
        rows.get(`${campaignId} ${number}`) as Recipient | undefined;
      const inOrder = members.map((member, index) => ({ ...member, number: String(index) }));
      inOrder.sort((one, other) => one.campaign - other.campaign);
      for (const { account, campaign, number, becomes } of inOrder) {
        const others = inOrder.filter((other) => other.account === account && other.number !== number);
        const remainderOf = Array.from({ length: campaign }, (_, index) => `cmp_${index}`);
        const campaignOf = { tenantId: "acme", campaignId: `cmp_${campaign}`, remainderOf };
        const writtenTo = await findWrittenTo(
          { find },
          campaignOf,
          others.map((other) => other.number),
        );
        const before = inOrder.find((one) => one.number === writtenTo);
        expect(writtenTo === undefined || before?.account === account).toBe(true);
        rows.set(`${campaignOf.campaignId} ${number}`, { state: writtenTo === undefined ? becomes : "skipped" });
      }
      expect(rows.size).toBe(members.length);
      for (const account of new Set(members.map((member) => member.account))) {
        const its = inOrder.filter((one) => one.account === account);
        const reached = its.filter(({ campaign, number }) => {
          const row = rows.get(`cmp_${campaign} ${number}`);
          return row !== undefined && mayHaveReached(row);
        });
        const couldBe = its.some(({ becomes }) => becomes !== "failed");
        expect(reached).toHaveLength(couldBe ? 1 : 0);
      }
    }),
  );
});
