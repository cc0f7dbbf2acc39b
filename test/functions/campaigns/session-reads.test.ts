import { DynamoSessionStore } from "../../../aws/stores/session/session-store.ts";
import * as stores from "../../../aws/open.ts";
import { Client, type DataOf } from "../../e2e/client.ts";
import { aSession } from "../../support/builders.ts";
import { type LambdasAtHand, startLambdas } from "../../support/api/lambdas.ts";

let all: LambdasAtHand;
beforeAll(async () => {
  all = await startLambdas();
});
afterAll(async () => {
  await all.close();
});

it("reads the session's row once to send a broadcast now", async () => {
  const client = new Client(all.url, all.apiKey);
  const ref = { tenantId: "default", sessionId: "shop" };
  const profile = { key: "profiles/x", sha256: "0".repeat(64), savedAt: all.now(), previous: [] };
  await stores.sessionDesk(all.env).create(aSession({ ...ref, createdAt: all.now(), profile }));
  const base = "/api/whatsapp/shop/broadcast";
  const { listId } = (await client.post<DataOf<{ listId: string }>>(`${base}/lists`, { name: "Daftar" })).data;
  await client.post(`${base}/lists/${listId}/contacts`, { number: "628120000001" });
  const find = jest.spyOn(DynamoSessionStore.prototype, "find");
  await client.post(`${base}/send`, { listId, message: "Halo" });
  const reads = find.mock.calls.length;
  find.mockRestore();
  expect(reads).toBe(1);
  expect((await stores.sessions(all.env).find(ref))?.wanted).toBe(true);
});
