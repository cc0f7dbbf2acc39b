import { randomBytes } from "node:crypto";
import type { Browser, Route } from "playwright-core";
import { startStack, type Stack } from "../../../support/stack.ts";
import { Client } from "../../client.ts";
import { broadcastOf } from "../../steps.ts";
import { openBrowser, visit, type Visitor } from "./visitor.ts";

/** Ways in, and what a person sees where there is none: a wrong key, a key that may only read, an API that fails. */

jest.setTimeout(120_000);

const apiKey = randomBytes(18).toString("base64url");
let stack: Stack;
let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  stack = await startStack({ apiKey });
  const client = new Client(stack.url, apiKey);
  await client.post("/api/whatsapp/sessions", { sessionId: "shop", label: "Toko <b>Maju</b>" });
  await client.post(`${broadcastOf("shop")}/templates`, { name: "Hello <b>there</b>", body: "Hello" });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.end();
});
afterEach(async () => {
  await visitor.leave();
});

interface Data<Body> {
  readonly data: Body;
}

const keyField = /API key|Kunci API/;
async function enter(key: string): Promise<void> {
  await visitor.page.getByLabel(keyField, { exact: false }).first().fill(key);
  await visitor.page.getByRole("button", { name: /^(Sign in|Masuk)$/ }).click();
}

test.each([
  ["id", 390, "Ringkasan"],
  ["en", 1280, "Overview"],
] as const)("a person signs in, in %s at %i px, and out again", async (language, width, home) => {
  visitor = await visit(browser, stack.url, { width, language });
  const { page } = visitor;
  expect(await visitor.violations()).toEqual([]);
  await enter(apiKey);
  await page.getByRole("heading", { level: 1, name: home }).waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe(language);
  expect(await visitor.violations()).toEqual([]);
  await page.getByRole("button", { name: /^(Sign out|Keluar)$/ }).click();
  await page.getByRole("menuitem", { name: /^(Sign out|Keluar)$/ }).click();
  await page.getByRole("heading", { level: 1, name: /^(Sign in|Masuk)$/ }).waitFor();
  const kept = await page.evaluate<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])");
  expect(kept).not.toContain(apiKey);
  expect(page.url()).not.toContain(apiKey);
  expect(visitor.problems).toEqual([]);
});

test("a code that got no answer is good for another try, and one that was refused is not", async () => {
  visitor = await visit(browser, stack.url, { width: 390, language: "en" });
  const { page } = visitor;
  const answers = [
    (route: Route) => route.abort(),
    (route: Route) => route.fulfill({ status: 401, json: { success: false } }),
  ];
  const codes: unknown[] = [];
  await page.route("**/_local/sign-in", async (route) => {
    codes.push(route.request().postDataJSON());
    await answers.shift()?.(route);
  });
  await page.goto("about:blank");
  await page.goto(`${stack.url}/#code=x`);
  await page.getByRole("alert").getByText("No answer came. Check the connection and try again.").waitFor();
  expect(await visitor.violations()).toEqual([]);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/^The link was used already, or its ten minutes are over\./).waitFor();
  expect(codes).toEqual([{ code: "x" }, { code: "x" }]);
});

test("a wrong key is told beside its field, and stays to be mended", async () => {
  visitor = await visit(browser, stack.url, { width: 390, language: "en" });
  const { page } = visitor;
  await enter("wrong-key");
  await page.getByText("This key is not known here, was revoked, or has expired.").waitFor();
  expect(await page.getByLabel(keyField).first().inputValue()).toBe("wrong-key");
  expect(await visitor.violations()).toEqual([]);
});

test("a key that may only read is offered nothing that changes something", async () => {
  const reader = { name: "reader", scopes: ["read"] };
  const path = "/api/whatsapp/api-keys";
  const { key } = (await new Client(stack.url, apiKey).post<Data<{ readonly key: string }>>(path, reader)).data;
  visitor = await visit(browser, stack.url, { width: 1280, language: "en", key });
  const { page } = visitor;
  await visitor.goTo("/sessions/shop");
  await page.getByRole("heading", { level: 1, name: "Toko <b>Maju</b>" }).waitFor();
  await page.getByText("Link it with a phone to send from it.").waitFor();
  for (const name of ["Delete", "Restart", "Settings", "Show the code", "New broadcast", "Developers"]) {
    expect([name, await page.getByText(name, { exact: true }).count()]).toEqual([name, 0]);
  }
  expect(visitor.problems).toEqual([]);
});

const failing = {
  "500 with a sentence": (route: Route) =>
    route.fulfill({
      status: 500,
      contentType: "application/json",
      body: JSON.stringify({
        success: false,
        message: "Something failed on our side",
        error: { code: "INTERNAL", details: [], requestId: "req-1" },
      }),
    }),
  "429 with Retry-After": (route: Route) =>
    route.fulfill({
      status: 429,
      contentType: "application/json",
      headers: { "retry-after": "30" },
      body: JSON.stringify({
        success: false,
        message: "Too many requests",
        error: { code: "RATE_LIMITED", details: [], requestId: "req-2" },
      }),
    }),
  nothing: (route: Route) => route.abort(),
} as const;

test.each([
  ["500 with a sentence", "a press", "Something failed on our side"],
  ["429 with Retry-After", "a press", "Try again in 30 s."],
  ["nothing", "itself", "No answer came. Check the connection and try again."],
] as const)("where the API answers %s, a page says so, and comes back by %s", async (how, by, sentence) => {
  visitor = await visit(browser, stack.url, { width: 1280, language: "en", key: apiKey });
  const { page } = visitor;
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.route("**/broadcast/templates*", failing[how]);
  await visitor.goTo("/s/shop/templates");
  await page.getByRole("alert").getByText(sentence).waitFor();
  expect(await visitor.violations()).toEqual([]);
  await page.unroute("**/broadcast/templates*");
  if (by === "a press") await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("link", { name: "Hello <b>there</b>", exact: true }).waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
});
