import { formatKey } from "../../../../core/access/api-key.ts";
import { detailIn, translated } from "../../../../functions/edge/language/detail-in.ts";
import { until } from "../../../support/stack.ts";
import { type Answer, type Ask, type DataOf, type Failure, onEveryAnswer, type PageOf } from "../../client.ts";
import { aShop } from "../../shop.ts";
import * as person from "../../steps.ts";
import { base, type Case } from "./case.ts";

/** Asks for what must be refused, in a shop with one of everything. */

export const { client, stack } = aShop({ arriveMs: 0, linked: true });
/** What a case's path, body and headers may speak of, by its name in braces. */
const named = new Map<string, string>();

beforeAll(async () => {
  await client.post("/api/whatsapp/sessions", { sessionId: "unlinked" });
  const listId = await person.aList(client, "shop", "Pelanggan", person.numbersOf(1, 3));
  named.set("list", listId);
  named.set("empty", await person.aList(client, "shop", "Kosong", []));
  named.set("unlinkedList", await person.aList(client, "unlinked", "Pelanggan", person.numbersOf(1, 1)));
  const { campaignId } = await person.launch(client, "shop", { listId, message: "Halo {{ name }}", gapMs: 0 });
  named.set("campaign", campaignId);
  await person.untilCounts(client, "shop", campaignId, { delivered: 3 });
  await person.untilStatus(client, "shop", campaignId, "completed");
  await makeKeys();
  const { pagination } = await client.get<PageOf<object>>(`${base}/lists/${listId}/contacts?limit=1`);
  named.set("cursor", encodeURIComponent(pagination.nextCursor ?? ""));
});
async function makeKeys(): Promise<void> {
  const make = async (name: string, fields: object) => {
    const { data } = await client.post<DataOf<{ key: string; keyId: string }>>("/api/whatsapp/api-keys", {
      name,
      ...fields,
    });
    named.set(`${name}Key`, data.key);
    return data.keyId;
  };
  await make("read", { scopes: ["read"] });
  await make("write", { scopes: ["write"] });
  await make("elsewhere", { scopes: ["write"], sessions: ["unlinked"] });
  await make("expired", { scopes: ["admin"], expiresAt: new Date(Date.now() + 3_000).toISOString() });
  const revoked = await make("revoked", { scopes: ["admin"] });
  await client.send("DELETE", `/api/whatsapp/api-keys/${revoked}`);
  named.set("unknownKey", formatKey("01ARZ3NDEKTSV4RRFFQ69G5FAV", "a".repeat(32)));
  await until(
    () => client.withKey(named.get("expiredKey")).ask("GET", "/clients"),
    ({ status }) => status === 401,
    "the key has expired",
  );
}

/** Everything that a refused request could have written. */
export async function everything(): Promise<unknown> {
  const sessions = await client.get<DataOf<readonly { sessionId: string }[]>>("/api/whatsapp/sessions");
  const ofSessions = sessions.data.map(async ({ sessionId }) => {
    const ofSession = person.broadcastOf(sessionId);
    const lists = await person.everyRow<person.ListView>(client, `${ofSession}/lists`);
    const ofLists = lists.map(async ({ listId }) => ({
      contacts: await person.everyRow(client, `${ofSession}/lists/${listId}/contacts`),
      imports: await person.everyRow(client, `${ofSession}/lists/${listId}/imports`),
    }));
    return {
      lists,
      ofLists: await Promise.all(ofLists),
      campaigns: await person.everyRow(client, `${ofSession}/campaigns`),
    };
  });
  return {
    sessions,
    ofSessions: await Promise.all(ofSessions),
    keys: await keysAsMade(),
    deliveries: await client.get("/_simulator/deliveries"),
  };
}

/** When a key was used last is nothing that a refused request may not change. */
async function keysAsMade(): Promise<unknown> {
  const { data } = await client.get<DataOf<readonly { readonly lastUsedAt?: string }[]>>("/api/whatsapp/api-keys");
  return data.map(({ lastUsedAt: _lastUsedAt, ...made }) => made);
}

export const fill = (template: string): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => named.get(name) ?? whole);
const written = (body: NonNullable<Ask["body"]>) => (typeof body === "string" ? fill(body) : body);
export const filled = <Value>(value: Value): Value => JSON.parse(fill(JSON.stringify(value))) as Value;

async function ask({ ask: line, headers, json, body, as }: Case, language: "id" | "en"): Promise<Answer<Failure>> {
  const [method = "", path = ""] = line.split(" ");
  const caller = as === undefined ? client : client.withKey(as === null ? undefined : named.get(`${as}Key`));
  return await caller.ask(method, fill(path), {
    headers: filled({ ...headers, "accept-language": language }),
    ...(json === undefined ? {} : { json: filled(json) }),
    ...(body === undefined ? {} : { body: written(body()) }),
  });
}

/** The refusal in both languages: the same in everything but the sentence that a person reads. */
async function expectRefused(refused: Case): Promise<void> {
  const [status, code, pointer] = refused.wanted;
  const indonesian = await ask(refused, "id");
  const english = await ask(refused, "en");
  for (const { status: came, body, headers } of [indonesian, english]) {
    expect({ status: came, code: body.error.code }).toEqual({ status, code });
    expect(body.success).toBe(false);
    expect(body.error).toMatchObject(refused.error ?? {});
    expect(body.error.requestId).toBe(headers.get("x-request-id"));
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    for (const name of onEveryAnswer) expect([name, headers.get(name)]).not.toContain(null);
    for (const [name, value] of Object.entries(refused.answered ?? {}))
      expect([name, headers.get(name)]).toEqual([name, value]);
    if (pointer !== undefined) expect(body.error.details.map((detail) => detail.pointer)).toContain(pointer);
    for (const { came: what, wanted } of body.error.details) {
      expect(`${what} ${wanted}`).not.toMatch(/undefined (characters|entries)|\[object/);
      expect(wanted).not.toBe("");
    }
  }
  expect(english.body.message).not.toBe(indonesian.body.message);
  expect(`${english.body.message} ${indonesian.body.message}`).not.toMatch(/\{\w+\}|undefined/);
  const detailsIn = (language: "id" | "en", { body: { error } }: Answer<Failure>) =>
    error.details.map(({ pointer, came, wanted }) => ({
      pointer,
      came: detailIn(language, came),
      wanted: detailIn(language, wanted),
    }));
  // The English is the key of the Indonesian, and of all that is said there is one.
  expect(indonesian.body.error.details).toEqual(detailsIn("id", english));
  for (const { wanted } of english.body.error.details) {
    expect([wanted, translated(wanted) !== undefined || isSameInBoth(wanted)]).toEqual([wanted, true]);
  }
}

/** Media types. */
const isSameInBoth = (text: string): boolean => /^[a-z]+\/[a-z-]+( or [a-z]+\/[a-z-]+)*$/.test(text);

/** Each case is refused as wanted, and all of them together have written nothing. */
export function refuses(cases: readonly Case[]): void {
  let before: unknown;
  beforeAll(async () => {
    before = await everything();
  });
  afterAll(async () => {
    expect(await everything()).toEqual(before);
  });
  test.each(cases)("$name", async (refused) => {
    await expectRefused(refused);
  });
}
