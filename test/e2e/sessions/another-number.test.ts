import type { DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** A session that another phone links: its campaigns ask before they write from that phone. */

const { client } = aShop({ arriveMs: 5 });

const [before, after] = ["628111000111", "628111000222"];
const at = (campaignId: string, rest = "") => `${person.broadcastOf("shop")}/campaigns/${campaignId}${rest}`;
const logOut = () => client.post("/logout", undefined, { "user-id": "shop" });

async function relinked(number: string): Promise<void> {
  await logOut();
  await person.link(client, "shop", number);
}

test("a campaign asks before it goes on from another number, and each row names the number that it went from", async () => {
  await person.link(client, "shop", before);
  const listId = await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 6));
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo", gapMs: 2_000 });
  await person.untilDeliveries(client, "shop", 2);
  await relinked(after);
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({
    status: "paused",
    pausedBecause: "number_changed",
    sender: before,
  });
  const sentFromBefore = (await person.deliveriesOf(client, "shop")).length;
  for (const [rest, json] of [
    ["/resume", undefined],
    ["/resume", {}],
    ["/resume", { acceptNumber: false }],
    ["/retry", { statuses: ["failed"] }],
  ] as const) {
    const { status, body } = await client.ask("POST", at(campaignId, rest), json === undefined ? {} : { json });
    expect([status, body.error.code, body.error["sender"], body.error["number"]]).toEqual([
      409,
      "NUMBER_CHANGED",
      before,
      after,
    ]);
    expect(body.message).toContain(before);
    expect(body.message).toContain(after);
    expect(body.message).toContain("acceptNumber");
  }
  for (const [json, pointer] of [
    [{ acceptNumber: "yes" }, "/acceptNumber"],
    [{ accept: true }, "/accept"],
  ] as const) {
    const { status, body } = await client.ask("POST", at(campaignId, "/resume"), { json });
    expect([status, body.error.details.map((detail) => detail.pointer)]).toEqual([422, [pointer]]);
  }
  const resumed = await client.ask<DataOf<person.CampaignView>>("POST", at(campaignId, "/resume"), {
    json: { acceptNumber: true },
  });
  expect([resumed.status, resumed.body.data]).toMatchObject([200, { status: "running", sender: after }]);
  await person.untilStatus(client, "shop", campaignId, "completed");
  const arrived = await person.untilDeliveries(client, "shop", 6);
  const senderOf = new Map(arrived.map(({ to, from }) => [to, from]));
  expect(arrived.filter(({ from }) => from === before)).toHaveLength(sentFromBefore);
  const { data } = await client.get<PageOf<{ number: string; sender: string }>>(at(campaignId, "/recipients"));
  expect(data.map(({ number, sender }) => [number, sender])).toEqual([...senderOf].toSorted());
  const report = await client.text(`${person.broadcastOf("shop")}/export/campaign/${campaignId}`);
  const [columns = [], ...lines] = report
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const place = columns.indexOf("sender");
  expect(lines.map((line) => [line[0], line[place]])).toEqual([...senderOf].toSorted());
});

test("the same number again changes nothing: a resume is all that it needs", async () => {
  const listId = await person.aList(client, "shop", "Yang sama", person.numbersOf(2, 20));
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo", gapMs: 1_000 });
  await person.untilCounts(client, "shop", campaignId, { delivered: 1 });
  await relinked(after);
  const paused = await person.campaignOf(client, "shop", campaignId);
  expect(paused).toMatchObject({ status: "paused", pausedBecause: "session_logged_out" });
  expect((await client.ask("POST", at(campaignId, "/resume"))).status).toBe(200);
});
