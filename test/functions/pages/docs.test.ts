import { gunzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { handler } from "../../../functions/pages/docs.ts";
import { accessOf } from "../../../infra/access.ts";
import { lambdaContext } from "../../../local/gateway/lambda-context.ts";

/** The Lambda of the page for people. */

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly v?: string;
}

const ask = async (path: string, { headers = {}, v }: Asked = {}) => {
  const event = {
    routeKey: `GET ${path}`,
    headers,
    ...(v === undefined ? {} : { queryStringParameters: { v } }),
    requestContext: { requestId: "asked", http: { method: "GET", path } },
  };
  const context = lambdaContext({ functionName: "docs", requestId: "asked", timeoutMs: 10_000 });
  return await handler(event as unknown as APIGatewayProxyEventV2, context);
};
const page = once(() => ask("/docs"));
const script = "/docs/reference.js";
const scriptOf = (html: string) => /<script src="([^"?]+)\?v=(\w+)"/.exec(html)?.slice(1) ?? [];

/** Asks once for all tests. */
function once<Answer>(asking: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => (answer ??= asking());
}

test("the page is HTML that a browser asks about again before it shows it", async () => {
  expect(await page()).toMatchObject({
    statusCode: 200,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" },
  });
});

test("the page runs scripts of this origin alone, asks this origin alone, and has none written into it", async () => {
  const { headers = {}, body = "" } = await page();
  const rules = String(headers["content-security-policy"]).split("; ");
  const policy: unknown = Object.fromEntries(
    rules.map((rule) => [rule.split(" ")[0] ?? "", rule.split(" ").slice(1).join(" ")] as const),
  );
  expect(policy).toEqual({
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data: blob:",
    "style-src": "'unsafe-inline'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  });
  expect(body).not.toMatch(/https?:|(src|href)="\/\//);
  for (const [, attributes = "", text] of body.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
    expect([text, /\son\w+=/.test(attributes)]).toEqual(["", false]);
  }
});

test("the script is Scalar's, gzipped, and kept for good under the name that the page gives it", async () => {
  const [path = "", v = ""] = scriptOf((await page()).body ?? "");
  expect(path).toBe(script);
  const { statusCode, headers, body = "", isBase64Encoded } = await ask(path, { v });
  expect([statusCode, isBase64Encoded]).toEqual([200, true]);
  expect(headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "content-encoding": "gzip",
    "cache-control": "public, max-age=31536000, immutable",
  });
  const text = gunzipSync(Buffer.from(body, "base64")).toString();
  expect(text).toContain("@scalar/api-reference");
  // Its map is not served, and a browser would ask for it.
  expect(text).not.toContain("sourceMappingURL");
});

test("the script fits into what a Lambda may answer", async () => {
  expect(Buffer.byteLength(JSON.stringify(await ask(script)))).toBeLessThan(2.5 * 1024 * 1024);
});

test.each([undefined, "0123456789abcdef"])("under another name (%s) the script is not kept", async (v) => {
  const { headers } = await ask(script, v === undefined ? {} : { v });
  expect(headers).toMatchObject({ "cache-control": "no-cache" });
});

test.each(["/docs", script])("%s is 304 to a browser that has it, and all of it to any other", async (path) => {
  const { headers: { etag = "" } = {} } = await ask(path);
  expect(etag).toMatch(/^"\w{16}"$/);
  for (const tags of [String(etag), `W/${String(etag)}`, `"a", ${String(etag)}`, "*"]) {
    const { statusCode, headers, body } = await ask(path, { headers: { "If-None-Match": tags } });
    expect([tags, statusCode, body, headers?.["etag"]]).toEqual([tags, 304, "", etag]);
    expect(headers).not.toHaveProperty("content-encoding");
  }
  expect(await ask(path, { headers: { "if-none-match": '"other"' } })).toMatchObject({ statusCode: 200 });
});

test("it is asked for nothing else", async () => {
  const { statusCode, body = "" } = await ask("/docs/other.js");
  expect([statusCode, body]).toEqual([404, expect.stringContaining("ROUTE_NOT_FOUND")]);
});

test("it may do nothing: no table, no file, no queue and no secret", () => {
  expect(accessOf("docs")).toEqual({});
});
