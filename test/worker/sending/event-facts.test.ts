import { noCounts, totalsOf } from "../../../core/campaign/progress.ts";
import { reasonSentences } from "../../../core/campaign/reason-sentences.ts";
import type { WorkerSettings } from "../../../worker/settings.ts";
import { ref, sessionId, System, tenantId } from "../../support/system.ts";

/** Events carry what their receivers need, without a question to the API. */

let system: System;
beforeEach(async () => {
  system = await System.start();
});
afterEach(async () => {
  await system.end();
});

const shop = "628111000111";
const told = (type: string) => system.events.published.filter((event) => event.type === type);
const dataOf = (type: string, number: string) =>
  told(type).find(({ data }) => data["number"] === number || data["from"] === number)?.data;

/** A campaign of three: the first gets it, the second is not on WhatsApp, the third gets it. */
async function aBroadcast(settings: Partial<WorkerSettings> = {}) {
  system.startWorker("w1", { settings });
  await system.linkSession();
  const numbers = await system.aList("lst_a", 3);
  const [first = "", second = ""] = numbers;
  const contact = await system.stores.contacts.find(tenantId, "lst_a", first);
  if (contact === undefined) throw new Error("no contact");
  await system.stores.contactWriter.save({ ...contact, name: "Ayu", fields: { kota: "Bogor" } }, contact);
  system.network.setNumber(second, { registered: false });
  const campaignId = await system.launch({ listIds: ["lst_a"], pacing: { minGapMs: 0, maxGapMs: 0 } });
  await system.untilStatus(campaignId, "completed");
  await system.until(() => told("recipient.delivered").length === 2, "both are delivered");
  const campaign = await system.stores.campaigns.find({ ...ref, campaignId });
  return { campaignId, campaignName: campaign?.name, first, second };
}

test("what became of a recipient is told with the campaign's name, the contact's name and fields", async () => {
  const { campaignId, campaignName, first, second } = await aBroadcast();
  const known = { campaignId, campaignName, number: first, name: "Ayu", fields: { kota: "Bogor" } };
  expect(dataOf("recipient.sent", first)).toMatchObject(known);
  expect(dataOf("recipient.delivered", first)).toMatchObject(known);
  expect(dataOf("recipient.failed", second)).toMatchObject({
    campaignName,
    fields: {},
    reason: "not_on_whatsapp",
    reasonText: reasonSentences.not_on_whatsapp,
  });
});

test("a campaign that is over tells its counts", async () => {
  await aBroadcast();
  expect(told("campaign.completed")).toHaveLength(1);
  const { total, counts, totals } = told("campaign.completed")[0]?.data ?? {};
  const { failed, notReached, sending, sent, delivered } = counts as Readonly<Record<string, number>>;
  expect([total, failed, notReached, sending, (sent ?? 0) + (delivered ?? 0)]).toEqual([3, 1, 0, 0, 2]);
  expect(totals).toMatchObject({ sent: 2 });
});

test("a pause and a stop tell how far it came, and who is not reached", async () => {
  system.startWorker("w1");
  await system.linkSession();
  await system.aList("lst_a", 10);
  const campaignId = await system.launch({
    listIds: ["lst_a"],
    total: 10,
    pacing: { minGapMs: 5_000, maxGapMs: 5_000 },
  });
  const counted = async () => (await system.stores.progress.find(tenantId, campaignId))?.counts ?? noCounts;
  await system.until(async () => totalsOf(await counted()).sent === 3, "three are counted");
  const now = system.clock.now();
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "pause", { now, pausedBecause: "user" });
  await system.stores.campaignChanges.apply({ ...ref, campaignId }, "stop", { now });
  for (const type of ["campaign.paused", "campaign.stopped"]) {
    const { total, counts, totals } = told(type)[0]?.data ?? {};
    const { notReached = -1, ...rows } = counts as Readonly<Record<string, number>>;
    const accounted = Object.values(rows).reduce((sum, count) => sum + count, 0);
    expect([type, total, notReached]).toEqual([type, 10, type === "campaign.stopped" ? 10 - accounted : 0]);
    expect((totals as { readonly sent: number }).sent).toBeGreaterThanOrEqual(3);
    expect(accounted).toBeLessThan(10);
  }
});

test("a reply is told with its text and id, and as a message with what it answers", async () => {
  const { campaignId, campaignName, first } = await aBroadcast();
  const row = (await system.rows(campaignId)).find(({ number }) => number === first);
  const quoted = row?.messageId ?? "";
  const { id, at } = system.network.inbound({ sessionId, from: first, body: "Mau!", type: "image", quoted });
  await system.until(() => told("recipient.replied").length === 1 && told("message.received").length === 1, "told");
  expect(dataOf("recipient.replied", first)).toMatchObject({
    campaignName,
    name: "Ayu",
    reply: { whatsAppId: id, type: "image", body: "Mau!" },
  });
  const { sentAt, ...received } = dataOf("message.received", first) ?? {};
  expect(received).toEqual({
    whatsAppId: id,
    from: first,
    to: shop,
    type: "image",
    body: "Mau!",
    hasMedia: true,
    media: { kind: "image", contentType: "image/jpeg" },
    quotedMessageId: quoted,
    campaignId,
    campaignName,
  });
  expect(Math.abs(Date.parse(String(sentAt)) - at)).toBeLessThan(1_000);
});

test("what a stranger writes answers no campaign, and neither does what comes after the time for replies", async () => {
  const { first } = await aBroadcast({ replyWithinMs: 60_000 });
  const stranger = "6281999000999";
  system.network.inbound({ sessionId, from: stranger, body: "Halo" });
  await system.until(() => dataOf("message.received", stranger) !== undefined, "told");
  expect(dataOf("message.received", stranger)).toMatchObject({ to: shop, type: "text", hasMedia: false });
  expect(dataOf("message.received", stranger)).not.toHaveProperty("campaignId");
  await system.clock.advance(62_000);
  system.network.inbound({ sessionId, from: first, body: "Halo" });
  await system.until(() => dataOf("message.received", first) !== undefined, "told");
  expect(dataOf("message.received", first)).not.toHaveProperty("campaignId");
});
