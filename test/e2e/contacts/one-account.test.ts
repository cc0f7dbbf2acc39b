import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** One account of WhatsApp under several names: its number, other spellings of it, and its LID. */

interface RowView {
  readonly number: string;
  readonly status: string;
  readonly reason?: string;
}
interface OptOutView {
  readonly number: string;
  readonly source: string;
}

const optOuts = "/api/whatsapp/opt-outs";
const session = "shop";

let lists = 0;
const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 5, linked: { [session]: "628111000111" } });

const hasLid = (number: string, lid: string) => client.send("PUT", `/_simulator/numbers/${number}`, { json: { lid } });
const write = (from: string, body: string) => client.post("/_simulator/inbound", { session, from, body });
const everyOptOut = () => person.everyRow<OptOutView>(client, optOuts);
const untilOptedOut = (number: string) =>
  until(everyOptOut, (all) => all.some((optOut) => optOut.number === number), `${number} opted out`);
const arrivals = (to: string) => client.get<readonly { readonly body: string }[]>(`/_simulator/deliveries?to=${to}`);

/** A broadcast to the numbers, until it is over and what was sent has arrived. */
async function broadcast(...numbers: readonly string[]) {
  const listId = await person.aList(client, session, `List ${(lists += 1)}`, numbers);
  const { campaignId } = await person.launch(client, session, { listId, message: `Halo ${lists}`, gapMs: 0 });
  await person.untilStatus(client, session, campaignId, "completed");
  const { counts } = await person.untilCounts(client, session, campaignId, { sent: 0 });
  const path = `${person.broadcastOf(session)}/campaigns/${campaignId}/recipients`;
  return { campaignId, counts, rows: await person.everyRow<RowView>(client, path) };
}

test("STOP that comes under the account's LID opts its number out, and can be taken back", async () => {
  const [number, lid] = ["6281277775003", "323456789012345"];
  await hasLid(number, lid);
  await broadcast(number);
  await write(lid, "STOP");
  await untilOptedOut(number);
  expect((await everyOptOut()).map((optOut) => optOut.number)).not.toContain(lid);
  // The confirmation goes to the number's chat.
  await until(
    () => arrivals(number),
    (all) => all.some(({ body }) => body.includes("tidak akan menerima")),
    "it is confirmed",
  );
  expect((await broadcast(number)).rows).toMatchObject([{ number, status: "skipped", reason: "opted_out" }]);
  await client.send("DELETE", `${optOuts}/${number}`);
  expect((await broadcast(number)).counts).toMatchObject({ delivered: 1 });
});

test("STOP under a LID that no number was checked for yet is the number's, where WhatsApp names it", async () => {
  const [number, lid] = ["6281277775013", "323456789012346"];
  await hasLid(number, lid);
  await write(lid, "stop");
  await untilOptedOut(number);
  expect((await broadcast(number)).rows).toMatchObject([{ status: "skipped", reason: "opted_out" }]);
});

test("an answer that comes under the account's LID counts", async () => {
  const [number, lid] = ["6281277775023", "323456789012347"];
  await hasLid(number, lid);
  const { campaignId } = await broadcast(number);
  await person.untilCounts(client, session, campaignId, { delivered: 1 });
  await write(lid, "Terima kasih");
  await person.untilCounts(client, session, campaignId, { replied: 1 });
});

test("STOP under a LID that WhatsApp can't name a number of is kept, and can be taken back", async () => {
  const lid = "323456789012348";
  await write(lid, "STOP");
  await untilOptedOut(lid);
  await client.send("DELETE", `${optOuts}/${lid}`);
  expect((await everyOptOut()).map((optOut) => optOut.number)).not.toContain(lid);
});

test("STOP from Mexico's former spelling holds for the one of today", async () => {
  const number = "525512345678";
  await write("5215512345678", "STOP");
  await untilOptedOut(number);
  expect((await broadcast(number)).rows).toMatchObject([{ number, status: "skipped", reason: "opted_out" }]);
  await client.send("DELETE", `${optOuts}/5215512345678`);
  expect((await everyOptOut()).map((optOut) => optOut.number)).not.toContain(number);
});

test("an answer from Mexico's former spelling counts for the one of today", async () => {
  const number = "525512345679";
  const { campaignId } = await broadcast(number);
  await write("5215512345679", "Gracias");
  await person.untilCounts(client, session, campaignId, { replied: 1 });
});
test("two spellings of one account get one message, and an opt-out by either holds for both", async () => {
  const [long, short, lid] = ["5511987654321", "551187654321", "423456789012345"];
  await hasLid(long, lid);
  await hasLid(short, lid);
  const { rows } = await broadcast(long, short);
  expect(rows.map(({ reason }) => reason).filter((reason) => reason !== undefined)).toEqual(["same_account"]);
  expect([...(await arrivals(long)), ...(await arrivals(short))]).toHaveLength(1);
  await write(short, "STOP");
  await until(everyOptOut, (all) => all.some(({ number }) => [long, short].includes(number)), "it opted out");
  expect((await broadcast(long)).rows).toMatchObject([{ status: "skipped", reason: "opted_out" }]);
  expect((await broadcast(short)).rows).toMatchObject([{ status: "skipped", reason: "opted_out" }]);
  await client.send("DELETE", `${optOuts}/${lid}`);
  expect((await broadcast(long)).counts).toMatchObject({ delivered: 1 });
  expect((await broadcast(short)).counts).toMatchObject({ delivered: 1 });
});

test("STOP from a spelling that was never checked holds for the one that is in the list", async () => {
  const [long, short, lid] = ["5511987654322", "551187654322", "423456789012346"];
  await hasLid(long, lid);
  await hasLid(short, lid);
  await broadcast(long);
  await write(short, "STOP");
  await until(everyOptOut, (all) => all.some(({ number }) => [long, short].includes(number)), "it opted out");
  expect((await broadcast(long)).rows).toMatchObject([{ status: "skipped", reason: "opted_out" }]);
});

test("a contact's history goes on beyond the ten campaigns that are kept with its number", async () => {
  const number = "6281277775033";
  const campaignIds: string[] = [];
  for (let index = 0; index < 12; index += 1) campaignIds.push((await broadcast(number)).campaignId);
  const listId = await person.aList(client, session, "Loyal", [number]);
  const path = `${person.broadcastOf(session)}/lists/${listId}/contacts/${number}`;
  const { data } = await client.get<DataOf<{ readonly history: readonly { readonly campaignId: string }[] }>>(path);
  expect(data.history.map(({ campaignId }) => campaignId)).toEqual(campaignIds.toReversed());
});

test("the opt-out and the history of one spelling are those of the other, in lists and in one contact", async () => {
  const [long, short, lid] = ["5511987654323", "551187654323", "423456789012347"];
  await hasLid(long, lid);
  await hasLid(short, lid);
  const { campaignId } = await broadcast(long);
  await broadcast(short);
  const listId = await person.aList(client, session, "Both", [long, short]);
  const contacts = `${person.broadcastOf(session)}/lists/${listId}/contacts`;
  await client.post(optOuts, { number: short });
  const { data } = await client.get<DataOf<readonly RowView[]>>(`${contacts}?status=opted_out`);
  expect(data.map(({ number }) => number).toSorted()).toEqual([short, long].toSorted());
  for (const number of [long, short]) {
    const found = await client.get<DataOf<{ status: string; history: readonly { campaignId: string }[] }>>(
      `${contacts}/${number}`,
    );
    expect(found.data).toMatchObject({ status: "opted_out" });
    expect(found.data.history).toHaveLength(2);
    expect(found.data.history[1]).toMatchObject({ campaignId });
    const listed = await client.get<DataOf<readonly OptOutView[]>>(`${optOuts}?search=${number}`);
    expect(listed.data).toHaveLength(1);
  }
  const again = await client.ask("POST", optOuts, { json: { number: lid } });
  expect(again.status).toBe(200);
  await client.send("DELETE", `${optOuts}/${long}`);
  expect((await client.get<DataOf<readonly RowView[]>>(`${contacts}?status=opted_out`)).data).toEqual([]);
});
