import { until } from "../../support/stack.ts";
import type { Client } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** The seven classes of error that a user of such a service names, each as a caller meets it. */

const base = person.broadcastOf("shop");
const numbers = person.numbersOf(7, 3);

const { client } = aShop({ env: { BROADCASTS_PER_MINUTE: "20" }, linked: true });

/** What every refusal tells: that it is one, in a code, and what to do. */
const refused = async (method: string, path: string, its: Parameters<Client["ask"]>[2] = {}) => {
  const { status, body } = await client.ask(method, path, its);
  expect(body).toMatchObject({ success: false, message: expect.stringMatching(/\S/) as unknown });
  expect(body.error.requestId).toMatch(/\S/);
  return [status, body.error.code, body.error.details[0]?.pointer];
};

test("upload: a kind of file that WhatsApp doesn't show gets no permission", async () => {
  const json = { filename: "virus.exe", contentType: "application/x-msdownload", size: 10 };
  expect(await refused("POST", `${base}/upload`, { json })).toEqual([422, "VALIDATION_FAILED", "/contentType"]);
});

test("database conflict: a name that another list has is refused, also when both are made at once", async () => {
  const both = await Promise.all([1, 2].map(() => client.ask("POST", `${base}/lists`, { json: { name: "Kembar" } })));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(await refused("POST", `${base}/lists`, { json: { name: "KEMBAR " } })).toEqual([
    409,
    "LIST_NAME_TAKEN",
    undefined,
  ]);
});

test("validation: a field that can't be taken is named", async () => {
  expect(await refused("POST", `${base}/lists`, { json: { name: 5 } })).toEqual([422, "VALIDATION_FAILED", "/name"]);
});

test("network: while the line to WhatsApp is down a message waits for it, is taken once it is back, and arrives once", async () => {
  await client.post("/_simulator/sessions/shop/fault", { kind: "drop" });
  await until(
    () => person.statusOf(client, "shop"),
    ({ connected }) => !connected,
    "the line is seen to be down",
  );
  const ask = () =>
    client.ask("POST", "/send-message", {
      json: { number: numbers[0], message: "Halo" },
      headers: { "user-id": "shop", "idempotency-key": "network" },
    });
  // On a busy machine the line may need longer than a request waits: then it says so, and that no scan is needed.
  const answer = await until(ask, ({ status }) => status !== 503, "it goes on", 60_000);
  expect([answer.status, answer.body]).toMatchObject([200, { success: true }]);
  await person.untilDeliveries(client, "shop", 1);
  expect((await person.deliveriesOf(client, "shop")).map(({ to }) => to)).toEqual([numbers[0]]);
});

test("storage: a file that is not in the bucket is imported from nowhere", async () => {
  const listId = await person.aList(client, "shop", "Berkas", []);
  const json = { uploadKey: "uploads/default/shop/none.csv" };
  expect(await refused("POST", `${base}/lists/${listId}/contacts/bulk`, { json })).toEqual([
    422,
    "VALIDATION_FAILED",
    "/uploadKey",
  ]);
});

test("authentication: a key that is none is told how to come with one", async () => {
  const { status, body, headers } = await client.withKey("wab_none").ask("GET", "/clients");
  expect([status, body.error.code]).toEqual([401, "UNAUTHENTICATED"]);
  expect(headers.get("www-authenticate")).toMatch(/\S/);
});

test("rate limit: who asks too often is told when to come again", async () => {
  const listId = await person.aList(client, "shop", "Sering", []);
  const ask = () => client.ask("POST", `${base}/send`, { json: { listId, message: "Halo" } });
  let answer = await ask();
  for (let asked = 1; answer.status !== 429 && asked < 30; asked += 1) answer = await ask();
  expect([answer.status, answer.body.error.code]).toEqual([429, "RATE_LIMITED"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});
