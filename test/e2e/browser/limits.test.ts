import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack, until } from "../../support/stack.ts";
import { Client, type DataOf } from "../client.ts";
import { aList, launch, link, numbersOf, untilStatus } from "../steps.ts";

/** A restriction, as WhatsApp's page tells it, through whatsapp-web.js in a real browser. */

jest.setTimeout(120_000);

const dataDir = mkdtempSync(join(tmpdir(), "browser-limits-"));
let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack({ dataDir, engine: "browser-simulator" });
  client = new Client(stack.url, stack.apiKey);
});
afterAll(async () => {
  await stack.end();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Shown {
  readonly pausedBecause?: string;
  readonly counts: Readonly<Record<string, number>>;
}
const shop = async () =>
  (await client.get<DataOf<{ readonly limits?: Record<string, unknown> }>>("/api/whatsapp/sessions/shop")).data;

test("pauses the campaign at its first refusal as restricted_by_whatsapp, and is shown on the session", async () => {
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 5, deliverMs: 10, readMs: null } });
  await link(client, "shop", "628111000111");
  const listId = await aList(client, "shop", "Customers", numbersOf(1, 12));
  const { campaignId } = await launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 500 });
  const path = `/api/whatsapp/shop/broadcast/campaigns/${campaignId}`;
  const campaign = async () => (await client.get<DataOf<Shown>>(path)).data;
  await until(campaign, ({ counts }) => (counts["sent"] ?? 0) + (counts["delivered"] ?? 0) >= 2, "two were sent");
  await client.post("/_simulator/sessions/shop/fault", { kind: "restricted" });
  await untilStatus(client, "shop", campaignId, "paused", 30_000);
  const { pausedBecause, counts } = await campaign();
  expect([pausedBecause, counts["failed"]]).toEqual(["restricted_by_whatsapp", 1]);
  expect((await shop()).limits).toMatchObject({ restricted: true, timelocked: false });
});
