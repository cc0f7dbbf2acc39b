import { randomBytes } from "node:crypto";
import { launch, type Browser, type ElementHandle, type Page } from "puppeteer-core";
import { browserFlags, findChromium } from "../../../worker/whatsapp/chromium.ts";
import { startStack, type Stack } from "../../support/stack.ts";
import { Client } from "../client.ts";

/** The page for people in a real browser: what a stranger sees and does there, and whom the page asks. */

jest.setTimeout(180_000);

const apiKey = randomBytes(18).toString("base64url");
let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  stack = await startStack({ apiKey });
  await new Client(stack.url, apiKey).post("/api/whatsapp/sessions", { sessionId: "toko-maju-7" });
  const found = await findChromium();
  browser = await launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    args: [...browserFlags([], process.getuid?.() === 0)],
    headless: "shell",
    pipe: true,
  });
});
afterAll(async () => {
  await browser.close();
  await stack.end();
});

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
}

/** What its browser would not let the page do. */
const refused = "refusedByPolicy";
const noting = `
  globalThis.${refused} = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    globalThis.${refused}.push(effectiveDirective + " " + blockedURI));`;

async function open(hash: string, width: number, scheme: "light" | "dark") {
  const page = await browser.newPage();
  const asked: Asked[] = [];
  page.on("request", (request) => {
    asked.push({ method: request.method(), url: request.url(), key: request.headers()["x-api-key"] });
  });
  await page.setViewport({ width, height: 844, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.evaluateOnNewDocument(noting);
  await page.goto(`${stack.url}/docs${hash}`, { waitUntil: "domcontentloaded", timeout: 90_000 });
  return { page, asked };
}

const shows = (page: Page, text: string) =>
  page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(text)})`, { timeout: 60_000, polling: 100 });
/** Presses the first thing in sight that says so, as a mouse does. */
async function press(page: Page, selector: string, words: RegExp): Promise<void> {
  const found = await page.waitForFunction(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => {
      const { top, bottom, height } = one.getBoundingClientRect();
      return height > 0 && top >= 0 && bottom <= innerHeight && ${String(words)}.test(one.textContent);
    })`,
    { timeout: 60_000, polling: 100 },
  );
  await (found as ElementHandle).click();
}

const schedule = "#tag/campaigns/POST/api/whatsapp/{sessionId}/broadcast/schedule";
/** Names of the samples in the menu of an operation, and what only that sample has. */
const samples = [
  ["cURL", "curl_init("],
  ["Requests", "requests.post("],
  ["Fetch", "fetch('"],
  ["NewRequest", "http.NewRequest("],
  ["Curl", "curl http"],
] as const;

test("a stranger reads, takes code, searches and tries a request, and the page asks no other origin", async () => {
  const { page, asked } = await open("", 1_280, "light");
  await shows(page, "5. Schedule a broadcast with an image");
  const titles = await page.evaluate("[...document.querySelectorAll('a')].map((link) => link.textContent.trim())");
  const wanted = ["1. Get a key", "5. Schedule a broadcast with an image", "Images and other files", "Broadcasts"];
  expect(titles).toEqual(expect.arrayContaining(wanted));

  // By a link of the fifth step to the operation, whose code is there in each language.
  await page.evaluate(
    `[...document.querySelectorAll("a")].find((link) => link.textContent === "Schedule the broadcast").click()`,
  );
  await shows(page, "Everything else is as in");
  for (const [name, code] of samples) {
    await press(page, "button", /^\s*(Shell|PHP|Python|JavaScript|Go) (cURL|Requests|Fetch|NewRequest|Curl)\s*$/);
    await page.waitForSelector('[role="option"]');
    const names = (await page.evaluate(
      `[...document.querySelectorAll('[role="option"]')].map((one) => one.textContent.trim())`,
    )) as string[];
    expect(names.toSorted()).toEqual(samples.map(([one]) => one).toSorted());
    await press(page, '[role="option"]', new RegExp(`^\\s*${name}\\s*$`));
    await shows(page, code);
  }
  expect(await page.evaluate("document.body.innerText")).toContain("x-api-key: ");

  await press(page, "button", /Search/);
  await page.keyboard.type("schedule");
  await page.waitForSelector('[role="option"]');
  expect(await page.evaluate(`document.querySelector('[role="option"]').textContent`)).toContain(
    "Schedule a broadcast",
  );
  await page.keyboard.press("Escape");

  await page.evaluate("location.hash = '#tag/sessions/GET/api/whatsapp/sessions'");
  await shows(page, "The sessions (linked WhatsApp accounts) that the key may see");
  await press(page, "button", /^\s*Test Request/);
  await press(page, 'input[placeholder="Your API key"]', /^/);
  await page.keyboard.type(apiKey);
  await press(page, "button", /^\s*Send/);
  await shows(page, "toko-maju-7");
  const tried = asked.filter(({ key }) => key !== undefined);
  expect(tried).toEqual([{ method: "GET", url: `${stack.url}/api/whatsapp/sessions`, key: apiKey }]);

  // The key is nowhere but in the page.
  const kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])";
  expect(await page.evaluate(kept)).not.toContain(apiKey);
  expect(await page.evaluate("indexedDB.databases()")).toEqual([]);

  const elsewhere = asked.map(({ url }) => url).filter((url) => !url.startsWith(`${stack.url}/`));
  expect(elsewhere.filter((url) => !/^(data|blob):/.test(url))).toEqual([]);
  // A library in the script asks whether it may make functions of texts, and goes without.
  expect(new Set((await page.evaluate(refused)) as string[])).toEqual(new Set(["script-src eval"]));
});

test("on a phone nothing stands beside the screen, and it is dark where the phone is", async () => {
  const { page } = await open(schedule, 390, "dark");
  await shows(page, "Schedule a broadcast");
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  const [red = "255"] =
    String(await page.evaluate("getComputedStyle(document.body).backgroundColor")).match(/\d+/g) ?? [];
  expect(Number(red)).toBeLessThan(64);
});
