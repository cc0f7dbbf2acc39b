import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { builtConsole } from "../../../console-files.ts";
import { handler } from "../../../functions/pages/console.ts";
import { accessOf } from "../../../infra/access.ts";
import { lambdaContext } from "../../../local/gateway/lambda-context.ts";

/** The Lambda of the console, with the page that this repository builds. */

jest.setTimeout(60_000);

const before = { ...process.env };
beforeAll(async () => {
  await builtConsole();
  Object.assign(process.env, { BUCKET: "files-of-shop", AWS_REGION: "ap-southeast-3" });
});
afterAll(() => {
  process.env = before;
});

type Headers = Readonly<Record<string, string>>;

async function ask(routeKey: string, file?: string, headers: Headers = { "accept-encoding": "gzip, deflate, br" }) {
  const event = {
    routeKey,
    headers,
    ...(file === undefined ? {} : { pathParameters: { file } }),
    requestContext: { requestId: "asked", http: { method: "GET", path: "/" } },
  };
  const context = lambdaContext({ functionName: "console", requestId: "asked", timeoutMs: 10_000 });
  return await handler(event as unknown as APIGatewayProxyEventV2, context);
}
const bytesOf = ({ body = "" }: { readonly body?: string | undefined }) => Buffer.from(body, "base64");
const page = async () => brotliDecompressSync(bytesOf(await ask("GET /"))).toString();
const filesIn = (html: string) => [...html.matchAll(/(?:src|href)="\/console\/([^"]+)"/g)].map(([, file = ""]) => file);

test.each(["GET /", "GET /console"])(
  "%s is the page, which a browser asks about again before it shows it",
  async (key) => {
    const { statusCode, headers } = await ask(key);
    expect({ statusCode, headers }).toMatchObject({
      statusCode: 200,
      headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache", "content-encoding": "br" },
    });
  },
);

test("the page runs scripts of this origin alone, and asks this origin and the bucket", async () => {
  const { headers = {} } = await ask("GET /");
  const rules = String(headers["content-security-policy"]).split("; ");
  const files = "https://files-of-shop.s3.ap-southeast-3.amazonaws.com";
  expect(Object.fromEntries(rules.map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]))).toEqual({
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": `'self' ${files}`,
    "img-src": `'self' data: blob: ${files}`,
    "media-src": `'self' blob: ${files}`,
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  });
  const html = await page();
  expect(html).not.toMatch(/https?:|(src|href)="\/\//);
  for (const [, attributes = "", text] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
    expect([text, /\son\w+=/.test(attributes)]).toEqual(["", false]);
  }
});

test("what the page loads is there, packed, and is kept for good where its name has its hash", async () => {
  const files = filesIn(await page());
  expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(0);
  for (const file of files) {
    const { statusCode, headers = {} } = await ask("GET /console/{file+}", file);
    expect([file, statusCode, headers["content-encoding"]]).toEqual([file, 200, "br"]);
    const kept = file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    expect([file, headers["cache-control"]]).toEqual([file, kept]);
  }
});

test("the first load is at most 220 KB as it goes over the wire", async () => {
  const files = filesIn(await page());
  const answers = await Promise.all([ask("GET /"), ...files.map((file) => ask("GET /console/{file+}", file))]);
  const bytes = answers.map(bytesOf).reduce((sum, { length }) => sum + length, 0);
  expect(bytes).toBeLessThanOrEqual(220 * 1_000);
});

interface Chunk {
  readonly file?: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly isDynamicEntry?: true;
}

test("each further page takes at most 120 KB more, all that it imports among them", async () => {
  const folder = await builtConsole();
  const packed = readFileSync(join(folder, ".vite", "manifest.json.br"));
  const chunks = JSON.parse(brotliDecompressSync(packed).toString()) as Readonly<Record<string, Chunk>>;
  const filesOf = (name: string): readonly string[] => {
    const { file = "", css = [], imports = [] } = chunks[name] ?? {};
    return [file, ...css, ...imports.flatMap(filesOf)];
  };
  const first = new Set([...filesIn(await page()), ...filesOf("index.html")]);
  const furtherOf = (name: string) => [...new Set(filesOf(name))].filter((file) => !first.has(file));
  const sizes = Object.keys(chunks)
    .filter((name) => chunks[name]?.isDynamicEntry === true)
    .map(
      (name) =>
        [name, furtherOf(name).reduce((sum, file) => sum + statSync(join(folder, `${file}.br`)).size, 0)] as const,
    );
  expect(sizes.length).toBeGreaterThan(15);
  expect(sizes.filter(([, bytes]) => bytes > 120 * 1_000)).toEqual([]);
});

test.each([
  ["br", brotliDecompressSync],
  ["gzip;q=0.5, deflate", gunzipSync],
  ["br;q=0, gzip", gunzipSync],
  [undefined, (bytes: Buffer) => bytes],
])("who takes %s gets the same file so", async (accepted, unpacked) => {
  const headers: Headers = accepted === undefined ? {} : { "accept-encoding": accepted };
  const answer = await ask("GET /console/{file+}", "icon.svg", headers);
  expect(unpacked(bytesOf(answer)).toString()).toContain("<svg");
});

test("a browser that has the file gets 304 without it", async () => {
  const { headers = {} } = await ask("GET /");
  const again = await ask("GET /", undefined, { "if-none-match": String(headers["etag"]) });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
});

test.each(["assets/none.js", "../functions/pages/console.ts", "index.html.br", ""])(
  "there is no file %j",
  async (file) => {
    const { statusCode, body = "" } = await ask("GET /console/{file+}", file);
    expect([statusCode, (JSON.parse(body) as { error: { code: string } }).error.code]).toEqual([
      404,
      "ROUTE_NOT_FOUND",
    ]);
  },
);

test("it has no access to anything: the name of the bucket is all that it knows", () => {
  expect(accessOf("console")).toEqual({ files: {} });
});
