import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoListStore } from "../../../aws/stores/contact/list-store.ts";
import { DynamoSessionStore } from "../../../aws/stores/session/session-store.ts";
import * as stores from "../../../aws/open.ts";
import { atTheEdge } from "../../../functions/edge/at-the-edge.ts";
import { Client } from "../../e2e/client.ts";
import { aSession } from "../../support/builders.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

/** A store that does not answer, or not now: the caller comes again. Nothing else of ours is a reason to. */

let all: LambdasAtHand;
let client: Client;
let errors: jest.SpyInstance<void, Parameters<Logger["error"]>>;

beforeAll(async () => {
  all = await startLambdas();
  client = new Client(all.url, all.apiKey);
  await stores.sessionDesk(all.env).create(aSession({ tenantId: "default" }));
});
beforeEach(() => {
  errors = jest.spyOn(Logger.prototype, "error").mockImplementation();
});
afterEach(() => {
  errors.mockRestore();
});
afterAll(async () => {
  await all.close();
});

/** As the SDK and Node's own network throw them. */
const thrown = (name: string, members: object = {}): Error => Object.assign(new Error(name), { name, ...members });
const coded = (code: string): Error => Object.assign(new Error(code), { code });

const lists = "/api/whatsapp/shop/broadcast/lists";

async function answerTo(error: Error, method = "GET") {
  const finding = jest.spyOn(DynamoSessionStore.prototype, "find").mockRejectedValue(error);
  try {
    return await client.ask(method, lists, method === "GET" ? {} : { json: { name: "Pelanggan" } });
  } finally {
    finding.mockRestore();
  }
}

test.each<[string, Error]>([
  ["a request that timed out", thrown("TimeoutError")],
  ["one that was cut off", thrown("AbortError")],
  ["a table that throttles", thrown("ThrottlingException", { $metadata: { httpStatusCode: 400 } })],
  ["a partition that throttles", thrown("ProvisionedThroughputExceededException", { $fault: "client" })],
  ["an account that throttles", thrown("RequestLimitExceeded")],
  ["a bucket that asks to slow down", thrown("SlowDown", { $metadata: { httpStatusCode: 503 } })],
  ["what the SDK calls throttling", thrown("Other", { $retryable: { throttling: true } })],
  ["a table that fails", thrown("InternalServerError", { $fault: "server", $metadata: { httpStatusCode: 500 } })],
  ["a transaction in the way", thrown("TransactionConflictException", { $fault: "client" })],
  ["a port that nobody listens on", coded("ECONNREFUSED")],
  ["a connection that was reset", coded("ECONNRESET")],
  ["a connection that timed out", coded("ETIMEDOUT")],
  ["a name that is not found", coded("ENOTFOUND")],
  ["a name service that does not answer", coded("EAI_AGAIN")],
  ["a pipe that broke", coded("EPIPE")],
  ["every address of a name", new AggregateError([coded("ECONNREFUSED")], "all failed")],
  ["a cause further down", new Error("reading failed", { cause: thrown("TimeoutError") })],
])("%s is 503 with Retry-After, and a line of the log", async (_, error) => {
  const { status, headers, body, text } = await answerTo(error);
  expect([status, body.error.code]).toEqual([503, "TRY_AGAIN"]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(text).not.toContain(error.message);
  expect(errors.mock.calls[0]?.[0]).toBe("request failed");
});

test.each<[string, Error]>([
  ["a mistake of ours", new TypeError("x is not a function")],
  [
    "an access that is denied",
    thrown("AccessDeniedException", { $fault: "client", $metadata: { httpStatusCode: 400 } }),
  ],
  ["a request that a table refuses", thrown("ValidationException", { $fault: "client" })],
  ["a table that is not there", thrown("ResourceNotFoundException", { $fault: "client" })],
])("%s is 500 and no reason to come again", async (_, error) => {
  const { status, headers, body } = await answerTo(error);
  expect([status, body.error.code, headers.get("retry-after")]).toEqual([500, "INTERNAL", null]);
});

test("a write that times out is 503, too", async () => {
  const creating = jest.spyOn(DynamoListStore.prototype, "create").mockRejectedValue(thrown("TimeoutError"));
  const { status, headers } = await client.ask("POST", lists, { json: { name: "Pelanggan" } });
  creating.mockRestore();
  expect([status, headers.get("retry-after")]).toEqual([503, expect.any(String)]);
});

test("a request that reaches its Lambda's end is 503 with Retry-After, and a line of the log that names its session", async () => {
  const handler = atTheEdge((_, { setHeaders, addFacts }) => {
    setHeaders({ "ratelimit-limit": "600" });
    addFacts({ tenantId: "acme", sessionId: "shop" });
    return new Promise<never>(() => undefined);
  });
  const event = { headers: { "Accept-Language": "en" }, requestContext: { requestId: "r-1" } };
  const context = { getRemainingTimeInMillis: () => 50 };
  const answer = await handler(event as unknown as APIGatewayProxyEventV2, context as Context);
  expect(answer).toMatchObject({
    statusCode: 503,
    headers: { "retry-after": "2", "x-request-id": "r-1", "ratelimit-limit": "600", vary: "accept-language" },
  });
  expect(JSON.parse(answer.body ?? "")).toMatchObject({ success: false, error: { code: "TRY_AGAIN" } });
  expect(errors.mock.calls).toEqual([
    ["request failed", expect.objectContaining({ requestId: "r-1", tenant: "acme", session: "shop" })],
  ]);
});
