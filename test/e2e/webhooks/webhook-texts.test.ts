import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { hostileTexts } from "../../support/hostile-texts.ts";
import { until } from "../../support/stack.ts";
import type { DataOf, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** A webhook never stands in the way: texts that a queue takes or refuses hold up no stop, no opt-out and no reply. */

interface Came {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

let server: Server;
const came: Came[] = [];

const { client } = aShop({ env: { WEBHOOK_ALLOW_LOOPBACK: "true" }, arriveMs: 0 });
beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      came.push(JSON.parse(body) as Came);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await client.post("/api/whatsapp/webhooks", { url, events: ["*"] });
  await person.link(client, "shop", "628111000111");
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});

const untilTold = (type: string, holds: (data: Came["data"]) => boolean) =>
  until(
    async () => came.filter((one) => one.type === type && holds(one.data)),
    (found) => found.length > 0,
    `${type} is told`,
    25_000,
  );

test("an inbound message of any text is told, and a STOP behind it opts out", async () => {
  const [first = "", second = "", third = ""] = person.numbersOf(41, 3);
  const inbound = (from: string, body: string) => client.post("/_simulator/inbound", { session: "shop", from, body });
  for (const body of Object.values(hostileTexts)) await inbound(first, body);
  await inbound(second, "STOP");
  const listId = await person.aList(client, "shop", "Semua", [first, second, third]);
  await until(
    async () => (await client.get<PageOf<{ number: string }>>("/api/whatsapp/opt-outs")).data,
    (optOuts) => optOuts.some(({ number }) => number === second),
    "the opt-out is taken in",
    10_000,
  );
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo", gapMs: 0 });
  await untilTold("campaign.completed", (data) => data["campaignId"] === campaignId);
  const { data: rows } = await client.get<PageOf<{ number: string; status: string; reason?: string }>>(
    `/api/whatsapp/shop/broadcast/campaigns/${campaignId}/recipients`,
  );
  expect(rows.find(({ number }) => number === second)).toMatchObject({ status: "skipped", reason: "opted_out" });
  for (const body of Object.values(hostileTexts)) {
    await untilTold("message.received", (data) => data["from"] === first && data["body"] === body);
  }
  await untilTold("opt_out.added", (data) => data["number"] === second);
}, 90_000);

test.each([hostileTexts["emoji"] ?? "", hostileTexts["Arabic"] ?? ""])(
  "a campaign by the name of %s is sent, paused, gone on with and stopped",
  async (name) => {
    const listId = await person.aList(client, "shop", `Daftar ${name}`, person.numbersOf(51, 30));
    const { data } = await client.post<DataOf<{ campaignId: string }>>("/api/whatsapp/shop/broadcast/send", {
      name,
      listId,
      message: "Halo",
      pacing: { minGapMs: 2_000, maxGapMs: 2_000 },
    });
    const at = `/api/whatsapp/shop/broadcast/campaigns/${data.campaignId}`;
    for (const [action, type] of [
      ["pause", "campaign.paused"],
      ["resume", "campaign.resumed"],
      ["stop", "campaign.stopped"],
    ] as const) {
      expect((await client.ask("POST", `${at}/${action}`)).status).toBe(200);
      await untilTold(type, (told) => told["campaignId"] === data.campaignId && told["name"] === name);
    }
  },
  60_000,
);

test("a schedule that is changed is told anew, with its time", async () => {
  const listId = await person.aList(client, "shop", "Nanti", person.numbersOf(61, 1));
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const [first, second, third] = [inHours(5), inHours(6), inHours(7)];
  const { data } = await client.post<DataOf<{ campaignId: string }>>("/api/whatsapp/shop/broadcast/schedule", {
    listId,
    message: "Halo",
    sendAt: first,
  });
  const at = `/api/whatsapp/shop/broadcast/campaigns/${data.campaignId}`;
  for (const sendAt of [second, third]) await client.send("PUT", at, { json: { sendAt } });
  for (const sendAt of [first, second, third]) {
    await untilTold(
      "campaign.scheduled",
      (told) => told["campaignId"] === data.campaignId && Date.parse(String(told["sendAt"])) === Date.parse(sendAt),
    );
  }
});

const broadcast = "/api/whatsapp/shop/broadcast";
const misled = "a\u{1F44D}\u202Eb";

describe("a text that misleads is refused, with the place:", () => {
  test.each([
    ["POST", `${broadcast}/lists`, { name: misled }, "/name"],
    ["POST", `${broadcast}/lists`, { name: "Baik", description: misled }, "/description"],
    ["POST", `${broadcast}/templates`, { name: misled, body: "Halo" }, "/name"],
    ["POST", `${broadcast}/templates`, { name: "Baik", body: misled }, "/body"],
    ["POST", `${broadcast}/send`, { name: misled, listId: "lst_x", message: "Halo" }, "/name"],
    ["POST", `${broadcast}/send`, { listId: "lst_x", message: misled }, "/message"],
    ["POST", `${broadcast}/send`, { listId: "lst_x", message: "{{ a }}", variables: { a: misled } }, "/variables/a"],
    ["POST", `${broadcast}/test`, { number: "628127770001", message: misled }, "/message"],
    ["POST", "/send-message", { number: "628127770001", message: misled }, "/message"],
    ["POST", "/api/whatsapp/api-keys", { name: misled, scopes: ["read"] }, "/name"],
    [
      "POST",
      "/api/whatsapp/webhooks",
      { url: "https://a.example/", events: ["*"], description: misled },
      "/description",
    ],
    ["PATCH", "/api/whatsapp/sessions/shop", { optOutKeywords: [misled] }, "/optOutKeywords/0"],
  ])("%s %s %j at %s %s", async (method, path, json, pointer) => {
    const { status, body } = await client.ask(method, path, {
      json,
      headers: { "user-id": "shop", "accept-language": "en" },
    });
    expect(status).toBe(422);
    expect(body.error.details).toEqual([
      expect.objectContaining({ pointer, wanted: "a text without U+202E, which is its character 3" }),
    ]);
  });

  test("contacts, one by one", async () => {
    const listId = await person.aList(client, "shop", "Terbalik", []);
    const [good, bad, worse] = person.numbersOf(71, 3);
    const { data } = await client.post<DataOf<{ added: number; invalid: readonly object[] }>>(
      `${broadcast}/lists/${listId}/contacts`,
      {
        contacts: [
          { number: good, name: "Ayu \u{1F33A} \u0645\u0631\u062D\u0628\u0627" },
          { number: bad, name: misled },
          { number: worse, fields: { kota: "x\uFFFF" } },
        ],
      },
    );
    expect(data).toMatchObject({
      added: 1,
      invalid: [
        { index: 1, reason: expect.stringContaining("nama tanpa U+202E, yaitu karakter ke-3") as string },
        {
          index: 2,
          reason: expect.stringContaining("isi kota tanpa U+FFFF, yaitu karakter ke-2") as string,
        },
      ],
    });
  });
});

test("a file's name loses what misleads and keeps the rest", async () => {
  const { data } = await client.post<DataOf<{ filename: string }>>(`${broadcast}/upload`, {
    filename: "foto\u202Egnp.\u2069 \u{1F33A}\uFFFF.png",
    contentType: "image/png",
    size: 67,
  });
  const at = `${broadcast}/upload/${data.filename}`;
  expect((await client.get<DataOf<{ originalName: string }>>(at)).data.originalName).toBe("fotognp. \u{1F33A}.png");
});
