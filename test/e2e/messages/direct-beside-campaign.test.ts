import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import type { Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** A single message goes next, however quickly a campaign sends. */
const base = person.broadcastOf("shop");

const { client } = aShop({ arriveMs: 20, linked: { shop: "628111000445" } });

test("beside a campaign to 40 with 250 ms between its messages, each of three is answered with 200 while it still runs", async () => {
  const listId = await person.aList(client, "shop", "Ramai", person.numbersOf(1, 40));
  const json = { listId, message: "Ramai", pacing: { minGapMs: 250, maxGapMs: 250 } };
  const { campaignId } = (await client.ask<DataOf<Taken>>("POST", `${base}/send`, { json })).body.data;
  const arrived = async (text: string) =>
    (await person.deliveriesOf(client, "shop")).filter(({ body }) => body === text).length;
  for (const message of ["satu", "dua", "tiga"]) {
    const direct = { headers: { "user-id": "shop" }, json: { number: "6281355550001", message } };
    expect((await client.ask("POST", "/api/whatsapp/send-message", direct)).status).toBe(200);
    expect(await arrived(message)).toBe(1);
    expect(await arrived("Ramai")).toBeLessThan(40);
  }
  await person.untilStatus(client, "shop", campaignId, "completed");
  expect(await arrived("Ramai")).toBe(40);
});
