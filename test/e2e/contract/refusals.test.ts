import { request } from "node:http";
import { text } from "node:stream/consumers";
import { until } from "../../support/stack.ts";
import type { DataOf, Failure } from "../client.ts";
import { bodyCases } from "./refusals/bodies.cases.ts";
import { callerCases } from "./refusals/callers.cases.ts";
import { campaignCases } from "./refusals/campaigns.cases.ts";
import { bulk, csv, message } from "./refusals/case.ts";
import { contactCases } from "./refusals/contacts.cases.ts";
import { headerCases } from "./refusals/headers.cases.ts";
import { importCases } from "./refusals/imports.cases.ts";
import { pathCases } from "./refusals/paths.cases.ts";
import { client, everything, fill, filled, refuses, stack } from "./refusals/runner.ts";
import { sessionCases } from "./refusals/sessions.cases.ts";

describe("who calls is refused:", () => {
  refuses(callerCases);
});

describe("where to is refused:", () => {
  refuses(pathCases);
});

describe("a header or query is refused:", () => {
  refuses(headerCases);
});

describe("a JSON body is refused:", () => {
  refuses([...bodyCases, ...contactCases, ...sessionCases]);
});

describe("a CSV is refused:", () => {
  refuses(importCases);

  test("a line of 10 MB, above what any body may hold", async () => {
    const before = await everything();
    // API Gateway refuses it before our edge sees it, so the client that knows our answers is not asked.
    const [method = "", path = ""] = fill(bulk).split(" ");
    const headers = { ...csv, "x-api-key": stack().apiKey };
    const body = `number\n${"6".repeat(10 * 1024 * 1024)}\n`;
    const answer = await fetch(stack().url + path, { method, headers, body });
    const { success, error } = (await answer.json()) as Failure;
    expect([answer.status, success, error.code]).toEqual([413, false, "BODY_TOO_LARGE"]);
    expect(error.requestId).toBe(answer.headers.get("x-request-id"));
    expect(await everything()).toEqual(before);
  });
});

describe("a broadcast is refused:", () => {
  refuses(campaignCases);

  test("a session that is not connected says so in the user's own words", async () => {
    const path = "/api/whatsapp/unlinked/broadcast/send";
    const { body } = await client.ask("POST", path, { json: filled({ listId: "{unlinkedList}", message }) });
    expect(body.message).toBe("WhatsApp belum terhubung, silakan scan QR code");
  });
});

describe("the language", () => {
  test.each([
    [undefined, "id"],
    ["", "id"],
    ["en", "en"],
    ["en-US,en;q=0.9", "en"],
    ["fr, en;q=0.8, id;q=0.9", "id"],
    ["id;q=0, en", "en"],
    ["fr", "id"],
    ["*", "id"],
    [";;q=x,,\xff", "id"],
    ["EN", "en"],
    [`${"de,".repeat(2_000)}en`, "id"],
  ])("of Accept-Language %p is %s", async (wish, language) => {
    const headers: Record<string, string> = wish === undefined ? {} : { "accept-language": wish };
    const { body } = await client.withKey(undefined).ask("GET", "/status", { headers });
    expect(body.error.code).toBe("UNAUTHENTICATED");
    expect(body.message).toMatch(language === "en" ? /^The API key is missing/ : /^API key tidak ada/);
  });
});

describe("an expiring key", () => {
  test("stops at its time though it was used just before", async () => {
    const { data } = await client.post<DataOf<{ key: string }>>("/api/whatsapp/api-keys", {
      name: "sebentar",
      scopes: ["read"],
      expiresAt: new Date(Date.now() + 1_000).toISOString(),
    });
    const caller = client.withKey(data.key);
    expect((await caller.ask("GET", "/clients")).status).toBe(200);
    const refused = await until(
      () => caller.ask("GET", "/clients"),
      ({ status }) => status !== 200,
      "the key has expired",
      5_000,
    );
    expect([refused.status, refused.body.error.code]).toEqual([401, "UNAUTHENTICATED"]);
  });
});

describe("a request that fetch would not send", () => {
  /** As it is, however odd; the answer's status and body. */
  async function raw(method: string, path: string, headers: Record<string, string | string[]> = {}) {
    const { hostname, port } = new URL(stack().url);
    const sent = request({ hostname, port, method, path, headers: { "x-api-key": stack().apiKey, ...headers } });
    const answered = new Promise<{ status: number | undefined; body: Failure }>((resolve, reject) => {
      sent.on("error", reject).on("response", (response) => {
        void text(response).then((written) => {
          resolve({ status: response.statusCode, body: JSON.parse(written) as Failure });
        }, reject);
      });
    });
    sent.end();
    return await answered;
  }

  test.each([
    ["a path that is not decodable", "/api/whatsapp/%zz/broadcast/lists", 400, "INVALID_PATH"],
    ["a path that is no path", "*", 400, "INVALID_PATH"],
    ["an absolute address", "http://example.com/health", 400, "INVALID_PATH"],
    ["dots", "/api/whatsapp/../../_simulator/..", 404, "ROUTE_NOT_FOUND"],
  ])("is refused for %s", async (_what, path, status, code) => {
    const answer = await raw("GET", path);
    expect([answer.status, answer.body.success, answer.body.error.code]).toEqual([status, false, code]);
  });

  test("is refused for a header that stands twice", async () => {
    const answer = await raw("GET", "/status", { "user-id": ["shop", "unlinked"] });
    expect([answer.status, answer.body.error.code]).toEqual([400, "USER_ID_REQUIRED"]);
  });
});

test("after all of that it is well, and has logged no failure of its own", async () => {
  expect(await client.get("/health")).toEqual({ success: true, status: "ok" });
  expect(stack().written).not.toMatch(/"level":"ERROR"|request failed|could not be answered|failed:/);
});
