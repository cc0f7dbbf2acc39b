import { mistaken } from "../../../functions/meta/openapi-failures.ts";
import { requestExamples } from "../../../functions/routes/examples/index.ts";
import { routes } from "../../../functions/routes/index.ts";
import { sample } from "../../../functions/routes/words/samples.ts";
import {
  differences,
  failuresOf,
  operations,
  type FailureExample,
  type Operation,
  type Parameter,
} from "../../support/api/api-document.ts";
import { png } from "../../support/files.ts";
import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import { aShop } from "../shop.ts";
import * as person from "../steps.ts";

/**
 * Each request example of the OpenAPI document is run, in an order in which it finds what it names, and each is answered
 * with a success that is as the document says. What stands between them is what a person's phone and files do.
 */

const { client, stack } = aShop({ env: { DIRECT_MESSAGE_GAP_MS: "0" }, arriveMs: 0 });
const broadcast = person.broadcastOf(sample.sessionId);

/** What stands here for the ids of the examples. */
const here = new Map<string, string>();
const translated = (text: string): string => [...here].reduce((all, [there, own]) => all.replaceAll(there, own), text);
const ran = new Set<string>();

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes the ids of an answer for those of its example, and names the members that the answer lacks. */
function lacks(example: unknown, answer: unknown, where = ""): string[] {
  if (Array.isArray(example))
    return Array.isArray(answer) && answer.length > 0 ? lacks(example[0], answer[0], where) : [];
  if (isObject(example)) {
    return Object.entries(example).flatMap(([name, one]) => {
      // A map of names that no schema knows, as `kota` in a contact's fields.
      const isFree = ["fields", "target", "event", "checks", "failuresByReason", "skippedByReason"].includes(name);
      if (!isObject(answer) || !(name in answer)) return [`${where}.${name}`];
      return isFree ? [] : lacks(one, answer[name], `${where}.${name}`);
    });
  }
  const isId = Object.values<unknown>(sample).includes(example) && /^[a-z]{3}_/.test(String(answer));
  if (isId) here.set(String(example), String(answer));
  return [];
}

const ofId = (operationId: string): Operation => {
  const found = operations.find((one) => one.operationId === operationId);
  if (found === undefined) throw new Error(`${operationId} is not in the OpenAPI document`);
  return found;
};

const inText = (value: unknown): string => translated(typeof value === "string" ? value : JSON.stringify(value));
const exampleOf = ({ example, examples, schema }: Parameter): string =>
  inText(example ?? examples?.default.value ?? schema.examples?.[0]);

/** What the document gives as an example of a request, with those parameters that may be left out and were given for it. */
function requestOf({ operationId, path, method, parameters, requestBody }: Operation, mediaType: string | undefined) {
  const all = (where: string) =>
    parameters
      .filter((one) => one.in === where && (one.required || one.name in (requestExamples[operationId]?.query ?? {})))
      .map((one): [string, string] => [one.name, exampleOf(one)]);
  const inPath = new Map(all("path"));
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath.get(name) ?? ""));
  const example = mediaType === undefined ? undefined : requestBody?.content[mediaType]?.example;
  // The boundary of a form is chosen where it is sent.
  const isForm = mediaType === "multipart/form-data";
  return {
    url: `${stack().url}${at}?${new URLSearchParams(all("query")).toString()}`,
    method,
    headers: {
      "x-api-key": stack().apiKey,
      ...Object.fromEntries(all("header")),
      ...(mediaType === undefined || isForm ? {} : { "content-type": mediaType }),
    },
    ...(isForm ? { body: formOf(operationId) } : example === undefined ? {} : { body: inText(example) }),
  };
}

/** What the form of an operation is to hold: a file has no example in the document. */
const files: Readonly<Record<string, Blob>> = {
  importContacts: new Blob(["number,name\n628123456781,Rina\n"], { type: "text/csv" }),
  createUpload: new Blob([new Uint8Array(png)], { type: "image/png" }),
};
function formOf(operationId: string): FormData {
  const form = new FormData();
  const file = files[operationId];
  if (file === undefined) throw new Error(`${operationId} takes a form, and the test has no file for it`);
  form.set("file", file, "a.png");
  return form;
}

/** Runs the example of an operation, each of them where it has several by media type. */
async function run(operationId: string): Promise<string> {
  const operation = ofId(operationId);
  let last = "";
  const mediaTypes = Object.keys(operation.requestBody?.content ?? {});
  // Ids are taken from the last answer: that to the JSON, which stands last.
  for (const mediaType of mediaTypes.length === 0 ? [undefined] : mediaTypes) {
    const { url, ...request } = requestOf(operation, mediaType);
    const answer = await fetch(url, { ...request, redirect: "manual" });
    const text = await answer.text();
    last = text;
    const of = [operationId, mediaType];
    if (!answer.ok && answer.status !== 303) throw new Error(`${operationId} answered ${answer.status}: ${text}`);
    expect([...of, differences(operation, answer, text)]).toEqual([...of, []]);
    const example = operation.responses[answer.status]?.content?.["application/json"]?.example;
    if (example !== undefined && mediaType !== "multipart/form-data")
      expect([...of, lacks(example, JSON.parse(text))]).toEqual([...of, []]);
  }
  ran.add(operationId);
  return last;
}

const runAll = async (...operationIds: readonly string[]): Promise<void> => {
  for (const one of operationIds) await run(one);
};

/** Uploads a file by a permission that was answered, and waits until its bytes are checked. */
async function upload({ filename, url, fields }: Permission, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([bytes]), "x");
  expect((await fetch(url, { method: "POST", body: form })).ok).toBe(true);
  await until(
    () => client.get<DataOf<{ readonly state: string }>>(`${broadcast}/upload/${filename}`),
    ({ data }) => data.state === "ready",
    `${filename} is ready`,
  );
}
interface Permission {
  readonly filename: string;
  readonly uploadKey: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

test("a session is made, linked and looked at", async () => {
  await runAll("health", "openApiDocument", "docs", "docsScript", "createSession");
  await runAll("requestPairingCode", "getQrCode", "getQrCodeUnderApiWhatsapp");
  await person.link(client, sample.sessionId, sample.ownNumber);
  await runAll("getStatus", "getStatusUnderApiWhatsapp", "listClients", "listClientsUnderApiWhatsapp");
  await runAll("listSessions", "getSession", "getSending", "listTenants", "listWorkers", "restartSession");
  await person.untilConnected(client, sample.sessionId);
});

test("a file is uploaded, and a template is made with it", async () => {
  const { data } = JSON.parse(await run("createUpload")) as DataOf<Permission>;
  await upload(data, new Uint8Array(png));
  await runAll("getUpload", "listUploads", "createTemplate", "listTemplates", "getTemplate", "updateTemplate");
  await runAll("previewTemplate", "previewMessage");
});

test("a list gets contacts, by hand and from a file", async () => {
  here.set(sample.excludedListId, await person.aList(client, sample.sessionId, "Not this time", []));
  await runAll("createList", "listLists", "getList", "updateList");
  await runAll("addContacts", "listContacts", "getContact", "updateContact", "exportContacts");
  const csv = String(ofId("importContacts").requestBody?.content["text/csv"]?.example);
  const json = { filename: "contacts.csv", contentType: "text/csv", size: csv.length, purpose: "contacts" };
  const { data } = await client.post<DataOf<Permission>>(`${broadcast}/upload`, json);
  await upload(data, new TextEncoder().encode(csv));
  here.set(sample.uploadKey, data.uploadKey);
  await runAll("importContacts", "listImports", "getImport");
  const ofList = `${broadcast}/lists/${translated(sample.listId)}`;
  const isDone = ({ state }: person.ImportView) => state === "completed";
  await until(
    () => person.everyRow<person.ImportView>(client, `${ofList}/imports`),
    (imports) => imports.every(isDone),
    "all imports are done",
  );
  await run("getImportErrors");
});

test("messages go, one by one and to a list, which is paused, tried again and stopped", async () => {
  await runAll("sendMessage", "sendMessageUnderApiWhatsapp", "getMessage", "sendTest");
  const refuse = async (refuses: boolean) => {
    for (const { number } of await person.everyRow<person.ContactView>(client, contacts))
      await client.send("PUT", `/_simulator/numbers/${number}`, { json: { refuses } });
  };
  const contacts = `${broadcast}/lists/${translated(sample.listId)}/contacts`;
  await refuse(true);
  await run("sendCampaign");
  await person.untilCounts(client, sample.sessionId, translated(sample.campaignId), { failed: 1 });
  await refuse(false);
  await runAll("listCampaigns", "getCampaign", "listRecipients", "getStats", "getOverview", "exportCampaign");
  await runAll("pauseCampaign", "retryCampaign", "pauseCampaign", "resumeCampaign", "stopCampaign");
  await runAll("scheduleCampaign", "changeCampaign", "deleteCampaign");
});

test("keys, webhooks and opt-outs are made and taken away", async () => {
  await runAll("createApiKey", "listApiKeys", "getOwnApiKey", "revokeApiKey");
  await runAll("createWebhook", "listWebhooks", "getWebhook", "updateWebhook", "testWebhook", "listDeliveries");
  await runAll("redeliver", "removeWebhook");
  await runAll("addOptOut", "listOptOuts", "removeOptOut");
});

test("all of it is taken away again", async () => {
  await runAll("deleteTemplate", "deleteUpload", "deleteContact", "deleteContacts", "deleteList");
  await runAll("changeSession", "logout", "logoutUnderApiWhatsapp", "deleteSession", "setSending", "listAudit");
});

/** What the document shows of a failure, asked for: without a key, by another method, and by its example with a mistake. */
const asked: readonly (readonly [status: string, ask: (operation: Operation) => Promise<Response>])[] = [
  // That of health needs a key for its deep answer alone.
  [
    "401",
    (operation) =>
      fetchFrom(operation, {
        headers: { "x-api-key": "" },
        query: operation.operationId === "health" ? { deep: "true" } : {},
      }),
  ],
  ["405", (operation) => fetchFrom(operation, { method: operation.path in patched ? "PUT" : "PATCH" })],
  [
    "422",
    (operation) => {
      const route = routes.find((one) => one.method === operation.method && one.path === operation.path);
      const { query, body } = route === undefined ? {} : mistaken(route);
      return fetchFrom(operation, {
        ...(query === undefined ? {} : { query: query as Readonly<Record<string, string>> }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { "content-type": "application/json" },
      });
    },
  ],
];
const patched = Object.fromEntries(
  operations.filter(({ method }) => method === "PATCH").map(({ path }) => [path, true]),
);

interface Asked {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
function fetchFrom(operation: Operation, { query = {}, headers, ...changed }: Asked): Promise<Response> {
  const { url, ...request } = requestOf(operation, undefined);
  const address = `${url.split("?")[0] ?? ""}?${new URLSearchParams(query).toString()}`;
  return fetch(address, {
    method: request.method,
    ...changed,
    headers: { ...request.headers, ...headers, "accept-language": "en" },
  });
}

test.each(operations.filter(({ operationId }) => !operationId.includes("Under")))(
  "$operationId is refused as the document shows it",
  async (operation) => {
    for (const [status, ask] of asked) {
      const [shown] = failuresOf(operation, status);
      if (shown === undefined) continue;
      const answer = await ask(operation);
      const { error, ...rest } = (await answer.json()) as FailureExample;
      const [, example] = shown;
      expect([answer.status, { ...rest, error: { ...error, requestId: example.error.requestId } }]).toEqual([
        Number(status),
        example,
      ]);
    }
  },
);

test("no operation was left out", () => {
  expect(operations.map(({ operationId }) => operationId).filter((one) => !ran.has(one))).toEqual([]);
});
