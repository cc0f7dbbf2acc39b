import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** Sessions as resources: settings, restart, pairing code, and what people write to them. */

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 5, linked: true });

const base = "/api/whatsapp/sessions";
type View = Readonly<Record<string, unknown>>;
const patch = (json: object, id = "shop") => client.ask<DataOf<View>>("PATCH", `${base}/${id}`, { json });

const settings = {
  label: "Toko Melati 🌼",
  pacing: { minGapMs: 50, maxGapMs: 50, perHour: 900 },
  dailyCap: 500,
  quietHours: { from: "21:00", to: "07:00" },
  timezone: "Asia/Jakarta",
  optOutKeywords: ["CUKUP", "tidak mau"],
  defaultCountry: "ID",
};

test("settings are given at creation, changed one by one, and taken away", async () => {
  const made = await client.post<DataOf<View>>(base, { sessionId: "set", ...settings });
  expect(made.data).toMatchObject({ sessionId: "set", state: "stopped", ...settings });
  const changed = await patch({ dailyCap: 7, quietHours: null, label: null }, "set");
  const { quietHours: _quietHours, label: _label, ...others } = settings;
  expect(changed.body.data).toMatchObject({ ...others, dailyCap: 7 });
  expect(changed.body.data).not.toHaveProperty("quietHours");
  expect(changed.body.data).not.toHaveProperty("label");
  expect((await client.get<DataOf<View>>(`${base}/set`)).data).toEqual(changed.body.data);
  expect((await patch({}, "set")).body.data).toEqual(changed.body.data);
});

test.each([
  [{ dailyCap: 0 }, "/dailyCap"],
  [{ label: "" }, "/label"],
  [{ label: "   " }, "/label"],
  [{ label: "x".repeat(101) }, "/label"],
  [{ label: "Toko\nMelati" }, "/label"],
  [{ label: 7 }, "/label"],
  [{ pacing: { minGapMs: 9, maxGapMs: 1 } }, "/pacing/minGapMs"],
  [{ pacing: { newChatsPerDay: -1 } }, "/pacing/newChatsPerDay"],
  [{ pacing: { newChatsPerDay: 1_001 } }, "/pacing/newChatsPerDay"],
  [{ pacing: { newChatsPerDay: "20" } }, "/pacing/newChatsPerDay"],
  [{ quietHours: { from: "21:00", to: "21:00" } }, "/quietHours/to"],
  [{ quietHours: { from: "25:00", to: "21:00" } }, "/quietHours/from"],
  [{ timezone: "Asia/Nowhere" }, "/timezone"],
  [{ optOutKeywords: ["..."] }, "/optOutKeywords/0"],
  [{ optOutKeywords: Array.from({ length: 21 }, String) }, "/optOutKeywords"],
  [{ defaultCountry: "XX" }, "/defaultCountry"],
  [{ state: "ready" }, "/state"],
])("%j is refused", async (json, pointer) => {
  const { status, body } = await client.ask("PATCH", `${base}/shop`, { json });
  expect([status, new Set(body.error.details.map((detail) => detail.pointer))]).toEqual([422, new Set([pointer])]);
});

test("how many chats campaigns may begin today is shown with the age of the account, as it is set", async () => {
  const shown = async (newChatsPerDay?: number | null) => {
    if (newChatsPerDay !== undefined) await patch({ pacing: { newChatsPerDay } });
    return (await client.get<DataOf<View>>(`${base}/shop`)).data["newChats"];
  };
  // Simulated phones have no default.
  const linked = { perDay: null, accountLinkedAt: expect.any(String) as unknown };
  expect(await shown()).toEqual(linked);
  expect(await shown(20)).toEqual({ ...linked, perDay: 20 });
  expect(await shown(0)).toEqual({ ...linked, perDay: 0 });
  expect(await shown(null)).toEqual(linked);
  expect((await patch({ pacing: null })).body.data).not.toHaveProperty("pacing");
  expect((await client.post<DataOf<View>>(base, { sessionId: "never" })).data).not.toHaveProperty("newChats");
});

test("what is no session is not changed, restarted or paired", async () => {
  for (const [method, path, json] of [
    ["PATCH", "nobody", {}],
    ["POST", "nobody/restart", undefined],
    ["POST", "nobody/pairing-code", { number: "628111000111" }],
  ] as const) {
    const { status, body } = await client.ask(method, `${base}/${path}`, json === undefined ? {} : { json });
    expect([status, body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
  }
});

test("a session's pacing and default country hold for its campaigns and messages at once", async () => {
  await patch({ pacing: { minGapMs: 10, maxGapMs: 10 }, defaultCountry: "ID" });
  const listId = await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 10));
  const { data } = await client.post<DataOf<{ campaignId: string }>>(`${person.broadcastOf("shop")}/send`, {
    listId,
    message: "Halo",
  });
  await person.untilStatus(client, "shop", data.campaignId, "completed");
  await client.post("/send-message", { number: "0812-0000-777", message: "Halo" }, { "user-id": "shop" });
  const arrived = () => client.get<readonly object[]>("/_simulator/deliveries?to=628120000777");
  await until(arrived, (all) => all.length === 1, "it arrived");
});

test("a restart keeps the link", async () => {
  const before = await person.statusOf(client, "shop");
  const { status, body } = await client.ask<DataOf<View>>("POST", `${base}/shop/restart`);
  expect([status, body.data["sessionId"]]).toEqual([202, "shop"]);
  await until(
    () => person.statusOf(client, "shop"),
    (now) => now.connected && now.profileSavedAt !== before.profileSavedAt,
    "it is connected anew",
  );
});

test("a session is linked by a code that is typed on the phone", async () => {
  await client.post(base, { sessionId: "paired" });
  const number = "628111000333";
  const asked = await client.post<DataOf<{ code: string; number: string }>>(`${base}/paired/pairing-code`, {
    number: "+62 811 1000 333",
  });
  expect(asked.data.number).toBe(number);
  await client.post("/_simulator/sessions/paired/type-code", { number, code: asked.data.code });
  expect(await person.untilConnected(client, "paired")).toMatchObject({ number });
  const again = await client.ask("POST", `${base}/paired/pairing-code`, { json: { number } });
  expect([again.status, again.body.error.code]).toEqual([409, "SESSION_LINKED"]);
});

test("a scan after which WhatsApp wants a passkey fails the session, and says so in words; it may be tried again", async () => {
  const number = "628111000444";
  await client.send("PUT", `/_simulator/numbers/${number}`, { json: { wantsPasskey: true } });
  await client.ask("GET", "/qrcode", { headers: { "user-id": "guarded" } });
  await client.post("/_simulator/sessions/guarded/scan", { number });
  const read = () => client.get<DataOf<View>>(`${base}/guarded`);
  const { data } = await until(read, ({ data }) => data["state"] === "failed", "the link is given up");
  expect(data).toMatchObject({ reason: "link_not_completed", connected: false });
  expect(data["warnings"]).toMatchObject([
    { code: "link_not_completed", message: expect.stringContaining("passkey") as string },
  ]);
  expect(await person.statusOf(client, "guarded")).toMatchObject({ state: "failed", reason: "link_not_completed" });
  await client.send("PUT", `/_simulator/numbers/${number}`, { json: { wantsPasskey: false } });
  await person.link(client, "guarded", number);
  expect((await read()).data).not.toHaveProperty("reason");
});

test("no code is asked for a number that another session is linked to: WhatsApp could unlink that one", async () => {
  const { number } = await person.statusOf(client, "shop");
  await client.post(base, { sessionId: "second" });
  const { status, body } = await client.ask("POST", `${base}/second/pairing-code`, { json: { number } });
  expect([status, body.error]).toEqual([409, expect.objectContaining({ code: "NUMBER_LINKED", sessionId: "shop" })]);
  expect(await client.get(`${base}/second`)).toMatchObject({ data: { state: "stopped" } });
  expect(await person.statusOf(client, "shop")).toMatchObject({ connected: true });
});

test("a keyword that is replied opts out, and is confirmed once", async () => {
  const from = "628120000888";
  for (const body of ["Stop.", "STOP"]) await client.post("/_simulator/inbound", { session: "shop", from, body });
  const optOuts = () => client.get<DataOf<readonly View[]>>(`/api/whatsapp/opt-outs?search=${from}`);
  await until(optOuts, ({ data }) => data.length === 1, "it opted out");
  expect((await optOuts()).data[0]).toMatchObject({ number: from, source: "reply", sessionId: "shop" });
  const answers = () => client.get<readonly object[]>(`/_simulator/deliveries?to=${from}`);
  await until(answers, (all) => all.length > 0, "it is confirmed");
  await client.post("/send-message", { number: from, message: "tetap boleh" }, { "user-id": "shop" });
  await until(answers, (all) => all.length === 2, "only what was written singly came");
});

describe("a deletion", () => {
  const remove = (id: string, confirm = `?confirm=${id}`) => client.ask("DELETE", `${base}/${id}${confirm}`);

  test("wants to be confirmed by the session's own id", async () => {
    for (const confirm of ["", "?confirm=", "?confirm=other"]) {
      const { status, body } = await remove("shop", confirm);
      expect([status, body.error.details.map(({ pointer }) => pointer)]).toEqual([422, ["/query/confirm"]]);
    }
    expect((await remove("nobody")).status).toBe(404);
  });

  test("an Idempotency-Key of a session that is gone answers 404, also where its id is a session's again", async () => {
    const keyed = (path: string, json: object) =>
      client.ask("POST", path, { json, headers: { "idempotency-key": `of ${path}`.replaceAll(/[^a-z]/g, "-") } });
    const make = () => keyed(base, { sessionId: "short-lived" });
    const makeList = () => keyed(`${person.broadcastOf("short-lived")}/lists`, { name: "Pelanggan" });
    expect([(await make()).status, (await makeList()).status]).toEqual([201, 201]);
    const repeats = await Promise.all([make(), makeList()]);
    expect(repeats.map(({ status, headers }) => [status, headers.get("idempotency-replayed")])).toEqual([
      [201, "true"],
      [201, "true"],
    ]);
    await remove("short-lived");
    for (const repeat of [make, makeList]) {
      const { status, body } = await repeat();
      expect([status, body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
    }
  });

  test("waits for no campaign that runs, and then unlinks; nobody finds the session from the answer on", async () => {
    await person.link(client, "leaving", "628111000444");
    const listId = await person.aList(client, "leaving", "Pelanggan", person.numbersOf(5, 10));
    const { campaignId } = await person.launch(client, "leaving", { listId, message: "Halo", gapMs: 60_000 });
    const refused = await remove("leaving");
    expect([refused.status, refused.body.error.code, refused.body.error["campaignId"]]).toEqual([
      409,
      "SESSION_IN_USE",
      campaignId,
    ]);
    await client.send("POST", `${person.broadcastOf("leaving")}/campaigns/${campaignId}/stop`);
    const { status, body, headers } = await remove("leaving");
    expect([status, body.message]).toEqual([202, "Sesi dihapus beserta semua isinya"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await client.ask("GET", `${base}/leaving`)).status).toBe(404);
    expect((await client.ask("GET", `${person.broadcastOf("leaving")}/lists`)).status).toBe(404);
    expect((await remove("leaving")).status).toBe(404);
    const { clients } = await client.get<{ clients: readonly { userId: string }[] }>("/clients");
    expect(clients.map(({ userId }) => userId)).not.toContain("leaving");
    expect(await person.statusOf(client, "leaving")).toMatchObject({ connected: false, state: "stopped" });
    const again = await client.ask("GET", "/qrcode", { headers: { "user-id": "leaving" } });
    const made = await client.ask("POST", base, { json: { sessionId: "leaving" } });
    for (const answer of [again, made]) {
      expect([answer.status, answer.body.error.code]).toEqual([409, "SESSION_DELETING"]);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    const sent = await client.ask("POST", "/send-message", {
      headers: { "user-id": "leaving" },
      json: { number: "628120000999", message: "x" },
    });
    expect(sent.status).toBe(503);
    // The phone is told: the device is linked no more.
    await until(
      () => client.ask("POST", "/_simulator/sessions/leaving/fault", { json: { kind: "drop" } }),
      (answer) => answer.status === 404,
      "it is unlinked",
    );
  });
});
