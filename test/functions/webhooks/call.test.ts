import dns from "node:dns";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, isIP } from "node:net";
import { callReceiver, maxAnswerBytes, publicOnly } from "../../../functions/webhooks/call.ts";

/** No webhook reaches an address that is not public: as it is written, as its name resolves, or as it is redirected to. */

const laptop = { allowLoopback: true };
const deployed = { allowLoopback: false };
const servers: Server[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    if (server.listening) await once(server, "close");
  }
});

async function aReceiver(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const redirectsTo = (location: string, status = 307) =>
  aReceiver((_, res) => {
    res.writeHead(status, { location }).end();
  });

const call = (url: string, policy = laptop) =>
  callReceiver({ url, headers: { "x-webhook-id": "evt_1" }, body: '{"a":1}' }, policy);

test("a receiver gets the body and the headers, and its status is the answer", async () => {
  const got: unknown[] = [];
  const url = await aReceiver((req, res) => {
    let body = "";
    req.on("data", (chunk: Buffer) => (body += chunk.toString()));
    req.on("end", () => {
      got.push([req.method, req.headers["x-webhook-id"], body]);
      res.writeHead(204).end();
    });
  });
  expect(await call(url)).toEqual({ status: 204 });
  expect(got).toEqual([["POST", "evt_1", '{"a":1}']]);
});

describe("the answer of a receiver", () => {
  test("is read to its end: nothing that the receiver still says is cut off", async () => {
    const whole = Promise.withResolvers<boolean>();
    const url = await aReceiver((_, res) => {
      res.on("close", () => {
        whole.resolve(res.writableFinished);
      });
      res.writeHead(200).write("a".repeat(1_000));
      setTimeout(() => res.end("b".repeat(maxAnswerBytes - 1_000)), 50);
    });
    expect(await call(url)).toEqual({ status: 200 });
    expect(await whole.promise).toBe(true);
  });

  test("is read so far and no further", async () => {
    const cut = Promise.withResolvers<boolean>();
    const url = await aReceiver((_, res) => {
      res.writeHead(200);
      const more = () => res.write("a".repeat(16_384), () => setImmediate(more));
      res.on("close", () => {
        cut.resolve(!res.writableFinished);
      });
      more();
    });
    expect(await call(url)).toEqual({ status: 200 });
    expect(await cut.promise).toBe(true);
  });

  test("that begins and does not end counts by its status when its time is over", async () => {
    const url = await aReceiver((_, res) => res.writeHead(202).write("a"));
    expect(await callReceiver({ url, headers: {}, body: "{}" }, laptop, 200)).toEqual({ status: 202 });
  });

  test("that breaks off counts by its status", async () => {
    const url = await aReceiver((_, res) => {
      res.writeHead(500, { "content-length": "100" }).write("a", () => res.destroy());
    });
    expect(await call(url)).toEqual({ status: 500 });
  });

  test("that does not begin is none", async () => {
    const url = await aReceiver(() => undefined);
    expect(await callReceiver({ url, headers: {}, body: "{}" }, laptop, 200)).toEqual({
      problem: "no answer within 200 ms",
    });
  });
});

describe("a redirect", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://[fd00::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://0x0a000001/",
    "file:///etc/passwd",
    "https://user:secret@example.com/",
  ])("to %s is not followed", async (location) => {
    const answer = await call(await redirectsTo(location));
    expect(answer.status).toBeUndefined();
    expect(answer.problem).toMatch(/^redirected: wanted /);
  });

  test("to a public-looking name that resolves to a private address is not followed", async () => {
    resolvesTo({ "rebound.example": ["10.1.2.3"] });
    const answer = await call(await redirectsTo("https://rebound.example/"));
    expect(answer).toEqual({ problem: "rebound.example is not on the public internet" });
  });

  test("that repeats the call is followed, three times at most", async () => {
    const last = await aReceiver((_, res) => res.writeHead(200).end());
    const second = await redirectsTo(last, 308);
    expect(await call(await redirectsTo(second))).toEqual({ status: 200 });
    const loop: string = await aReceiver((_, res) => res.writeHead(307, { location: "/again" }).end());
    expect(await call(loop)).toEqual({ status: 307, problem: "more than 3 redirects" });
  });

  test("that would make it a GET is the answer", async () => {
    expect(await call(await redirectsTo("https://10.0.0.1/", 302))).toEqual({ status: 302 });
  });
});

/** Names as the resolver of this process would answer them. */
function resolvesTo(names: Readonly<Record<string, readonly string[]>>): void {
  const lookup = (name: string, _options: unknown, answer: (error: Error | null, found: unknown) => void) => {
    const addresses = isIP(name) === 0 ? names[name] : [name];
    if (addresses === undefined) answer(new Error(`no ${name}`), []);
    else
      answer(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
  };
  jest.spyOn(dns, "lookup").mockImplementation(lookup as unknown as typeof dns.lookup);
}

const lookUp = (name: string, policy = deployed) =>
  new Promise((resolve) => {
    publicOnly(policy)(name, { all: true }, (error, addresses) => {
      resolve(error === null ? addresses : error.message);
    });
  });

describe("a name", () => {
  test.each([
    ["to a private address", ["10.0.0.7"]],
    ["to this machine", ["127.0.0.1"]],
    ["to the metadata service", ["169.254.169.254"]],
    ["to a private address among public ones", ["93.184.216.34", "192.168.0.9"]],
    ["to a private IPv6 address", ["fe80::1"]],
    ["to IPv4 in IPv6 clothes", ["::ffff:127.0.0.1"]],
    ["to nothing", []],
  ])("that resolves %s is not called", async (_, addresses) => {
    resolvesTo({ "receiver.example": addresses });
    expect(await lookUp("receiver.example")).toBe("receiver.example is not on the public internet");
  });

  test("that resolves to public addresses is called at these", async () => {
    resolvesTo({ "receiver.example": ["93.184.216.34"] });
    expect(await lookUp("receiver.example")).toEqual([{ address: "93.184.216.34", family: 4 }]);
  });
});

test.each(["http://127.0.0.1:9/", "https://localhost/", "https://[::1]/", "http://receiver.example/"])(
  "a deployment doesn't call %s, whatever was stored",
  async (url) => {
    expect((await call(url, deployed)).problem).toMatch(/^wanted /);
  },
);
