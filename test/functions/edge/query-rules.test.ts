import { routes } from "../../../functions/routes/index.ts";
import { Client } from "../../e2e/client.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

/** What becomes of a parameter of the query that no route knows, and of one that is not as it should be. */

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  all = await startLambdas();
  client = new Client(all.url, all.apiKey);
  await client.post("/api/whatsapp/sessions", { sessionId: "shop" });
});
afterAll(async () => {
  await all.close();
});

const filled = (path: string): string => path.replace("{sessionId}", "shop").replace(/\{\w+\}/g, "x");
/** The routes of section 1 and of the root, where they are read. */
const isForgiving = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === "GET" && !path.startsWith("/api/whatsapp/");
const paths = routes.flatMap((route) =>
  [route.path, ...(route.alsoAt ?? [])].map((path) => [route.method, path, route] as const),
);

describe.each(["x=1", "limt=5", "__proto__=1", "constructor=1", "=1"])("an unknown parameter %s", (unknown) => {
  test.each(paths.filter(([, , route]) => !isForgiving(route)))("is refused by %s %s", async (method, path) => {
    const { status, body } = await client.ask(method, `${filled(path)}?${unknown}`, {
      headers: { "user-id": "shop", "accept-language": "en" },
    });
    const name = decodeURIComponent(unknown.split("=")[0] ?? "");
    expect([status, body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    expect(body.error.details).toContainEqual({
      pointer: `/query/${name}`,
      came: "a field that is not known here",
      wanted: "no such field",
    });
  });

  test.each(paths.filter(([, , route]) => isForgiving(route) && route.operationId !== "getQrCode"))(
    "is ignored by %s %s",
    async (method, path) => {
      const { status } = await client.ask(method, `${path}?${unknown}`, { headers: { "user-id": "shop" } });
      expect(status).toBe(200);
    },
  );
});

test("a parameter that section 1 knows is read as before, beside one that it does not know", async () => {
  const { status, body } = await client.ask("GET", "/qrcode?x=1&format=gif", { headers: { "user-id": "shop" } });
  expect([status, body.error.details.map(({ pointer }) => pointer)]).toEqual([422, ["/query/format"]]);
});

describe("limit is a whole number in plain digits:", () => {
  const lists = "/api/whatsapp/shop/broadcast/lists";

  test.each(["1", "20", "100"])("%s is taken", async (limit) => {
    const page = await client.get<{ pagination: { limit: number } }>(`${lists}?limit=${limit}`);
    expect(page.pagination.limit).toBe(Number(limit));
  });

  test.each([
    "0x10",
    "1e2",
    "+5",
    "%205",
    "5%20",
    "5.0",
    "05",
    "0b1",
    "0o7",
    "1_0",
    "",
    "٥",
    "-1",
    "0",
    "101",
    "5,6",
    "NaN",
  ])("%s is refused", async (limit) => {
    const { status, body } = await client.ask("GET", `${lists}?limit=${limit}`);
    expect([status, body.error.details.map(({ pointer }) => pointer)]).toEqual([422, ["/query/limit"]]);
  });
});

test.each([
  ["campaigns", "from=2026-02-01&to=2026-01-01"],
  ["campaigns", "from=2026-02-01T10:00:00Z&to=2026-02-01T09:00:00Z"],
  ["stats", "from=2026-02-01&to=2026-01-01"],
])("%s of a span that ends before it begins (%s) are refused", async (what, span) => {
  const { status, body } = await client.ask("GET", `/api/whatsapp/shop/broadcast/${what}?${span}`);
  expect([status, body.error.details]).toMatchObject([
    422,
    [{ pointer: "/query/to", wanted: expect.stringContaining("from") as string }],
  ]);
});

test.each(["campaigns", "stats"])("%s of one day are a span", async (what) => {
  expect((await client.ask("GET", `/api/whatsapp/shop/broadcast/${what}?from=2026-02-01&to=2026-02-01`)).status).toBe(
    200,
  );
});

describe("a method that a path does not have is 405, and Allow names those that it has, not those beside it:", () => {
  const methodsAt = Map.groupBy(paths, ([, path]) => path);

  test.each([...methodsAt.keys()])("%s", async (path) => {
    const wanted = (methodsAt.get(path) ?? []).map(([method]) => method).sort();
    for (const method of ["PATCH", "OPTIONS"].filter((one) => !wanted.some((has) => has === one))) {
      const { status, headers, body } = await client.ask(method, filled(path));
      expect([status, body.error.code, headers.get("allow")]).toEqual([405, "METHOD_NOT_ALLOWED", wanted.join(", ")]);
    }
  });
});

describe("a slash at the end of a path", () => {
  test.each(paths.map(([method, path]) => [method, filled(path)] as const))(
    "leads %s %s to it",
    async (method, path) => {
      const answer = await client.ask(method, `${path}/?limit=2&search=a%2Fb+c`);
      expect([answer.status, answer.headers.get("location")]).toEqual([308, `${path}?limit=2&search=a%2Fb+c`]);
    },
  );

  test("leads there with the request's method, headers and body", async () => {
    const url = `${all.url}/api/whatsapp/shop/broadcast/lists`;
    const headers = { "x-api-key": all.apiKey, "content-type": "application/json" };
    const post = (to: string, name: string) => fetch(to, { method: "POST", headers, body: JSON.stringify({ name }) });
    const made = await post(`${url}/`, "Garis miring");
    expect([made.status, made.redirected]).toEqual([201, true]);
    const again = await post(url, "Garis miring");
    expect(again.status).toBe(409);
  });

  test.each([
    ["GET", "/api/whatsapp/sessions/sh%2Fop/", "/api/whatsapp/sessions/sh%2Fop"],
    ["GET", "/api/whatsapp/sessions/a%20b%C3%A9%3F%23/", "/api/whatsapp/sessions/a%20b%C3%A9%3F%23"],
    ["GET", "/api/whatsapp/sessions/%0d%0Ax:y/", "/api/whatsapp/sessions/%0D%0Ax%3Ay"],
    ["HEAD", "/status/", "/status"],
  ])("keeps what %s %s has encoded", async (method, path, location) => {
    const { status, headers } = await client.ask(method, path);
    expect([status, headers.get("location")]).toEqual([308, location]);
  });

  test.each([
    ["GET", "//", 404],
    ["GET", "//example.com/", 404],
    ["GET", "/status//", 404],
    ["GET", "/nothing/", 404],
    ["GET", "/api/whatsapp/shop/broadcast/lists%2F", 404],
    ["PUT", "/api/whatsapp/shop/broadcast/lists/", 405],
    ["OPTIONS", "/status/", 405],
  ])("of %s %s leads nowhere", async (method, path, status) => {
    const answer = await client.ask(method, path);
    expect([answer.status, answer.headers.get("location")]).toEqual([status, null]);
  });
});

describe("a path with an encoded slash is no other path:", () => {
  test.each([
    ["GET", "/api/whatsapp/shop%2Fbroadcast/lists"],
    ["PUT", "/api/whatsapp/shop%2fbroadcast/lists"],
    ["GET", "/api/whatsapp/shop/broadcast%2Flists"],
    ["GET", "/api%2Fwhatsapp/sessions"],
    ["DELETE", "/api%2Fwhatsapp/sessions"],
    ["GET", "%2Fstatus"],
    ["GET", "/%2Fstatus"],
    ["PATCH", "/api/whatsapp/sessions%2Fshop"],
  ])("%s %s is 404", async (method, path) => {
    const { status, body } = await client.ask(method, path.startsWith("/") ? path : `/${path}`);
    expect([status, body.error.code]).toEqual([404, "ROUTE_NOT_FOUND"]);
  });

  test("a segment that holds one is that segment's value", async () => {
    const { status, body } = await client.ask("GET", "/api/whatsapp/sessions/sh%2Fop");
    expect([status, body.error.code]).toEqual([404, "SESSION_NOT_FOUND"]);
  });

  test("a method that a path does not have is still 405", async () => {
    const { status, headers } = await client.ask("PUT", "/api/whatsapp/shop/broadcast/lists");
    expect([status, headers.get("allow")]).toEqual([405, "GET, POST"]);
  });
});

test.each(["__proto__", "constructor", "prototype", "x-anything"])("a header named %s is ignored", async (name) => {
  const { status } = await client.ask("GET", "/status", { headers: { "user-id": "shop", [name]: "x" } });
  expect(status).toBe(200);
});
