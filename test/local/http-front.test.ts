import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { type HttpFront, type HttpFrontOptions, type LambdaHandler, startHttpFront } from "../../local/http-front.ts";

const MB = 1024 * 1024;
const fronts: HttpFront[] = [];
afterEach(async () => {
  for (const front of fronts.splice(0)) await front.close();
});

/** What the front logged since the test began. */
let logged: string[];
beforeEach(() => {
  logged = [];
});

async function aFront(options: Partial<HttpFrontOptions>): Promise<string> {
  const front = await startHttpFront({
    port: 0,
    routes: [],
    fallback: async () => ({ statusCode: 404, body: "no route" }),
    logger: { error: (message, { message: reason }) => logged.push(`${message}: ${reason}`) },
    ...options,
  });
  fronts.push(front);
  return front.endpoint;
}

const answering =
  (result: APIGatewayProxyStructuredResultV2): LambdaHandler =>
  async () =>
    result;

/** A front with one route, and the calls its handler got. */
async function aRecorder(routeKey: string, result: APIGatewayProxyStructuredResultV2 = { statusCode: 200 }) {
  const calls: { event: APIGatewayProxyEventV2; context: Context }[] = [];
  const handler: LambdaHandler = async (event, context) => {
    calls.push({ event, context });
    return result;
  };
  return { endpoint: await aFront({ routes: [{ routeKey, handler, functionName: "recorder" }] }), calls };
}

const failure = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as object),
});

describe("the event of a request", () => {
  test("has the shape of payload format 2.0", async () => {
    const { endpoint, calls } = await aRecorder("POST /lists/{listId}/contacts/{number}");
    const before = Date.now();
    await fetch(`${endpoint}/lists/a%2Fb%20%C3%A9/contacts/62812?tag=x&tag=y&name=J%C3%BCrgen&empty=`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        Cookie: "a=1; b=2",
        "X-Tenant": "T1",
        "User-Agent": "me",
      },
      body: '{"name":"é"}',
    });
    const { event, context } = calls[0] ?? { event: undefined, context: undefined };
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "POST /lists/{listId}/contacts/{number}",
      rawPath: "/lists/a/b é/contacts/62812",
      rawQueryString: "tag=x&tag=y&name=J%C3%BCrgen&empty=",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { tag: "x,y", name: "Jürgen", empty: "" },
      pathParameters: { listId: "a/b é", number: "62812" },
      body: '{"name":"é"}',
      isBase64Encoded: false,
      requestContext: {
        accountId: "000000000000",
        apiId: "local",
        domainName: endpoint.slice("http://".length),
        http: {
          method: "POST",
          path: "/lists/a/b é/contacts/62812",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "me",
        },
        routeKey: "POST /lists/{listId}/contacts/{number}",
        stage: "$default",
      },
    });
    expect(event?.headers).toMatchObject({ "content-type": "application/json; charset=utf-8", "x-tenant": "T1" });
    expect(event?.headers).not.toHaveProperty("cookie");
    const { requestId, time, timeEpoch } = event?.requestContext ?? {};
    expect(timeEpoch).toBeGreaterThanOrEqual(before);
    expect(time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(context).toMatchObject({ awsRequestId: requestId, functionName: "recorder" });
    expect(context?.getRemainingTimeInMillis()).toBeLessThanOrEqual(30_000);
  });

  test("joins a header that came several times with commas", async () => {
    const { endpoint, calls } = await aRecorder("GET /");
    const request = get(endpoint, { headers: { "X-Many": ["a", "b"] } });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    expect(calls[0]?.event.headers["x-many"]).toBe("a,b");
  });

  test("has no member for what did not come", async () => {
    const { endpoint, calls } = await aRecorder("GET /status");
    await fetch(`${endpoint}/status`);
    const { event } = calls[0] ?? {};
    for (const absent of ["cookies", "queryStringParameters", "pathParameters", "body"]) {
      expect(event).not.toHaveProperty(absent);
    }
    expect(event).toMatchObject({ rawQueryString: "", isBase64Encoded: false });
  });

  test.each([
    ["text/csv", Buffer.from("número"), false],
    ["application/problem+json", Buffer.from("{}"), false],
    ["application/x-www-form-urlencoded", Buffer.from("a=1"), false],
    ["application/json", Buffer.from([0x22, 0xff, 0x22]), true],
    ["multipart/form-data; boundary=x", Buffer.from("--x"), true],
    ["image/png", Buffer.from([0x89, 0x50]), true],
  ])("has a body of %s as it was sent", async (type, bytes, isBase64Encoded) => {
    const { endpoint, calls } = await aRecorder("PUT /file");
    await fetch(`${endpoint}/file`, { method: "PUT", headers: { "content-type": type }, body: bytes });
    const { event } = calls[0] ?? {};
    expect(event?.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event?.body ?? "", isBase64Encoded ? "base64" : "utf8")).toEqual(bytes);
  });
});

describe("the front", () => {
  test("prefers a written-out path to a param and gives the rest to the fallback", async () => {
    const endpoint = await aFront({
      routes: [
        { routeKey: "GET /lists/{listId}", handler: answering({ body: "one" }) },
        { routeKey: "GET /lists/recent", handler: answering({ body: "recent" }) },
      ],
      fallback: async ({ routeKey, requestContext }) => ({
        statusCode: 405,
        body: `${routeKey} ${requestContext.http.method} ${requestContext.http.path}`,
      }),
    });
    const asked = async (path: string, method = "GET") => (await fetch(endpoint + path, { method })).text();
    expect(await asked("/lists/recent")).toBe("recent");
    expect(await asked("/lists/7")).toBe("one");
    expect(await asked("/lists/")).toBe("$default GET /lists/");
    expect(await asked("/lists/7", "PATCH")).toBe("$default PATCH /lists/7");
  });

  test("answers HEAD as GET, without the body", async () => {
    const { endpoint, calls } = await aRecorder("GET /status", { body: "four", headers: { etag: '"1"' } });
    const response = await fetch(`${endpoint}/status`, { method: "HEAD" });
    expect(await response.text()).toBe("");
    expect(response.headers.get("content-length")).toBe("4");
    expect(response.headers.get("etag")).toBe('"1"');
    expect(calls[0]?.event.requestContext.http.method).toBe("GET");
    expect((await fetch(`${endpoint}/none`, { method: "HEAD" })).status).toBe(404);
  });

  test("sends status, headers, cookies and a binary body", async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]);
    const { endpoint } = await aRecorder("GET /qrcode", {
      statusCode: 201,
      headers: { "content-type": "image/png", "x-count": 3 },
      cookies: ["a=1; HttpOnly", "b=2"],
      body: png.toString("base64"),
      isBase64Encoded: true,
    });
    const response = await fetch(`${endpoint}/qrcode`);
    expect(response.status).toBe(201);
    expect(response.headers.get("x-count")).toBe("3");
    expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
  });

  test("sends no body with 204 and 304", async () => {
    const { endpoint } = await aRecorder("GET /status", {
      statusCode: 304,
      headers: { etag: '"1"' },
      body: "left out",
    });
    const response = await fetch(`${endpoint}/status`);
    expect([response.status, await response.text()]).toEqual([304, ""]);
  });

  test("asks `extra` first", async () => {
    const endpoint = await aFront({
      extra: async (req, res) => {
        if (req.url !== "/_simulator") return false;
        res.end("steered");
        return true;
      },
    });
    expect(await (await fetch(`${endpoint}/_simulator`)).text()).toBe("steered");
    expect((await fetch(`${endpoint}/other`)).status).toBe(404);
  });

  test("says which port is taken", async () => {
    const { port } = new URL(await aFront({}));
    await expect(aFront({ port: Number(port) })).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
  });
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
    expect(logged).toEqual([]);
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
    const endpoint = await aFront({ routes: [{ routeKey: "GET /slow", handler: () => gate }], handlerTimeoutMs: 20 });
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
    const endpoint = await aFront({ routes: [{ routeKey: "GET /broken", handler }] });
    expect(await failure(await fetch(`${endpoint}/broken`))).toMatchObject({
      status: 500,
      message: "Internal Server Error",
      error: { code: "INTERNAL", details: [] },
    });
    expect(logged).toEqual(["the Lambda of GET /broken failed: the table is missing"]);
  });

  test.each<[string, APIGatewayProxyStructuredResultV2]>([
    ["above 6 MB", { body: "x".repeat(6 * MB) }],
    ["with a header no answer can have", { body: "x", headers: { "x-inside": "1", "x-split": "a\r\nset-cookie: b" } }],
  ])("is 500 for a result %s", async (_, result) => {
    const { endpoint } = await aRecorder("GET /broken", result);
    const response = await fetch(`${endpoint}/broken`);
    for (const name of ["set-cookie", "x-inside"]) expect(response.headers.has(name)).toBe(false);
    expect(await failure(response)).toMatchObject({ status: 500, error: { code: "INTERNAL" } });
    expect(logged).toHaveLength(1);
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
    expect([calls, logged]).toEqual([[], []]);
  });
});

describe("closing", () => {
  /** A handler that is inside, and its way out. */
  function aGate() {
    const entered = Promise.withResolvers<undefined>();
    const leave = Promise.withResolvers<APIGatewayProxyStructuredResultV2>();
    const handler: LambdaHandler = () => {
      entered.resolve(undefined);
      return leave.promise;
    };
    return { routes: [{ routeKey: "GET /slow", handler }], entered: entered.promise, leave: leave.resolve };
  }

  test("waits for a running request and takes no new one", async () => {
    const { routes, entered, leave } = aGate();
    const endpoint = await aFront({ routes });
    const agent = new Agent({ keepAlive: true });
    const request = get(`${endpoint}/slow`, { agent });
    await entered;
    const closed = fronts.pop()?.close();
    await expect(fetch(`${endpoint}/slow`)).rejects.toThrow();
    leave({ body: "done" });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect(response.headers.connection).toBe("close");
    expect((await response.toArray()).join("")).toBe("done");
    await closed;
    agent.destroy();
  });

  test("cuts a request that does not end in time", async () => {
    const { routes, entered } = aGate();
    const endpoint = await aFront({ routes, closeGraceMs: 20 });
    const answer = fetch(`${endpoint}/slow`);
    const refused = expect(answer).rejects.toThrow();
    await entered;
    await fronts.pop()?.close();
    await refused;
  });
});
