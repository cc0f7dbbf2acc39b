import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import type { ImportView } from "../steps.ts";
import { aShop } from "../shop.ts";

/** A file of contacts, and a broadcast to its list at once, as a person who does not wait asks for them. */

const rows = 3_000;
const base = person.broadcastOf("shop");
const numbers = Array.from({ length: rows }, (_, row) => String(628_140_000_000 + row));

const { client } = aShop({ arriveMs: 0, linked: true });

const upload = async (listId: string): Promise<string> => {
  const { data } = await client.send<DataOf<ImportView>>("POST", `${base}/lists/${listId}/contacts/bulk`, {
    headers: { "content-type": "text/csv" },
    body: ["number,name", ...numbers.map((number, row) => `${number},Nama ${row}`)].join("\n"),
  });
  return data.importId;
};

test("a send at once is 409, and after the import it is for everybody", async () => {
  const listId = await person.aList(client, "shop", "Langsung", []);
  const importId = await upload(listId);
  const json = { listId, message: "Halo {{ name }}", pacing: { minGapMs: 60_000, maxGapMs: 60_000 } };
  const asked = await client.ask("POST", `${base}/send`, { json: { ...json, dryRun: true } });
  expect([asked.status, asked.body.error.code]).toEqual([409, "IMPORT_RUNNING"]);
  const refused = await client.ask("POST", `${base}/send`, { json });
  expect([refused.status, refused.body.error.code, refused.body.error["importId"]]).toEqual([
    409,
    "IMPORT_RUNNING",
    importId,
  ]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  await person.untilImported(client, `${base}/lists/${listId}`, importId, 60_000);
  const whole = await client.post<DataOf<{ readonly willSend: number }>>(`${base}/send`, { ...json, dryRun: true });
  expect(whole.data.willSend).toBe(rows);
  const taken = await client.post<DataOf<person.Taken>>(`${base}/send`, json);
  expect(taken.data.total).toBe(rows);
  const stopped = `${base}/campaigns/${taken.data.campaignId}`;
  await client.post(`${stopped}/stop`, {});
  const settled = await person.untilCounts(client, "shop", taken.data.campaignId, { sending: 0 });
  const reached = Object.values(settled.counts).reduce((sum, count) => sum + count, 0);
  expect(reached).toBe(rows);
}, 90_000);

test("a broadcast that is due while the import runs starts by itself when it ends, for everybody", async () => {
  const listId = await person.aList(client, "shop", "Terjadwal", []);
  const importIds = [await upload(listId), await upload(listId), await upload(listId)];
  const json = {
    listId,
    message: "Halo",
    sendAt: new Date(Date.now() + 400).toISOString(),
    pacing: { minGapMs: 60_000, maxGapMs: 60_000 },
  };
  const { data } = await client.post<DataOf<person.Taken>>(`${base}/schedule`, json);
  const started = await person.untilStatus(client, "shop", data.campaignId, "running", 60_000);
  const jobs = await Promise.all(
    importIds.map((importId) => person.untilImported(client, `${base}/lists/${listId}`, importId, 0)),
  );
  expect(jobs.map(({ state }) => state)).toEqual(["completed", "completed", "completed"]);
  expect(started.total).toBe(rows);
}, 90_000);
