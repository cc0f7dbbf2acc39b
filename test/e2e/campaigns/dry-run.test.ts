import type { Answer, DataOf, Failure, PageOf } from "../client.ts";
import * as person from "../steps.ts";
import type { CampaignView, Taken } from "../steps.ts";
import { aShop } from "../shop.ts";

/** `dryRun: true`: what a broadcast would do, and nothing of it done. */
const base = person.broadcastOf("shop");
interface DryRun {
  readonly dryRun: true;
  readonly willSend: number;
  readonly willSkip: Readonly<Record<string, number>>;
  readonly missingVariables: readonly { readonly variable: string; readonly missing: number }[];
  readonly duplicates: number;
  readonly counted: number;
  readonly of: number;
  readonly estimated: boolean;
  readonly estimatedFinishAt?: string;
}
type Asked = DataOf<DryRun> & Failure & { readonly warnings?: readonly { readonly code: string }[] };

const { client } = aShop({
  env: { REQUESTS_PER_MINUTE: "6000", BROADCASTS_PER_MINUTE: "6000" },
  arriveMs: 0,
  linked: { shop: "628111000888" },
});

const ask = (path: string, json: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Asked>> =>
  client.ask<Asked>("POST", `${base}${path}`, { json: { dryRun: true, ...json }, headers });
const send = (json: object, headers: Readonly<Record<string, string>> = {}) => ask("/send", json, headers);
const sendAt = (inMs = 3_600_000) => new Date(Date.now() + inMs).toISOString();
async function aList(name: string, contacts: readonly object[]): Promise<string> {
  const listId = await person.aList(client, "shop", name, []);
  await client.post(`${base}/lists/${listId}/contacts`, { contacts });
  return listId;
}
const campaigns = async () =>
  (await client.get<PageOf<CampaignView>>(`${base}/campaigns?limit=100`)).data.map(({ campaignId }) => campaignId);

test("tells who would get a message and who would not, why, which variables are missing, and when it would end", async () => {
  const [one = "", two = "", three = "", four = "", five = "", six = "", seven = ""] = person.numbersOf(1, 7);
  const kota = { kota: "Solo" };
  const listId = await aList("Utama", [
    { number: one, fields: kota },
    { number: two, fields: kota },
    { number: three },
    { number: four, fields: kota },
    { number: five, fields: kota },
    { number: six, fields: kota },
    { number: "628111000888", fields: kota },
  ]);
  const other = await aList("Kedua", [{ number: one }, { number: seven }]);
  const leftOut = await aList("Jangan", [{ number: six }]);
  await client.post("/api/whatsapp/opt-outs", { number: two });
  await client.send("PUT", `/_simulator/numbers/${four}`, { json: { registered: false } });
  const checked = await client.ask("POST", "/send-message", {
    json: { number: four, message: "Ada?" },
    headers: { "user-id": "shop" },
  });
  expect(checked.status).toBe(422);
  const gap = 60_000;
  const json = {
    listIds: [listId, other],
    excludeListIds: [leftOut],
    message: "Halo {{ kota }} {{ kode | default: 'x' }}",
    pacing: { minGapMs: gap, maxGapMs: gap },
  };
  const before = { campaigns: await campaigns(), deliveries: await person.deliveriesOf(client, "shop") };
  const { status, body } = await send(json);
  const { estimatedFinishAt = "", ...figures } = body.data;
  expect([status, figures]).toEqual([
    200,
    {
      dryRun: true,
      willSend: 3,
      newChats: 3,
      willSkip: { opted_out: 1, not_on_whatsapp: 1, missing_variable: 2, duplicate: 1, left_out: 1 },
      missingVariables: [{ variable: "kota", missing: 2 }],
      duplicates: 1,
      counted: 9,
      of: 9,
      estimated: false,
    },
  ]);
  const inMs = Date.parse(estimatedFinishAt) - Date.now();
  expect(inMs).toBeGreaterThan(gap);
  expect(inMs).toBeLessThan(3 * gap);
  expect(body.warnings?.map(({ code }) => code)).toEqual(["own_number", "missing_variable"]);
  const at = sendAt();
  const scheduled = await ask("/schedule", { ...json, sendAt: at });
  const { estimatedFinishAt: scheduledFinishAt = "", ...same } = scheduled.body.data;
  expect([scheduled.status, same]).toEqual([200, figures]);
  expect(Date.parse(scheduledFinishAt)).toBe(Date.parse(at) + 2 * gap);
  expect({ campaigns: await campaigns(), deliveries: await person.deliveriesOf(client, "shop") }).toEqual(before);
});

test("does nothing: no campaign, no use of the list, no first answer under its key, no duplicate, no line in the audit trail", async () => {
  const listId = await aList("Diam", [{ number: person.numbersOf(2, 1)[0] }]);
  const json = { listId, message: "Halo diam", pacing: { minGapMs: 0, maxGapMs: 0 } };
  const key = { "idempotency-key": "dry-and-then-real" };
  const trail = () => client.get<PageOf<{ readonly operation: string }>>("/api/whatsapp/audit?limit=1");
  const before = await trail();
  for (const headers of [{}, key, key]) {
    const { status, headers: answered } = await send(json, headers);
    expect([status, answered.get("idempotency-replayed")]).toEqual([200, null]);
  }
  expect(await trail()).toEqual(before);
  await client.send("DELETE", `${base}/lists/${listId}/contacts`, { json: { all: true } });
  await client.post(`${base}/lists/${listId}/contacts`, { contacts: [{ number: person.numbersOf(2, 1)[0] }] });
  const real = await client.ask<DataOf<Taken>>("POST", `${base}/send`, { json, headers: key });
  expect(real.status).toBe(202);
  await person.untilStatus(client, "shop", real.body.data.campaignId, "completed");
  const got = (await person.deliveriesOf(client, "shop")).filter(({ body }) => body === "Halo diam");
  expect(got).toHaveLength(1);
});

test("refuses what a send refuses", async () => {
  const [number] = person.numbersOf(3, 1);
  const listId = await aList("Tolak", [{ number }]);
  const empty = await person.aList(client, "shop", "Kosong", []);
  const code = async (asking: Promise<Answer<Asked>>) => {
    const { status, body } = await asking;
    return `${status} ${body.error.code}`;
  };
  expect(await code(send({ listId: empty, message: "Halo" }))).toBe("422 AUDIENCE_EMPTY");
  expect(await code(send({ listId, message: "{{ tidak_ada }}" }))).toBe("422 UNKNOWN_VARIABLE");
  expect(await code(send({ listId, message: "{{ tidak ada" }))).toBe("422 MESSAGE_UNREADABLE");
  expect(await code(send({ listId, message: "Halo", templateId: "tpl_x" }))).toBe("422 VALIDATION_FAILED");
  expect(await code(send({ listId, message: "Halo", dryrun: true }))).toBe("422 VALIDATION_FAILED");
  expect(await code(send({ listId, message: "Halo", dryRun: "true" }))).toBe("422 VALIDATION_FAILED");
  expect(await code(send({ listId: "lst_00000000000000000000000000", message: "Halo" }))).toBe("404 LIST_NOT_FOUND");
  expect(await code(ask("/schedule", { listId, message: "Halo", sendAt: "2020-01-01T00:00Z" }))).toBe(
    "422 VALIDATION_FAILED",
  );
  const json = { listId, message: "Halo lagi" };
  const taken = await client.post<DataOf<Taken>>(`${base}/send`, json);
  expect(await code(send(json))).toBe("409 DUPLICATE_SEND");
  const allowed = await send({ ...json, allowDuplicate: true });
  expect([allowed.status, allowed.body.warnings?.[0]?.code]).toEqual([200, "same_body_within_an_hour"]);
  const path = `/campaigns/${taken.data.campaignId}`;
  const changed = await client.ask("PUT", `${base}${path}`, { json: { name: "x", dryRun: true } });
  expect(changed.status).toBe(422);
  await client.post("/api/whatsapp/sessions", { sessionId: "baru" });
  const other = await client.ask("POST", `${person.broadcastOf("baru")}/send`, { json: { ...json, dryRun: true } });
  expect([other.status, other.body.error.code]).toEqual([503, "SESSION_NOT_CONNECTED"]);
});
