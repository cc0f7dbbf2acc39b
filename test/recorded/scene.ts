import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Client, DataOf } from "../e2e/client.ts";
import * as person from "../e2e/steps.ts";
import { until } from "../support/stack.ts";
import { branch, recordedPaths, recordedReports, shop, type Recorded } from "./recorded.ts";

/** What a recording holds: every kind of row that a version writes, made by its API. */

type Made = Omit<Recorded, "recordedAt">;
type Ids = Recorded["ids"];

/** A picture of one pixel, whose bytes differ from call to call. */
function png(): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(typed));
    return Buffer.concat([head, typed, tail]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const pixel = Buffer.from("789c6360000000020001", "hex");
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const note = Buffer.concat([Buffer.from("Comment\0"), Buffer.from(randomBytes(6).toString("hex"))]);
  return Uint8Array.from(
    Buffer.concat([
      signature,
      chunk("IHDR", header),
      chunk("tEXt", note),
      chunk("IDAT", pixel),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

const numbers = person.numbersOf(5, 13);
const [
  optsOutByHand = "",
  optsOutByReply = "",
  comesBack = "",
  withLid = "",
  replies = "",
  unknown = "",
  refuses = "",
] = numbers;
const ofBranch = person.numbersOf(6, 12);

const notYet = { running: "", due: "", importListId: "", cutOffImportId: "" };

/** @param has whether the version has an operation of that id */
export async function makeScene(client: Client, has: (operationId: string) => boolean): Promise<Made> {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: 5 } });
  for (const [sessionId, number] of [
    ["shop", "628111000111"],
    ["cabang", "628111000222"],
    ["keluar", "628111000333"],
  ] as const) {
    await person.link(client, sessionId, number);
  }
  await client.post("/api/whatsapp/sessions", { sessionId: "baru" });
  await client.get("/qrcode", { "user-id": "menunggu" });
  await client.send("PATCH", "/api/whatsapp/sessions/shop", {
    json: { timezone: "Asia/Makassar", defaultCountry: "ID", optOutKeywords: ["STOP", "BERHENTI"] },
  });
  await client.send("PUT", `/_simulator/numbers/${withLid}`, { json: { lid: "323456789012345" } });
  await client.send("PUT", `/_simulator/numbers/${unknown}`, { json: { registered: false } });

  const { revokedKeyId, readersKey } = await keys(client);
  const lists = await listsAndImports(client);
  const content = await templatesAndFiles(client);
  const over = await whatIsOver(client, { ...lists, ...content });
  const messageId = await people(client);
  const rests = await whatRests(client, lists);
  const inDoubt = await whatIsInDoubt(client);
  const { webhookId, idleWebhookId } = await webhooks(client);
  const branchListId = await person.aList(client, "cabang", "Cabang", ofBranch);
  const ids: Omit<Ids, keyof typeof notYet> = {
    ...{ webhookId, idleWebhookId, revokedKeyId, messageId, branchListId },
    ...lists,
    ...content,
    ...over,
    ...rests,
    inDoubt,
  };

  const path = `${shop}/templates`;
  const body = { name: "Sekali", body: "Hanya sekali" };
  const key = "kunci-1";
  const repeated = await client.ask("POST", path, { json: body, headers: { "idempotency-key": key } });
  const repeat = { path, key, body, answer: repeated.body };

  const resting = { ...ids, ...notYet };
  const answers: Record<string, unknown> = {};
  for (const one of recordedPaths(resting)) answers[one] = await client.get(one);
  // Up to a minute old then, and counted anew since.
  delete (answers[`${shop}/stats`] as { readonly data: { mostEngaged?: unknown } }).data.mostEngaged;
  for (const one of recordedReports(resting)) answers[one] = await client.text(one);
  const moving = await whatMoves(client, branchListId, has("setSending"));
  return {
    ids: { ...ids, ...moving.ids },
    numbers: {
      all: numbers,
      branch: ofBranch,
      optsOutByHand,
      optsOutByReply,
      comesBack,
      withLid,
      replies,
      unknown,
      refuses,
    },
    readersKey,
    repeat,
    ...(moving.haltedBecause === undefined ? {} : { haltedBecause: moving.haltedBecause }),
    undelivered: await undeliveredOf(client, webhookId),
    answers,
  };
}

async function webhooks(client: Client) {
  // Nothing listens there: its deliveries stay due.
  const url = "http://127.0.0.1:9/events";
  const hook = async (events: readonly string[]) =>
    (await client.post<DataOf<{ readonly webhookId: string }>>("/api/whatsapp/webhooks", { url, events })).data
      .webhookId;
  const webhookId = await hook(["campaign.*"]);
  const idleWebhookId = await hook(["*"]);
  await client.send("PUT", `/api/whatsapp/webhooks/${idleWebhookId}`, { json: { active: false } });
  return { webhookId, idleWebhookId };
}

/** Events that wait for the receiver, by their ids. */
async function undeliveredOf(client: Client, webhookId: string): Promise<string[]> {
  const path = `/api/whatsapp/webhooks/${webhookId}/deliveries`;
  const deliveries = await person.everyRow<{ readonly eventId: string }>(client, path);
  return deliveries.map(({ eventId }) => eventId);
}

async function keys(client: Client) {
  const keyOf = async (name: string, limits: object) =>
    (
      await client.post<DataOf<{ readonly keyId: string; readonly key: string }>>("/api/whatsapp/api-keys", {
        name,
        scopes: ["read"],
        ...limits,
      })
    ).data;
  const { key: readersKey } = await keyOf("baca", { sessions: ["shop"] });
  await client.withKey(readersKey).get("/api/whatsapp/opt-outs");
  const { keyId: revokedKeyId } = await keyOf("dicabut", { expiresAt: "2099-01-01T00:00:00Z" });
  await client.send("DELETE", `/api/whatsapp/api-keys/${revokedKeyId}`);
  return { revokedKeyId, readersKey };
}

async function imported(client: Client, ofList: string, csv: string, query = ""): Promise<string> {
  const { data } = await client.send<DataOf<{ readonly importId: string }>>("POST", `${ofList}/contacts/bulk${query}`, {
    body: csv,
    headers: { "content-type": "text/csv" },
  });
  await person.untilImported(client, ofList, data.importId);
  return data.importId;
}

/** A file without a column of numbers, which is found out when the job reads it. */
async function importedInVain(client: Client, ofList: string): Promise<string> {
  const form = new FormData();
  form.append("file", new Blob(["nama,kota\nAyu,Bandung\n"], { type: "text/csv" }), "tanpa-nomor.csv");
  form.append("purpose", "contacts");
  const { data } = await client.send<DataOf<{ readonly uploadKey: string }>>("POST", `${shop}/upload`, { body: form });
  const { data: asked } = await client.post<DataOf<{ readonly importId: string }>>(`${ofList}/contacts/bulk`, {
    uploadKey: data.uploadKey,
  });
  const { state } = await person.untilImported(client, ofList, asked.importId);
  if (state !== "failed") throw new Error(`an import without numbers is ${state}`);
  return asked.importId;
}

async function listsAndImports(client: Client) {
  const listId = await person.aList(client, "shop", "Pelanggan", numbers);
  const ofList = `${shop}/lists/${listId}`;
  const rows = "Ayu,0812-7654-3210,Bandung\nBudi,0812-7654-3211,Jakarta\nCiti,bukan nomor,Solo\n";
  const importId = await imported(client, ofList, `nama,no hp,kota\n${rows}`);
  await imported(client, ofList, `nama,no hp,kota\n${rows}`, "?dryRun=true");
  const failedImportId = await importedInVain(client, ofList);
  const other = await person.aList(client, "shop", "Sementara", person.numbersOf(7, 3));
  await imported(client, `${shop}/lists/${other}`, "number\n6281230007000\n", "?mode=replace");
  await client.send("PUT", `${shop}/lists/${other}`, { json: { name: "Diganti", description: "Nama lain" } });
  const gone = await person.aList(client, "shop", "Dihapus", person.numbersOf(8, 3));
  await client.send("DELETE", `${shop}/lists/${gone}`);
  return { listId, importId, failedImportId };
}

async function templatesAndFiles(client: Client) {
  const upload = async (bytes: Uint8Array | string, name: string, state: string) => {
    const form = new FormData();
    form.append(
      "file",
      new Blob([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], { type: "image/png" }),
      name,
    );
    const { data } = await client.send<DataOf<{ readonly filename: string }>>("POST", `${shop}/upload`, { body: form });
    await until(
      () => client.get<DataOf<{ readonly state: string }>>(`${shop}/upload/${data.filename}`),
      (answer) => answer.data.state === state,
      `the file is ${state}`,
    );
    return data.filename;
  };
  const filename = await upload(png(), "promo.png", "ready");
  const rejectedFilename = await upload("bukan gambar", "palsu.png", "rejected");
  await client.post(`${shop}/upload`, { filename: "belum.png", contentType: "image/png", size: 68, purpose: "media" });
  const template = async (json: object) =>
    (await client.post<DataOf<{ readonly templateId: string }>>(`${shop}/templates`, json)).data.templateId;
  const templateId = await template({ name: "Promo", body: "Halo {{ name }}, promo untuk Anda" });
  await template({ name: "Bergambar", body: "Lihat, {{ name }}", media: { filename } });
  await client.send("PUT", `${shop}/templates/${templateId}`, { json: { name: "Promo baru" } });
  return { filename, rejectedFilename, templateId };
}

const pacing = { minGapMs: 0, maxGapMs: 0 };

async function whatIsOver(
  client: Client,
  { listId, templateId, filename }: Pick<Ids, "listId" | "templateId" | "filename">,
) {
  const finished = await client.post<DataOf<person.Taken>>(`${shop}/send`, {
    name: "Promo pagi",
    listId,
    templateId,
    media: { filename },
    pacing,
  });
  await person.untilStatus(client, "shop", finished.data.campaignId, "completed");
  await person.untilCounts(client, "shop", finished.data.campaignId, { read: 14, failed: 1 });

  const few = await person.aList(client, "shop", "Sedikit", [refuses, unknown]);
  await client.send("PUT", `/_simulator/numbers/${refuses}`, { json: { refuses: true } });
  const triedAgain = await person.launch(client, "shop", { listId: few, message: "Lagi, {{ name }}", gapMs: 0 });
  await person.untilStatus(client, "shop", triedAgain.campaignId, "completed");
  await client.post(`${shop}/campaigns/${triedAgain.campaignId}/retry`, { statuses: ["failed"] });
  await person.untilStatus(client, "shop", triedAgain.campaignId, "completed");
  await person.untilCounts(client, "shop", triedAgain.campaignId, { failed: 2 });

  const stopped = await person.launch(client, "shop", { listId, message: "Siang, {{ name }}", gapMs: 500 });
  await untilSent(client, "shop", stopped.campaignId, 3);
  await client.send("POST", `${shop}/campaigns/${stopped.campaignId}/stop`);
  await untilRead(client, stopped.campaignId);
  return { finished: finished.data.campaignId, triedAgain: triedAgain.campaignId, stopped: stopped.campaignId };
}

const untilSent = (client: Client, sessionId: string, campaignId: string, atLeast: number) =>
  until(
    () => person.campaignOf(client, sessionId, campaignId),
    ({ totals }) => (totals["sent"] ?? 0) >= atLeast,
    `${atLeast} messages of ${campaignId} are sent`,
  );

const untilRead = (client: Client, campaignId: string) =>
  until(
    () => person.campaignOf(client, "shop", campaignId),
    ({ counts }) => counts["sending"] === 0 && counts["sent"] === 0 && counts["delivered"] === 0,
    "what it sent is read",
  );

/** Replies, opt-outs and a message to one person. */
async function people(client: Client): Promise<string> {
  await client.post("/_simulator/inbound", { session: "shop", from: replies, body: "Terima kasih" });
  for (const from of [optsOutByReply, comesBack]) {
    await client.post("/_simulator/inbound", { session: "shop", from, body: "STOP" });
  }
  await client.post("/api/whatsapp/opt-outs", { number: optsOutByHand });
  await until(
    () => client.get<DataOf<readonly unknown[]>>("/api/whatsapp/opt-outs"),
    ({ data }) => data.length === 3,
    "the opt-outs are there",
  );
  await client.send("DELETE", `/api/whatsapp/opt-outs/${comesBack}`);
  const direct = { number: replies, message: "Pesanan Anda siap" };
  const { data } = await client.post<DataOf<{ readonly id: string }>>("/send-message", direct, { "user-id": "shop" });
  await until(
    () => client.get<DataOf<{ readonly status: string }>>(`/api/whatsapp/shop/messages/${data.id}`),
    (message) => message.data.status === "read",
    "the message is read",
  );
  await client.ask("POST", "/send-message", {
    json: { number: unknown, message: "Pesanan Anda siap" },
    headers: { "user-id": "shop" },
  });
  return data.id;
}

async function whatRests(client: Client, { listId }: Pick<Ids, "listId">) {
  const paused = await person.launch(client, "shop", { listId, message: "Sore, {{ name }}", gapMs: 500 });
  await untilSent(client, "shop", paused.campaignId, 4);
  await client.send("POST", `${shop}/campaigns/${paused.campaignId}/pause`);
  await untilRead(client, paused.campaignId);
  const scheduled = await client.post<DataOf<person.Taken>>(`${shop}/schedule`, {
    name: "Lebaran",
    listId,
    message: "Selamat, {{ name }}",
    sendAt: "2036-03-20T08:00",
    timezone: "Asia/Jakarta",
  });
  const leavers = await person.aList(client, "keluar", "Semua", person.numbersOf(9, 4));
  const loggedOut = await person.launch(client, "keluar", { listId: leavers, message: "Halo", gapMs: 60_000 });
  await untilSent(client, "keluar", loggedOut.campaignId, 1);
  await client.send("POST", "/logout", { headers: { "user-id": "keluar" } });
  await person.untilStatus(client, "keluar", loggedOut.campaignId, "paused");
  return { paused: paused.campaignId, scheduled: scheduled.data.campaignId, loggedOut: loggedOut.campaignId };
}

/** WhatsApp's server has the message and says nothing. */
async function whatIsInDoubt(client: Client): Promise<string> {
  const listId = await person.aList(client, "cabang", "Ragu", person.numbersOf(10, 1));
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 86_400_000 } });
  const { campaignId } = await person.launch(client, "cabang", { listId, message: "Sampai?", gapMs: 0 });
  await person.untilStatus(client, "cabang", campaignId, "completed", 60_000);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5 } });
  return campaignId;
}

/** What is in hand when the version is killed. */
async function whatMoves(client: Client, branchListId: string, canHalt: boolean) {
  const due = await client.post<DataOf<person.Taken>>(`${branch}/schedule`, {
    listId: branchListId,
    message: "Terjadwal, {{ name }}",
    sendAt: new Date(Date.now() + 120_000).toISOString(),
    pacing,
  });
  const running = await person.launch(client, "cabang", {
    listId: branchListId,
    message: "Jalan, {{ name }}",
    gapMs: 300,
  });
  await untilSent(client, "cabang", running.campaignId, 3);
  const haltedBecause = "operator mencoba";
  if (canHalt) {
    await client.send("PUT", "/api/whatsapp/operations/sending", { json: { halted: true, reason: haltedBecause } });
  }
  const importListId = await person.aList(client, "cabang", "Impor", []);
  const rows = Array.from({ length: 300 }, (_, index) => `62813${String(40_000_000 + index)},Pelanggan ${index}\n`);
  const { data } = await client.send<DataOf<{ readonly importId: string }>>(
    "POST",
    `${branch}/lists/${importListId}/contacts/bulk`,
    { body: `number,name\n${rows.join("")}`, headers: { "content-type": "text/csv" } },
  );
  return {
    ids: { due: due.data.campaignId, running: running.campaignId, importListId, cutOffImportId: data.importId },
    ...(canHalt ? { haltedBecause } : {}),
  };
}
