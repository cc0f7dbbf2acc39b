import { request } from "node:http";
import { SignIn, signInFront } from "../../local/sign-in.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { aFront, closeFronts } from "./a-front.ts";

const key = "admin-sangat-rahasia";
const minuteMs = 60_000;
let clock: FakeClock;
let signIn: SignIn;
beforeEach(() => {
  clock = new FakeClock();
  signIn = new SignIn(key, clock);
});
afterEach(async () => {
  // No failure, and so nothing of the key or the code in a log.
  expect(await closeFronts()).toEqual([]);
});

const codeOf = (address: string): string => /^http:\/\/127\.0\.0\.1:3000\/#code=([\w-]{32})$/.exec(address)?.[1] ?? "";
const aCode = (): string => codeOf(signIn.addressAt("http://127.0.0.1:3000"));

test("a code is given for the key within ten minutes, and once", async () => {
  const code = aCode();
  await clock.advance(10 * minuteMs - 1);
  expect(signIn.redeem(code)).toBe(key);
  expect(signIn.redeem(code)).toBeUndefined();
});

test("a code that is ten minutes old is over", async () => {
  const code = aCode();
  await clock.advance(10 * minuteMs);
  expect(signIn.redeem(code)).toBeUndefined();
});

test("the address does not bear the key, and no two are alike", () => {
  const addresses = [
    signIn.addressAt("http://127.0.0.1:3000"),
    new SignIn(key, clock).addressAt("http://127.0.0.1:3000"),
  ];
  expect(new Set(addresses).size).toBe(2);
  expect(addresses.join()).not.toContain(key);
});

test("after five wrong codes the right one is wrong", () => {
  const patient = aCode();
  for (const wrong of ["", "x", patient.slice(1), patient.toLowerCase() + "x"])
    expect(signIn.redeem(wrong)).toBeUndefined();
  expect(signIn.redeem(patient)).toBe(key);
  signIn = new SignIn(key, clock);
  const late = aCode();
  for (let turn = 0; turn < 5; turn += 1) expect(signIn.redeem(`wrong-${turn}`)).toBeUndefined();
  expect(signIn.redeem(late)).toBeUndefined();
});

test("before there is an address no code is right", () => {
  expect(signIn.redeem("")).toBeUndefined();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** With headers that `fetch` sets by itself. */
function post(endpoint: string, body: string, headers: Readonly<Record<string, string>> = {}, method = "POST") {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(`${endpoint}/_local/sign-in`, { method, headers }, (res) => {
      let text = "";
      res.setEncoding("utf8").on("data", (part: string) => (text += part));
      res.once("end", () => {
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text });
      });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

test("POST /_local/sign-in answers the key as JSON that no one keeps; a second time it says what to do", async () => {
  const { endpoint } = await aFront({ extras: [signInFront(signIn)] });
  const body = JSON.stringify({ code: aCode() });
  const first = await post(endpoint, body, { origin: endpoint, "sec-fetch-site": "same-origin" });
  expect([first.status, JSON.parse(first.text)]).toEqual([200, { success: true, data: { key } }]);
  expect(first.headers).toMatchObject({
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
  expect(first.headers).not.toHaveProperty("access-control-allow-origin");
  for (const [language, words] of [
    ["en", "run npm start again"],
    ["id", "jalankan npm start lagi"],
  ] as const) {
    const again = await post(endpoint, body, { "accept-language": language });
    expect([again.status, again.headers["content-language"]]).toEqual([401, language]);
    expect(JSON.parse(again.text)).toEqual({
      success: false,
      message: expect.stringContaining(words) as string,
      error: { code: "SIGN_IN_CODE_OVER", details: [] },
    });
    expect(again.text).not.toContain(key);
  }
});

test("what is no code is a wrong one", async () => {
  const { endpoint } = await aFront({ extras: [signInFront(signIn)] });
  aCode();
  for (const body of ["", "{", "null", '{"code":1}']) expect((await post(endpoint, body)).status).toBe(401);
});

test.each([
  ["another name in the Host header", { host: "toko.example.com" }],
  ["a name that begins as loopback does", { host: "127.0.0.1.example.com:3000" }],
  ["a name that ends as loopback does", { host: "example-localhost" }],
  ["another machine's address", { host: "192.168.1.5:3000" }],
  ["a page of another site", { origin: "https://example.com" }],
  ["a page of another port", { origin: "http://127.0.0.1:1" }],
  ["a page without an origin", { origin: "null" }],
  ["a browser that says so", { "sec-fetch-site": "cross-site" }],
  ["a browser on another port", { "sec-fetch-site": "same-site" }],
  ["a proxy", { "x-forwarded-for": "203.0.113.9" }],
  ["a proxy of today", { forwarded: "for=203.0.113.9" }],
])("for %s there is no such route, and the code stays unused", async (_, headers) => {
  const { endpoint } = await aFront({ extras: [signInFront(signIn)] });
  const body = JSON.stringify({ code: aCode() });
  for (let turn = 0; turn < 5; turn += 1) expect((await post(endpoint, body, headers)).status).toBe(404);
  expect((await post(endpoint, body)).status).toBe(200);
});

test.each(["localhost", "LOCALHOST:3000", "127.0.0.1", "127.8.9.1:80", "[::1]:3000"])(
  "%s is this machine",
  async (host) => {
    const { endpoint } = await aFront({ extras: [signInFront(signIn)] });
    expect((await post(endpoint, JSON.stringify({ code: aCode() }), { host, origin: `http://${host}` })).status).toBe(
      200,
    );
  },
);

test("only POST signs in, and only at that path", async () => {
  const { endpoint } = await aFront({ extras: [signInFront(signIn)] });
  expect((await post(endpoint, JSON.stringify({ code: aCode() }), {}, "PUT")).status).toBe(404);
  expect((await fetch(`${endpoint}/_local/sign-in/x`, { method: "POST", body: "{}" })).status).toBe(404);
});
