import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { aRecorder, closeFronts } from "../a-front.ts";

afterEach(async () => {
  await closeFronts();
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
