import { sample } from "../../../functions/routes/words/samples.ts";
import {
  differences,
  faultsOf,
  find,
  operations,
  type Content,
  type Json,
  type Operation,
  type Parameter,
} from "../../support/api-document.ts";
import { edgesOf, exampleOf } from "../../support/edges.ts";
import { png } from "../../support/files.ts";
import type { DataOf, Failure } from "../client.ts";
import { aShop } from "../shop.ts";
import * as person from "../steps.ts";

/**
 * Every operation with values at the edges of its description: what the OpenAPI document takes is taken, what it refuses is
 * refused, and each answer is as it says. An edge is one change of the request that the document gives as its example.
 */

const { client, stack } = aShop({
  env: { DIRECT_MESSAGE_GAP_MS: "0", REQUESTS_PER_MINUTE: "1000000", BROADCASTS_PER_MINUTE: "1000000" },
  arriveMs: 0,
  linked: { [sample.sessionId]: sample.ownNumber },
});
const broadcast = person.broadcastOf(sample.sessionId);

/** What the code refuses although the document can't say so of the value alone: where, and what it wants. */
const ofMeaning: readonly (readonly [pointer: RegExp, wanted: RegExp])[] = [
  [/cursor$/, /^nextCursor as answered$/],
  [/number(s\/\d+)?$/, /phone number/],
  [/timezone$/, /timezone such as/],
  [/encoding$/, /^an encoding that TextDecoder knows/],
  [/\/pacing\/minGapMs$/, /^a minGapMs that is not above maxGapMs$/],
  [/^\/(message|body)$/, /^at most 4096 characters, rendered/],
  [/^\/query\/confirm$/, /^the session's id/],
  [/^\/size$/, /^at most \d+ bytes for image$/],
  [/^\/uploadKey$/, /^the uploadKey of a file of this session/],
  [/^\/quotedMessageId$/, /^the id of a message of this session's chat/],
  [/^\/(name|fields\/kota)$/, /^a value for each of /],
  // Numbers stand in the body or in the query: no schema speaks of both.
  [/^$/, /^either \{numbers: \[\.\.\.\]\}, or \?numbers=a,b, or \{all: true\}$/],
  // What ends before it begins.
  [/\/to$/, /^a time that is not before `from`$/],
  [/^\/query\/mapping$/, /^(JSON, such as|a record)/],
];

/** Ids of the examples, and what stands for them here. */
const here = new Map<string, string>();
const translated = (text: string): string => [...here].reduce((all, [there, own]) => all.replaceAll(there, own), text);

beforeAll(async () => {
  const take = async (id: keyof typeof sample, path: string, ask: object, name: string = id) => {
    const headers = { "user-id": sample.sessionId };
    const { data } = await client.send<DataOf<Record<string, string>>>("POST", path, { headers, ...ask });
    here.set(sample[id], data[name] ?? "");
  };
  const listId = await person.aList(client, sample.sessionId, "Pelanggan", [sample.number, sample.otherNumber]);
  here.set(sample.listId, listId);
  here.set(sample.excludedListId, await person.aList(client, sample.sessionId, "Nanti", []));
  const [lists, file] = [`${broadcast}/lists`, new FormData()];
  file.set("file", new Blob([new Uint8Array(png)]), "a.png");
  await take("filename", `${broadcast}/upload`, { body: file });
  const csv = { body: `number,name,kota\n${sample.number},Budi,Solo\n`, headers: { "content-type": "text/csv" } };
  await take("importId", `${lists}/${listId}/contacts/bulk`, csv);
  await person.untilImported(client, `${lists}/${listId}`, translated(sample.importId));
  await take("templateId", `${broadcast}/templates`, { json: { name: "Siap", body: "Hi {{ name }}" } });
  const hook = { url: "https://hooks.example.com/", events: ["opt_out.*"] };
  await take("webhookId", "/api/whatsapp/webhooks", { json: hook });
  await take("deliveryId", `/api/whatsapp/webhooks/${translated(sample.webhookId)}/test`, {});
  const sendAt = "2030-12-31T19:00Z";
  await take("campaignId", `${broadcast}/schedule`, { json: { listId, message: "Hi", sendAt } });
  await take("messageId", "/send-message", { json: { number: sample.number, message: "Hi" } }, "id");
  await take("keyId", "/api/whatsapp/api-keys", { json: { name: "k", scopes: ["read"] } });
});

interface Try {
  readonly what: string;
  /** By where they stand and their name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What the document has against it. */
  readonly faults: readonly string[];
}

const inText = (value: unknown): string => translated(typeof value === "string" ? value : JSON.stringify(value));
const placeOf = ({ in: where, name }: Parameter): string => `${where} ${name}`;
const rightOf = ({ example, examples, schema }: Parameter): string =>
  inText(example ?? examples?.default.value ?? exampleOf(schema, find));
/** A text of an address or a header, as its reader takes it. */
const typed = ({ type }: Json, text: string): unknown =>
  type === "integer" && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;

/** The body of its example; a broadcast is only asked about. */
function rightBody({ schema, example }: Content): unknown {
  const right = example === undefined ? undefined : (JSON.parse(inText(example)) as unknown);
  const members = (schema["properties"] ?? {}) as Json;
  return "dryRun" in members ? { ...(right as object), dryRun: true } : right;
}

/** Whether a text can stand there at all: in an address as one part of it, or in a header. */
const canStand = (where: Parameter["in"], text: string): boolean =>
  where === "path"
    ? text !== "" && text.isWellFormed()
    : where === "query" || /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);

function triesOf({ operationId, parameters, requestBody }: Operation): Try[] {
  const json = requestBody?.content["application/json"];
  const body = json === undefined ? undefined : rightBody(json);
  const wanted = parameters.filter(({ required }) => required);
  const right = Object.fromEntries(wanted.map((one) => [placeOf(one), rightOf(one)]));
  const ofBody =
    json === undefined
      ? []
      : edgesOf(json.schema, body, { find }).map(({ what, value }) => ({
          what: `body${what}`,
          parameters: right,
          body: value,
          faults: faultsOf(json.schema, value),
        }));
  const without = wanted
    .filter((one) => one.in !== "path")
    .map((one) => ({
      what: `${placeOf(one)}: missing`,
      parameters: Object.fromEntries(Object.entries(right).filter(([place]) => place !== placeOf(one))),
      body,
      faults: ["it is required"],
    }));
  const ofParameters = parameters
    .filter(({ name }) => !["authorization", "x-api-key"].includes(name))
    .flatMap((one) =>
      edgesOf(one.schema, rightOf(one), { find })
        .filter(({ value }) => typeof value !== "object")
        .map(({ what, value }) => ({ what, text: String(value) }))
        .filter(({ text }) => canStand(one.in, text))
        .map(({ what, text }) => ({
          what: `${placeOf(one)}${what}`,
          parameters: { ...right, [placeOf(one)]: text },
          body,
          faults: faultsOf(one.schema, typed(one.schema, text)),
        })),
    );
  const itsExample = { what: "its example", parameters: right, body, faults: [] };
  // What stands under a second path is the same code.
  return operationId.includes("Under") ? [itsExample] : [itsExample, ...ofBody, ...without, ...ofParameters];
}

async function ask({ path, method }: Operation, { parameters, body }: Try): Promise<Response> {
  const all = (where: string) =>
    Object.entries(parameters).flatMap(([place, text]): [string, string][] =>
      place.startsWith(`${where} `) ? [[place.slice(where.length + 1), text]] : [],
    );
  const inPath = new Map(all("path"));
  const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath.get(name) ?? ""));
  return await fetch(`${stack().url}${at}?${new URLSearchParams(all("query")).toString()}`, {
    method,
    redirect: "manual",
    headers: {
      ...Object.fromEntries(all("header")),
      "x-api-key": stack().apiKey,
      "accept-language": "en",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** How the answer to one try differs from what the document says. */
async function oddOf(operation: Operation, one: Try): Promise<string[]> {
  const answer = await ask(operation, one);
  const text = await answer.text();
  const { status } = answer;
  const isRefused = status >= 400 && status < 500;
  const { code = "", details = [] } = isRefused ? (JSON.parse(text) as Failure).error : {};
  const unsaid = details.filter(
    ({ pointer, wanted }) => !ofMeaning.some(([where, what]) => where.test(pointer) && what.test(wanted)),
  );
  const isTakenAmiss = one.faults.length === 0 && (status === 400 || code === "VALIDATION_FAILED") && unsaid.length > 0;
  return [
    ...differences(operation, answer, text),
    ...(status === 500 ? [text] : []),
    ...(one.faults.length > 0 && !isRefused
      ? [`answered ${status}, and the document refuses it: ${one.faults[0]}`]
      : []),
    ...(isTakenAmiss ? [`the document takes it, and it is ${status}: ${JSON.stringify(unsaid)}`] : []),
  ].map((difference) => `${one.what}: ${difference}`);
}

/** So many at once: some changes are answered when every process knows of them. */
const atOnce = 12;

/** What takes away what others need comes last. */
const ends = ["logout", "logoutUnderApiWhatsapp", "setSending", "deleteSession"];
const rank = ({ method, operationId }: Operation): number =>
  (method === "DELETE" ? 1 : 0) + 2 * (1 + ends.indexOf(operationId));
const inOrder = [...operations].sort((a, b) => rank(a) - rank(b));

test.each(inOrder)("$operationId takes what its description takes, and no more", async (operation) => {
  const tries = triesOf(operation);
  const odd: string[] = [];
  for (let from = 0; from < tries.length; from += atOnce) {
    const some = await Promise.all(tries.slice(from, from + atOnce).map((one) => oddOf(operation, one)));
    odd.push(...some.flat());
  }
  expect(odd).toEqual([]);
});

test("after all of that it is well", async () => {
  expect(await client.get("/health?deep=true")).toMatchObject({ status: "ok" });
  expect(stack().written).not.toContain("request failed");
});
