import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import type { DataOf, PageOf } from "../../e2e/client.ts";
import * as person from "../../e2e/steps.ts";
import { jpg } from "../../support/files.ts";
import { until } from "../../support/stack.ts";
import type { Context, Part, Verdict } from "../judge.ts";
import { same, Steps } from "./steps.ts";
import { linkShop, openSystem, type System } from "./system.ts";

const base = person.broadcastOf("shop");
const number = "628111000111";
const rows = 20_000;

/** What a shop does with it, from the QR code to the report. */
export const flowPart: Part = {
  name: "flow",
  minutes: 15,
  run: async (context) => await inSystem(context, takeSteps),
};

/** Steps in a system of their own, which is closed and looked through in the end. */
export async function inSystem(
  context: Context,
  take: (system: System, steps: Steps) => Promise<void>,
): Promise<Verdict> {
  const steps = new Steps(context.say);
  const system = await openSystem(context);
  return await steps.verdict(
    async () => {
      await take(system, steps);
    },
    async () => {
      if (system.client.again > 0) steps.note(`${system.client.again} answers of 503 TRY_AGAIN, asked again`);
      const dead = await system.deadJobs();
      await system.close();
      return [...dead, ...(await system.faults())];
    },
  );
}

async function takeSteps(system: System, steps: Steps): Promise<void> {
  const { client } = system;
  await steps.step("a session is linked by its QR code, on a worker that the sweep asked for", async () => {
    same("the number", (await linkShop(system, number)).number, number);
  });
  await steps.step(`a file of ${rows} rows and a wrong one is imported`, async () => {
    await importRows(system);
  });
  const [filename, sha256] = await steps.step("a page uploads by a presigned POST, and S3's event has it checked", () =>
    upload(system),
  );
  const texts = person.numbersOf(1, 12);
  const textsList = await person.aList(client, "shop", "Pelanggan", texts);
  const campaignId = await steps.step("a campaign reaches each of 12 once", async () => {
    const taken = await person.launch(client, "shop", { listId: textsList, message: "Halo {{ name }}", gapMs: 0 });
    await completed(system, taken.campaignId, { delivered: 12 });
    await untilArrived(system, "Halo", texts);
    return taken.campaignId;
  });
  await steps.step("a campaign with the uploaded picture reaches each of 4 once", async () => {
    const numbers = person.numbersOf(2, 4);
    const listId = await person.aList(client, "shop", "Gambar", numbers);
    const sent = { listId, message: "Foto {{ name }}", media: { filename }, gapMs: 0 };
    await completed(system, (await person.launch(client, "shop", sent)).campaignId, { delivered: 4 });
    await untilArrived(system, "Foto", numbers, sha256);
  });
  await steps.step("a scheduled campaign is started by EventBridge Scheduler", () => scheduled(system, steps));
  await steps.step("a direct message is answered once it is sent", async () => {
    const json = { number: "628120000001", message: "Langsung" };
    const sent = await client.ask<{ status?: string }>("POST", "/send-message", {
      json,
      headers: { "user-id": "shop" },
    });
    same("POST /send-message", [sent.status, sent.body.status], [200, undefined]);
    await untilArrived(system, "Langsung", [json.number]);
  });
  await steps.step("a person who writes STOP is opted out and skipped", () => optedOut(system, textsList, texts));
  await steps.step("the report has a line for each recipient", async () => {
    const report = await client.text(`${base}/export/campaign/${campaignId}`);
    const lines: readonly { readonly number: string; readonly status: string }[] = parse(report, { columns: true });
    // The first of them is the one who wrote STOP.
    const wanted = texts.map((to, index) => [to, index === 0 ? "replied" : "delivered"]);
    same("the report", lines.map((line) => [line.number, line.status]).sort(), wanted.sort());
  });
}

async function importRows({ client }: System): Promise<void> {
  const { data: list } = await client.post<DataOf<person.ListView>>(`${base}/lists`, { name: "Semua" });
  const ofList = `${base}/lists/${list.listId}`;
  const lines = Array.from({ length: rows }, (_, index) => `Nama ${index},62813${String(40_000_000 + index)}`);
  const asked = {
    headers: { "content-type": "text/csv" },
    body: ["name,number", ...lines, "Siapa,tidak ada", ""].join("\n"),
  };
  const { data } = await client.send<DataOf<person.ImportView>>("POST", `${ofList}/contacts/bulk`, asked);
  const { state, added, invalid } = await person.untilImported(client, ofList, data.importId, 300_000);
  same("the import", [state, added, invalid], ["completed", rows, 1]);
  same("the list's count", (await client.get<DataOf<person.ListView>>(ofList)).data.contactCount, rows);
  const errors: readonly { readonly line: string }[] = parse(
    await client.text(`${ofList}/imports/${data.importId}/errors.csv`),
    { columns: true },
  );
  same(
    "the rejected lines",
    errors.map(({ line }) => line),
    [String(rows + 2)],
  );
  const page = await client.get<PageOf<person.ContactView>>(`${ofList}/contacts?limit=100`);
  same("a page", [page.data.length, page.pagination.nextCursor === null], [100, false]);
}

interface Permission {
  readonly filename: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

async function upload({ client }: System): Promise<readonly [filename: string, sha256: string]> {
  const asked = { filename: "foto.jpg", contentType: "image/jpeg", size: jpg.length };
  const { data } = await client.post<DataOf<Permission>>(`${base}/upload`, asked);
  const put = async (bytes: Uint8Array) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(data.fields)) form.set(name, value);
    form.set("file", new Blob([new Uint8Array(bytes)]), "foto.jpg");
    return (await fetch(data.url, { method: "POST", body: form })).status;
  };
  same("S3 to a file that is larger than was asked for", await put(Buffer.concat([jpg, jpg])), 400);
  same("S3 to the file", await put(jpg), 204);
  const checked = await until(
    async () => (await client.get<DataOf<{ state: string; sha256?: string }>>(`${base}/upload/${data.filename}`)).data,
    ({ state }) => state === "ready" || state === "rejected",
    `${data.filename} is checked`,
    60_000,
  );
  const sha256 = createHash("sha256").update(jpg).digest("hex");
  same("the file", [checked.state, checked.sha256], ["ready", sha256]);
  return [data.filename, sha256];
}

async function completed({ client }: System, campaignId: string, counts: Readonly<Record<string, number>>) {
  await person.untilStatus(client, "shop", campaignId, "completed", 180_000);
  await person.untilCounts(client, "shop", campaignId, counts);
}

/** Each of them got one message that begins so, and no other person any. @param sha256 of the file that came with it */
async function untilArrived({ client }: System, begins: string, numbers: readonly string[], sha256?: string) {
  const all = await until(
    async () => {
      const arrived = await client.get<readonly (person.Delivery & { readonly mediaSha256?: string })[]>(
        "/_simulator/deliveries?session=shop",
      );
      return arrived.filter(({ body }) => body.startsWith(begins));
    },
    (arrived) => arrived.length >= numbers.length,
    `${numbers.length} messages "${begins}" arrive`,
  );
  same(`who got "${begins}"`, all.map(({ to }) => to).sort(), [...numbers].sort());
  if (sha256 !== undefined) same("the files", [...new Set(all.map(({ mediaSha256 }) => mediaSha256))], [sha256]);
}

async function scheduled(system: System, steps: Steps): Promise<void> {
  const { client } = system;
  const numbers = person.numbersOf(3, 3);
  const listId = await person.aList(client, "shop", "Nanti", numbers);
  const sendAt = new Date(Date.now() + 20_000).toISOString();
  const asked = { listId, message: "Nanti {{ name }}", sendAt, pacing: { minGapMs: 0, maxGapMs: 0 } };
  const { data } = await client.post<DataOf<person.Taken>>(`${base}/schedule`, asked);
  same("the campaign", data.status, "scheduled");
  await completed(system, data.campaignId, { delivered: 3 });
  await untilArrived(system, "Nanti", numbers);
  const { startedAt = "" } = (await person.campaignOf(client, "shop", data.campaignId)) as { startedAt?: string };
  const lateMs = Date.parse(startedAt) - Date.parse(sendAt);
  steps.note(`the schedule rang ${(lateMs / 1_000).toFixed(1)} s late`);
  // The sweep would start what no schedule has started, minutes late.
  if (!(lateMs >= 0 && lateMs < 15_000)) throw new Error(`it was started ${lateMs} ms after its time`);
}

async function optedOut(system: System, listId: string, numbers: readonly string[]): Promise<void> {
  const { client } = system;
  const [leaving = "", ...others] = numbers;
  await client.post("/_simulator/inbound", { session: "shop", from: leaving, body: "Stop." });
  await until(
    () => client.get<DataOf<readonly { readonly number: string }[]>>("/api/whatsapp/opt-outs"),
    ({ data }) => data.some((optOut) => optOut.number === leaving),
    "who wrote STOP is opted out",
  );
  const taken = await person.launch(client, "shop", { listId, message: "Lagi {{ name }}", gapMs: 0 });
  await completed(system, taken.campaignId, { delivered: others.length, skipped: 1 });
  await untilArrived(system, "Lagi", others);
}
