import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoApiKeyStore } from "../../../aws/stores/access/api-key-store.ts";
import { DynamoAuditStore } from "../../../aws/stores/access/audit-store.ts";
import { DynamoCampaignStore } from "../../../aws/stores/campaign/campaign-store.ts";
import { DynamoSessionStore } from "../../../aws/stores/session/session-store.ts";
import * as stores from "../../../aws/open.ts";
import { formatKey, hashKey } from "../../../core/access/api-key.ts";
import { Client } from "../../e2e/client.ts";
import { anApiKey, aSession, aUlid } from "../../support/builders.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

/** What the log says of a request that failed: whose it was, and what it was about. */

let all: LambdasAtHand;
let client: Client;
let errors: jest.SpyInstance<void, Parameters<Logger["error"]>>;

beforeAll(async () => {
  all = await startLambdas();
  const secret = formatKey(aUlid(), "a".repeat(32));
  const keyId = `key_${secret.split("_")[1] ?? ""}`;
  await stores
    .apiKeys(all.env)
    .create(anApiKey({ keyId, scopes: ["admin"], hash: hashKey(secret), createdAt: all.now() }));
  await stores.sessionDesk(all.env).create(aSession());
  client = new Client(all.url, secret);
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

const broken = new Error("the table does not answer");
const campaign = `cmp_${aUlid()}`;

/** Asks while neither sessions nor campaigns can be read. @returns the facts of the line that says so */
async function factsOf(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const finds = [DynamoSessionStore.prototype, DynamoCampaignStore.prototype].map((store) =>
    jest.spyOn(store, "find").mockRejectedValue(broken),
  );
  const { status, body } = await client.ask("GET", path, { headers });
  for (const find of finds) find.mockRestore();
  expect(status).toBe(500);
  const [[message, facts] = []] = errors.mock.calls;
  expect([message, facts]).toEqual([
    "request failed",
    expect.objectContaining({ requestId: body.error.requestId, error: broken }),
  ]);
  const { requestId: _requestId, error: _error, ...whose } = facts as Record<string, unknown>;
  return whose;
}

it("names the tenant, the session and the campaign", async () => {
  const path = `/api/whatsapp/shop/broadcast/campaigns/${campaign}`;
  expect(await factsOf(path)).toEqual({ tenant: "acme", session: "shop", campaign });
});

it("names the session that stands in a header", async () => {
  expect(await factsOf("/status", { "user-id": "shop" })).toEqual({ tenant: "acme", session: "shop" });
});

it("names nothing that is no id, and no number", async () => {
  const path = "/api/whatsapp/shop/broadcast/lists/628123456789/contacts/628123456789";
  expect(await factsOf(path)).toEqual({ tenant: "acme", session: "shop" });
});

it("names what was asked for while nobody knows yet by whom", async () => {
  jest.spyOn(DynamoApiKeyStore.prototype, "find").mockRejectedValueOnce(broken);
  const other = client.withKey(formatKey(aUlid(), "b".repeat(32)));
  expect((await other.ask("GET", "/api/whatsapp/shop/broadcast/lists")).status).toBe(500);
  expect(errors.mock.calls[0]?.[1]).toEqual({
    requestId: expect.any(String) as string,
    session: "shop",
    error: broken,
  });
});

it("says whose change is missing in the audit trail", async () => {
  jest.spyOn(DynamoAuditStore.prototype, "write").mockRejectedValueOnce(broken);
  await client.post("/api/whatsapp/shop/broadcast/lists", { name: "Pelanggan" });
  expect(errors.mock.calls[0]).toEqual([
    "audit trail not written",
    expect.objectContaining({ alarm: "audit_not_written", tenant: "acme", session: "shop" }),
  ]);
});
