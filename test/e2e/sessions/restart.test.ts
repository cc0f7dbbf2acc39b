import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { startStack, type Stack, until } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import * as person from "../steps.ts";
import type { ContactView, ListView } from "../steps.ts";

/** What a person keeps who ends the process, kindly or not, and starts it again on the same data: one story in tests. */

const base = person.broadcastOf("shop");
const gapMs = 150;
const numbers = person.numbersOf(1, 40);

let dataDir: string;
let stack: Stack;
let client: Client;
let key: string;
let campaignId: string;
let killedAt: number;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "wab-restart-"));
  await start();
  key = await readKey();
});
afterAll(async () => {
  await stack.kill();
  await rm(dataDir, { recursive: true, force: true });
});

const readKey = async (): Promise<string> => (await readFile(join(dataDir, "admin-key"), "utf8")).trim();

/** Starts on the data directory; the key is the one that is kept there. */
async function start(): Promise<void> {
  stack = await startStack({ dataDir, apiKey: null });
  client = new Client(stack.url, await readKey());
}

/** Waits until the session is connected; fails when it needs a scan on the way. */
async function expectBackWithoutScan(): Promise<void> {
  const status = await until(
    () => person.statusOf(client, "shop"),
    ({ connected, state }) => connected || state === "awaiting_qr" || state === "logged_out",
    "the session is back",
  );
  expect(status).toMatchObject({ connected: true, state: "ready", number: "628111000111" });
}

type ReportLine = Readonly<Record<"number" | "status" | "sent_at", string>>;
const report = async (): Promise<ReportLine[]> =>
  parse(await client.text(`${base}/export/campaign/${campaignId}`), { columns: true });

test("the first start says where the admin key is that it made, and not the key, nor an address that signs in", () => {
  expect(stack.written).toContain(`admin key  in ${join(dataDir, "admin-key")}\n`);
  for (const secret of [key, "#code="]) expect(stack.written).not.toContain(secret);
});

test("kill -9 in the middle of a campaign takes nothing back that was answered", async () => {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 5, readMs: null } });
  await person.link(client, "shop", "628111000111");
  const once = { json: { name: "Sekali" }, headers: { "idempotency-key": "daftar-1" } };
  const made = await client.ask<DataOf<ListView>>("POST", `${base}/lists`, once);
  const contacts = `${base}/lists/${made.body.data.listId}/contacts`;
  await client.post(contacts, { number: "628123456789", fields: { kota: "Solo" } });
  const asked = { name: "kunci", scopes: ["read"] };
  const reading = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", asked);
  const listId = await person.aList(client, "shop", "Pelanggan", numbers);
  ({ campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs }));
  await person.untilDeliveries(client, "shop", 1);
  const paused = await person.launch(client, "shop", {
    listId: made.body.data.listId,
    message: "Nanti",
    gapMs: 60_000,
  });
  await client.send("POST", `${base}/campaigns/${paused.campaignId}/pause`);
  await person.untilDeliveries(client, "shop", 5);
  killedAt = Date.now();
  await stack.kill();

  await start();
  expect(await readKey()).toBe(key);
  expect(stack.written).toContain(`admin key  in ${join(dataDir, "admin-key")} (made earlier)\n`);
  const again = await client.ask<DataOf<ListView>>("POST", `${base}/lists`, once);
  expect([again.status, again.body]).toEqual([201, made.body]);
  const kept = await person.everyRow<ContactView>(client.withKey(reading.data.key), contacts);
  expect(kept).toMatchObject([{ number: "628123456789", fields: { kota: "Solo" } }]);
  // Paused stays paused: only a person resumes.
  const still = await person.campaignOf(client, "shop", paused.campaignId);
  expect(still).toMatchObject({ status: "paused", pausedBecause: "user" });
  await client.send("POST", `${base}/campaigns/${paused.campaignId}/stop`);
});

test("the session comes back without a scan, and its campaign goes on by itself", async () => {
  await expectBackWithoutScan();
  const { length: remembered } = await person.deliveriesOf(client, "shop");
  expect(remembered).toBeGreaterThanOrEqual(5);
  await person.untilDeliveries(client, "shop", remembered + 3);
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "running" });
});

test("a second start on the same data says that it is in use, and harms nothing", async () => {
  // However long that takes, the campaign is not to end meanwhile.
  await client.send("POST", `${base}/campaigns/${campaignId}/pause`);
  const inUse = `the data directory ${dataDir} is in use by another \`npm start\``;
  await expect(startStack({ dataDir, apiKey: null })).rejects.toThrow(inUse);
  expect(await readKey()).toBe(key);
  expect(await person.statusOf(client, "shop")).toMatchObject({ connected: true });
});

test("SIGTERM ends it within seconds in the middle of the campaign, which goes on once more", async () => {
  await client.send("POST", `${base}/campaigns/${campaignId}/resume`);
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "running" });
  const endedAt = Date.now();
  await stack.end();
  expect(Date.now() - endedAt).toBeLessThan(5_000);
  await expect(client.get("/health")).rejects.toThrow("fetch failed");
  await start();
  await expectBackWithoutScan();
  await person.untilStatus(client, "shop", campaignId, "completed");
});

test("after all of that everybody has got the message once", async () => {
  const deliveries = await until(
    () => person.deliveriesOf(client, "shop"),
    ({ length }) => length >= numbers.length,
    "every message has arrived",
  );
  expect(deliveries.map(({ to }) => to).sort()).toEqual(numbers);
  expect(new Map(deliveries.map(({ to, body }) => [to, body]))).toEqual(
    new Map(numbers.map((number, index) => [number, `Halo Nama ${index}`])),
  );
  // An ack that was heard and not yet written when the process was killed is gone: that row stays `sent`.
  const maySayDelivered = ({ status, sent_at: sentAt }: ReportLine) =>
    status === "delivered" || (status === "sent" && Math.abs(killedAt - Date.parse(sentAt)) < 1_000);
  const lines = await until(report, (all) => all.every(maySayDelivered), "every delivery is told in the report");
  expect(lines.map(({ number }) => number)).toEqual(numbers);
  const { total, totals, counts } = await person.campaignOf(client, "shop", campaignId);
  expect([total, totals["sent"], counts["sending"]]).toEqual([numbers.length, numbers.length, 0]);
  await stack.end();
});

test("in memory, where nothing is kept, the admin key is said as well", async () => {
  const inMemory = await startStack({ apiKey: null });
  try {
    const [, said = ""] = /admin key +(admin-\S+)/.exec(inMemory.written) ?? [];
    expect(await new Client(inMemory.url, said).get("/clients")).toEqual({ success: true, clients: [] });
  } finally {
    await inMemory.end();
  }
});
