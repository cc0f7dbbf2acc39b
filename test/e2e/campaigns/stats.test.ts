import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** Figures of a session, held against what was sent. */

interface StatsView {
  readonly timezone: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly totals: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, number>>;
  readonly byDay: readonly { readonly day: string; readonly totals: Readonly<Record<string, number>> }[];
  readonly campaigns: number;
  readonly campaignsByStatus: Readonly<Record<string, number>>;
  readonly failuresByReason: Readonly<Record<string, number>>;
  readonly mostEngaged: readonly { readonly number: string; readonly read: number }[];
}

const path = `${person.broadcastOf("shop")}/stats`;

const { client } = aShop();
beforeAll(async () => {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: 0 } });
  await person.link(client, "shop", "628111000111");
});

const stats = async (query = "") => (await client.get<DataOf<StatsView>>(`${path}${query}`)).data;

test("a session that sent nothing has figures of nothing", async () => {
  expect(await stats()).toMatchObject({
    totals: { attempted: 0, sent: 0, failed: 0 },
    rates: { success: 0, delivery: 0, read: 0, reply: 0, failure: 0 },
    byDay: [],
    campaigns: 0,
    failuresByReason: {},
    mostEngaged: [],
  });
});

test("what became of each message is in the figures, and by day", async () => {
  const numbers = person.numbersOf(1, 5);
  const [first = "", second = "", third = ""] = numbers;
  await client.send("PUT", `/_simulator/numbers/${first}`, { json: { registered: false } });
  await client.send("PUT", `/_simulator/numbers/${second}`, { json: { refuses: true } });
  await client.post("/api/whatsapp/opt-outs", { number: third });
  const listId = await person.aList(client, "shop", "Semua", numbers);
  const { campaignId } = await person.launch(client, "shop", { gapMs: 0, listId, message: "Halo {{ name }}" });
  await person.untilStatus(client, "shop", campaignId, "completed");
  const figures = await until(stats, ({ totals }) => totals["read"] === 2, "both were read");
  const expected = {
    totals: { attempted: 4, sent: 2, delivered: 2, read: 2, replied: 0, failed: 2, skipped: 1, in_doubt: 0 },
    rates: { success: 0.5, delivery: 1, read: 1, reply: 0, failure: 0.5 },
  };
  expect(figures).toMatchObject({
    ...expected,
    byDay: [expected],
    campaigns: 1,
    campaignsByStatus: { completed: 1, running: 0 },
    failuresByReason: { not_on_whatsapp: 1, rejected_by_whatsapp: 1 },
  });
  const day = figures.byDay[0]?.day ?? "";
  expect(await stats(`?from=${day}&to=${day}`)).toMatchObject(expected);
  // What the first page of a shop shows of today is the same.
  const { sessions } = (await client.get<DataOf<{ sessions: readonly { today: object }[] }>>("/api/whatsapp/overview"))
    .data;
  expect(sessions).toMatchObject([{ today: { day, timezone: "UTC", totals: expected.totals } }]);
  expect(await stats("?to=2020-01-01")).toMatchObject({ totals: { attempted: 0 }, byDay: [], campaigns: 0 });
});

test.each([
  ["?from=2026-13-01", "/query/from"],
  ["?from=yesterday", "/query/from"],
  ["?from=2026-02-02&to=2026-02-01", "/query/to"],
  ["?days=7", "/query/days"],
])("%s is refused by its field", async (query, pointer) => {
  const { status, body } = await client.ask("GET", path + query);
  expect([status, body.error.details[0]?.pointer]).toEqual([422, pointer]);
});
