import { ApiError, createClient, ImportError, NetworkError } from "../../../clients/typescript/src/index.ts";

/** What the client puts on the wire, and what it makes of the answers, at a `fetch` that notes and plays them. */

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const none: Sent = { method: "", url: "", headers: {}, body: undefined };

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
const refused = (status: number, code: string, headers: Record<string, string> = {}, more: object = {}) =>
  json(
    status,
    { success: false, message: "Tidak bisa", error: { code, details: [], requestId: "r-1", ...more } },
    headers,
  );
const atOnce = { "retry-after": "0" };

/** Waits of under a second end at once. */
const later = globalThis.setTimeout;
beforeEach(() => {
  const soon = (done: () => void, ms = 0) => later(done, ms < 1_000 ? 0 : ms);
  jest.spyOn(globalThis, "setTimeout").mockImplementation(soon);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A client whose requests are answered in turn. */
function aClient(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const fetch = async (url: string | URL | Request, { method = "GET", headers, body }: RequestInit = {}) => {
    sent.push({ method, url: url as string, headers: headers as Record<string, string>, body });
    const answer = answers.shift();
    if (answer === undefined) throw new Error("one request too many");
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let keys = 0;
  const apiKey = () => `key-${(keys += 1)}`;
  return { sent, client: createClient({ baseUrl: "https://api.test/", apiKey, language: "en", fetch }) };
}

test("path, header, query and body are filled from one input", async () => {
  const ok = () => json(200, { success: true });
  const { sent, client } = aClient(ok(), ok(), ok(), ok());
  await client.getStatus({ sessionId: "shop" });
  await client.getContact({ sessionId: "shop", listId: "lst_1", number: "+62 812" });
  await client.session("shop").listRecipients({ campaignId: "cmp_1", status: "failed,in_doubt", limit: 5 });
  await client.updateContact({ sessionId: "shop", listId: "lst_1", number: "62812", name: "Ayu" });
  expect(sent.map(({ method, url, body }) => [method, url, body])).toEqual([
    ["GET", "https://api.test/status", undefined],
    ["GET", "https://api.test/api/whatsapp/shop/broadcast/lists/lst_1/contacts/%2B62%20812", undefined],
    [
      "GET",
      "https://api.test/api/whatsapp/shop/broadcast/campaigns/cmp_1/recipients?status=failed%2Cin_doubt&limit=5",
      undefined,
    ],
    ["PUT", "https://api.test/api/whatsapp/shop/broadcast/lists/lst_1/contacts/62812", `{"name":"Ayu"}`],
  ]);
  expect(sent[0]?.headers).toEqual({ "user-id": "shop", "accept-language": "en", authorization: "Bearer key-1" });
  expect(sent[3]?.headers).toMatchObject({ "content-type": "application/json", authorization: "Bearer key-4" });
});

test("a file comes as it is, with the mark at its beginning by which Excel reads it right", async () => {
  const csv = "\uFEFFnumber,name\r\n628,Ayu\r\n";
  const { client } = aClient(new Response(csv, { headers: { "content-type": "text/csv; charset=utf-8" } }));
  expect(await client.exportCampaign({ sessionId: "shop", campaignId: "cmp_1", bom: "true" })).toBe(csv);
});

test("a file is sent as it is, with its options in the query", async () => {
  const { sent, client } = aClient(json(202, { success: true, data: { importId: "imp_1" } }));
  const mapping = { telepon: "number" };
  await client.importContacts({ sessionId: "shop", listId: "lst_1", csv: "telepon\n62812", mode: "skip", mapping });
  const [{ url, body, headers } = none] = sent;
  expect(new URL(url).searchParams.get("mapping")).toBe(`{"telepon":"number"}`);
  expect(new URL(url).searchParams.get("mode")).toBe("skip");
  expect([body, headers["content-type"]]).toEqual(["telepon\n62812", "text/csv"]);
});

test("what a method needs and did not get is said before anything is sent", async () => {
  const { sent, client } = aClient();
  await expect(client.getList({ sessionId: "shop", listId: "" })).rejects.toThrow("listId came as empty text");
  await expect(client.getStatus({} as { sessionId: string })).rejects.toThrow("sessionId came as undefined");
  expect(sent).toEqual([]);
});

describe("a request that sends or creates", () => {
  const made = () => json(201, { success: true, data: { listId: "lst_1" } });

  test("goes out again under one key until it is answered", async () => {
    const { sent, client } = aClient(
      new TypeError("fetch failed"),
      refused(503, "TRY_AGAIN", atOnce),
      refused(409, "IDEMPOTENCY_IN_PROGRESS", atOnce),
      refused(429, "RATE_LIMITED", atOnce),
      made(),
    );
    expect(await client.createList({ sessionId: "shop", name: "A" })).toMatchObject({ data: { listId: "lst_1" } });
    const keys = sent.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(5);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("has a key of its own each time, or the caller's", async () => {
    const { sent, client } = aClient(made(), made(), made());
    const input = { sessionId: "shop", name: "A" };
    await client.createList(input);
    await client.createList(input);
    await client.createList(input, { idempotencyKey: "order-1" });
    const keys = sent.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("order-1");
  });
});

test("a change without a key is not sent again when no answer came: it may have been carried out", async () => {
  const { sent, client } = aClient(new TypeError("fetch failed"));
  const change = client.updateList({ sessionId: "shop", listId: "lst_1", name: "B" });
  await expect(change).rejects.toThrow(NetworkError);
  await expect(change).rejects.toThrow(
    "PUT https://api.test/api/whatsapp/shop/broadcast/lists/lst_1: TypeError: fetch failed",
  );
  expect(sent).toHaveLength(1);
});

test("of too many requests it is: the API did nothing", async () => {
  const { sent, client } = aClient(refused(429, "RATE_LIMITED", atOnce), json(200, { success: true }));
  await client.pauseCampaign({ sessionId: "shop", campaignId: "cmp_1" });
  expect(sent).toHaveLength(2);
});

test("a refusal is an error with code, status, facts and the time to come again", async () => {
  const facts = { importId: "imp_1", progress: 0.5 };
  const { client } = aClient(refused(409, "IMPORT_RUNNING", { "retry-after": "7" }, facts));
  const error = await client.sendCampaign({ sessionId: "shop", listId: "lst_1", message: "Halo" }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    message: "Tidak bisa",
    code: "IMPORT_RUNNING",
    status: 409,
    facts,
    requestId: "r-1",
    retryAfter: 7,
  });
});

test("an answer of what stands before the API is an error, too", async () => {
  const { client } = aClient(
    new Response("<html>no</html>", { status: 403, headers: { "content-type": "text/html" } }),
  );
  await expect(client.listSessions()).rejects.toMatchObject({ code: "HTTP_ERROR", status: 403 });
});

test("an answer that breaks off in the middle is asked for again where that is safe", async () => {
  const broken = () => new Response(`{"success": tr`, { headers: { "content-type": "application/json" } });
  const { sent, client } = aClient(broken(), json(200, { success: true, data: {} }));
  await client.getList({ sessionId: "shop", listId: "lst_1" });
  expect(sent).toHaveLength(2);
});

test("pages follow one another, each asked for when it is needed", async () => {
  const page = (data: unknown[], nextCursor: string | null) =>
    json(200, { data, pagination: { limit: 2, nextCursor } });
  const { sent, client } = aClient(page([1, 2], "c1"), page([3], null), page([1, 2], "c1"), page([1, 2], "c1"));
  const pages = client.listLists({ sessionId: "shop", search: "a" });
  expect(sent).toHaveLength(0);
  const items: unknown[] = [];
  for await (const item of pages) items.push(item);
  expect(items).toEqual([1, 2, 3]);
  expect(new URL(sent[1]?.url ?? "").search).toBe("?search=a&cursor=c1");
  for await (const item of client.listLists({ sessionId: "shop" })) {
    expect(item).toBe(1);
    break;
  }
  expect(sent).toHaveLength(3);
  expect((await client.listLists({ sessionId: "shop" })).pagination.nextCursor).toBe("c1");
});

test("a report that is being made is asked for until it is there", async () => {
  const { sent, client } = aClient(
    json(202, { success: true }, atOnce),
    json(202, { success: true }, atOnce),
    new Response("number,name"),
  );
  expect(await client.exportCampaign({ sessionId: "shop", campaignId: "cmp_1" })).toBe("number,name");
  expect(sent).toHaveLength(3);
});

test("progress is told when something changed, and until the end", async () => {
  const state = (status: string, tag: string) => json(200, { data: { status } }, { etag: tag });
  const same = () => new Response(null, { status: 304 });
  const { sent, client } = aClient(state("running", `"1"`), same(), state("paused", `"2"`), state("completed", `"3"`));
  const statuses: string[] = [];
  const campaign = { sessionId: "shop", campaignId: "cmp_1" };
  for await (const { status } of client.campaignProgress(campaign, { pollMs: 0 })) statuses.push(status);
  expect(statuses).toEqual(["running", "paused", "completed"]);
  expect(sent.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, `"1"`, `"1"`, `"2"`]);
});

test("a link shows each code once, waits as it is told, and ends when it is connected", async () => {
  const code = (qrCode: string) => json(200, { success: true, qrCode });
  const { sent, client } = aClient(
    json(202, { success: true }, atOnce),
    code("one"),
    code("one"),
    code("two"),
    json(200, { success: true, connected: true }),
    json(200, { success: true, connected: true, state: "ready", number: "62811" }),
  );
  const steps: string[] = [];
  for await (const step of client.session("shop").link({}, { pollMs: 0 })) {
    steps.push(step.state === "scan" ? step.qrCode : `${step.state} ${step.status.number ?? ""}`);
  }
  expect(steps).toEqual(["one", "two", "connected 62811"]);
  expect(sent.map(({ headers }) => headers["user-id"])).toEqual(Array.from({ length: 6 }, () => "shop"));
});

test("an import is waited for; one that fails is an error that says why", async () => {
  const job = (state: string, more: object = {}) => json(200, { data: { importId: "imp_1", state, ...more } });
  const { client } = aClient(job("queued"), job("running"), job("completed"), job("failed", { problem: "no numbers" }));
  const input = { sessionId: "shop", listId: "lst_1", importId: "imp_1" };
  const states: string[] = [];
  const onProgress = ({ state }: { state: string }) => states.push(state);
  expect(await client.waitForImport(input, { pollMs: 0, onProgress })).toMatchObject({ state: "completed" });
  expect(states).toEqual(["queued", "running", "completed"]);
  const failed = client.waitForImport(input, { pollMs: 0 });
  await expect(failed).rejects.toThrow(ImportError);
  await expect(failed).rejects.toThrow("import imp_1 failed: no numbers");
});

test.each(["", "api.example.com", "/api"])("a base URL that is none is said at once: %j", (baseUrl) => {
  expect(() => createClient({ baseUrl, apiKey: "k" })).toThrow(`baseUrl came as "${baseUrl}"`);
});

test("a caller that has left ends a call with the reason of its signal", async () => {
  const { client } = aClient(refused(429, "RATE_LIMITED", { "retry-after": "30" }));
  const abort = new AbortController();
  const list = client.getList({ sessionId: "shop", listId: "lst_1" }, { signal: abort.signal });
  abort.abort(new Error("left the page"));
  await expect(list).rejects.toThrow("left the page");
});
