import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { create } from "tar";
import { Client, type DataOf } from "../e2e/client.ts";
import * as person from "../e2e/steps.ts";
import { startStack, until } from "../support/stack.ts";
import { recordedKey, recordedPaths, type Recorded } from "./recorded.ts";

// Entry point, run by hand at a version that is about to be left: a small data directory as that version writes it, and
// what it answers about it. `node test/recorded/record.ts NAME` writes NAME.tgz and NAME.json beside this file.

const [, , name] = process.argv;
if (name === undefined || !/^[\w.-]+$/.test(name)) {
  throw new Error("usage: node test/recorded/record.ts NAME, such as the commit that stands");
}

const work = await mkdtemp(join(tmpdir(), "record-"));
const dataDir = join(work, "data");
const stack = await startStack({
  dataDir,
  apiKey: recordedKey,
  // As long as the setting allows: the test of the recording reads what has finished for years.
  env: { CAMPAIGNS_KEPT_DAYS: "3650", WEBHOOK_ALLOW_LOOPBACK: "true" },
});
const client = new Client(stack.url, recordedKey);
const shop = person.broadcastOf("shop");

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

async function record(): Promise<Recorded> {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: 5 } });
  await person.link(client, "shop", "628111000111");
  await person.link(client, "cabang", "628111000222");
  await client.post("/api/whatsapp/sessions", { sessionId: "baru" });
  await client.send("PATCH", "/api/whatsapp/sessions/shop", {
    json: { timezone: "Asia/Makassar", defaultCountry: "ID", optOutKeywords: ["STOP", "BERHENTI"] },
  });

  await client.post("/api/whatsapp/webhooks", {
    url: "http://127.0.0.1:9/events",
    events: ["campaign.*", "opt_out.*"],
  });
  await client.post("/api/whatsapp/api-keys", { name: "baca", scopes: ["read"], sessions: ["shop"] });

  const numbers = person.numbersOf(5, 12);
  const [optsOutByHand = "", optsOutByReply = "", comesBack = "", withLid = "", replies = "", unknown = ""] = numbers;
  await client.send("PUT", `/_simulator/numbers/${withLid}`, { json: { lid: "323456789012345" } });
  await client.send("PUT", `/_simulator/numbers/${unknown}`, { json: { registered: false } });

  const listId = await person.aList(client, "shop", "Pelanggan", numbers);
  const ofList = `${shop}/lists/${listId}`;
  const csv = "nama,no hp,kota\nAyu,0812-7654-3210,Bandung\nBudi,0812-7654-3211,Jakarta\nCiti,bukan nomor,Solo\n";
  const { data: asked } = await client.send<DataOf<{ importId: string }>>("POST", `${ofList}/contacts/bulk`, {
    body: csv,
    headers: { "content-type": "text/csv" },
  });
  await person.untilImported(client, ofList, asked.importId);
  const template = await client.post<DataOf<{ templateId: string }>>(`${shop}/templates`, {
    name: "Promo",
    body: "Halo {{ name }}, promo untuk Anda",
  });
  const form = new FormData();
  form.append("file", new Blob([png()], { type: "image/png" }), "promo.png");
  const file = await client.send<DataOf<{ filename: string }>>("POST", `${shop}/upload`, { body: form });
  await until(
    () => client.get<DataOf<{ state: string }>>(`${shop}/upload/${file.data.filename}`),
    ({ data }) => data.state === "ready",
    "the file is checked",
  );

  const finished = await client.post<DataOf<person.Taken>>(`${shop}/send`, {
    name: "Promo pagi",
    listId,
    templateId: template.data.templateId,
    media: { filename: file.data.filename },
    pacing: { minGapMs: 0, maxGapMs: 0 },
  });
  await person.untilStatus(client, "shop", finished.data.campaignId, "completed");
  await person.untilCounts(client, "shop", finished.data.campaignId, { read: 13, failed: 1 });
  await client.post("/_simulator/inbound", { session: "shop", from: replies, body: "Terima kasih" });
  for (const from of [optsOutByReply, comesBack]) {
    await client.post("/_simulator/inbound", { session: "shop", from, body: "STOP" });
  }
  await client.post("/api/whatsapp/opt-outs", { number: optsOutByHand });
  await until(
    () => client.get<DataOf<unknown[]>>("/api/whatsapp/opt-outs"),
    ({ data }) => data.length === 3,
    "the opt-outs are there",
  );
  await client.send("DELETE", `/api/whatsapp/opt-outs/${comesBack}`);

  await client.post("/send-message", { number: replies, message: "Pesanan Anda siap" }, { "user-id": "shop" });
  const paused = await person.launch(client, "shop", { listId, message: "Sore, {{ name }}", gapMs: 700 });
  await until(
    () => person.campaignOf(client, "shop", paused.campaignId),
    ({ totals }) => (totals["sent"] ?? 0) >= 4,
    "some of the paused campaign are sent",
  );
  await client.send("POST", `${shop}/campaigns/${paused.campaignId}/pause`);
  await until(
    () => person.campaignOf(client, "shop", paused.campaignId),
    ({ counts }) => counts["sending"] === 0 && counts["sent"] === 0 && counts["delivered"] === 0,
    "what the paused campaign sent is read",
  );
  const scheduled = await client.post<DataOf<person.Taken>>(`${shop}/schedule`, {
    name: "Lebaran",
    listId,
    message: "Selamat, {{ name }}",
    sendAt: "2036-03-20T08:00",
    timezone: "Asia/Jakarta",
  });
  const ids = {
    listId,
    importId: asked.importId,
    templateId: template.data.templateId,
    filename: file.data.filename,
    finished: finished.data.campaignId,
    paused: paused.campaignId,
    scheduled: scheduled.data.campaignId,
  };
  const answers: Record<string, unknown> = {};
  for (const path of recordedPaths(ids)) answers[path] = await client.get(path);
  return {
    recordedAt: new Date().toISOString(),
    ids,
    numbers: { all: numbers, optsOutByHand, optsOutByReply, comesBack, withLid, replies, unknown },
    delivered: await person.deliveriesOf(client, "shop"),
    answers,
  };
}

try {
  const recorded = await record();
  await stack.end();
  await writeFile(join(import.meta.dirname, `${name}.json`), `${JSON.stringify(recorded, undefined, 1)}\n`);
  await create({ file: join(import.meta.dirname, `${name}.tgz`), cwd: work, gzip: true, portable: true }, ["data"]);
} finally {
  await stack.kill();
  await rm(work, { recursive: true, force: true });
}
