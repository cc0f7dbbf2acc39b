import { until } from "../../support/stack.ts";
import type { DataOf, Failure } from "../client.ts";
import { aShop } from "../shop.ts";

/** POST B/test: a broadcast's content for one number, over HTTP. */

interface Tested {
  readonly data: {
    readonly id: string;
    readonly number: string;
    readonly message: string;
    readonly status: string;
    readonly test: boolean;
  };
  readonly warnings?: readonly object[];
}

const base = "/api/whatsapp/shop/broadcast";

const { client } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 5, linked: true });

const sendTest = <Body = Tested>(json: object, headers: Record<string, string> = {}) =>
  client.ask<Body>("POST", `${base}/test`, { json, headers });
const refused = async (json: object) => (await sendTest<Failure>(json)) as { status: number; body: Failure };
const arrivals = (to: string) => client.get<readonly { readonly body: string }[]>(`/_simulator/deliveries?to=${to}`);

test("goes to the one number as a recipient would get it, marked as a test and in no statistics", async () => {
  const number = "628130000001";
  const text = "Halo {{ name }} di {{ kota }}, {{ promo }}";
  const { status, body } = await sendTest({
    number: "+62 813-0000-001",
    name: "Ayu",
    fields: { kota: "Solo" },
    variables: { promo: "diskon 20%" },
    message: text,
  });
  expect(status).toBe(202);
  expect(body.data).toMatchObject({ number, message: "Halo Ayu di Solo, diskon 20%", status: "sent", test: true });
  await until(
    () => arrivals(number),
    (all) => all.length === 1,
    "it arrives",
  );
  expect((await arrivals(number)).map(({ body: arrived }) => arrived)).toEqual(["Halo Ayu di Solo, diskon 20%"]);
  const kept = await client.get<DataOf<object>>(`/api/whatsapp/shop/messages/${body.data.id}`);
  expect(kept.data).toMatchObject({ id: body.data.id, test: true });
  expect((await client.get<DataOf<readonly unknown[]>>(`${base}/campaigns`)).data).toEqual([]);
});

test("takes a template, and is the first answer again under its key", async () => {
  const template = await client.ask<DataOf<{ readonly templateId: string }>>("POST", `${base}/templates`, {
    json: { name: "T", body: 'Halo {{ name | default: "Kak" }}' },
  });
  const { templateId } = template.body.data;
  const number = "628130000002";
  const first = await sendTest({ number, templateId }, { "idempotency-key": "test-1" });
  const again = await sendTest({ number, templateId }, { "idempotency-key": "test-1" });
  expect(again.body.data).toEqual(first.body.data);
  expect((await arrivals(number)).map(({ body }) => body)).toEqual(["Halo Kak"]);
});

test("warns of who opted out, and sends all the same", async () => {
  const number = "628130000003";
  await client.ask("POST", "/api/whatsapp/opt-outs", { json: { number } });
  const message = `${number} sudah berhenti berlangganan pesan siaran; pesan ini tetap dikirim`;
  expect((await sendTest({ number, message: "Halo" })).body.warnings).toEqual([{ code: "opted_out", message, number }]);
});

test("is refused where a recipient could not get it, saying why", async () => {
  const number = "628130000004";
  const missing = await refused({ number, message: "Halo {{ name }} di {{ kota }}", name: "Ayu" });
  expect(missing.status).toBe(422);
  expect(missing.body.error.details[0]).toMatchObject({ pointer: "/fields/kota", came: "tidak ada" });
  expect((await refused({ number, message: "Halo {{ name" })).body.error.code).toBe("MESSAGE_UNREADABLE");
  expect((await refused({ number: "12", message: "Halo" })).body.error.details[0]?.pointer).toBe("/number");
  expect((await refused({ number })).status).toBe(422);
  expect((await refused({ message: "Halo" })).status).toBe(422);
  expect((await refused({ number, message: "Halo", listId: "lst_1" })).status).toBe(422);
  expect((await refused({ number, templateId: "tpl_1" })).body.error.code).toBe("TEMPLATE_NOT_FOUND");
  await client.send("PUT", "/_simulator/numbers/628130000005", { json: { registered: false } });
  const notThere = await refused({ number: "628130000005", message: "Halo" });
  expect([notThere.status, notThere.body.error.code]).toEqual([422, "NUMBER_NOT_ON_WHATSAPP"]);
  expect(await arrivals(number)).toEqual([]);
});

test("a session that is not linked sends none; one that was never made is not there", async () => {
  await client.ask("POST", "/api/whatsapp/sessions", { json: { sessionId: "unlinked" } });
  const ask = (session: string) =>
    client.ask("POST", `/api/whatsapp/${session}/broadcast/test`, {
      json: { number: "628130000006", message: "Halo" },
    });
  const unlinked = await ask("unlinked");
  expect([unlinked.status, unlinked.body.error.code]).toEqual([503, "SESSION_NOT_CONNECTED"]);
  const unknown = await ask("nobody");
  expect([unknown.status, unknown.body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
});
