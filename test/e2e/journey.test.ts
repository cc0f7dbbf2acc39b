import { parse } from "csv-parse/sync";
import { until } from "../support/stack.ts";
import type { DataOf, PageOf } from "./client.ts";
import * as person from "./steps.ts";
import type { CampaignView, ContactView, ImportView, ListView, Taken } from "./steps.ts";
import { aShop } from "./shop.ts";

const { client, stack } = aShop();
beforeAll(async () => {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 2, deliverMs: 5, readMs: null } });
});

type ReportLine = Readonly<Record<"number" | "name" | "status" | "claimed_at" | "sent_at" | "reason", string>>;
const reportOf = async (sessionId: string, campaignId: string): Promise<ReportLine[]> =>
  parse(await client.text(`${person.broadcastOf(sessionId)}/export/campaign/${campaignId}`), { columns: true });

const arrivals = (deliveries: readonly person.Delivery[]): string[] => deliveries.map(({ to }) => to).sort();

describe("from a QR code to a report", () => {
  const session = { "user-id": "shop" };
  const base = person.broadcastOf("shop");
  let listId: string;
  let ofList: string;
  let campaignId: string;
  const numbers = person.numbersOf(1, 25);
  const [unregistered = "", refusing = "", switchedOff = "", cityless = ""] = numbers;

  test("a session is linked by its QR code", async () => {
    expect(await client.get("/status", session)).toEqual({ success: true, connected: false, state: "stopped" });
    expect(await client.get("/clients")).toEqual({ success: true, clients: [] });
    const shown = await client.get<{ message: string; qrCode: string }>("/qrcode", session);
    expect(shown).toEqual({
      success: true,
      message: "QR Code siap untuk di-scan",
      qrCode: expect.any(String) as string,
    });
    expect(shown.qrCode.length).toBeGreaterThan(20);
    expect(await person.statusOf(client, "shop")).toMatchObject({ connected: false, state: "awaiting_qr" });
    expect(await client.get("/clients")).toMatchObject({ clients: [{ userId: "shop", isReady: false }] });

    await client.post("/_simulator/sessions/shop/scan", { number: "+62 811-1000-111", name: "Toko" });
    const status = await person.untilConnected(client, "shop");
    expect(status).toMatchObject({ state: "ready", number: "628111000111", name: "Toko" });
    expect(await client.get("/qrcode", session)).toEqual({
      success: true,
      message: "WhatsApp sudah terhubung",
      connected: true,
    });
    expect(await client.get("/clients")).toMatchObject({ clients: [{ userId: "shop", isReady: true }] });
    const { data } = await client.get<DataOf<object>>("/api/whatsapp/sessions/shop");
    expect(data).toMatchObject({ sessionId: "shop", state: "ready", connected: true, number: "628111000111" });
  });

  test("the user's own routes stand at the root and below /api/whatsapp", async () => {
    for (const [path, headers] of [["/qrcode", session], ["/status", session], ["/clients"]] as const) {
      expect(await client.get(`/api/whatsapp${path}`, headers)).toEqual(await client.get(path, headers));
    }
    const scanned = await client.get("/api/whatsapp/qrcode", { ...session, "accept-language": "en" });
    expect(scanned).toMatchObject({ message: "WhatsApp is connected already" });
    const withBearer = client.withKey(undefined);
    const authorization = `Bearer ${stack().apiKey}`;
    expect(await withBearer.get("/status", { ...session, authorization })).toEqual(
      await client.get("/status", session),
    );
  });

  test("a list takes contacts by POST and says what became of each", async () => {
    const { data } = await client.post<DataOf<ListView>>(`${base}/lists`, {
      name: " Pelanggan ",
      description: "Semua",
    });
    expect(data).toMatchObject({ name: "Pelanggan", description: "Semua", contactCount: 0 });
    ({ listId } = data);
    ofList = `${base}/lists/${listId}`;
    const contacts = [
      { number: `+${unregistered}`, name: "Ayu", fields: { kota: "Bandung" } },
      { number: refusing.replace(/^62/, "0"), name: "Budi", fields: { kota: "Jakarta" } },
      { number: unregistered, name: "Ayu lagi" },
      { number: "12", name: "Pendek" },
    ];
    const added = await client.post(`${ofList}/contacts`, { contacts, defaultCountry: "ID" });
    expect(added).toEqual({
      success: true,
      data: {
        added: 2,
        updated: 0,
        duplicates: 1,
        invalid: [{ index: 3, number: "12", reason: expect.stringContaining("nomor telepon") as string }],
      },
    });
    const again = await client.post(`${ofList}/contacts`, { number: unregistered, fields: { toko: "Satu" } });
    expect(again).toMatchObject({ data: { added: 0, updated: 1, duplicates: 0, invalid: [] } });
    expect((await client.get<DataOf<ListView>>(ofList)).data.contactCount).toBe(2);
    const { data: kept } = await client.get<PageOf<ContactView>>(`${ofList}/contacts`);
    expect(kept[0]).toMatchObject({ number: unregistered, name: "Ayu", fields: { kota: "Bandung", toko: "Satu" } });
  });

  test("a CSV is imported as a job, as text/csv and as a form, and every rejected line is named", async () => {
    const rows = numbers.map(
      (number, index) => `Nama ${index},${number},${number === cityless ? "" : `Kota ${index}`}`,
    );
    const csv = ["Nama,No HP,kota", ...rows.slice(0, 15), "Siapa,tidak ada,Solo", rows[5], ""].join("\r\n");
    const taken = await client.send<DataOf<ImportView>>("POST", `${ofList}/contacts/bulk`, {
      headers: { "content-type": "text/csv" },
      body: csv,
    });
    expect(taken.data).toEqual({ importId: expect.stringMatching(/^imp_/) as string, state: "queued", totalRows: 17 });
    const job = await person.untilImported(client, ofList, taken.data.importId);
    expect(job).toMatchObject({ state: "completed", rowsRead: 17, totalRows: 17, progress: 1 });
    expect(job).toMatchObject({ added: 13, updated: 2, skipped: 1, duplicates: 1, invalid: 1 });
    const errors = await client.text(`${ofList}/imports/${job.importId}/errors.csv`);
    expect(parse(errors, { columns: true })).toEqual([
      { line: "17", number: "tidak ada", reason: expect.stringContaining("nomor telepon") as string },
    ]);

    const form = new FormData();
    form.append("defaultCountry", "ID");
    form.append("delimiter", "semicolon");
    const local = rows.slice(15).map((row) => row.replaceAll(",", ";").replace(";62", ";0"));
    form.append("file", new Blob([`\uFEFF${["Nama;Nomor WA;kota", ...local].join("\n")}`]), "kontak.csv");
    const second = await client.send<DataOf<ImportView>>("POST", `${ofList}/contacts/bulk`, { body: form });
    expect(await person.untilImported(client, ofList, second.data.importId)).toMatchObject({ added: 10, invalid: 0 });
    const { data: jobs } = await client.get<PageOf<ImportView>>(`${ofList}/imports`);
    expect(jobs.map(({ importId }) => importId)).toEqual([second.data.importId, taken.data.importId]);
    expect((await client.get<DataOf<ListView>>(ofList)).data.contactCount).toBe(25);
  });

  test("an import in mode skip leaves those alone that are there", async () => {
    const asked = { headers: { "content-type": "text/csv" }, body: `number,name\n${cityless},Lain\n` };
    const { data } = await client.send<DataOf<ImportView>>("POST", `${ofList}/contacts/bulk?mode=skip`, asked);
    const job = await person.untilImported(client, ofList, data.importId);
    expect(job).toMatchObject({ added: 0, updated: 0, skipped: 1 });
    const found = await client.get<PageOf<ContactView>>(`${ofList}/contacts?search=${cityless}`);
    expect(found.data).toMatchObject([{ number: cityless, name: "Nama 3" }]);
  });

  test("contacts are read page by page: nobody skipped, nobody twice, whoever comes in between", async () => {
    const there = person.numbersOf(10, 25);
    const contacts = `${base}/lists/${await person.aList(client, "shop", "Halaman", there)}/contacts`;
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const from: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: PageOf<ContactView> = await client.get(`${contacts}?limit=10${from}`);
      expect(page.pagination.limit).toBe(10);
      pages.push(page.data.map(({ number }) => number));
      // It sorts into the page that was just read: the pages after it must not move.
      if (cursor === null) await client.post(contacts, { number: `${there[3] ?? ""}5` });
      cursor = page.pagination.nextCursor;
    } while (cursor !== null);
    expect(pages).toEqual([there.slice(0, 10), there.slice(10, 20), there.slice(20)]);
    expect(await person.everyRow(client, contacts)).toHaveLength(26);
  });

  test("contacts and lists are found by name, number and own fields, whatever the accents", async () => {
    await client.post(`${ofList}/contacts`, { number: unregistered, name: "Áyu Lèstari" });
    const found = async (text: string) => {
      const page = await client.get<PageOf<ContactView>>(`${ofList}/contacts?search=${encodeURIComponent(text)}`);
      return page.data.map(({ number }) => number);
    };
    expect(await found("ayu LEST")).toEqual([unregistered]);
    expect(await found("kota 17")).toEqual([numbers[17]]);
    expect(await found(switchedOff)).toEqual([switchedOff]);
    expect(await found("nobody")).toEqual([]);
    const lists = await client.get<PageOf<ListView>>(`${base}/lists?search=PELANG`);
    expect(lists.data.map(({ name }) => name)).toEqual(["Pelanggan"]);
  });

  test("the broadcast arrives as it was personalised, and everybody else's outcome has a reason", async () => {
    await client.send("PUT", `/_simulator/numbers/${unregistered}`, { json: { registered: false } });
    await client.send("PUT", `/_simulator/numbers/${refusing}`, { json: { refuses: true } });
    await client.send("PUT", `/_simulator/numbers/${switchedOff}`, { json: { phoneOff: true } });
    const taken = await client.ask<DataOf<Taken>>("POST", `${base}/send`, {
      json: {
        name: "Promo",
        listIds: [listId],
        message: "Halo {{ name }} di {{ kota }}: {{ diskon }} untuk {{ number }}",
        variables: { diskon: "20%" },
        pacing: { minGapMs: 0, maxGapMs: 20 },
      },
    });
    expect(taken.status).toBe(202);
    expect(taken.body.data).toEqual({
      campaignId: expect.stringMatching(/^cmp_/) as string,
      status: "running",
      total: 25,
    });
    ({ campaignId } = taken.body.data);

    const looks: CampaignView[] = [];
    await until(
      async () => {
        const campaign = await person.campaignOf(client, "shop", campaignId);
        looks.push(campaign);
        return campaign;
      },
      ({ status }) => status === "completed",
      "the campaign is completed",
    );
    const accounted = ({ counts }: CampaignView) => Object.values(counts).reduce((sum, count) => sum + count, 0);
    for (const [index, look] of looks.entries()) {
      expect(accounted(look)).toBeLessThanOrEqual(25);
      expect(look.progress).toBeGreaterThanOrEqual(looks[index - 1]?.progress ?? 0);
    }
    const wanted = { delivered: 21, sent: 1, failed: 3, sending: 0, notReached: 0 };
    const campaign = await person.untilCounts(client, "shop", campaignId, wanted);
    expect(campaign).toMatchObject({
      name: "Promo",
      status: "completed",
      total: 25,
      progress: 1,
      totals: { sent: 22, delivered: 21, read: 0, replied: 0 },
      startedAt: expect.any(String) as string,
      finishedAt: expect.any(String) as string,
    });
    expect(accounted(campaign)).toBe(25);

    const deliveries = await person.deliveriesOf(client, "shop");
    const reached = numbers.slice(4);
    expect(new Map(deliveries.map(({ to, body }) => [to, body]))).toEqual(
      new Map(reached.map((to, index) => [to, `Halo Nama ${index + 4} di Kota ${index + 4}: 20% untuk ${to}`])),
    );
    expect(deliveries).toHaveLength(reached.length);
    expect(new Set(deliveries.map(({ from }) => from))).toEqual(new Set(["628111000111"]));
  });

  test("the counts are live while it runs", async () => {
    const others = person.numbersOf(2, 8);
    const id = await person.aList(client, "shop", "Berjalan", others);
    const taken = await person.launch(client, "shop", { listId: id, message: "Satu-satu", gapMs: 250 });
    const halfway = await until(
      () => person.campaignOf(client, "shop", taken.campaignId),
      ({ totals, status }) => (totals["sent"] ?? 0) >= 2 || status === "completed",
      "two messages are counted",
    );
    expect(halfway.status).toBe("running");
    expect(halfway.progress).toBeGreaterThan(0);
    expect(halfway.progress).toBeLessThan(1);
    await person.untilCounts(client, "shop", taken.campaignId, { delivered: 8 });
  });

  test("the report has one line a recipient", async () => {
    const report = await reportOf("shop", campaignId);
    const outcome = Object.fromEntries(report.map(({ number, status, reason }) => [number, [status, reason]]));
    expect(report).toHaveLength(25);
    expect(Object.keys(outcome).sort()).toEqual([...numbers].sort());
    expect(outcome[unregistered]).toEqual(["failed", "not_on_whatsapp"]);
    expect(outcome[refusing]).toEqual(["failed", "rejected_by_whatsapp"]);
    expect(outcome[switchedOff]).toEqual(["sent", ""]);
    expect(outcome[cityless]).toEqual(["failed", "missing_variable: kota"]);
    for (const number of numbers.slice(4)) expect(outcome[number]).toEqual(["delivered", ""]);
    expect(report[0]).toMatchObject({ name: "Áyu Lèstari" });
    expect(await client.text(`${base}/export/campaign/${campaignId}?bom=true`)).toMatch(/^\uFEFFnumber,name,status/);
  });

  test("a phone that is switched on again gets its message, and the counts follow", async () => {
    await client.send("PUT", `/_simulator/numbers/${switchedOff}`, { json: { phoneOff: false } });
    const campaign = await person.untilCounts(client, "shop", campaignId, { delivered: 22, sent: 0 });
    expect(campaign.rates).toMatchObject({ delivery: 1, read: 0, reply: 0 });
  });

  test("campaigns stand newest first and have an ETag that holds while nothing changes", async () => {
    const { data } = await client.get<PageOf<CampaignView>>(`${base}/campaigns`);
    expect(data.map(({ campaignId: id }) => id).indexOf(campaignId)).toBe(data.length - 1);
    const path = `${base}/campaigns/${campaignId}`;
    const first = await client.ask("GET", path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/".+"$/);
    const unchanged = await client.ask("GET", path, { headers: { "if-none-match": `"other", ${etag}` } });
    expect([unchanged.status, unchanged.text]).toEqual([304, ""]);
    expect(unchanged.headers.get("etag")).toBe(etag);
    const other = await client.ask("GET", path, { headers: { "if-none-match": '"other"' } });
    expect(other.status).toBe(200);
  });
});

describe("under an Idempotency-Key", () => {
  const base = person.broadcastOf("repeats");
  beforeAll(() => person.link(client, "repeats", "628111000222"));

  test("a list is made once and the first answer comes again", async () => {
    const ask = { json: { name: "Sekali" }, headers: { "idempotency-key": "list-1" } };
    const first = await client.ask<DataOf<ListView>>("POST", `${base}/lists`, ask);
    const second = await client.ask<DataOf<ListView>>("POST", `${base}/lists`, ask);
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    const other = await client.ask("POST", `${base}/lists`, { ...ask, json: { name: "Lain" } });
    expect([other.status, other.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    const elsewhere = await client.ask("POST", `${base}/send`, { ...ask, json: { listId: "lst_x", message: "Halo" } });
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    expect(await person.everyRow(client, `${base}/lists`)).toHaveLength(1);
  });

  test("a request that was refused leaves its key free", async () => {
    const headers = { "idempotency-key": "list-2" };
    const refused = await client.ask("POST", `${base}/lists`, { json: { name: "SEKALI" }, headers });
    expect([refused.status, refused.body.error.code]).toEqual([409, "LIST_NAME_TAKEN"]);
    const taken = await client.ask<DataOf<ListView>>("POST", `${base}/lists`, { json: { name: "Dua kali" }, headers });
    expect(taken.status).toBe(201);
  });

  test("ten sends at once are one campaign, and each phone gets one message", async () => {
    const numbers = person.numbersOf(3, 3);
    const listId = await person.aList(client, "repeats", "Ramai", numbers);
    const ask = {
      json: { listId, message: "Halo", pacing: { minGapMs: 0, maxGapMs: 1 } },
      headers: { "idempotency-key": "send-1" },
    };
    const once = () => client.ask<DataOf<Taken>>("POST", `${base}/send`, ask);
    const answers = await Promise.all(Array.from({ length: 10 }, once));
    const waiting = answers.filter(({ status }) => status === 409);
    for (const { body, headers } of waiting) {
      expect(body).toMatchObject({ error: { code: "IDEMPOTENCY_IN_PROGRESS" } });
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(waiting.length).toBeGreaterThan(0);
    const taken = answers.filter(({ status }) => status !== 409);
    const later = await once();
    expect(taken.map(({ status }) => status)).toEqual(taken.map(() => 202));
    expect(new Set([...taken, later].map(({ body }) => body.data.campaignId)).size).toBe(1);
    await person.untilCounts(client, "repeats", later.body.data.campaignId, { delivered: 3 });
    expect(await person.everyRow(client, `${base}/campaigns`)).toHaveLength(1);
    expect(arrivals(await person.deliveriesOf(client, "repeats"))).toEqual(numbers);
  });

  test("without one the same text to the same list is taken with a warning", async () => {
    const [list] = await person.everyRow<ListView>(client, `${base}/lists?search=Ramai`);
    const again = await client.post<{ warnings?: object[] } & DataOf<Taken>>(`${base}/send`, {
      listId: list?.listId,
      message: "Halo",
      pacing: { minGapMs: 0, maxGapMs: 1 },
    });
    expect(again.warnings).toMatchObject([{ code: "same_body_within_an_hour" }]);
    await person.untilStatus(client, "repeats", again.data.campaignId, "completed");
  });
});

describe("a running campaign", () => {
  const size = 8;
  beforeAll(() => person.link(client, "steered", "628111000333"));

  /** Launches one to a list of its own and waits until it has got going. */
  async function aRunningCampaign(block: number) {
    const numbers = person.numbersOf(block, size);
    const listId = await person.aList(client, "steered", `Daftar ${block}`, numbers);
    await client.send("DELETE", "/_simulator/deliveries");
    const { campaignId } = await person.launch(client, "steered", { listId, message: "Halo {{ name }}", gapMs: 120 });
    await person.untilDeliveries(client, "steered", 2);
    const act = async (verb: string) => {
      const path = `${person.broadcastOf("steered")}/campaigns/${campaignId}/${verb}`;
      return (await client.send<DataOf<CampaignView>>("POST", path)).data;
    };
    return { campaignId, numbers, act };
  }

  /** Lets another campaign of the session run its whole course: time enough for whatever should not be sent. */
  async function letAnotherRun(block: number): Promise<readonly string[]> {
    const numbers = person.numbersOf(block, 4);
    const listId = await person.aList(client, "steered", `Lain ${block}`, numbers);
    const { campaignId } = await person.launch(client, "steered", { listId, message: "Lain", gapMs: 120 });
    await person.untilCounts(client, "steered", campaignId, { delivered: 4 });
    return numbers;
  }

  const sentAfter = (report: readonly ReportLine[], at: number) =>
    report.filter(({ sent_at: sentAt }) => Date.parse(sentAt) > at);

  test("that is paused sends at most one more, and resumed reaches everybody once", async () => {
    const { campaignId, numbers, act } = await aRunningCampaign(4);
    expect(await act("pause")).toMatchObject({ status: "paused", pausedBecause: "user" });
    const pausedAt = Date.now();
    const others = await letAnotherRun(5);
    const report = await reportOf("steered", campaignId);
    expect(sentAfter(report, pausedAt).length).toBeLessThanOrEqual(1);
    expect(report.length).toBeLessThan(size);
    expect(await person.campaignOf(client, "steered", campaignId)).toMatchObject({ status: "paused" });

    expect(await act("resume")).toMatchObject({ status: "running" });
    const done = await person.untilCounts(client, "steered", campaignId, { delivered: size });
    expect(done).not.toHaveProperty("pausedBecause");
    await person.untilStatus(client, "steered", campaignId, "completed");
    expect(arrivals(await person.deliveriesOf(client, "steered"))).toEqual([...numbers, ...others].sort());
  });

  test("that is stopped reaches nobody else, and says whom it did not reach", async () => {
    const { campaignId, numbers, act } = await aRunningCampaign(6);
    expect(await act("stop")).toMatchObject({ status: "stopped" });
    const stoppedAt = Date.now();
    const others = await letAnotherRun(7);
    const report = await reportOf("steered", campaignId);
    expect(sentAfter(report, stoppedAt).length).toBeLessThanOrEqual(1);
    const isReached = ({ status }: ReportLine) => status !== "notReached";
    const reached = report.filter(isReached).map(({ number }) => number);
    expect(report.map(({ number }) => number).sort()).toEqual(numbers);
    const { counts } = await person.untilCounts(client, "steered", campaignId, { delivered: reached.length });
    expect(counts).toMatchObject({ delivered: reached.length, notReached: size - reached.length, sending: 0 });
    expect(counts["notReached"]).toBeGreaterThan(0);
    expect(arrivals(await person.deliveriesOf(client, "steered"))).toEqual([...reached, ...others].sort());
    expect(numbers).toEqual(expect.arrayContaining(reached));
  });

  test("that was stopped says that nothing more can be done with it", async () => {
    const { campaignId, act } = await aRunningCampaign(8);
    await act("stop");
    const path = `${person.broadcastOf("steered")}/campaigns/${campaignId}/resume`;
    const refused = await client.ask("POST", path, { headers: { "accept-language": "en" } });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      message: "The campaign is stopped; allowed now: delete",
      error: { code: "CAMPAIGN_STATE", status: "stopped", allowed: ["delete"] },
    });
  });
});

describe("sessions", () => {
  test("are made, listed and looked at as resources", async () => {
    const made = await client.ask<DataOf<object>>("POST", "/api/whatsapp/sessions", { json: { sessionId: "cabang" } });
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({ sessionId: "cabang", state: "stopped", connected: false });
    const again = await client.ask("POST", "/api/whatsapp/sessions", { json: { sessionId: "cabang" } });
    expect([again.status, again.body.error.code]).toEqual([409, "SESSION_EXISTS"]);
    const { data } = await client.get<DataOf<readonly object[]>>("/api/whatsapp/sessions");
    expect(data).toEqual(expect.arrayContaining([made.body.data]));
    expect(await client.get("/api/whatsapp/sessions/cabang")).toMatchObject({ data: made.body.data });
    expect(await person.statusOf(client, "cabang")).toMatchObject({ connected: false, state: "stopped" });
  });

  test("come to be by asking for their QR code, and not by asking for their status", async () => {
    await person.statusOf(client, "baru");
    const before = await client.ask("GET", "/api/whatsapp/sessions/baru");
    expect([before.status, before.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
    await client.get("/qrcode", { "user-id": "baru" });
    expect(await client.get("/api/whatsapp/sessions/baru")).toMatchObject({ data: { state: "awaiting_qr" } });
  });

  test("hold lists and contacts before they are linked", async () => {
    await client.get("/qrcode", { "user-id": "nanti" });
    const listId = await person.aList(client, "nanti", "Sudah ada", person.numbersOf(9, 2));
    const rows = await person.everyRow<ContactView>(client, `${person.broadcastOf("nanti")}/lists/${listId}/contacts`);
    expect(rows.map(({ number }) => number)).toEqual(person.numbersOf(9, 2));
  });
});

describe("without a key", () => {
  test("health, the OpenAPI document and the docs can be read", async () => {
    const anybody = client.withKey(undefined);
    expect(await anybody.get("/health")).toEqual({ success: true, status: "ok" });
    const document = await anybody.get<{ openapi: string; paths: Record<string, object> }>("/openapi.json");
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(["/status", "/api/whatsapp/status", "/api/whatsapp/{sessionId}/broadcast/send"]),
    );
    expect(await anybody.text("/docs")).toContain('data-url="/openapi.json"');
  });
});
