import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { aFront, aRecorder, closeFronts } from "../a-front.ts";

/** What no client of ours sends: answered like every other failure, with a request id. */

afterEach(async () => {
  expect(await closeFronts()).toEqual([]);
});

/** Writes bytes as they are and reads until the server hangs up. */
async function answerTo(endpoint: string, bytes: string) {
  const { port } = new URL(endpoint);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(bytes);
  const whole = await text(socket);
  const [head = "", body = ""] = whole.split("\r\n\r\n");
  const [status = "", ...headers] = head.split("\r\n");
  return {
    status: Number(status.split(" ")[1]),
    headers: new Map(headers.map((line) => [line.split(": ")[0]?.toLowerCase(), line.split(": ")[1]])),
    body: JSON.parse(body) as { success: boolean; message: string; error: { code: string; requestId: string } },
  };
}

test.each([
  ["no HTTP at all", "hello\r\n\r\n", 400, "INVALID_REQUEST"],
  ["a header without a name", "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", 400, "INVALID_REQUEST"],
  ["a header with a control character", "GET / HTTP/1.1\r\nHost: x\r\nA: \u0001\r\n\r\n", 400, "INVALID_REQUEST"],
  ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "INVALID_REQUEST"],
  ["a length that is none", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n", 400, "INVALID_REQUEST"],
  [
    "a length and chunks",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    400,
    "INVALID_REQUEST",
  ],
  ["headers of 20 kB", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`, 431, "HEADERS_TOO_LARGE"],
  ["another expectation", "GET / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n", 417, "INVALID_HEADER"],
])("%s", async (_, bytes, status, code) => {
  const { endpoint } = await aFront({});
  const answer = await answerTo(endpoint, bytes);
  expect([answer.status, answer.body]).toEqual([
    status,
    {
      success: false,
      message: expect.any(String) as string,
      error: { code, details: [], requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    },
  ]);
  expect(answer.headers.get("x-request-id")).toBe(answer.body.error.requestId);
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(answer.headers.get("connection")).toBe("close");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("a request of HTTP/1.0 needs no host", async () => {
  const { endpoint, calls } = await aRecorder("GET /", { statusCode: 200, body: "{}" });
  expect((await answerTo(endpoint, "GET / HTTP/1.0\r\n\r\n")).status).toBe(200);
  expect(calls).toHaveLength(1);
});

test("a connection that is reset is answered by nobody, and the next one is", async () => {
  const { endpoint } = await aFront({});
  const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHo");
  await new Promise<void>((resolve) => {
    socket.once("close", () => {
      resolve();
    });
    socket.once("connect", () => socket.resetAndDestroy());
  });
  expect((await fetch(endpoint)).status).toBe(404);
});
