import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { signedHeaders } from "../../../core/webhook/webhook-signature.ts";
import { dayOrMoment } from "../../../functions/routes/fields.ts";
import { gatewayAnswers } from "../../../local/gateway/gateway-answers.ts";
import { document, faultsOf, type Operation } from "../../support/api/api-document.ts";

/** The OpenAPI document says what the code does, also where no schema of a route can. */

const { info, paths, webhooks } = document;
const operation = (path: string, method: string): Omit<Operation, "method" | "path"> => {
  const found = paths[path]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not documented`);
  return found;
};
const bodyOf = (path: string, method: string) =>
  operation(path, method).requestBody?.content["application/json"]?.schema ?? {};
const all = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => [method, path, one] as const),
);
const broadcast = "/api/whatsapp/{sessionId}/broadcast";

test.each(["/status", "/api/whatsapp/qrcode", "/send-message", "/logout"])("%s wants a user-id of its form", (path) => {
  const [method = ""] = Object.keys(paths[path] ?? {});
  const header = operation(path, method).parameters.find(({ name }) => name === "user-id");
  expect(header).toMatchObject({ required: true, schema: { pattern: "^[A-Za-z0-9_-]{1,64}$" } });
  const reserved = new RegExp((header?.schema["not"] as { readonly pattern: string }).pattern);
  expect(["sessions", "Health", "API-KEYS", "shop", "sessions2"].map((id) => reserved.test(id))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("the version is that of the package", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
  expect(document).toMatchObject({ info: { version } });
});

test("an Idempotency-Key has its form wherever it is taken", () => {
  const keys = all.flatMap(([, , { parameters }]) => parameters.filter(({ name }) => name === "Idempotency-Key"));
  expect(keys.length).toBeGreaterThan(10);
  for (const { schema } of keys) {
    const pattern = new RegExp(String(schema["pattern"]));
    expect(["a", "~".repeat(255), "", " ", "é", "a".repeat(256)].map((key) => pattern.test(key))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  }
});

test.each(Object.entries(webhooks))(
  "the call of %s names the headers that are sent, and which of them are the former ones",
  (_, { post }) => {
    const sent = Object.keys(signedHeaders({ secret: "whsec_" }, "evt_1", "{}", 0));
    expect(post.parameters.map(({ name }) => name)).toEqual(sent);
    expect(post.parameters.filter(({ deprecated }) => deprecated).map(({ name }) => name)).toEqual(
      sent.filter((name) => name.startsWith("x-")),
    );
  },
);

test("the rules and the webhook's own operation tell how a call is checked, as it is signed", () => {
  const [key, body] = [Buffer.from("a secret of 24 bytes, say"), "{}"];
  const sent = signedHeaders({ secret: `whsec_${key.toString("base64")}` }, "evt_1", body, 0);
  const signed = `evt_1.${String(sent["webhook-timestamp"])}.${body}`;
  expect(sent["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const told = [info.description, operation("/api/whatsapp/webhooks", "post").description];
  for (const one of told) expect(one).toContain("HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>`");
});

test("no member is kept out of requests, as which a webhook's call counts", () => {
  expect(JSON.stringify({ paths, webhooks })).not.toContain('"readOnly"');
});

test("limits are whole numbers", () => {
  const limits = all.flatMap(([, , { parameters }]) => parameters.filter(({ name }) => name === "limit"));
  expect(limits.length).toBeGreaterThan(8);
  for (const { schema, required } of limits) {
    expect([required, schema]).toEqual([false, { type: "integer", minimum: 1, maximum: 100, default: 20 }]);
  }
});

test("one number is not empty", () => {
  expect(bodyOf("/send-message", "post")).toMatchObject({ properties: { number: { minLength: 1, maxLength: 1_000 } } });
});

test.each([
  ["/api/whatsapp/webhooks/{webhookId}", "put"],
  [`${broadcast}/lists/{listId}`, "put"],
  [`${broadcast}/lists/{listId}/contacts/{number}`, "put"],
  [`${broadcast}/templates/{templateId}`, "put"],
])("%s %s wants at least one change", (path, method) => {
  expect(bodyOf(path, method)).toMatchObject({ minProperties: 1 });
});

test("what excludes each other is told", () => {
  const oneOf = [{ required: ["listIds"] }, { required: ["listId"] }];
  expect(bodyOf(`${broadcast}/schedule`, "post")).toMatchObject({
    allOf: expect.arrayContaining([{ oneOf }]) as object[],
  });
  const [text, first] = [{ message: "Hi" }, { remainderOf: "cmp_1" }];
  const [list, lists] = [{ listId: "lst_1" }, { listIds: ["lst_1"] }];
  const isTaken = (body: object) => faultsOf(bodyOf(`${broadcast}/send`, "post"), body).length === 0;
  const taken = [{ ...list, ...text }, { ...lists, ...text }, first, { ...first, ...list }, { ...first, ...text }];
  expect(taken.map(isTaken)).toEqual(taken.map(() => true));
  const template = { templateId: "tpl_1" };
  const both = { ...list, ...lists };
  const refused = [list, text, { ...both, ...text }, { ...both, ...first }, { ...first, ...text, ...template }];
  expect(refused.map(isTaken)).toEqual(refused.map(() => false));
  expect(bodyOf(`${broadcast}/test`, "post")).toMatchObject({ not: { required: ["message", "templateId"] } });
  expect(bodyOf("/send-message", "post")).toMatchObject({ not: { required: ["message", "caption"] } });
});

test("texts of a form tell it", () => {
  const url = bodyOf("/api/whatsapp/webhooks", "post")["properties"] as Record<string, object>;
  expect(url["url"]).toMatchObject({ format: "uri" });
  const schedule = bodyOf(`${broadcast}/schedule`, "post")["properties"] as Record<
    string,
    { readonly pattern: string }
  >;
  const pattern = new RegExp(schedule["sendAt"]?.pattern ?? "");
  expect(
    ["2026-12-01T09:00", "2026-12-01T09:00:00Z", "2026-12-01T09:00+07:00", "tomorrow"].map((at) => pattern.test(at)),
  ).toEqual([true, true, true, false]);
  expect(schedule["timezone"]?.pattern).toBeDefined();
  const from = operation(`${broadcast}/campaigns`, "get").parameters.find(({ name }) => name === "from");
  const told = new RegExp((from?.schema as { readonly pattern: string }).pattern);
  const bounds: readonly (readonly [at: string, isBound: boolean])[] = [
    ...["2026-12-01", "2026-12-01T02:00Z", "2026-12-01T02:00:00.5+07:00"].map((at) => [at, true] as const),
    ...["2026-13-01", "2026-12-32", "2026-12-01T24:00Z", "2026-12-01T02:00", "2026-12-01T02:00+24:00"].map(
      (at) => [at, false] as const,
    ),
  ];
  expect(bounds.map(([at]) => [at, told.test(at), dayOrMoment.safeParse(at).success])).toEqual(
    bounds.map(([at, is]) => [at, is, is]),
  );
  const status = operation(`${broadcast}/campaigns`, "get").parameters.find(({ name }) => name === "status");
  const several = new RegExp(String(status?.schema["pattern"]));
  expect(["running", "running, paused", "", "run", "running,"].map((text) => several.test(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test.each(all)("%s %s tells what is answered before any route sees a request", (_method, _, { responses }) => {
  // That of a body too large stands where a body comes.
  const refusals = Object.values(gatewayAnswers).map(({ status }) => String(status));
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(refusals.filter((status) => status !== "413")));
});

test.each(all)(
  "%s %s tells its headers, its 405, and 413 and 415 only where a body comes",
  (method, _, { responses, parameters }) => {
    for (const { headers } of Object.values(responses))
      expect(headers["x-request-id"]).toMatchObject({ required: true });
    expect(responses["405"]?.headers["allow"]).toMatchObject({ required: true });
    if (responses["429"] !== undefined) expect(responses["429"].headers["retry-after"]).toBeDefined();
    if (responses["503"] !== undefined) expect(responses["503"].headers["retry-after"]).toBeDefined();
    if (method === "get") expect([responses["413"], responses["415"]]).toEqual([undefined, undefined]);
    else expect([responses["413"], responses["415"], responses["422"]]).not.toContain(undefined);
    if (parameters.some(({ in: where }) => where === "query")) expect(responses["422"]).toBeDefined();
  },
);
