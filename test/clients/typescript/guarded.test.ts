import { helpersOf } from "../../../clients/typescript/src/helpers.ts";
import { createClient, NetworkError } from "../../../clients/typescript/src/index.ts";
import type { Operation } from "../../../clients/typescript/src/operation.ts";
import { call, type Settings } from "../../../clients/typescript/src/transport.ts";

/** What the client does not do with inputs and answers that would lead it astray, and what its errors never tell. */

type Init = RequestInit & { readonly method: string };

function aClient(answer: (init: Init) => Response, apiKey = "key") {
  const sent: string[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    // As the platform's own fetch does: it throws at once for a value that no header can bear.
    new Headers(init.headers);
    sent.push(`${init.method} ${new URL(url).pathname}`);
    return answer(init as Init);
  };
  return { sent, client: createClient({ baseUrl: "https://api.test", apiKey, fetch, timeoutMs: 10, maxRetries: 0 }) };
}
const ok = () => Response.json({ success: true });
const failureOf = async (promise: PromiseLike<unknown>): Promise<Error> =>
  await promise.then(
    () => new Error("nothing was thrown"),
    (error: unknown) => error as Error,
  );

test.each([".", "..", ""])("a member of a path that would name another path is refused: %j", async (step) => {
  const { sent, client } = aClient(ok);
  const wrong: [name: string, call: Promise<unknown>][] = [
    ["number", client.deleteContact({ sessionId: "shop", listId: "L", number: step })],
    ["listId", client.deleteList({ sessionId: "shop", listId: step })],
    ["sessionId", client.session(step).deleteCampaign({ campaignId: "cmp_1" })],
    ["filename", client.deleteUpload({ sessionId: "shop", filename: step })],
  ];
  for (const [name, call] of wrong) {
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(`${name} came as ${step === "" ? "empty text" : `"${step}"`}`);
  }
  expect(sent).toEqual([]);
});

test("dots within a member of a path, or in a header, are text like any other", async () => {
  const { sent, client } = aClient(ok);
  await client.deleteUpload({ sessionId: "...", filename: "..a/../b" });
  await client.getStatus({ sessionId: ".." });
  expect(sent).toEqual(["DELETE /api/whatsapp/.../broadcast/upload/..a%2F..%2Fb", "GET /status"]);
});

test.each<[header: string, value: string]>([
  ["authorization", "se\ncret"],
  ["authorization", "secr\u20act"],
  ["user-id", "se\u0000cret"],
  ["idempotency-key", "se\r\ncret"],
])("%s with letters that no header can bear is said at once, without the value: %j", async (header, value) => {
  const { sent, client } = aClient(ok, header === "authorization" ? value : "key");
  const call =
    header === "idempotency-key"
      ? client.createList({ sessionId: "shop", name: "A" }, { idempotencyKey: value, maxRetries: 4 })
      : client.getStatus({ sessionId: header === "user-id" ? value : "shop" }, { maxRetries: 4 });
  const error = await failureOf(call);
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toMatch(`the header ${header} came with`);
  expect(error.cause).toBeUndefined();
  expect(String(error.stack)).not.toContain("cret");
  expect(sent).toEqual([]);
});

test("an error tells no signature of the address that a file was to come from", async () => {
  const { client } = aClient(() => {
    const refusal = new Response("<Error/>", { status: 403, headers: { "content-type": "application/xml" } });
    return Object.defineProperty(refusal, "url", { value: "https://bucket.test/report.csv?X-Amz-Signature=secret" });
  });
  const error = await failureOf(client.exportCampaign({ sessionId: "shop", campaignId: "cmp_1" }));
  expect(error.message).toBe("https://bucket.test/report.csv answered 403");
});

describe("the time for an answer", () => {
  /** Its body comes after three times as long, unless the request was given up. */
  const slow = ({ signal }: Init, contentType: string, status = 200) => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) =>
        new Promise((done) => {
          AbortSignal.timeout(30).addEventListener("abort", () => {
            if (signal?.aborted === true) controller.error(signal.reason);
            else controller.enqueue(new TextEncoder().encode(`{"success":true}`));
            if (signal?.aborted !== true) controller.close();
            done();
          });
        }),
    });
    return new Response(body, { status, headers: { "content-type": contentType } });
  };

  test("does not bound how long a file takes to come", async () => {
    const { client } = aClient((init) => slow(init, "text/csv"));
    const file = client.exportCampaign({ sessionId: "shop", campaignId: "cmp_1" });
    expect(await file).toBe(`{"success":true}`);
  });

  test.each([202, 503])("bounds the JSON of each other answer: %i", async (status) => {
    const { client } = aClient((init) => slow(init, "application/json", status));
    const file = client.exportCampaign({ sessionId: "shop", campaignId: "cmp_1" });
    await expect(file).rejects.toThrow("no answer within 10 ms");
  });
});

describe("a success that is not of the API", () => {
  const page = () => new Response("<html>sign in</html>", { headers: { "content-type": "text/html" } });

  test("is an error where JSON is due", async () => {
    const { client } = aClient(page);
    const error = await failureOf(client.getList({ sessionId: "shop", listId: "lst_1" }));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.message).toMatch("answered 200 as text/html, wanted JSON");
    await expect(client.session("shop").getQrCode()).rejects.toThrow("wanted JSON");
    await expect(client.listLists({ sessionId: "shop" })).rejects.toThrow(NetworkError);
  });

  test("is an error where a file or a picture is due", async () => {
    const { client } = aClient(page);
    const shop = client.session("shop");
    await expect(shop.exportContacts({ listId: "lst_1" })).rejects.toThrow("answered 200 as text/html");
    await expect(shop.getQrCode({ format: "text" })).rejects.toThrow("answered 200 as text/html");
  });

  test("a code as text, as svg or as png is what it is", async () => {
    const as = (type: string) => aClient(() => new Response("code", { headers: { "content-type": type } })).client;
    expect(await as("text/plain").getQrCode({ sessionId: "shop", format: "text" })).toBe("code");
    expect(await as("image/svg+xml").getQrCode({ sessionId: "shop", format: "svg" })).toBe("code");
    expect(await as("image/png").getQrCode({ sessionId: "shop", format: "png" })).toBeInstanceOf(Blob);
  });
});

test("pages end where no further cursor is named", async () => {
  const { sent, client } = aClient(() => Response.json({ data: [1], pagination: {} }));
  const items: unknown[] = [];
  for await (const item of client.listLists({ sessionId: "shop" })) if (items.push(item) > 3) break;
  expect([items, sent.length]).toEqual([[1], 1]);
});

test.each([
  "https://user:secret@api.test",
  "https://:secret@api.test",
  "https://user:secret@api.test:99999999",
  "user:secret@api.test",
  "https://api.test/?secret=1",
  "https://api.test?",
  "https://api.test/#secret",
  "localhost:3000",
])("a base URL that requests can't be put behind is said at once, without what may be secret: %s", (baseUrl) => {
  const make = () => createClient({ baseUrl, apiKey: "k" });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(/^baseUrl came (as|with)/);
  expect(make).not.toThrow("secret");
});

test.each<[retryAfter: string, waitMs: number]>([
  ["0", 500],
  ["7", 7_000],
  ["9999999999", 60_000],
])("Retry-After %s of what is not there yet is waited for %i ms", async (retryAfter, waitMs) => {
  const answers = [202, 200];
  const waits: number[] = [];
  const settings: Settings = {
    ...{ baseUrl: "https://api.test", apiKey: "key", language: undefined, timeoutMs: 1_000 },
    ...{ maxRetries: 0, retryForMs: 0 },
    fetch: async () =>
      Response.json(
        { connected: waits.length > 0 },
        { status: answers.shift() ?? 200, headers: { "retry-after": retryAfter } },
      ),
    surroundings: { now: () => 0, random: () => 0, wait: async (ms) => void waits.push(ms) },
  };
  const file: Operation = { method: "GET", path: "/file", isFile: true };
  await call(settings, file, {});
  expect(waits).toEqual([waitMs]);
  waits.length = 0;
  for await (const { state } of helpersOf(settings).link({ sessionId: "shop" })) expect(state).toBe("connected");
  expect(waits).toEqual([waitMs]);
});
