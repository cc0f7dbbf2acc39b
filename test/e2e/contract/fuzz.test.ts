import fc from "fast-check";
import { openApi } from "../../../functions/meta/openapi.ts";
import { routes } from "../../../functions/routes/index.ts";
import type { Route } from "../../../functions/routes/route.ts";
import { hostile, valuesOf, type Schema } from "../../support/api/json-schema.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/**
 * Every route, with bodies, parameters and headers from its own description, many of them wrong: each is answered in
 * time and none with a failure of ours. FUZZ_RUNS says how many a route; few in CI.
 */

const runs = Number(process.env["FUZZ_RUNS"] ?? 6);
/** GET /qrcode waits up to 20 s for a code. */
const answeredWithinMs = 25_000;

const document = openApi(routes) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
const find = (ref: string): Schema => document.components.schemas[ref.split("/").at(-1) ?? ""] ?? {};

/** Ids that exist, so that some requests get past the first look. */
const ids = new Map<string, string>([["sessionId", "shop"]]);

const { client, stack } = aShop({ linked: true });
beforeAll(async () => {
  ids.set("listId", await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 2)));
  ids.set("number", person.numbersOf(1, 1)[0] ?? "");
  const hook = { url: "https://hooks.example.com/", events: ["*"] };
  const { data } = await client.post<DataOf<{ webhookId: string }>>("/api/whatsapp/webhooks", hook);
  ids.set("webhookId", data.webhookId);
  await client.send("DELETE", `/api/whatsapp/webhooks/${data.webhookId}`);
});

interface Drawn {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
/** What a client can put into a header at all. */
const asHeader = (value: unknown): string =>
  asText(value)
    .replace(/[^\x20-\x7e]/g, "")
    .slice(0, 4_000)
    .trim();

function requestsOf(route: Route): fc.Arbitrary<Drawn> {
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route.operationId} is not in the OpenAPI document`);
  const drawn = (where: string) =>
    fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((parameter) => parameter.in === where)
          .map(({ name, schema }) => {
            const known = ids.get(name);
            const any = valuesOf(schema, find);
            return [name, known === undefined ? any : fc.oneof({ weight: 3, arbitrary: fc.constant(known) }, any)];
          }),
      ),
      where === "path" ? {} : { requiredKeys: [] },
    );
  const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body = content === undefined ? fc.constant(undefined) : valuesOf(content.schema, find);
  const junk = fc.constantFrom(...hostile);
  return fc
    .tuple(drawn("path"), drawn("query"), drawn("header"), body, junk, fc.integer({ min: 0, max: 9 }))
    .map(([path, query, header, sent, odd, dice]): Drawn => {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) search.set(name, asText(value).slice(0, 2_000));
      if (dice === 0) search.set("cursor", asText(odd).slice(0, 1_000));
      const at = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(
          asText((path as Record<string, unknown>)[name] ?? "x")
            .toWellFormed()
            .slice(0, 500) || "x",
        ),
      );
      return {
        path: `${at}?${search.toString()}`,
        headers: {
          ...(mediaType === undefined ? {} : { "content-type": mediaType }),
          ...Object.fromEntries(
            Object.entries(header)
              .filter(([name]) => !["authorization", "x-api-key"].includes(name.toLowerCase()))
              .map(([name, value]) => [name, asHeader(value)]),
          ),
        },
        ...(sent === undefined ? {} : { body: mediaType === "application/json" ? JSON.stringify(sent) : asText(sent) }),
      };
    });
}

test.each(routes.map((route) => [route.operationId, route] as const))(
  "%s answers whatever comes, in time and without a failure of ours",
  async (_operation, route) => {
    for (const { path, headers, body } of fc.sample(requestsOf(route), { numRuns: runs, seed: 20_261_124 })) {
      const response = await fetch(stack().url + path, {
        method: route.method,
        redirect: "manual",
        headers: { ...headers, "x-api-key": stack().apiKey },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(answeredWithinMs),
      });
      const text = await response.text();
      // 503 is an answer of its own where a session is not connected.
      const isOurs = response.status >= 500 && !/"code":"(SESSION_NOT_CONNECTED|TRY_AGAIN)"/.test(text);
      expect([
        route.method,
        path.slice(0, 300),
        body?.slice(0, 500),
        isOurs ? `${response.status} ${text}` : "well",
      ]).toEqual([route.method, path.slice(0, 300), body?.slice(0, 500), "well"]);
      expect(response.headers.get("x-request-id")).not.toBeNull();
    }
  },
  60_000,
);

test("after all of that nothing is polluted, and it is well", async () => {
  expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
  expect(await client.get("/health?deep=true")).toMatchObject({ status: "ok" });
  expect(stack().written).not.toContain("request failed");
});
