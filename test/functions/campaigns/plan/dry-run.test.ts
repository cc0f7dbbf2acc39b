import type { Campaign } from "../../../../core/campaign/campaign.ts";
import type { Contact } from "../../../../core/contact/contact.ts";
import { dryRun } from "../../../../functions/campaigns/plan/dry-run.ts";
import { aCampaign, aContact, aList } from "../../../support/builders.ts";
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
    readonly total?: number;
  } = {},
) {
  const { pageMs = 0, leftOut = () => false, othersOf = () => [], wroteTo = () => undefined, total = size } = its;
  const read: number[] = [];
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
  const services = { contacts, optOuts: nothing, persons, clock, campaigns: {}, recipients: {}, lists: {} };
  return { services: services as unknown as Parameters<typeof dryRun>[0], read };
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
  const { services } = worldOf(new FakeClock(0), { wroteTo, total: 400 });
  const { willSend, newChats } = await dryRun(services, plan({}, "Halo"), 0);
  expect([willSend, newChats]).toEqual([400, 300]);
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
