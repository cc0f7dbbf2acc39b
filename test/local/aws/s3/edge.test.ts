import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { listen, stopListening, type LocalServer } from "../../../../local/listening.ts";
import { startS3Edge } from "../../../../local/aws/s3/edge.ts";
import { embeddedAws } from "../../../support/embedded-aws.ts";

const origin = "http://localhost:3000";
const bucket = `bucket-${randomUUID()}`;
let edge: LocalServer;
let client: S3Client;
/** Epoch milliseconds by the edge's clock. */
let now: number;

beforeAll(async () => {
  edge = await startS3Edge({ upstream: embeddedAws().sqsEndpoint, allowedOrigins: [origin], now: () => now });
  client = new S3Client({ ...embeddedAws(), endpoint: edge.endpoint, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
});
beforeEach(() => {
  now = Date.now();
});
afterAll(async () => {
  client.destroy();
  await edge.close();
});

const put = (key: string, body: string | Buffer, further: { IfNoneMatch?: string } = {}) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...further }));
const text = async (key: string) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Body?.transformToString();
};
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("an object", () => {
  test.each([9, 20])("of %i MB comes back byte for byte", async (megabytes) => {
    const bytes = randomBytes(megabytes * 1024 * 1024);
    await put("large", bytes);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "large" }));
    expect(sha256((await Body?.transformToByteArray()) ?? bytes.subarray(1))).toBe(sha256(bytes));
  });

  test("keeps its type, its metadata and a key with spaces and accents", async () => {
    const Key = "a folder/café + x?.txt";
    const further = { ContentType: "text/csv", Metadata: { owner: "t1" } };
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x", ...further }));
    expect(await client.send(new HeadObjectCommand({ Bucket: bucket, Key }))).toMatchObject(further);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "a folder/" }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
  });

  test("that is missing is answered as missing", async () => {
    await expect(text("missing")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});

describe("a PUT with If-None-Match: *", () => {
  test("makes an object that is not there", async () => {
    await put("new", "first", { IfNoneMatch: "*" });
    expect(await text("new")).toBe("first");
  });

  test("does not touch one that is there", async () => {
    await put("old", "first");
    await expect(put("old", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text("old")).toBe("first");
  });

  test("leaves the connection good when a large body is refused", async () => {
    await put("old", "first");
    const large = Buffer.alloc(8 * 1024 * 1024);
    await expect(put("old", large, { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
    expect(await text("old")).toBe("first");
  });

  test("waits for nobody: a second one meanwhile is a conflict, and only the first writes", async () => {
    const looked = Promise.withResolvers<ServerResponse>();
    const came: string[] = [];
    const upstream = createServer((req, res) => {
      came.push(req.method ?? "");
      if (req.method === "HEAD") looked.resolve(res);
      else req.resume().once("end", () => res.end());
    });
    const slow = await startS3Edge({
      upstream: await listen(upstream),
      allowedOrigins: [],
    });
    const create = () => fetch(`${slow.endpoint}/b/k`, { method: "PUT", body: "x", headers: { "if-none-match": "*" } });
    const first = create();
    const look = await looked.promise;
    const second = await create();
    expect(second.status).toBe(409);
    expect(await second.text()).toContain("<Code>ConditionalRequestConflict</Code>");
    look.writeHead(404).end();
    expect((await first).status).toBe(200);
    expect(came).toEqual(["HEAD", "PUT"]);
    await slow.close();
    await stopListening(upstream, 0);
  });
});

describe("a presigned URL", () => {
  const signed = (command: GetObjectCommand | PutObjectCommand) => getSignedUrl(client, command, { expiresIn: 60 });

  test("reads until it expires", async () => {
    await put("signed", "hello");
    const url = await signed(new GetObjectCommand({ Bucket: bucket, Key: "signed" }));
    expect(await (await fetch(url)).text()).toBe("hello");
    now += 62_000;
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(late.headers.get("content-type")).toBe("application/xml");
    expect(await late.text()).toMatch(/<Error><Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);
  });

  test("writes nothing once it has expired", async () => {
    const url = await signed(new PutObjectCommand({ Bucket: bucket, Key: "too late" }));
    now += 62_000;
    expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(403);
    await expect(text("too late")).rejects.toMatchObject({ name: "NoSuchKey" });
  });
});

describe("a browser", () => {
  const preflight = (from: string, method = "POST") =>
    fetch(`${edge.endpoint}/${bucket}/page`, {
      method: "OPTIONS",
      headers: {
        origin: from,
        "access-control-request-method": method,
        "access-control-request-headers": "content-type,x-amz-meta-name",
      },
    });

  test("is told that a page of an allowed origin may send a form", async () => {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(headers.get("access-control-allow-methods")).toBe("POST, GET");
    expect(headers.get("access-control-allow-headers")).toBe("content-type,x-amz-meta-name");
  });

  test.each([
    ["a page of another origin may not", "http://elsewhere.example", "POST"],
    ["no page may write past the form", origin, "PUT"],
  ])("is told that %s", async (_, from, method) => {
    const { status, headers } = await preflight(from, method);
    expect(status).toBe(403);
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  test("lets the page read what became of its form and a file that it asks for, and no other page", async () => {
    await put("page", "hello");
    const ask = (method: string, from: string) =>
      fetch(`${edge.endpoint}/${bucket}${method === "POST" ? "" : "/page"}`, {
        method,
        headers: { origin: from },
        ...(method === "POST" ? { body: new FormData() } : {}),
      });
    const answers = [
      await ask("POST", origin),
      await ask("POST", "http://elsewhere.example"),
      await ask("GET", origin),
    ];
    expect(answers.map(({ status }) => status < 400)).toEqual([false, false, true]);
    expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).toEqual([origin, null, origin]);
    expect(answers[0]?.headers.get("access-control-expose-headers")).toContain("etag");
  });
});

test("an edge whose fauxqs is gone answers 503", async () => {
  const lonely = await startS3Edge({ upstream: "http://127.0.0.1:1", allowedOrigins: [] });
  const answers = await Promise.all([
    fetch(`${lonely.endpoint}/b/k`),
    fetch(`${lonely.endpoint}/b/k`, { method: "PUT", body: "x", headers: { "if-none-match": "*" } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  await lonely.close();
});
