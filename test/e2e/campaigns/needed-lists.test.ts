import type { DataOf, Failure } from "../client.ts";
import * as person from "../steps.ts";
import type { CampaignView, Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Lists that a campaign needs, and what becomes of a campaign whose people leave them. */
const base = person.broadcastOf("shop");

const { client } = aShop({ arriveMs: 0, linked: { shop: "628111000666" } });

const empty = (listId: string, its: object = {}) =>
  client.ask<Failure & DataOf<{ deleted: number }>>("DELETE", `${base}/lists/${listId}/contacts`, {
    json: { all: true, ...its },
  });
const replace = (listId: string, query: string, numbers: readonly string[]) =>
  client.ask<Failure & DataOf<{ importId: string }>>("POST", `${base}/lists/${listId}/contacts/bulk?${query}`, {
    body: ["number", ...numbers].join("\n"),
    headers: { "content-type": "text/csv" },
  });
const scheduleAt = async (listId: string, inMs: number, its: object = {}): Promise<string> => {
  const sendAt = new Date(Date.now() + inMs).toISOString();
  const body = { listId, message: "Nanti", sendAt, ...its };
  return (await client.post<DataOf<Taken>>(`${base}/schedule`, body)).data.campaignId;
};

describe.each(["scheduled", "running", "paused", "left out"] as const)("a list of a %s campaign", (what) => {
  const block = 10 + ["scheduled", "running", "paused", "left out"].indexOf(what);

  test("is not emptied, neither at once nor by an import in its place, unless it is forced", async () => {
    const numbers = person.numbersOf(block, 3);
    const listId = await person.aList(client, "shop", `Perlu ${what}`, numbers);
    const others = await person.aList(client, "shop", `Lain ${what}`, person.numbersOf(block + 10, 1));
    let campaignId: string;
    if (what === "scheduled") campaignId = await scheduleAt(listId, 3_600_000);
    else if (what === "left out") campaignId = await scheduleAt(others, 3_600_000, { excludeListIds: [listId] });
    else {
      ({ campaignId } = await person.launch(client, "shop", { listId, message: what, gapMs: 3_600_000 }));
      if (what === "paused") await client.send("POST", `${base}/campaigns/${campaignId}/pause`);
    }
    for (const refused of [await empty(listId), await replace(listId, "mode=replace", numbers)]) {
      expect([refused.status, refused.body.error.code]).toEqual([409, "LIST_IN_USE"]);
      expect(refused.body.error).toMatchObject({ usedBy: [campaignId], details: [{ pointer: "/force" }] });
    }
    expect((await replace(listId, "mode=replace&dryRun=true", numbers)).status).toBe(202);
    expect((await replace(listId, "mode=upsert", numbers)).status).toBe(202);
    const forced = await replace(listId, "mode=replace&force=true", numbers.slice(0, 2));
    expect(forced.status).toBe(202);
    await person.untilImported(client, `${base}/lists/${listId}`, forced.body.data.importId);
    const emptied = await empty(listId, { force: true });
    expect([emptied.status, emptied.body.data.deleted]).toEqual([200, 2]);
    await client.send("POST", `${base}/campaigns/${campaignId}/stop`);
    expect((await empty(listId)).status).toBe(200);
  });
});

test("a scheduled campaign that finds nobody at its start is paused, and a resume looks again", async () => {
  const listId = await person.aList(client, "shop", "Kosong nanti", person.numbersOf(40, 1));
  const campaignId = await scheduleAt(listId, 2_000);
  expect((await empty(listId, { force: true })).status).toBe(200);
  const paused = await person.untilStatus(client, "shop", campaignId, "paused");
  expect(paused.pausedBecause).toBe("audience_empty");
  const resume = () => client.ask<Failure & DataOf<CampaignView>>("POST", `${base}/campaigns/${campaignId}/resume`);
  const refused = await resume();
  expect([refused.status, refused.body.error.code]).toEqual([422, "AUDIENCE_EMPTY"]);
  const contacts = person.numbersOf(41, 2).map((number) => ({ number }));
  await client.post(`${base}/lists/${listId}/contacts`, { contacts });
  const resumed = await resume();
  expect([resumed.status, resumed.body.data.total]).toEqual([200, 2]);
  await person.untilStatus(client, "shop", campaignId, "running");
  await client.send("POST", `${base}/campaigns/${campaignId}/stop`);
});
