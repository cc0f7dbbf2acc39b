import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** Contacts whose numbers WhatsApp knows as one account, over HTTP. */

const base = person.broadcastOf("shop");
const [long, short] = ["5511987654321", "551187654321"];
const { client } = aShop({ arriveMs: 0, linked: true });
beforeAll(async () => {
  for (const number of [long, short]) {
    await client.send("PUT", `/_simulator/numbers/${number}`, { json: { lid: "323456789055555" } });
  }
});

test("get one message; recipients, report, events and history name the other number, and nobody failed", async () => {
  const listId = await person.aList(client, "shop", "Dua", [long, short]);
  const { campaignId } = await person.launch(client, "shop", { gapMs: 0, listId, message: "Halo {{ name }}" });
  const campaign = await person.untilCounts(client, "shop", campaignId, { delivered: 1, skipped: 1 });
  expect(campaign.total).toBe(2);
  expect(await person.deliveriesOf(client, "shop")).toHaveLength(1);
  const rows = await person.everyRow(client, `${base}/campaigns/${campaignId}/recipients`);
  const skipped = { status: "skipped", reason: "same_account", sameAccountAs: short };
  expect(rows).toMatchObject([
    { number: short, status: "delivered" },
    { number: long, ...skipped, attempts: 0 },
  ]);
  const report = await client.text(`${base}/export/campaign/${campaignId}`);
  expect(report).toMatch(new RegExp(`^${long},[^\\n]*,skipped,[^\\n]*,same_account: ${short},`, "m"));
  const { data } = await client.get<DataOf<{ history: readonly unknown[] }>>(
    `${base}/lists/${listId}/contacts/${long}`,
  );
  expect(data.history).toMatchObject([
    { campaignId, ...skipped },
    { campaignId, status: "delivered" },
  ]);
  const stats = await client.get<DataOf<{ failuresByReason: object }>>(`${base}/stats`);
  expect(stats.data.failuresByReason).toEqual({});
});

test("a retry of who was reached under another number is refused", async () => {
  const refuse = (refuses: boolean) => client.send("PUT", `/_simulator/numbers/${short}`, { json: { refuses } });
  await refuse(true);
  const listId = await person.aList(client, "shop", "Ulang", [long, short]);
  const { campaignId } = await person.launch(client, "shop", { gapMs: 0, listId, message: "Ulang" });
  await person.untilCounts(client, "shop", campaignId, { delivered: 1, failed: 1 });
  await person.untilStatus(client, "shop", campaignId, "completed");
  await refuse(false);
  const { status, body } = await client.ask("POST", `${base}/campaigns/${campaignId}/retry`, {
    json: { statuses: ["failed"] },
  });
  expect([status, body.error.code]).toEqual([409, "NOBODY_TO_RETRY"]);
});
