import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import type { CampaignView, Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Who leaves a list after the launch of a campaign that needs it: the campaign accounts for all whom it was launched for. */
const base = person.broadcastOf("shop");
interface Row {
  readonly number: string;
  readonly name?: string;
  readonly status: string;
  readonly reason?: string;
}

const { client } = aShop({ arriveMs: 0, linked: { shop: "628111000777" } });

const contactsOf = (listId: string) => `${base}/lists/${listId}/contacts`;
const empty = (listId: string) => client.ask("DELETE", contactsOf(listId), { json: { all: true, force: true } });
const rowsOf = (campaignId: string, query = "") =>
  person.everyRow<Row>(client, `${base}/campaigns/${campaignId}/recipients?${query}`);

/** Sends to six people and pauses after two. */
async function pausedAfterTwo(block: number, message: string, otherLists: readonly string[] = []) {
  const numbers = person.numbersOf(block, 6);
  const listId = await person.aList(client, "shop", message, numbers);
  const pacing = { minGapMs: 500, maxGapMs: 500 };
  const listIds = [listId, ...otherLists];
  const { data } = await client.post<DataOf<Taken>>(`${base}/send`, { listIds, message, pacing });
  const { campaignId } = data;
  await until(
    () => person.deliveriesOf(client, "shop"),
    (all) => all.filter(({ body }) => body === message).length >= 2,
    "two arrived",
  );
  await client.send("POST", `${base}/campaigns/${campaignId}/pause`);
  const rows = await until(
    () => rowsOf(campaignId),
    (all) => all.every(({ status }) => status !== "sending"),
    "nothing is in hand",
  );
  const reached = rows.map(({ number }) => number);
  return { campaignId, listId, numbers, reached, left: numbers.filter((number) => !reached.includes(number)) };
}

async function completed(campaignId: string): Promise<CampaignView> {
  await client.send("POST", `${base}/campaigns/${campaignId}/resume`);
  return await person.untilStatus(client, "shop", campaignId, "completed");
}

const ways: Readonly<
  Record<string, (listId: string, left: readonly string[], stay: readonly string[]) => Promise<void>>
> = {
  "the list was emptied": async (listId) => {
    expect((await empty(listId)).status).toBe(200);
  },
  "they were deleted one by one": async (listId, left) => {
    for (const number of left) await client.send("DELETE", `${contactsOf(listId)}/${number}`);
  },
  "they were deleted together": async (listId, left) => {
    await client.send("DELETE", contactsOf(listId), { json: { numbers: left } });
  },
  "an import replaced the list": async (listId, _left, stay) => {
    const path = `${contactsOf(listId)}/bulk?mode=replace&force=true`;
    const headers = { "content-type": "text/csv" };
    const asked = await client.ask<DataOf<{ importId: string }>>("POST", path, {
      body: ["number", ...stay].join("\n"),
      headers,
    });
    await person.untilImported(client, `${base}/lists/${listId}`, asked.body.data.importId);
  },
};

test.each(Object.keys(ways))("%s: the campaign completes with all of them, those who left as skipped", async (way) => {
  const block = 10 + Object.keys(ways).indexOf(way);
  const { campaignId, listId, numbers, reached, left } = await pausedAfterTwo(block, `Pergi ${block}`);
  await ways[way]?.(listId, left, reached);
  const view = await completed(campaignId);
  expect([view.total, view.progress]).toEqual([6, 1]);
  expect(view.counts).toMatchObject({ delivered: reached.length, skipped: left.length, failed: 0, notReached: 0 });
  expect([view.skippedByReason, view.rates["failure"]]).toEqual([{ left_list: left.length }, 0]);
  const skipped = await rowsOf(campaignId, "status=skipped");
  expect(skipped.map(({ number, reason }) => [number, reason])).toEqual(left.map((number) => [number, "left_list"]));
  expect(skipped.map(({ name }) => name)).toEqual(left.map((number) => `Nama ${numbers.indexOf(number)}`));
  const lines = (await client.text(`${base}/export/campaign/${campaignId}`)).trim().split(/\r?\n/);
  expect(lines).toHaveLength(1 + 6);
  for (const number of left) expect(lines.find((line) => line.startsWith(number))).toContain("left_list");
  const retry = await client.ask("POST", `${base}/campaigns/${campaignId}/retry`, {
    json: { statuses: ["failed"] },
  });
  expect([retry.status, retry.body.error.code]).toEqual([409, "NOBODY_TO_RETRY"]);
});

test("who left a list and stands in another one of the campaign gets the message, once", async () => {
  const [moved = ""] = person.numbersOf(20, 6).slice(-1);
  const other = await person.aList(client, "shop", "Juga", [moved]);
  const { campaignId, listId, left } = await pausedAfterTwo(20, "Dua daftar", [other]);
  expect((await empty(listId)).status).toBe(200);
  const view = await completed(campaignId);
  expect(view.total).toBe(6);
  expect(view.counts).toMatchObject({ delivered: 6 - left.length + 1, skipped: left.length - 1 });
  const arrived = (await person.deliveriesOf(client, "shop")).filter(({ body }) => body === "Dua daftar");
  expect(arrived.filter(({ to }) => to === moved)).toHaveLength(1);
});

test("a stopped campaign tells those who left before the stop from those whom it did not reach", async () => {
  const { campaignId, listId, reached, left } = await pausedAfterTwo(30, "Berhenti");
  const gone = left.slice(0, 2);
  await client.send("DELETE", contactsOf(listId), { json: { numbers: gone } });
  await client.send("POST", `${base}/campaigns/${campaignId}/stop`);
  const view = await person.untilCounts(client, "shop", campaignId, { skipped: gone.length });
  expect(view.total).toBe(6);
  expect(view.counts).toMatchObject({ delivered: reached.length, notReached: left.length - gone.length });
  const notReached = await rowsOf(campaignId, "status=notReached");
  expect(notReached.map(({ number }) => number)).toEqual(left.slice(2));
});

test("who left is no failure in the statistics", async () => {
  const { data } = await client.get<DataOf<{ failuresByReason: object; counts: Record<string, number> }>>(
    `${base}/stats`,
  );
  expect(data.counts["skipped"]).toBeGreaterThanOrEqual(4);
  expect(data.failuresByReason).toEqual({});
});
