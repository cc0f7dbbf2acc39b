import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import type { CampaignView, Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Whom a stopped campaign did not reach, and the campaign that writes to them. */
const base = person.broadcastOf("shop");
interface Row {
  readonly number: string;
  readonly name?: string;
  readonly status: string;
}

const { client } = aShop({ arriveMs: 0, linked: { shop: "628111000555" } });

/** Sends to `size` people and stops after two. */
async function stoppedAfterTwo(block: number, size: number, message: string) {
  const numbers = person.numbersOf(block, size);
  const listId = await person.aList(client, "shop", `Daftar ${block}`, numbers);
  const { campaignId } = await person.launch(client, "shop", { listId, message, gapMs: 700 });
  await until(
    () => person.deliveriesOf(client, "shop"),
    (all) => all.filter(({ body }) => body === message).length >= 2,
    "two arrived",
  );
  await client.send("POST", `${base}/campaigns/${campaignId}/stop`);
  const settled = await until(
    () => person.everyRow<Row>(client, `${base}/campaigns/${campaignId}/recipients`),
    (rows) => rows.every(({ status }) => status !== "sending"),
    "nothing is in hand",
  );
  const reached = settled.map(({ number }) => number);
  return { campaignId, listId, numbers, reached, left: numbers.filter((number) => !reached.includes(number)) };
}

test("who stands in a list that is left out is not among those who were not reached, in the report either", async () => {
  const numbers = person.numbersOf(9, 6);
  const out = numbers.slice(-2);
  const [listId, leftOut] = [
    await person.aList(client, "shop", "Semua", numbers),
    await person.aList(client, "shop", "Jangan", out),
  ];
  const { data } = await client.post<DataOf<Taken>>(`${base}/send`, {
    listId,
    excludeListIds: [leftOut],
    message: "Tanpa mereka",
    pacing: { minGapMs: 60_000, maxGapMs: 60_000 },
  });
  await client.send("POST", `${base}/campaigns/${data.campaignId}/stop`);
  const view = await until(
    () => person.campaignOf(client, "shop", data.campaignId),
    ({ counts }) => counts["sending"] === 0 && Object.values(counts).reduce((sum, count) => sum + count) === 4,
    "everybody is accounted for",
  );
  const unreached = await person.everyRow<Row>(client, recipients(data.campaignId, "status=notReached"));
  expect(unreached).toHaveLength(view.counts["notReached"] ?? 0);
  const lines = (await client.text(`${base}/export/campaign/${data.campaignId}`)).trim().split(/\r?\n/);
  expect(lines).toHaveLength(1 + 4);
  for (const number of out) expect(lines.join()).not.toContain(number);
});

const recipients = (campaignId: string, query: string) => `${base}/campaigns/${campaignId}/recipients?${query}`;
const arrived = async (message: string) =>
  (await person.deliveriesOf(client, "shop")).filter(({ body }) => body === message).map(({ to }) => to);
const noGap = { pacing: { minGapMs: 0, maxGapMs: 0 } };

test("those who were not reached are listed, reported, and written to by a campaign of its own: each once", async () => {
  const message = "Sisa";
  const { campaignId, listId, numbers, reached, left } = await stoppedAfterTwo(1, 6, message);
  expect(left.length).toBeGreaterThanOrEqual(3);
  const view = await person.campaignOf(client, "shop", campaignId);
  expect([view.counts["notReached"], view.total]).toEqual([left.length, 6]);
  // Who joins now is none of them.
  await client.post(`${base}/lists/${listId}/contacts`, { contacts: [{ number: person.numbersOf(2, 1)[0] }] });
  const rows = await person.everyRow<Row>(client, recipients(campaignId, "status=notReached"));
  expect(rows.map(({ number, status, name }) => [number, status, name])).toEqual(
    left.map((number) => [number, "notReached", `Nama ${numbers.indexOf(number)}`]),
  );
  const both = await person.everyRow<Row>(client, recipients(campaignId, "status=notReached,delivered,sent"));
  expect(both.map(({ number }) => number).toSorted()).toEqual(numbers);
  const found = await person.everyRow<Row>(client, recipients(campaignId, `status=notReached&search=${left[1]}`));
  expect(found.map(({ number }) => number)).toEqual([left[1]]);
  expect(await person.everyRow(client, recipients(campaignId, ""))).toHaveLength(reached.length);
  const report = await client.text(`${base}/export/campaign/${campaignId}`);
  const lines = report.trim().split(/\r?\n/);
  expect(lines).toHaveLength(1 + 6);
  expect(lines.slice(-left.length).map((line) => line.split(",")[0]?.replace(/\D/g, ""))).toEqual(left);
  expect(lines.slice(-left.length).every((line) => line.includes("notReached"))).toBe(true);

  const { data } = await client.post<DataOf<Taken>>(`${base}/send`, { remainderOf: campaignId, ...noGap });
  expect(data.total).toBe(left.length);
  const done = await person.untilStatus(client, "shop", data.campaignId, "completed");
  expect([done.total, (done as CampaignView & { remainderOf?: string }).remainderOf]).toEqual([
    left.length,
    campaignId,
  ]);
  expect((await arrived(message)).toSorted()).toEqual(numbers);
});

test("pages of those who were not reached neither skip nor repeat one", async () => {
  const { campaignId, left } = await stoppedAfterTwo(3, 7, "Halaman");
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const path = recipients(campaignId, `status=notReached&limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
    const page = await client.get<{ data: Row[]; pagination: { nextCursor: string | null } }>(path);
    expect(page.data.length).toBeLessThanOrEqual(2);
    seen.push(...page.data.map(({ number }) => number));
    cursor = page.pagination.nextCursor;
  }
  expect(seen).toEqual(left);
});

test("the remainder of a remainder writes to nobody whom either of them reached", async () => {
  const { campaignId, numbers } = await stoppedAfterTwo(4, 7, "Rantai");
  const { data: second } = await client.post<DataOf<Taken>>(`${base}/send`, { remainderOf: campaignId });
  await until(
    () => arrived("Rantai"),
    (all) => all.length >= 4,
    "two more arrived",
  );
  await client.send("POST", `${base}/campaigns/${second.campaignId}/stop`);
  const { data: third } = await client.post<DataOf<Taken>>(`${base}/send`, {
    remainderOf: second.campaignId,
    message: "Rantai",
    ...noGap,
  });
  await person.untilStatus(client, "shop", third.campaignId, "completed");
  expect((await arrived("Rantai")).toSorted()).toEqual(numbers);
});

test("what is no stopped campaign with people left is refused with what it is", async () => {
  const ask = async (json: object) => {
    const { status, body } = await client.ask("POST", `${base}/send`, { json });
    return [status, body.error.code, body.error.details[0]?.pointer];
  };
  const listId = await person.aList(client, "shop", "Menolak", person.numbersOf(6, 2));
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Menolak", gapMs: 60_000 });
  expect(await ask({ remainderOf: campaignId })).toEqual([409, "CAMPAIGN_NOT_STOPPED", "/remainderOf"]);
  await client.send("POST", `${base}/campaigns/${campaignId}/pause`);
  expect(await ask({ remainderOf: campaignId })).toEqual([409, "CAMPAIGN_NOT_STOPPED", "/remainderOf"]);
  await client.send("POST", `${base}/campaigns/${campaignId}/stop`);
  const other = await person.aList(client, "shop", "Lain lagi", person.numbersOf(7, 1));
  expect(await ask({ remainderOf: campaignId, listId: other })).toEqual([422, "VALIDATION_FAILED", "/listIds/0"]);
  await client.send("DELETE", `${base}/campaigns/${campaignId}`);
  expect(await ask({ remainderOf: campaignId })).toEqual([404, "CAMPAIGN_NOT_FOUND", "/remainderOf"]);
  expect(await ask({ remainderOf: `cmp_${"0".repeat(26)}` })).toEqual([404, "CAMPAIGN_NOT_FOUND", "/remainderOf"]);
  const { data } = await client.post<DataOf<Taken>>(`${base}/send`, { listId, message: "Selesai", ...noGap });
  await person.untilStatus(client, "shop", data.campaignId, "completed");
  expect(await ask({ remainderOf: data.campaignId })).toEqual([409, "NOBODY_NOT_REACHED", "/remainderOf"]);
  expect(await person.everyRow(client, recipients(data.campaignId, "status=notReached"))).toEqual([]);
});

test("what is not named, pacing and quiet hours, is as in the first", async () => {
  const numbers = person.numbersOf(8, 5);
  const listId = await person.aList(client, "shop", "Pelan", numbers);
  const hour = (offset: number) => `${String((new Date().getUTCHours() + offset) % 24).padStart(2, "0")}:00`;
  const first = {
    listId,
    message: "Pelan",
    pacing: { minGapMs: 60_000, maxGapMs: 60_000 },
    quietHours: { from: hour(3), to: hour(4), timezone: "UTC" },
  };
  const { data } = await client.post<DataOf<Taken>>(`${base}/send`, first);
  await client.send("POST", `${base}/campaigns/${data.campaignId}/stop`);
  await until(
    () => person.campaignOf(client, "shop", data.campaignId),
    ({ counts }) => (counts["sending"] ?? 0) === 0 && (counts["notReached"] ?? 0) >= 4,
    "nothing is in hand",
  );
  const { data: rest } = await client.post<DataOf<Taken>>(`${base}/send`, { remainderOf: data.campaignId });
  const view = await until(
    () => person.campaignOf(client, "shop", rest.campaignId),
    ({ estimatedFinishAt }) => estimatedFinishAt !== undefined,
    "its end is foreseen",
  );
  // At the session's own pace it would be over within a minute.
  expect(Date.parse(view.estimatedFinishAt ?? "") - Date.now()).toBeGreaterThan(2 * 60_000);
  await client.send("POST", `${base}/campaigns/${rest.campaignId}/stop`);
});

test("the first is not deleted while one that is not over goes on from it; after it its report still answers", async () => {
  const { campaignId } = await stoppedAfterTwo(7, 6, "Dihapus");
  const slow = { pacing: { minGapMs: 60_000, maxGapMs: 60_000 } };
  const { data: second } = await client.post<DataOf<Taken>>(`${base}/send`, { remainderOf: campaignId, ...slow });
  const remove = () => client.ask("DELETE", `${base}/campaigns/${campaignId}`);
  for (const action of ["", "pause"]) {
    if (action !== "") await client.send("POST", `${base}/campaigns/${second.campaignId}/${action}`);
    const { status, body } = await remove();
    expect([status, body.error]).toEqual([
      409,
      expect.objectContaining({ code: "CAMPAIGN_IN_USE", usedBy: [second.campaignId] }),
    ]);
  }
  await client.send("POST", `${base}/campaigns/${second.campaignId}/stop`);
  await until(
    () => person.campaignOf(client, "shop", second.campaignId),
    ({ counts }) => (counts["sending"] ?? 0) === 0,
    "nothing is in hand",
  );
  const rows = await person.everyRow<Row>(client, recipients(second.campaignId, ""));
  expect((await remove()).status).toBe(200);
  for (const [method, path, json] of [
    ["GET", recipients(second.campaignId, "status=notReached"), undefined],
    ["POST", `${base}/send`, { remainderOf: second.campaignId }],
  ] as const) {
    const refused = await client.ask(method, path, json === undefined ? {} : { json });
    expect([refused.status, refused.body.error.code]).toEqual([409, "FIRST_CAMPAIGN_DELETED"]);
    expect(refused.body.message).toContain(campaignId);
  }
  const report = await client.text(`${base}/export/campaign/${second.campaignId}`);
  expect(report.trim().split(/\r?\n/)).toHaveLength(1 + rows.length);
});

test("right after the stop the remainder's total is that of the rows, whatever the counts say yet", async () => {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 20, deliverMs: 0, readMs: null } });
  const numbers = person.numbersOf(8, 25);
  const listId = await person.aList(client, "shop", "Segera", numbers);
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Segera", gapMs: 0 });
  await until(
    () => arrived("Segera"),
    (all) => all.length >= 3,
    "some arrived",
  );
  await client.send("POST", `${base}/campaigns/${campaignId}/stop`);
  const { data } = await client.post<DataOf<Taken>>(`${base}/send`, { remainderOf: campaignId, ...noGap });
  const done = await person.untilStatus(client, "shop", data.campaignId, "completed");
  expect(data.total).toBe(done.total);
  expect((await arrived("Segera")).toSorted()).toEqual(numbers);
});
