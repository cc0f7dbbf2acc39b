import { once } from "node:events";
import { connect } from "node:net";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { LambdaHandler } from "../../../local/gateway/http-front.ts";
import { aFront, aRecorder, closeFronts } from "../a-front.ts";

const MB = 1024 * 1024;
afterEach(async () => {
  await closeFronts();
});

const failure = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as object),
});

describe("what API Gateway and Lambda answer by themselves", () => {
  const tooLarge = {
    status: 413,
    success: false,
    message: "Request Entity Too Large",
    error: { code: "BODY_TOO_LARGE", details: [], requestId: expect.any(String) as string },
  };
  const post = (endpoint: string, body: Buffer | ReadableStream, type = "text/plain") =>
    fetch(`${endpoint}/in`, { method: "POST", headers: { "content-type": type }, body, duplex: "half" });

  test("is 413 for a body of 7 MB, whether its length is announced or not", async () => {
    const { endpoint, calls } = await aRecorder("POST /in");
    const bytes = Buffer.alloc(7 * MB, "x");
    const announced = await post(endpoint, bytes);
    expect(announced.headers.get("connection")).toBe("close");
    expect(await failure(announced)).toEqual(tooLarge);
    expect(await failure(await post(endpoint, new Blob([bytes]).stream()))).toEqual(tooLarge);
    expect(calls).toEqual([]);
    expect(await closeFronts()).toEqual([]);
  });

  test("is 413 for a smaller one that base64 takes above Lambda's 6 MB, and not for the same as text", async () => {
    const { endpoint, calls } = await aRecorder("POST /in");
    const bytes = Buffer.alloc(5 * MB, "x");
    expect(await failure(await post(endpoint, bytes, "image/png"))).toEqual(tooLarge);
    expect((await post(endpoint, bytes)).status).toBe(200);
    expect(calls).toHaveLength(1);
  });

  test("is 503 for a handler that takes longer than it may, and stays so when that fails later", async () => {
    const { promise: gate, reject } = Promise.withResolvers<APIGatewayProxyStructuredResultV2>();
    const { endpoint } = await aFront({
      routes: [{ routeKey: "GET /slow", handler: () => gate }],
      handlerTimeoutMs: 20,
    });
    const response = await fetch(`${endpoint}/slow`);
    const requestId = response.headers.get("x-request-id");
    expect(await failure(response)).toEqual({
      status: 503,
      success: false,
      message: "Service Unavailable",
      error: { code: "TRY_AGAIN", details: [], requestId },
    });
    reject(new Error("too late to matter"));
  });

  test("is 500 for a handler that throws, and says nothing of the inside", async () => {
    const handler: LambdaHandler = async () => {
      throw new Error("the table is missing");
    };
    const { endpoint } = await aFront({ routes: [{ routeKey: "GET /broken", handler }] });
    expect(await failure(await fetch(`${endpoint}/broken`))).toMatchObject({
      status: 500,
      message: "Internal Server Error",
      error: { code: "INTERNAL", details: [] },
    });
    expect(await closeFronts()).toEqual(["the Lambda of GET /broken failed: the table is missing"]);
  });

  test.each<[string, APIGatewayProxyStructuredResultV2]>([
    ["above 6 MB", { body: "x".repeat(6 * MB) }],
    ["with a header no answer can have", { body: "x", headers: { "x-inside": "1", "x-split": "a\r\nset-cookie: b" } }],
  ])("is 500 for a result %s", async (_, result) => {
    const { endpoint } = await aRecorder("GET /broken", result);
    const response = await fetch(`${endpoint}/broken`);
    for (const name of ["set-cookie", "x-inside"]) expect(response.headers.has(name)).toBe(false);
    expect(await failure(response)).toMatchObject({ status: 500, error: { code: "INTERNAL" } });
    expect(await closeFronts()).toHaveLength(1);
  });

  test.each(["/lists/%zz", "/lists/%C3", "/%"])("is 400 for the path %s", async (path) => {
    const { endpoint } = await aRecorder("GET /lists/{listId}");
    expect(await failure(await fetch(endpoint + path))).toMatchObject({
      status: 400,
      message: "Bad Request",
      error: { code: "INVALID_PATH" },
    });
  });

  test("reaches a caller that writes its whole body before it reads", async () => {
    const { endpoint } = await aRecorder("POST /in");
    const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
    const length = 64 * MB;
    socket.write(`POST /in HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
    socket.end(Buffer.alloc(length));
    await once(socket, "finish");
    expect(Buffer.concat(await socket.toArray()).toString()).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("is nothing for a caller that hangs up in the middle of its body", async () => {
    const { endpoint, calls } = await aRecorder("POST /in");
    const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
    socket.write("POST /in HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf");
    await once(socket, "connect");
    socket.destroy();
    await once(socket, "close");
    expect((await fetch(`${endpoint}/still-there`)).status).toBe(404);
    expect([calls, await closeFronts()]).toEqual([[], []]);
  });
});
