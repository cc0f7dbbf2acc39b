import { setTimeout as wait } from "node:timers/promises";
import * as files from "../../support/files.ts";
import { until } from "../../support/stack.ts";
import type { DataOf, Failure } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** POST /send-message and what becomes of each message, over HTTP. */

// Longer than a message is waited for.

interface Sent {
  readonly success: boolean;
  readonly message: string;
  readonly status?: string;
  readonly data: { readonly id: string; readonly timestamp: number; readonly status?: string };
  readonly warnings?: readonly object[];
}
interface MessageView {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly reason?: string;
  readonly sentAt?: string;
  readonly deliveredAt?: string;
}

const { client } = aShop({
  env: { DIRECT_MESSAGE_GAP_MS: "0" },
  arriveMs: 5,
  linked: { shop: "628111000111", other: "628111000222" },
});

const behave = (json: object) => client.send("PUT", "/_simulator/behaviour", { json });
const phone = (number: string, json: object) => client.send("PUT", `/_simulator/numbers/${number}`, { json });

/** A person writes to the session; answers WhatsApp's id of it. */
const writes = async (from: string, body: string) =>
  (await client.post<DataOf<{ id: string }>>("/_simulator/inbound", { session: "shop", from, body })).data.id;

const send = <Body = Sent>(json: object, headers: Record<string, string> = {}, path = "/send-message") =>
  client.ask<Body>("POST", path, { json, headers: { "user-id": "shop", ...headers } });
const refused = (json: object, headers: Record<string, string> = {}) => send<Failure>(json, headers);

const messageOf = async (id: string, session = "shop"): Promise<MessageView> =>
  (await client.get<DataOf<MessageView>>(`/api/whatsapp/${session}/messages/${id}`)).data;

const arrivals = async (to: string) => await client.get<readonly { body: string }[]>(`/_simulator/deliveries?to=${to}`);

test("a message is answered once WhatsApp has it, at both addresses, in both languages", async () => {
  const number = "628120000001";
  const { status, body } = await send({ number: "+62 812-0000-001", message: "Halo" });
  expect([status, body.success, body.message]).toEqual([200, true, "Pesan berhasil dikirim"]);
  expect(body.data.id).toMatch(/^msg_[0-9A-Z]{26}$/);
  expect(Math.abs(body.data.timestamp - Date.now() / 1_000)).toBeLessThan(5);
  expect(Number.isInteger(body.data.timestamp)).toBe(true);
  const english = await send({ number, message: "Hello" }, { "accept-language": "en" }, "/api/whatsapp/send-message");
  expect([english.status, english.body.message]).toEqual([200, "The message was sent"]);
  const delivered = await until(
    () => messageOf(body.data.id),
    (message) => message.status === "delivered",
    "it is delivered",
  );
  expect(delivered).toMatchObject({ number, id: body.data.id });
  expect((await arrivals(number)).map(({ body: text }) => text)).toEqual(["Halo", "Hello"]);
});

test("messages arrive in the order in which they were asked for", async () => {
  const number = "628120000002";
  for (let index = 0; index < 8; index += 1) await send({ number, message: String(index) });
  await until(
    () => arrivals(number),
    (all) => all.length === 8,
    "all arrived",
  );
  expect((await arrivals(number)).map(({ body }) => body)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7"]);
});

test("a number that is not on WhatsApp is told, at once the second time", async () => {
  const number = "628120000003";
  await phone(number, { registered: false });
  for (const language of ["id", "en"]) {
    const { status, body } = await refused({ number, message: "Halo" }, { "accept-language": language });
    expect([status, body.error.code, body.error.details[0]?.pointer]).toEqual([
      422,
      "NUMBER_NOT_ON_WHATSAPP",
      "/number",
    ]);
    expect(body.message).toContain(number);
  }
});

test("what WhatsApp refuses is told", async () => {
  const number = "628120000004";
  await phone(number, { refuses: true });
  const { status, body } = await refused({ number, message: "Halo" });
  expect([status, body.error.code, body.error["reason"]]).toEqual([422, "MESSAGE_REFUSED", "rejected_by_whatsapp"]);
});

test("who opted out may still be written to singly, with a warning", async () => {
  const number = "628120000005";
  await client.post("/api/whatsapp/opt-outs", { number });
  const { status, body } = await send({ number, message: "Halo" });
  const message = `${number} sudah berhenti berlangganan pesan siaran; pesan ini tetap dikirim`;
  expect([status, body.warnings]).toEqual([200, [{ code: "opted_out", message, number }]]);
  expect((await send({ number: "628120000006", message: "Halo" })).body.warnings).toBeUndefined();
});

test("an answer to a message quotes it, by our id of it or WhatsApp's", async () => {
  const number = "628120000007";
  const { body } = await send({ number, message: "pertama" });
  await send({ number, message: "kedua", quotedMessageId: body.data.id });
  const theirs = await writes(number, "berapa?");
  await send({ number, message: "ketiga", quotedMessageId: theirs });
  await until(
    () => arrivals(number),
    (all) => all.length === 3,
    "all arrived",
  );
  const [first, second, third] = (await arrivals(number)) as unknown as { id: string; quotedMessageId?: string }[];
  expect([second?.quotedMessageId, third?.quotedMessageId]).toEqual([first?.id, theirs]);
  for (const quotedMessageId of [`true_${number}@c.us_${first?.id ?? ""}`, `false_${number}@c.us_${theirs}`]) {
    expect((await send({ number, message: "lagi", quotedMessageId })).status).toBe(200);
  }
});

test("an answer to what is no message of that chat is refused, in both languages, and the next message goes", async () => {
  const number = "628120000050";
  const budi = "628120000051";
  const toBudi = (await send({ number: budi, message: "untuk Budi" })).body.data.id;
  const fromBudi = await writes(budi, "dari Budi");
  const ofOther = (
    await client.ask<Sent>("POST", "/send-message", {
      json: { number, message: "dari sesi lain" },
      headers: { "user-id": "other" },
    })
  ).body.data.id;
  await phone("628120000052", { refuses: true });
  await refused({ number: "628120000052", message: "gagal" });
  const unknown = "3A0123456789ABCDEF01";
  const quotes = [
    ...[toBudi, fromBudi, ofOther, "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV", "msg_x", unknown],
    ...[`true_${number}@c.us_${unknown}`, `false_${budi}@c.us_${fromBudi}`, `true_120363000000000000@g.us_${unknown}`],
    ...["a_b", "_", "@", `false_${number}@c.us`],
  ];
  for (const [index, quotedMessageId] of quotes.entries()) {
    const language = index % 2 === 0 ? "id" : "en";
    const answer = await refused({ number, message: "x", quotedMessageId }, { "accept-language": language });
    const { code, details } = answer.body.error;
    const told = [quotedMessageId, answer.status, code, details[0]?.pointer];
    expect(told).toEqual([quotedMessageId, 422, "VALIDATION_FAILED", "/quotedMessageId"]);
    expect(answer.body.message).toContain(language === "id" ? `percakapan dengan ${number}` : `chat with ${number}`);
  }
  expect((await send({ number, message: "sesudahnya" })).status).toBe(200);
  await until(
    () => arrivals(number),
    (all) => all.length === 2,
    "both arrived",
  );
  expect((await arrivals(number)).map(({ body }) => body)).toEqual(["dari sesi lain", "sesudahnya"]);
});

test("a chat is one, however its account is written", async () => {
  const oldNumber = "551187654321";
  const newNumber = "5511987654321";
  const asked = async (to: string, quotedMessageId?: string) =>
    await send({ number: `+${to}`, message: "oi", ...(quotedMessageId === undefined ? {} : { quotedMessageId }) });
  for (const number of [oldNumber, newNumber]) await phone(number, { lid: "99887766" });
  const first = await asked(oldNumber);
  expect((await asked(newNumber, first.body.data.id)).status).toBe(200);
});

describe("with a file", () => {
  const number = "628120000008";
  const upload = async (session = "shop") => {
    const body = new FormData();
    body.set("file", new Blob([new Uint8Array(files.png)], { type: "image/png" }), "brosur.png");
    const path = `${person.broadcastOf(session)}/upload`;
    return (await client.send<DataOf<{ filename: string }>>("POST", path, { body })).data.filename;
  };

  test("a message bears its caption, or none", async () => {
    const filename = await upload();
    const { status, body } = await send({ number, message: "lihat", media: { filename } });
    expect(status).toBe(200);
    expect((await send({ number, media: { filename } })).status).toBe(200);
    expect(await messageOf(body.data.id)).toMatchObject({ media: { filename, originalName: "brosur.png" } });
    await until(
      () => arrivals(number),
      (all) => all.length === 2,
      "both arrived",
    );
    const arrived = (await arrivals(number)) as readonly { type?: string; body: string; mediaSha256?: string }[];
    expect(arrived.map(({ type, body: text }) => [type, text])).toEqual([
      ["image", "lihat"],
      ["image", ""],
    ]);
  });

  test("a caption is a message by another name, with a file only, and one of both", async () => {
    const filename = await upload();
    const { status, body } = await send({ number, caption: "begini", media: { filename } });
    expect(status).toBe(200);
    expect(await messageOf(body.data.id)).toMatchObject({ message: "begini", media: { filename } });
    for (const asked of [
      { caption: "tanpa berkas" },
      { caption: "dua", message: "teks", media: { filename } },
      { caption: " ", media: { filename } },
    ]) {
      const answer = await refused({ number, ...asked });
      expect([answer.status, answer.body.error.details[0]?.pointer]).toEqual([422, "/caption"]);
    }
  });

  test("that is none of the session's is refused", async () => {
    const foreign = await upload("other");
    for (const filename of [foreign, "x.png"]) {
      const { status, body } = await refused({ number, message: "x", media: { filename } });
      expect([status, body.error.code, body.error.details[0]?.pointer]).toEqual([
        404,
        "MEDIA_NOT_FOUND",
        "/media/filename",
      ]);
    }
    const blank = await refused({ number, message: " ", media: { filename: foreign } });
    expect([blank.status, blank.body.error.details[0]?.pointer]).toEqual([422, "/message"]);
  });
});

describe("under an Idempotency-Key", () => {
  const once = (key: string) => ({ "idempotency-key": key });

  test("a message goes once, and the first answer is given again at either address", async () => {
    const json = { number: "628120000010", message: "sekali" };
    const first = await send(json, once("satu"));
    const again = await send(json, once("satu"), "/api/whatsapp/send-message");
    expect([again.status, again.body]).toEqual([200, first.body]);
    await until(
      () => messageOf(first.body.data.id),
      ({ status }) => status === "delivered",
      "it is delivered",
    );
    expect(await arrivals(json.number)).toHaveLength(1);
  });

  test("another body, or another session, is another request", async () => {
    const json = { number: "628120000011", message: "sekali" };
    await send(json, once("dua"));
    const otherBody = await refused({ ...json, message: "lain" }, once("dua"));
    const otherSession = await refused(json, { ...once("dua"), "user-id": "other" });
    for (const { status, body } of [otherBody, otherSession]) {
      expect([status, body.error.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    }
  });

  test("a session that is not connected may be tried again at once", async () => {
    const json = { number: "628120000012", message: "nanti" };
    const headers = { ...once("tiga"), "user-id": "later" };
    expect((await refused(json, headers)).status).toBe(503);
    await person.link(client, "later", "628111000333");
    expect((await send(json, headers)).status).toBe(200);
  });

  test("a key that may not see the session does not get the answer of one that may", async () => {
    const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", {
      name: "other",
      scopes: ["write"],
      sessions: ["other"],
    });
    const json = { number: "628120000013", message: "rahasia" };
    await send(json, once("empat"));
    const limited = client.withKey(data.key);
    const { status } = await limited.ask("POST", "/send-message", {
      json,
      headers: { "user-id": "shop", ...once("empat") },
    });
    expect(status).toBe(404);
  });
});

test.each([
  ["no user-id", { number: "628120000020", message: "x" }, { "user-id": "" }, 400, "USER_ID_REQUIRED"],
  ["a reserved user-id", { number: "628120000020", message: "x" }, { "user-id": "docs" }, 400, "USER_ID_REQUIRED"],
  ["no number", { message: "x" }, {}, 422, "VALIDATION_FAILED"],
  ["no message", { number: "628120000020" }, {}, 422, "VALIDATION_FAILED"],
  ["a blank message", { number: "628120000020", message: " \n" }, {}, 422, "VALIDATION_FAILED"],
  ["what is no number", { number: "0812", message: "x" }, {}, 422, "VALIDATION_FAILED"],
  ["a field that is not known", { number: "628120000020", message: "x", to: "y" }, {}, 422, "VALIDATION_FAILED"],
])("%s is refused", async (_, json, headers, status, code) => {
  const answer = await refused(json, headers);
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  expect(await arrivals("628120000020")).toEqual([]);
});

test("a session that was never linked says so, and that a scan is required", async () => {
  const { status, body } = await refused({ number: "628120000021", message: "x" }, { "user-id": "nobody" });
  expect(status).toBe(503);
  expect(body.message).toBe("WhatsApp belum terhubung, silakan scan QR code");
  expect(body.error).toMatchObject({ code: "SESSION_NOT_CONNECTED", qrRequired: true });
});

describe("a message that is not confirmed", () => {
  afterEach(async () => {
    await behave({ acceptMs: 5, deliverMs: 5 });
  });

  test("is answered as pending after 20 seconds, and the rest is told later", async () => {
    await behave({ acceptMs: 21_500 });
    const number = "628120000030";
    const asked = Date.now();
    const { status, body, headers } = await send({ number, message: "lambat" });
    expect(Date.now() - asked).toBeLessThan(22_000);
    expect([status, body.status, body.data.status]).toEqual([202, "pending", "pending"]);
    expect(headers.get("location")).toBe(`/api/whatsapp/shop/messages/${body.data.id}`);
    expect((await messageOf(body.data.id)).status).toBe("pending");
    await until(
      () => messageOf(body.data.id),
      (message) => message.status === "delivered",
      "it is delivered at last",
    );
    expect(await arrivals(number)).toHaveLength(1);
  });

  test("is answered at once where more than 20 wait already", async () => {
    // The first one is held up, and the others behind it.
    await behave({ acceptMs: 5_000 });
    const number = "628120000031";
    const asked: Promise<{ readonly status: number; readonly tookMs: number }>[] = [];
    const ask = () => {
      const askedAt = Date.now();
      const answer = send({ number, message: `antre ${asked.length}` });
      const one = answer.then(({ status }) => ({ status, tookMs: Date.now() - askedAt }));
      asked.push(one);
      return one;
    };
    for (let more = 0; more < 25; more += 1) void ask();
    await until(
      // The index that counts them lags; one that is not answered yet holds the next one up, so that they do not pile up.
      () => Promise.race([ask(), wait(1_000, undefined)]),
      (answer) => answer?.status === 202 && answer.tookMs < 10_000,
      "one is answered while others wait",
    );
    await behave({ acceptMs: 0 });
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 202]));
    await until(
      () => arrivals(number),
      (arrived) => arrived.length === asked.length,
      "all arrived",
      60_000,
    );
  });
});

test("a message is its session's and its tenant's", async () => {
  const { body } = await send({ number: "628120000040", message: "Halo" });
  const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", {
    name: "stranger",
    scopes: ["admin"],
    tenantId: "stranger",
  });
  const stranger = client.withKey(data.key);
  const paths = [`other/messages/${body.data.id}`, "shop/messages/msg_01ARZ3NDEKTSV4RRFFQ69G5FAV", "shop/messages/x"];
  for (const path of paths) {
    const { status, body: failure } = await client.ask("GET", `/api/whatsapp/${path}`);
    expect([status, failure.error.code]).toEqual([404, "MESSAGE_NOT_FOUND"]);
  }
  const foreign = await stranger.ask("GET", `/api/whatsapp/shop/messages/${body.data.id}`);
  expect([foreign.status, foreign.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
  const sent = await stranger.ask("POST", "/send-message", {
    json: { number: "628120000040", message: "x" },
    headers: { "user-id": "shop" },
  });
  expect(sent.status).toBe(503);
});
