import { sample } from "../../../functions/routes/words/samples.ts";
import { differences, operations, type Operation } from "../../support/api/api-document.ts";
import { png } from "../../support/files.ts";
import { triesOf, type Try } from "../../support/tries.ts";
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
  [/^\/contentType$/, /^text\/csv$/],
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

/** What was tried at some operation need not be tried again at all others. */
const met = new Map<string, number>();

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

/** What refuses a value there, by status; everything else is of the fields. */
const ofItsPlace: readonly (readonly [at: string, status: number, code: string])[] = [
  ["/headers/user-id", 400, "USER_ID_REQUIRED"],
  ["/headers/idempotency-key", 400, "INVALID_HEADER"],
  ["/query/cursor", 400, "INVALID_CURSOR"],
];

/** What is wrong with the refusal of a value that the document does not take. */
function amissIn({ at }: Try, status: number, { code, details }: Failure["error"]): string[] {
  // Nothing bears such a name.
  if (at.startsWith("/path/") && status === 404) return [];
  const isOfPlace = ofItsPlace.some((one) => one.join() === [at, status, code].join());
  const isNamed = details.some(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`));
  return [
    ...(isOfPlace || (status === 422 && code === "VALIDATION_FAILED") ? [] : [`it is refused by ${status} ${code}`]),
    ...(isNamed ? [] : [`the refusal does not name it: ${JSON.stringify(details)}`]),
  ];
}

/** How the answer to one try differs from what the document says. */
async function oddOf(operation: Operation, one: Try): Promise<string[]> {
  const answer = await ask(operation, one);
  const text = await answer.text();
  const { status } = answer;
  const { error } = status >= 400 && status < 500 ? (JSON.parse(text) as Failure) : {};
  const unsaid = (error?.details ?? []).filter(
    ({ pointer, wanted }) => !ofMeaning.some(([where, what]) => where.test(pointer) && what.test(wanted)),
  );
  const isOfFields = status === 400 || error?.code === "VALIDATION_FAILED";
  const isTakenAmiss = isOfFields && (unsaid.length > 0 || error?.details.length === 0);
  const [fault] = one.faults;
  const amiss =
    fault === undefined
      ? isTakenAmiss
        ? [`the document takes it, and it is ${status}: ${JSON.stringify(unsaid)}`]
        : []
      : error === undefined
        ? [`answered ${status}, and the document refuses it: ${fault}`]
        : amissIn(one, status, error);
  return [...differences(operation, answer, text), ...(status === 500 ? [text] : []), ...amiss].map(
    (difference) => `${one.at}: ${one.what}: ${difference}`,
  );
}

/** So many at once: some changes are answered when every process knows of them. */
const atOnce = 12;

/** What takes away what others need comes last. */
const ends = ["logout", "logoutUnderApiWhatsapp", "setSending", "deleteSession"];
const rank = ({ method, operationId }: Operation): number =>
  (method === "DELETE" ? 1 : 0) + 2 * (1 + ends.indexOf(operationId));
const inOrder = [...operations].sort((a, b) => rank(a) - rank(b));

test.each(inOrder)("$operationId takes what its description takes, and no more", async (operation) => {
  const tries = triesOf(operation, { translated, met });
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
