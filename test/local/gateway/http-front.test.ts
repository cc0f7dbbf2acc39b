import { once } from "node:events";
import { Agent, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { LambdaHandler } from "../../../local/gateway/http-front.ts";
import { aFront, aRecorder, closeFronts } from "../a-front.ts";

afterEach(async () => {
  await closeFronts();
});

const answering =
  (result: APIGatewayProxyStructuredResultV2): LambdaHandler =>
  async () =>
    result;

describe("the front", () => {
  test("prefers a written-out path to a param and gives the rest to the fallback", async () => {
    const { endpoint } = await aFront({
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

  test("asks `extras` first, one after the other until one answers", async () => {
    const answering = (path: string, text: string) => async (req: IncomingMessage, res: ServerResponse) => {
      if (req.url !== path) return false;
      res.end(text);
      return true;
    };
    const { endpoint } = await aFront({
      extras: [answering("/_local", "let in"), answering("/_simulator", "steered"), answering("/_local", "too late")],
    });
    expect(await (await fetch(`${endpoint}/_simulator`)).text()).toBe("steered");
    expect(await (await fetch(`${endpoint}/_local`)).text()).toBe("let in");
    expect((await fetch(`${endpoint}/other`)).status).toBe(404);
  });

  test("says which port is taken", async () => {
    const { port } = new URL((await aFront({})).endpoint);
    await expect(aFront({ port: Number(port) })).rejects.toThrow(`port ${port} on 127.0.0.1 is taken`);
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
    const front = await aFront({ routes });
    const agent = new Agent({ keepAlive: true });
    const request = get(`${front.endpoint}/slow`, { agent });
    await entered;
    const closed = front.close();
    await expect(fetch(`${front.endpoint}/slow`)).rejects.toThrow();
    leave({ body: "done" });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect(response.headers.connection).toBe("close");
    expect((await response.toArray()).join("")).toBe("done");
    await closed;
    agent.destroy();
  });

  test("cuts a request that does not end in time", async () => {
    const { routes, entered } = aGate();
    const front = await aFront({ routes, closeGraceMs: 20 });
    const answer = fetch(`${front.endpoint}/slow`);
    const refused = expect(answer).rejects.toThrow();
    await entered;
    await front.close();
    await refused;
  });
});
