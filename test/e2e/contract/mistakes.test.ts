import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import type { CampaignView, ImportView } from "../steps.ts";
import { aShop } from "../shop.ts";

/** Mistakes that people make, and that must cost them nothing. */
const base = person.broadcastOf("shop");

const { client } = aShop({ arriveMs: 0, linked: true });

test("one contact without a number among good ones leaves the good ones in the list", async () => {
  const listId = await person.aList(client, "shop", "Satu kosong", []);
  const contacts = [{ number: "+628123456001" }, { number: "" }, { number: "628123456002", name: "x".repeat(300) }];
  const { data } = await client.post<DataOf<Record<string, unknown>>>(`${base}/lists/${listId}/contacts`, { contacts });
  expect(data).toMatchObject({
    added: 1,
    invalid: [{ index: 1 }, { index: 2, reason: expect.stringContaining("nama") as unknown }],
  });
});

test.each(["   ", "\u200b", "\n\t"])(
  "a message that nobody can see (%j) is refused before anybody gets it",
  async (message) => {
    const listId = await person.aList(client, "shop", `Kosong ${JSON.stringify(message)}`, person.numbersOf(2, 1));
    const { status, body } = await client.ask("POST", `${base}/send`, { json: { listId, message } });
    expect([status, body.error.details[0]?.pointer]).toEqual([422, "/message"]);
  },
);

test.each(["a\u0000b", "\u200b\u200b", "\ud800x"])("a list is not named %j", async (name) => {
  const { status, body } = await client.ask("POST", `${base}/lists`, { json: { name } });
  expect([status, body.error.details[0]?.pointer]).toEqual([422, "/name"]);
});

test("a key that is revoked stops working at once in the Lambda that revoked it", async () => {
  const { data } = await client.post<DataOf<{ key: string; keyId: string }>>("/api/whatsapp/api-keys", {
    name: "sementara",
    scopes: ["admin"],
  });
  const holder = client.withKey(data.key);
  expect((await holder.ask("GET", "/api/whatsapp/api-keys")).status).toBe(200);
  await client.send("DELETE", `/api/whatsapp/api-keys/${data.keyId}`);
  expect((await holder.ask("GET", "/api/whatsapp/api-keys")).status).toBe(401);
});

test("a send while its list is being imported into is refused, and with allowPartial shows no progress that is not there", async () => {
  const listId = await person.aList(client, "shop", "Sedang diimpor", []);
  const csv = [
    "number",
    ...person.numbersOf(3, 999),
    ...Array.from({ length: 12_000 }, (_, i) => `62813${10_000_000 + i}`),
  ];
  const ofList = `${base}/lists/${listId}`;
  const job = await client.send<DataOf<ImportView>>("POST", `${ofList}/contacts/bulk`, {
    headers: { "content-type": "text/csv" },
    body: csv.join("\n"),
  });
  await until(
    () => client.get<DataOf<{ readonly contactCount: number }>>(ofList),
    ({ data }) => data.contactCount > 0,
    "the list is seen to grow while it is imported",
  );
  const json = { listId, message: "Halo", pacing: { minGapMs: 0, maxGapMs: 0 } };
  const refused = await client.ask("POST", `${base}/send`, { json });
  expect([refused.status, refused.body.error.code, refused.body.error["importId"]]).toEqual([
    409,
    "IMPORT_RUNNING",
    job.data.importId,
  ]);
  const sent = await client.post<DataOf<person.Taken> & { readonly warnings?: readonly object[] }>(`${base}/send`, {
    ...json,
    allowPartial: true,
  });
  expect(sent.warnings).toMatchObject([{ code: "import_running", importId: job.data.importId }]);
  const running = await client.get<DataOf<CampaignView>>(`${base}/campaigns/${sent.data.campaignId}`);
  expect(running.data.status === "completed" || running.data.progress < 1).toBe(true);
  await client.post(`${base}/campaigns/${sent.data.campaignId}/stop`, {});
});

test("a session that the phone unlinked sends nothing until it is linked anew, though a QR code is on show", async () => {
  await person.link(client, "kedua", "628111000222");
  const listId = await person.aList(client, "kedua", "Semua", person.numbersOf(4, 1));
  await client.post("/_simulator/sessions/kedua/fault", { kind: "logout" });
  await until(
    () => person.statusOf(client, "kedua"),
    ({ state }) => state === "logged_out",
    "it shows that it is logged out",
  );
  const send = () => client.ask("POST", `${person.broadcastOf("kedua")}/send`, { json: { listId, message: "Halo" } });
  expect((await send()).status).toBe(503);
  await client.get("/qrcode", { "user-id": "kedua" });
  const refused = await send();
  expect([refused.status, refused.body.error["qrRequired"]]).toEqual([503, true]);
});

test("a matching ETag is known whether it is written weak or strong", async () => {
  const { data } = await client.get<DataOf<readonly CampaignView[]>>(`${base}/campaigns`);
  const path = `${base}/campaigns/${data[0]?.campaignId ?? ""}`;
  await until(
    () => client.get<DataOf<CampaignView>>(path),
    ({ data: { status, counts } }) => status === "stopped" && counts["sending"] === 0,
    "the campaign is at rest",
  );
  const answersUnchanged = async () => {
    const etag = (await client.ask("GET", path)).headers.get("etag") ?? "";
    const strong = { "if-none-match": etag.replace(/^W\//, "") };
    return (await client.ask("GET", path, { headers: strong })).status;
  };
  await until(answersUnchanged, (status) => status === 304, "the strong form is known");
});
