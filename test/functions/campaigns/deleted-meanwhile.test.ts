import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../aws/clients.ts";
import { envNames } from "../../../aws/names.ts";
import * as stores from "../../../aws/open.ts";
import { sessionKey } from "../../../aws/dynamodb/keys.ts";
import { ConditionRefused } from "../../../core/errors.ts";
import { idOf } from "../../../core/ids.ts";
import { type Client, type Ask, type Failure } from "../../e2e/client.ts";
import { anApiKey, aTemplate, aUlid } from "../../support/builders.ts";
import { besideWrite } from "../../support/api/killed-request.ts";
import { startLambdasForAdmin } from "../../support/api/admin-of-lambdas.ts";
import type { LambdasAtHand } from "../../support/api/lambdas.ts";
import { placesOn, tenantId } from "../repeats/worlds.ts";

/** What a request changes is deleted before each of its writes in turn: it is done, or answered as gone. */

let all: LambdasAtHand;
let client: Client;

beforeAll(async () => {
  ({ all, client } = await startLambdasForAdmin());
});
afterAll(async () => {
  await all.close();
});

const { aShop, aListIn, aFileIn } = placesOn(() => all);

interface Place {
  readonly method: string;
  readonly path: string;
  readonly ask?: Ask;
  readonly vanish: () => Promise<unknown>;
}

const siti = "628120000001";

const inList = (method: string, under: string, ask?: Ask) => async (): Promise<Place> => {
  const { ref, base, sessionId } = await aShop();
  const list = await aListIn(sessionId, siti, "628120000002");
  return {
    method,
    path: `${base}/lists/${list.listId}${under}`,
    ...(ask === undefined ? {} : { ask }),
    vanish: () => stores.listDeletions(all.env).begin({ ...ref, listId: list.listId }, all.now()),
  };
};

const ofSession =
  (method: string, pathOf: (sessionId: string) => string, ask?: Ask, isUnlinked = false) =>
  async (): Promise<Place> => {
    const { sessionId, unlink } = await aShop();
    if (isUnlinked) await unlink();
    return {
      method,
      path: pathOf(sessionId),
      ask: { ...ask, headers: { "user-id": sessionId } },
      // As long after its deletion as its row stays.
      vanish: () =>
        documentClient(all.env).send(
          new DeleteCommand({
            TableName: all.env[envNames.registryTable] ?? "",
            Key: sessionKey({ tenantId, sessionId }),
          }),
        ),
    };
  };

const ofWebhook = (method: string, ask?: Ask) => async (): Promise<Place> => {
  const webhook = {
    tenantId,
    webhookId: idOf("webhook", aUlid()),
    url: "https://hooks.example.com/",
    events: ["*"],
    active: false,
    secret: "whsec_0",
    createdAt: all.now(),
    updatedAt: all.now(),
  };
  const webhooks = stores.webhooks(all.env);
  await webhooks.create(webhook);
  return {
    method,
    path: `/api/whatsapp/webhooks/${webhook.webhookId}`,
    ...(ask === undefined ? {} : { ask }),
    vanish: () => webhooks.remove(webhook),
  };
};

const ofTemplate = (method: string, ask?: Ask) => async (): Promise<Place> => {
  const { base, sessionId } = await aShop();
  const template = aTemplate({ sessionId });
  await stores.templates(all.env).create(template);
  return {
    method,
    path: `${base}/templates/${template.templateId}`,
    ...(ask === undefined ? {} : { ask }),
    vanish: () => stores.templates(all.env).remove(template),
  };
};

const ofFile = (method: string) => async (): Promise<Place> => {
  const { base, sessionId } = await aShop();
  const { media, takeAway } = await aFileIn(sessionId, "media", "x");
  return { method, path: `${base}/upload/${media.filename}`, vanish: takeAway };
};

const ofKey = async (): Promise<Place> => {
  const key = anApiKey({ keyId: idOf("apiKey", aUlid()), hash: "0".repeat(64) });
  await stores.apiKeys(all.env).create(key);
  return {
    method: "DELETE",
    path: `/api/whatsapp/api-keys/${key.keyId}`,
    vanish: () => stores.apiKeys(all.env).revoke(key.tenantId, key.keyId, all.now()),
  };
};

const goesTo = (listOfBody: "listId" | "excludeListIds") => async (): Promise<Place> => {
  const { ref, base, sessionId } = await aShop();
  const list = await aListIn(sessionId, siti);
  const kept = await aListIn(sessionId, siti, "628120000002");
  const lists =
    listOfBody === "listId" ? { listId: list.listId } : { listId: kept.listId, excludeListIds: [list.listId] };
  return {
    method: "POST",
    path: `${base}/send`,
    ask: { json: { ...lists, message: "Halo" } },
    vanish: () => stores.listDeletions(all.env).begin({ ...ref, listId: list.listId }, all.now()),
  };
};

const sessions = "/api/whatsapp/sessions";

const cases: readonly (readonly [name: string, code: string, place: () => Promise<Place>])[] = [
  ["PUT /lists/:listId", "LIST_NOT_FOUND", inList("PUT", "", { json: { name: "Baru" } })],
  ["DELETE /lists/:listId", "LIST_NOT_FOUND", inList("DELETE", "")],
  ["POST .../contacts", "LIST_NOT_FOUND", inList("POST", "/contacts", { json: { number: "+628120000003" } })],
  [
    "POST .../contacts under an Idempotency-Key",
    "LIST_NOT_FOUND",
    () =>
      inList("POST", "/contacts", {
        json: { contacts: [{ number: "+628120000003" }] },
        headers: { "idempotency-key": aUlid() },
      })(),
  ],
  [
    "PUT .../contacts/:number",
    "LIST_NOT_FOUND",
    inList("PUT", `/contacts/${siti}`, { json: { name: "Siti", fields: { kota: "Bandung" } } }),
  ],
  ["DELETE .../contacts/:number", "LIST_NOT_FOUND", inList("DELETE", `/contacts/${siti}`)],
  ["DELETE .../contacts of numbers", "LIST_NOT_FOUND", inList("DELETE", `/contacts?numbers=${siti}`)],
  ["DELETE .../contacts of all", "LIST_NOT_FOUND", inList("DELETE", "/contacts", { json: { all: true } })],
  [
    "POST .../contacts/bulk",
    "LIST_NOT_FOUND",
    inList("POST", "/contacts/bulk", { headers: { "content-type": "text/csv" }, body: `number\n+${siti}\n` }),
  ],
  ["POST /send to it", "LIST_NOT_FOUND", goesTo("listId")],
  ["POST /send that leaves it out", "LIST_NOT_FOUND", goesTo("excludeListIds")],
  ["PUT /templates/:templateId", "TEMPLATE_NOT_FOUND", ofTemplate("PUT", { json: { name: "Baru" } })],
  ["DELETE /templates/:templateId", "TEMPLATE_NOT_FOUND", ofTemplate("DELETE")],
  ["DELETE /upload/:filename", "MEDIA_NOT_FOUND", ofFile("DELETE")],
  ["PUT /webhooks/:webhookId", "WEBHOOK_NOT_FOUND", ofWebhook("PUT", { json: { events: ["campaign.*"] } })],
  ["DELETE /webhooks/:webhookId", "WEBHOOK_NOT_FOUND", ofWebhook("DELETE")],
  ["DELETE /api-keys/:keyId", "API_KEY_NOT_FOUND", ofKey],
  [
    "PATCH /sessions/:sessionId",
    "SESSION_NOT_FOUND",
    ofSession("PATCH", (id) => `${sessions}/${id}`, { json: { label: "Toko" } }),
  ],
  ["POST .../restart", "SESSION_NOT_FOUND", ofSession("POST", (id) => `${sessions}/${id}/restart`)],
  ["DELETE /sessions/:sessionId", "SESSION_NOT_FOUND", ofSession("DELETE", (id) => `${sessions}/${id}?confirm=${id}`)],
  [
    "POST .../pairing-code",
    "SESSION_NOT_FOUND",
    ofSession("POST", (id) => `${sessions}/${id}/pairing-code`, { json: { number: `+${siti}` } }, true),
  ],
  ["POST /logout", "SESSION_NOT_FOUND", ofSession("POST", () => "/logout")],
];

/** Deleting it again is what deleting it was. */
const isDoneTwice = ["DELETE /api-keys/:keyId", "DELETE /webhooks/:webhookId"];

test.each(cases)("%s", async (name, code, placed) => {
  const asked = async (write: number) => {
    const { method, path, ask, vanish } = await placed();
    let isGone = false;
    const vanishIfThere = async () => {
      isGone = true;
      await vanish().catch((error: unknown) => {
        if (!(error instanceof ConditionRefused)) throw error;
      });
    };
    const { answer, writes } = await besideWrite(write, vanishIfThere, () => client.ask<object>(method, path, ask));
    return { answer, writes, isGone };
  };
  const { writes } = await asked(Infinity);
  const answers: string[] = [];
  for (let write = 1; write <= writes; write += 1) {
    const { answer, isGone } = await asked(write);
    if (!isGone) continue;
    answers.push(answer.status < 300 ? "done" : `${answer.status} ${(answer.body as Failure).error.code}`);
  }
  expect(answers.filter((answer) => answer !== "done" && answer !== `404 ${code}`)).toEqual([]);
  expect(answers).toContain(isDoneTwice.includes(name) ? "done" : `404 ${code}`);
});
