import { until } from "../../support/stack.ts";
import * as files from "../../support/files.ts";
import type { DataOf, Failure, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

// What a person does with campaigns beside sending one now: later, otherwise, not at all, and what became of each.

let listId: string;
const base = person.broadcastOf("shop");

interface Campaign extends person.CampaignView {
  readonly name: string;
  readonly sendAt?: string;
  readonly timezone?: string;
  readonly maxLateMinutes?: number;
  readonly listIds: readonly string[];
  readonly createdAt: string;
}
interface Recipient {
  readonly number: string;
  readonly status: string;
  readonly attempts: number;
  readonly messageId?: string;
  readonly history: readonly { readonly status: string; readonly at: string }[];
}

const { client } = aShop({ arriveMs: 0, linked: true });
beforeAll(async () => {
  await client.post("/api/whatsapp/sessions", { sessionId: "unlinked" });
  listId = await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 3));
});

const fields = () => ({ listId, message: "Halo {{ name }}", pacing: { minGapMs: 0, maxGapMs: 0 } });
const nextYear = new Date().getUTCFullYear() + 1;

async function schedule(its: object): Promise<person.Taken & { readonly sendAt: string }> {
  const json = { ...fields(), sendAt: `${nextYear}-12-01T09:00`, timezone: "Asia/Jakarta", ...its };
  return (await client.post<DataOf<person.Taken & { sendAt: string }>>(`${base}/schedule`, json)).data;
}
const campaignOf = async (campaignId: string): Promise<Campaign> =>
  (await client.get<DataOf<Campaign>>(`${base}/campaigns/${campaignId}`)).data;
const put = (campaignId: string, json: object) => client.ask("PUT", `${base}/campaigns/${campaignId}`, { json });

test("a scheduled campaign is understood in its timezone and waits", async () => {
  const taken = await schedule({ maxLateMinutes: 30 });
  expect(taken).toMatchObject({ status: "scheduled", total: 3, sendAt: `${nextYear}-12-01T02:00:00.000Z` });
  expect(await campaignOf(taken.campaignId)).toMatchObject({
    status: "scheduled",
    sendAt: `${nextYear}-12-01T02:00:00.000Z`,
    timezone: "Asia/Jakarta",
    maxLateMinutes: 30,
  });
});

test("it starts at its time and everybody gets it once", async () => {
  const before = (await person.deliveriesOf(client, "shop")).length;
  const { campaignId } = await schedule({ sendAt: new Date(Date.now() + 2_000).toISOString(), message: "Nanti" });
  expect((await campaignOf(campaignId)).status).toBe("scheduled");
  await person.untilStatus(client, "shop", campaignId, "completed", 20_000);
  const deliveries = (await person.deliveriesOf(client, "shop")).slice(before);
  expect(deliveries.map(({ body }) => body)).toEqual(["Nanti", "Nanti", "Nanti"]);
  const { sendAt = "", ...started } = await campaignOf(campaignId);
  expect(Date.parse((started as { startedAt?: string }).startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(sendAt));
});

test("time, content and lists of a scheduled one are changed; what is not named stays", async () => {
  const other = await person.aList(client, "shop", "Lain", person.numbersOf(2, 2));
  const { campaignId } = await schedule({ variables: { promo: "A" } });
  const { body, status } = (await put(campaignId, {
    name: "Baru",
    listIds: [other],
    sendAt: `${nextYear}-12-02T09:00`,
  })) as unknown as { status: number; body: DataOf<Campaign> };
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    name: "Baru",
    listIds: [other],
    total: 2,
    status: "scheduled",
    sendAt: `${nextYear}-12-02T02:00:00.000Z`,
    timezone: "Asia/Jakarta",
  });
  await put(campaignId, { message: "Isi {{ promo }}", sendAt: new Date(Date.now() + 1_500).toISOString() });
  await person.untilStatus(client, "shop", campaignId, "completed", 20_000);
  const deliveries = (await person.deliveriesOf(client, "shop")).filter(({ body: text }) => text === "Isi A");
  expect(deliveries.map(({ to }) => to)).toEqual(person.numbersOf(2, 2));
  expect((await put(campaignId, { name: "Lagi" })).body).toMatchObject({
    error: { code: "CAMPAIGN_STATE", status: "completed" },
  });
});

test("a campaign shows what it sends, and how fast", async () => {
  const templates = await client.post<DataOf<{ templateId: string }>>(`${base}/templates`, {
    name: "Buka",
    body: "Halo {{ name }}, {{ toko }} buka",
  });
  const { templateId } = templates.data;
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(files.png)], { type: "image/png" }), "poster.png");
  const { filename } = (await client.send<DataOf<{ filename: string }>>("POST", `${base}/upload`, { body: form })).data;
  const quietHours = { from: "21:00", to: "07:00", timezone: "WITA" };
  const its = { variables: { toko: "Melati" }, media: { filename }, pacing: { minGapMs: 20_000 }, quietHours };
  const { campaignId } = await schedule({ message: undefined, templateId, ...its });
  await client.send("PUT", `${base}/templates/${templateId}`, { json: { body: "Tutup" } });
  expect(await campaignOf(campaignId)).toMatchObject({
    message: "Halo {{ name }}, {{ toko }} buka",
    variables: { toko: "Melati" },
    template: { templateId, version: 1 },
    media: { filename, kind: "image", contentType: "image/png", originalName: "poster.png", size: files.png.length },
    // One bound alone takes the other along.
    pacing: { minGapMs: 20_000, maxGapMs: 20_000, perDay: 1_000 },
    quietHours: { ...quietHours, timezone: "Asia/Makassar" },
  });
  const path = `${base}/campaigns/${campaignId}`;
  const etag = (await client.ask("GET", path)).headers.get("etag") ?? "";
  const known = () => client.ask("GET", path, { headers: { "if-none-match": etag } });
  expect((await known()).status).toBe(304);
  await put(campaignId, { message: "Lain", pacing: { minGapMs: 1_000 } });
  expect((await known()).status).toBe(200);
  const changed = await campaignOf(campaignId);
  expect(changed).toMatchObject({
    message: "Lain",
    media: { filename },
    pacing: { minGapMs: 1_000, maxGapMs: 12_000 },
  });
  expect(changed).not.toHaveProperty("template");
  const [first] = (await client.get<PageOf<object>>(`${base}/campaigns?limit=1`)).data;
  expect(first).not.toHaveProperty("message");
});

test.each([
  ["a session's", { minGapMs: 20_000 }, undefined, { minGapMs: 20_000, maxGapMs: 20_000 }],
  ["a session's own", { maxGapMs: 2_000 }, undefined, { minGapMs: 2_000, maxGapMs: 2_000 }],
  ["a campaign's", { minGapMs: 8_000, maxGapMs: 15_000 }, { minGapMs: 30_000 }, { minGapMs: 30_000, maxGapMs: 30_000 }],
  ["a small one", { minGapMs: 8_000, maxGapMs: 15_000 }, { minGapMs: 9_000 }, { minGapMs: 9_000, maxGapMs: 15_000 }],
])("one bound of %s pacing alone takes the other along", async (_, ofSession, ofCampaign, pacing) => {
  const setPacing = (json: object) => client.send("PATCH", "/api/whatsapp/sessions/shop", { json });
  await setPacing({ pacing: ofSession });
  try {
    const { campaignId } = await schedule({ pacing: ofCampaign });
    expect(await campaignOf(campaignId)).toMatchObject({ pacing });
    const change = await put(campaignId, { pacing: { minGapMs: 60_000 } });
    expect([change.status, await campaignOf(campaignId)]).toMatchObject([200, { pacing: { maxGapMs: 60_000 } }]);
  } finally {
    await setPacing({ pacing: null });
  }
});

const refused: readonly (readonly [what: string, json: object, pointer: string])[] = [
  ["a time in the past", { sendAt: "2020-01-01T09:00" }, "/sendAt"],
  ["an unknown timezone", { timezone: "Mars/Olympus" }, "/timezone"],
  ["no timezone", { timezone: undefined }, "/timezone"],
  ["a time that is none", { sendAt: `${nextYear}-13-01T09:00` }, "/sendAt"],
  ["a day that there is not", { sendAt: `${nextYear}-02-30T09:00` }, "/sendAt"],
  ["a word", { sendAt: "besok pagi" }, "/sendAt"],
  ["a time that a clock change skips", { sendAt: "2027-03-28T02:30", timezone: "Europe/Berlin" }, "/sendAt"],
  ["no lateness at all", { maxLateMinutes: 0 }, "/maxLateMinutes"],
  ["an unknown field", { at: 1 }, "/at"],
  ["no message", { message: undefined }, "/message"],
  ["a message that is blank", { message: "  " }, "/message"],
];
test.each(refused)("%s can't be scheduled", async (_, its, pointer) => {
  const json = { ...fields(), sendAt: `${nextYear}-12-01T09:00`, timezone: "Asia/Jakarta", ...its };
  const { status, body } = await client.ask("POST", `${base}/schedule`, { json });
  expect([status, body.error.details.map((detail) => detail.pointer)]).toEqual([422, [pointer]]);
});

test("a time that comes twice is the first", async () => {
  const { sendAt } = await schedule({ sendAt: "2027-10-31T02:30", timezone: "Europe/Berlin" });
  expect(sendAt).toBe("2027-10-31T00:30:00.000Z");
});

describe("a local time", () => {
  const setTimezone = (timezone: string | null) =>
    client.send<DataOf<{ timezone?: string }>>("PATCH", "/api/whatsapp/sessions/shop", { json: { timezone } });
  afterEach(() => setTimezone(null));

  test.each([
    ["WIB", "Asia/Jakarta", "02:00"],
    ["wita", "Asia/Makassar", "01:00"],
    ["WIT", "Asia/Jayapura", "00:00"],
    ["Europe/London", "Europe/London", "09:00"],
  ])("in the session's timezone %s, where none is named, is one of %s", async (written, timezone, time) => {
    expect((await setTimezone(written)).data.timezone).toBe(timezone);
    const taken = await schedule({ timezone: undefined });
    expect(taken).toMatchObject({ timezone, sendAt: `${nextYear}-12-01T${time}:00.000Z` });
    const moved = await put(taken.campaignId, { sendAt: `${nextYear}-12-02 09:00` });
    expect(moved.body).toMatchObject({ data: { timezone, sendAt: `${nextYear}-12-02T${time}:00.000Z` } });
    const elsewhere = await schedule({ timezone: "WIB" });
    expect(elsewhere).toMatchObject({ timezone: "Asia/Jakarta", sendAt: `${nextYear}-12-01T02:00:00.000Z` });
  });

  test.each([
    ["12-01 09:00", "02:00"],
    ["12-01t09:00:30", "02:00:30"],
    ["12-01T09:00+0700", "02:00"],
    ["12-01 09:00:00+07:00", "02:00"],
    ["12-01 09:00z", "09:00"],
    ["12-01T09:00Z", "09:00"],
    ["12-01T09:00:00.5-02:30", "11:30:00.500"],
  ])("is read as %s", async (written, time) => {
    const { sendAt } = await schedule({ sendAt: `${nextYear}-${written}` });
    expect(sendAt).toBe(new Date(`${nextYear}-12-01T${time}Z`).toISOString());
  });

  test.each(["GMT+7", "UTC+7", "+07:00", "WIBB", "7"])("is not read in %s", async (timezone) => {
    const json = { ...fields(), sendAt: `${nextYear}-12-01T09:00`, timezone };
    const { status, body } = await client.ask("POST", `${base}/schedule`, { json });
    expect([status, body.error.details[0]?.pointer]).toEqual([422, "/timezone"]);
    expect(body.error.details[0]?.wanted).toContain("WIB");
  });

  test("names a campaign that was given no name", async () => {
    await setTimezone("Pacific/Kiritimati");
    const here = () => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
    const names = [here()];
    const { campaignId } = await schedule({ name: undefined });
    names.push(here());
    expect(names.map((name) => `Broadcast ${name}`)).toContain((await campaignOf(campaignId)).name);
  });
});

test("a session that was never linked schedules nothing", async () => {
  const json = { ...fields(), sendAt: `${nextYear}-12-01T09:00`, timezone: "UTC" };
  const { status } = await client.ask("POST", `${person.broadcastOf("unlinked")}/schedule`, { json });
  expect(status).toBe(503);
});

const refusedChanges: readonly (readonly [what: string, json: object, pointer: string])[] = [
  ["into the past", { sendAt: "2020-01-01T09:00" }, "/sendAt"],
  ["to another timezone without a time", { timezone: "Europe/Berlin" }, "/sendAt"],
  ["to a list and lists", { listId: "lst_1", listIds: ["lst_2"] }, "/listIds"],
  ["to a message that does not parse", { message: "{{ a" }, "/message"],
  ["by an unknown field", { status: "running" }, "/status"],
];
test.each(refusedChanges)("a scheduled one is not changed %s", async (_, json, pointer) => {
  const { campaignId } = await schedule({});
  const before = await campaignOf(campaignId);
  const { status, body } = await put(campaignId, json);
  expect([status, body.error.details.map((detail) => detail.pointer)]).toEqual([422, [pointer]]);
  expect(await campaignOf(campaignId)).toEqual(before);
});

test("a scheduled one that is deleted is gone and never sent", async () => {
  const { campaignId } = await schedule({ sendAt: new Date(Date.now() + 1_500).toISOString(), message: "Batal" });
  const path = `${base}/campaigns/${campaignId}`;
  expect(await client.send("DELETE", path)).toEqual({ success: true, data: { campaignId } });
  for (const [method, at] of [
    ["GET", path],
    ["DELETE", path],
    ["POST", `${path}/pause`],
    ["GET", `${path}/recipients`],
    ["GET", `${base}/export/campaign/${campaignId}`],
  ] as const) {
    expect((await client.ask(method, at)).body.error.code).toBe("CAMPAIGN_NOT_FOUND");
  }
  const { campaignId: later } = await schedule({ sendAt: new Date(Date.now() + 2_500).toISOString(), message: "Jadi" });
  await person.untilStatus(client, "shop", later, "completed", 20_000);
  const texts = (await person.deliveriesOf(client, "shop")).map(({ body }) => body);
  expect(texts.filter((text) => text === "Batal")).toEqual([]);
});

test("running or paused it is not deleted, stopped it is", async () => {
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Pelan", gapMs: 60_000 });
  const path = `${base}/campaigns/${campaignId}`;
  const running = await client.ask("DELETE", path);
  expect([running.status, running.body.error]).toMatchObject([
    409,
    { code: "CAMPAIGN_STATE", status: "running", allowed: ["pause", "stop"] },
  ]);
  await client.post(`${path}/pause`, {});
  expect((await client.ask("DELETE", path)).body.error).toMatchObject({ status: "paused" });
  await client.post(`${path}/stop`, {});
  await client.send("DELETE", path);
  expect((await client.ask("GET", path)).status).toBe(404);
});

test("campaigns are found by status, time and name, the newest first", async () => {
  const named = await schedule({ name: "Été 2027 obral" });
  const find = async (query: string) =>
    (await client.get<PageOf<Campaign>>(`${base}/campaigns?${query}`)).data.map(({ campaignId }) => campaignId);
  expect(await find("search=ete%202027")).toEqual([named.campaignId]);
  const scheduled = await client.get<PageOf<Campaign>>(`${base}/campaigns?status=scheduled&limit=100`);
  expect(new Set(scheduled.data.map(({ status }) => status))).toEqual(new Set(["scheduled"]));
  expect(scheduled.data[0]?.campaignId).toBe(named.campaignId);
  const either = await find("status=scheduled,completed&limit=100");
  expect(either).toEqual([...either].sort().reverse());
  expect(either.length).toBeGreaterThan(scheduled.data.length);
  expect(await find("status=scheduled&status=completed&limit=100")).toEqual(either);
  expect(await find("to=2020-01-01")).toEqual([]);
  const today = new Date().toISOString().slice(0, 10);
  expect(await find(`from=${today}&to=${today}&status=scheduled&limit=100`)).toHaveLength(scheduled.data.length);
  const bad = await client.ask("GET", `${base}/campaigns?status=done`);
  expect([bad.status, bad.body.error.details[0]?.pointer]).toEqual([422, "/query/status/0"]);
  expect((await client.ask("GET", `${base}/campaigns?from=kemarin`)).status).toBe(422);
});

test("recipients come page by page, each with what became of it, and by status", async () => {
  const [, second = ""] = person.numbersOf(3, 3);
  await client.send("PUT", `/_simulator/numbers/${second}`, { json: { registered: false } });
  const list = await person.aList(client, "shop", "Tiga", person.numbersOf(3, 3));
  // A delivery that is heard of before `sent` is written stands for both.
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 1_000, readMs: null } });
  const { campaignId } = await person.launch(client, "shop", { listId: list, message: "Riwayat", gapMs: 0 });
  await person.untilCounts(client, "shop", campaignId, { delivered: 2, failed: 1 });
  const path = `${base}/campaigns/${campaignId}/recipients`;
  const all = await person.everyRow<Recipient>(client, path);
  expect(all.map(({ number, status }) => [number, status])).toEqual(
    person.numbersOf(3, 3).map((number) => [number, number === second ? "failed" : "delivered"]),
  );
  expect(all[0]?.history.map(({ status }) => status)).toEqual(["sending", "sent", "delivered"]);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
  expect(all[0]?.messageId).toMatch(/^3EB0/);
  expect(all[1]).toMatchObject({ attempts: 0, reason: "not_on_whatsapp" });
  const failed = await client.get<PageOf<Recipient>>(`${path}?status=failed`);
  expect(failed.data.map(({ number }) => number)).toEqual([second]);
  const either = await client.get<PageOf<Recipient>>(`${path}?status=failed,delivered`);
  expect(either.data).toHaveLength(3);
  expect((await client.ask("GET", `${path}?status=lost`)).status).toBe(422);
});

test("those that failed are tried again when a person asks, and only then", async () => {
  const numbers = person.numbersOf(4, 3);
  const [, second = ""] = numbers;
  await client.send("PUT", `/_simulator/numbers/${second}`, { json: { refuses: true } });
  const list = await person.aList(client, "shop", "Empat", numbers);
  const { campaignId } = await person.launch(client, "shop", { listId: list, message: "Ulang", gapMs: 0 });
  await person.untilCounts(client, "shop", campaignId, { delivered: 2, failed: 1 });
  await person.untilStatus(client, "shop", campaignId, "completed");
  await client.send("PUT", `/_simulator/numbers/${second}`, { json: { refuses: false } });
  const path = `${base}/campaigns/${campaignId}`;
  for (const statuses of [[], ["sent"], ["failed", "failed", "failed"], "failed"]) {
    expect((await client.ask("POST", `${path}/retry`, { json: { statuses } })).status).toBe(422);
  }
  const taken = await client.ask<DataOf<Campaign>>("POST", `${path}/retry`, { json: { statuses: ["failed"] } });
  expect([taken.status, taken.body.data.status]).toEqual([202, "running"]);
  await person.untilCounts(client, "shop", campaignId, { delivered: 3, failed: 0 });
  await person.untilStatus(client, "shop", campaignId, "completed");
  const { data } = await client.get<PageOf<Recipient>>(`${path}/recipients?search=${second}`);
  expect(data).toMatchObject([{ status: "delivered", attempts: 2 }]);
  const texts = (await person.deliveriesOf(client, "shop")).filter(({ body }) => body === "Ulang");
  expect(texts.map(({ to }) => to).sort()).toEqual(numbers);
  expect(taken.body.data).toMatchObject({ willRetry: 1 });
  const before = (await client.get<DataOf<object>>(path)).data;
  for (const statuses of [["in_doubt"], ["failed"], ["failed", "in_doubt"]]) {
    const nobody = await client.ask("POST", `${path}/retry`, { json: { statuses } });
    expect([nobody.status, nobody.body.error.code]).toEqual([409, "NOBODY_TO_RETRY"]);
  }
  expect((await client.get<DataOf<object>>(path)).data).toEqual(before);
});

test("a retry of those who opted out since is refused, and counts only those who did not", async () => {
  const numbers = person.numbersOf(45, 2);
  const refuse = (refuses: boolean) =>
    Promise.all(numbers.map((one) => client.send("PUT", `/_simulator/numbers/${one}`, { json: { refuses } })));
  await refuse(true);
  const list = await person.aList(client, "shop", "Keluar", numbers);
  const { campaignId } = await person.launch(client, "shop", { listId: list, message: "Keluar", gapMs: 0 });
  await person.untilStatus(client, "shop", campaignId, "completed");
  await client.post("/api/whatsapp/opt-outs", { number: numbers[0] });
  const retry = () =>
    client.ask<DataOf<{ willRetry: number }> & Failure>("POST", `${base}/campaigns/${campaignId}/retry`, {
      json: { statuses: ["failed"] },
    });
  const taken = await retry();
  expect([taken.status, taken.body.data.willRetry]).toEqual([202, 1]);
  await person.untilStatus(client, "shop", campaignId, "completed");
  await client.post("/api/whatsapp/opt-outs", { number: numbers[1] });
  const nobody = await retry();
  expect([nobody.status, nobody.body.error.code]).toEqual([409, "NOBODY_TO_RETRY"]);
  await refuse(false);
});

test("days of a list of campaigns are the session's, and a date that can't be read says what form is wanted", async () => {
  const setTimezone = (timezone: string) => client.send("PATCH", "/api/whatsapp/sessions/shop", { json: { timezone } });
  const ids = async (query: string) => (await person.everyRow<Campaign>(client, `${base}/campaigns?${query}`)).length;
  const all = await ids("");
  const dayIn = (timezone: string) => new Intl.DateTimeFormat("sv", { timeZone: timezone }).format(new Date());
  try {
    // Of these two at least one has another day than UTC, at any time.
    for (const timezone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      await setTimezone(timezone);
      const today = dayIn(timezone);
      expect(await ids(`from=${today}&to=${today}`)).toBe(all);
      const tomorrow = new Date(Date.parse(today) + 24 * 3_600_000).toISOString().slice(0, 10);
      expect(await ids(`from=${tomorrow}`)).toBe(0);
    }
  } finally {
    await setTimezone("UTC");
  }
  expect(await ids(`from=${new Date(Date.now() - 3_600_000).toISOString()}`)).toBe(all);
  for (const bad of ["kemarin", "2026-13-01", "01/12/2026", "2026-12-01T09:00", "2026-02-30"]) {
    const { status, body } = await client.ask("GET", `${base}/campaigns?from=${bad}`);
    expect([status, body.error.details]).toMatchObject([
      422,
      [{ pointer: "/query/from", wanted: "tanggal seperti 2026-12-01, atau waktu seperti 2026-12-01T02:00:00Z" }],
    ]);
  }
  const turned = await client.ask("GET", `${base}/campaigns?from=2026-02-02&to=2026-02-01`);
  expect([turned.status, turned.body.error.details[0]?.pointer]).toEqual([422, "/query/to"]);
  const stats = await client.ask("GET", `${base}/stats?from=2026-13-01`);
  expect(stats.body.error.details[0]).toMatchObject({ pointer: "/query/from", wanted: "tanggal seperti 2026-12-01" });
});

test("a running campaign is not retried, and says when it will be done", async () => {
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Lama", gapMs: 3_600_000 });
  const path = `${base}/campaigns/${campaignId}`;
  const refusal = await client.ask("POST", `${path}/retry`, { json: { statuses: ["failed"] } });
  expect([refusal.status, refusal.body.error]).toMatchObject([409, { status: "running", allowed: ["pause", "stop"] }]);
  const running = await until(
    async () => (await client.get<DataOf<{ estimatedFinishAt?: string; waitingFor?: string }>>(path)).data,
    ({ estimatedFinishAt }) => estimatedFinishAt !== undefined,
    "it says when it will be done",
  );
  const inMs = Date.parse(running.estimatedFinishAt ?? "") - Date.now();
  expect(inMs).toBeGreaterThan(3_000_000);
  expect(inMs).toBeLessThan(3 * 3_700_000);
  await client.post(`${path}/stop`, {});
});
