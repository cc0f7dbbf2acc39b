import type { DataOf, PageOf } from "../client.ts";
import { until } from "../../support/stack.ts";
import { everyRow } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Opt-outs by hand, over HTTP. */

const base = "/api/whatsapp/opt-outs";

interface OptOutView {
  readonly number: string;
  readonly source: string;
  readonly optedOutAt: string;
}

const { client } = aShop();

const numbers = async () => (await everyRow<OptOutView>(client, base)).map(({ number }) => number);
/** The list is complete a moment later: it is read from an index. */
const untilListed = (...wanted: readonly string[]) =>
  until(numbers, (listed) => wanted.every((number) => listed.includes(number)), "the opt-outs are listed");

test("a number is left out once, however it is written, and may be written to again", async () => {
  const first = await client.ask<DataOf<OptOutView>>("POST", base, {
    json: { number: "0812-3456-789", defaultCountry: "ID" },
  });
  expect([first.status, first.body.data]).toMatchObject([201, { number: "628123456789", source: "api" }]);
  const again = await client.ask<DataOf<OptOutView>>("POST", base, { json: { number: "+62 812 3456 789" } });
  expect([again.status, again.body.data]).toEqual([200, first.body.data]);
  expect(await untilListed("628123456789")).toEqual(["628123456789"]);
  const removed = await client.ask("DELETE", `${base}/${encodeURIComponent("+62 812-3456-789")}`);
  expect(removed.status).toBe(200);
  expect(await numbers()).toEqual([]);
  const gone = await client.ask("DELETE", `${base}/628123456789`);
  expect([gone.status, gone.body.error.code]).toEqual([404, "OPT_OUT_NOT_FOUND"]);
});

test("what is no number is refused with its field", async () => {
  const posted = await client.ask("POST", base, { json: { number: "0812" } });
  expect([posted.status, posted.body.error.details[0]?.pointer]).toEqual([422, "/number"]);
  const deleted = await client.ask("DELETE", `${base}/x`);
  expect([deleted.status, deleted.body.error.details[0]?.pointer]).toEqual([422, "/path/number"]);
});

test("they come in pages and are found by digits", async () => {
  const three = ["628111000001", "628111000002", "628222000003"];
  for (const number of three) await client.post(base, { number });
  await untilListed(...three);
  const page = await client.get<PageOf<OptOutView>>(`${base}?limit=2`);
  expect(page.data).toHaveLength(2);
  expect(page.pagination.nextCursor).not.toBeNull();
  const found = await client.get<PageOf<OptOutView>>(`${base}?search=222`);
  expect(found.data.map(({ number }) => number)).toEqual(["628222000003"]);
});

test("they are the tenant's own", async () => {
  const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", {
    name: "other",
    scopes: ["write"],
    tenantId: "other",
  });
  const other = client.withKey(data.key);
  expect((await other.get<PageOf<OptOutView>>(base)).data).toEqual([]);
  expect((await other.ask("DELETE", `${base}/628111000001`)).status).toBe(404);
});
