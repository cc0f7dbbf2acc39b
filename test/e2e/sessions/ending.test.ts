import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack, type Stack, until } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import * as person from "../steps.ts";

/** SIGTERM while everything that takes long is under way: it ends in seconds, and the next start goes on with all of it. */

const base = person.broadcastOf("shop");
const number = "6281234567890";
let dataDir: string;
let receiver: Server;
let stack: Stack;
let client: Client;

async function start(): Promise<void> {
  stack = await startStack({
    dataDir,
    apiKey: "ending-suite",
    env: { WEBHOOK_ALLOW_LOOPBACK: "true", IN_DOUBT_AFTER_MS: "5000" },
  });
  client = new Client(stack.url, stack.apiKey);
}
/** The page does not send by itself what it stored. */
const accept = (acceptMs: number) =>
  client.send("PUT", "/_simulator/behaviour", {
    json: { acceptMs, deliverMs: 0, readMs: null, resendsPending: false },
  });
const imports = async (listId: string, rows: number) => {
  const csv = ["number", ...Array.from({ length: rows }, (_, at) => `62813${10_000_000 + at}`)].join("\n");
  const headers = { "content-type": "text/csv" };
  const taken = await client.send<DataOf<person.ImportView>>("POST", `${base}/lists/${listId}/contacts/bulk`, {
    headers,
    body: csv,
  });
  return taken.data.importId;
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ending-"));
  // A webhook's receiver that never answers.
  receiver = createServer((request) => request.resume());
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  await start();
  await person.link(client, "shop", "628111000111");
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await stack.end();
  await rm(dataDir, { recursive: true, force: true });
});

test("SIGTERM with a message, a request, a webhook, an import and a deletion in hand ends it within 8 s", async () => {
  const gone = await person.aList(client, "shop", "Dihapus", []);
  await person.untilImported(client, `${base}/lists/${gone}`, await imports(gone, 6_000));
  const { port } = receiver.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const called = new Promise((resolve) => receiver.once("request", resolve));
  await client.post("/api/whatsapp/webhooks", { url, events: ["*"] });
  await accept(60_000);
  const kept = await person.aList(client, "shop", "Semua", [number]);
  const { campaignId } = await person.launch(client, "shop", { listId: kept, message: "Halo", gapMs: 0 });
  const isSending = ({ counts }: person.CampaignView) => counts["sending"] === 1;
  await until(() => person.campaignOf(client, "shop", campaignId), isSending, "its message is in hand");
  const waiting = client.ask("POST", "/send-message", {
    headers: { "user-id": "shop" },
    json: { number: "6281234567891", message: "Halo" },
  });
  const broken = expect(waiting).rejects.toThrow();
  await called;
  const growing = await person.aList(client, "shop", "Diimpor", []);
  const importId = await imports(growing, 20_000);
  await client.send("DELETE", `${base}/lists/${gone}`);

  const toldAt = Date.now();
  await stack.end();
  expect(Date.now() - toldAt).toBeLessThan(8_000);
  await broken;

  await start();
  await accept(0);
  const { added } = await person.untilImported(client, `${base}/lists/${growing}`, importId, 60_000);
  expect(added).toBe(20_000);
  await person.untilConnected(client, "shop", 40_000);
  await person.untilStatus(client, "shop", campaignId, "completed", 90_000);
  // WhatsApp never confirmed it: nothing is known of it, and it is not sent again.
  const { counts, total } = await person.campaignOf(client, "shop", campaignId);
  expect([total, counts["in_doubt"]]).toEqual([1, 1]);
  const deliveries = await person.deliveriesOf(client, "shop");
  expect(deliveries.filter(({ to }) => to === number)).toEqual([]);
});
