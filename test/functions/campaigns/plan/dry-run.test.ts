import type { Campaign } from "../../../../core/campaign/campaign.ts";
import type { Contact } from "../../../../core/contact/contact.ts";
import { dryRun } from "../../../../functions/campaigns/plan/dry-run.ts";
import type { Recipient } from "../../../../core/campaign/recipient.ts";
import type { RecipientKey } from "../../../../core/campaign/recipient-ports.ts";
import { aCampaign, aContact, aList, aRecipient } from "../../../support/builders.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

/** How much a dry run reads, and what it makes of what it read. */

const size = 50_000;
const at = (index: number): Contact =>
  aContact({ number: `62812${String(10_000_000 + index)}`, fields: index % 40 === 0 ? {} : { kota: "Solo" } });

function worldOf(
  clock: FakeClock,
  its: {
    readonly pageMs?: number;
    readonly leftOut?: (index: number) => boolean;
    readonly othersOf?: (number: string) => readonly string[];
    /** Packed. */
    readonly wroteTo?: (number: string) => string | undefined;
    readonly rowOf?: (key: RecipientKey) => Partial<Recipient> | undefined;
    readonly total?: number;
  } = {},
) {
  const { pageMs = 0, leftOut = () => false, othersOf = () => [], wroteTo = () => undefined, total = size } = its;
  const { rowOf = () => ({ state: "delivered" }) } = its;
  const read: number[] = [];
  const rowsRead: RecipientKey[] = [];
  const contacts = {
    page: async (_tenantId: string, _listId: string, { limit, after }: { limit: number; after?: string }) => {
      await clock.advance(pageMs);
      const from = after === undefined ? 0 : Number(after.slice(5)) - 10_000_000 + 1;
      const items = Array.from({ length: Math.min(limit, total - from) }, (_, index) => at(from + index));
      read.push(items.length);
      const last = items.at(-1)?.number;
      return from + limit >= total || last === undefined ? { items } : { items, next: last };
    },
    findMany: async (_tenantId: string, _listId: string, numbers: readonly string[]) =>
      new Map(
        numbers
          .filter((number) => leftOut(Number(number.slice(5)) - 10_000_000))
          .map((number) => [number, aContact({ number })]),
      ),
  };
  const nothing = { findMany: async () => new Map<string, never>() };
  const persons = {
    glimpse: async (_tenantId: string, numbers: readonly string[]) =>
      new Map(
        numbers.map((number) => [
          number,
          { row: { number, wrote: wroteTo(number) }, known: { onWhatsApp: true, others: othersOf(number) } },
        ]),
      ),
  };
  const recipients = {
    glimpse: async (keys: readonly RecipientKey[]) => {
      rowsRead.push(...keys);
      return keys.flatMap((key) => {
        const its = rowOf(key);
        return its === undefined ? [] : aRecipient({ ...key, ...its });
      });
    },
  };
  const services = { contacts, optOuts: nothing, persons, clock, campaigns: {}, recipients, lists: {} };
  return { services: services as unknown as Parameters<typeof dryRun>[0], read, rowsRead };
}

const plan = (campaign: Partial<Campaign> = {}, text = "Halo {{ kota }}") =>
  ({
    campaign: aCampaign({ listIds: ["lst_a"], excludeListIds: [], ...campaign }),
    content: { body: { text, variables: {} }, bodyHash: "" },
    lists: [aList({ contactCount: size })],
  }) as unknown as Parameters<typeof dryRun>[1];

test("reads 20,000 contacts, and reckons their figures up to all", async () => {
  const clock = new FakeClock(0);
  const { services, read } = worldOf(clock);
  expect(await dryRun(services, plan(), 0)).toEqual({
    willSend: 48_750,
    newChats: 48_750,
    willSkip: { missing_variable: 1_250 },
    missingVariables: [{ variable: "kota", missing: 1_250 }],
    counted: 20_000,
    of: size,
    estimated: true,
  });
  expect(read.reduce((sum, one) => sum + one, 0)).toBe(20_000);
});

test("has read all of 20,000 contacts, and estimates nothing", async () => {
  const { services, read } = worldOf(new FakeClock(0), { total: 20_000 });
  const { campaign, content } = plan();
  const answer = await dryRun(services, { campaign, content, lists: [aList({ contactCount: 20_000 })] } as never, 0);
  expect(answer).toMatchObject({ counted: 20_000, of: 20_000, willSend: 19_500, estimated: false });
  expect(read).toHaveLength(40);
});

test("counts those to whom the session wrote apart from those to whom it did not", async () => {
  const wroteTo = (number: string) => {
    const of = (sessionId: string) => `cmp_1 ${sessionId} 1`;
    return Number(number) % 4 === 0 ? of(aCampaign().sessionId) : Number(number) % 4 === 1 ? of("another") : undefined;
  };
  const { services, rowsRead } = worldOf(new FakeClock(0), { wroteTo, total: 400 });
  const { willSend, newChats } = await dryRun(services, plan({}, "Halo"), 0);
  expect([willSend, newChats]).toEqual([400, 300]);
  // Of those alone a row was read.
  expect(rowsRead).toHaveLength(100);
});

describe("a number to which campaigns of the session wrote begins a chat", () => {
  const sender = "628111000888";
  /** One contact, to whom cmp_b wrote last and cmp_a before it. */
  const begins = async (rows: Readonly<Record<string, Partial<Recipient>>>) => {
    const { sessionId } = aCampaign();
    const wroteTo = () => `cmp_b ${sessionId} 2\ncmp_a ${sessionId} 1`;
    const rowOf = ({ campaignId }: RecipientKey) => rows[campaignId];
    const { services } = worldOf(new FakeClock(0), { wroteTo, rowOf, total: 1 });
    return (await dryRun(services, plan({ sender }, "Halo"), 0)).newChats === 1;
  };

  test.each([
    ["where none of them has a row: one waits with it, another was deleted", {}, true],
    ["where it was refused", { cmp_b: { state: "failed", reason: "rejected_by_whatsapp", sender } }, true],
    ["where it was skipped", { cmp_b: { state: "skipped", sender } }, true],
    ["where another number reached it", { cmp_a: { state: "read", sender: "628999" } }, true],
    ["not where the latest reached it", { cmp_b: { state: "sent", sender } }, false],
    [
      "not where only the one before reached it",
      { cmp_a: { state: "sent", sender }, cmp_b: { state: "failed" } },
      false,
    ],
    ["not where a row of before does not name the number", { cmp_a: { state: "replied" } }, false],
  ] as const)("%s", async (_where, rows, wanted) => {
    expect(await begins(rows)).toBe(wanted);
  });
});

test("a person whom the session wrote to under another number of the account begins no chat", async () => {
  const [first = "", second = ""] = [0, 1].map((index) => at(index).number);
  const othersOf = (number: string) => (number === first ? ["628000"] : number === second ? ["628001"] : []);
  const wroteTo = (number: string) => (number === "628000" ? `cmp_a ${aCampaign().sessionId} 1` : undefined);
  const { services, rowsRead } = worldOf(new FakeClock(0), { othersOf, wroteTo, total: 3 });
  const { willSend, newChats } = await dryRun(services, plan({}, "Halo"), 0);
  expect([willSend, newChats, rowsRead.map(({ number }) => number)]).toEqual([3, 2, ["628000"]]);
});

test("reads for 15 s, where reading is slow", async () => {
  const clock = new FakeClock(0);
  const { services } = worldOf(clock, { pageMs: 1_000 });
  expect(await dryRun(services, plan(), 0)).toMatchObject({
    counted: 7_000,
    of: size,
    willSend: 48_750,
    estimated: true,
  });
  expect(clock.elapsed()).toBeLessThan(16_001);
});

test("counts those that are left out, too, however many", async () => {
  const { services, read } = worldOf(new FakeClock(0), { leftOut: (index) => index >= 500 });
  const answer = await dryRun(services, plan({ excludeListIds: ["lst_b"] }), 0);
  expect(answer).toMatchObject({ counted: 20_000, willSkip: { left_out: 48_750, missing_variable: 33 } });
  expect(read).toHaveLength(40);
});

test("makes no text that takes long for everybody", async () => {
  const { services, read } = worldOf(new FakeClock(0));
  const slow = "{% for i in (1..999) %}{% for j in (1..999) %}{% endfor %}{% endfor %}{{ kota }}";
  const { counted, estimated } = await dryRun(services, plan({}, slow), 0);
  expect([estimated, counted < 500, read.length]).toEqual([true, true, 1]);
});

test("of one account's numbers the first gets the message that it can be made for", async () => {
  const [lacking = "", first = "", second = ""] = [0, 1, 2].map((index) => at(index).number);
  const account = [lacking, first, second];
  const othersOf = (number: string) => (account.includes(number) ? account.filter((other) => other !== number) : []);
  const { services } = worldOf(new FakeClock(0), { total: 4, othersOf });
  expect(await dryRun(services, plan(), 0)).toMatchObject({
    willSend: 2,
    willSkip: { missing_variable: 1, same_account: 1 },
    of: 4,
    estimated: false,
  });
});
