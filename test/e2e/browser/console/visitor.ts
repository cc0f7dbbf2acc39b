import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { browserFlags, findChromium } from "../../../../worker/whatsapp/chromium.ts";

/** A person at the console in a real browser, and what that browser noticed on the way. */

export interface VisitOptions {
  readonly width: 390 | 1280 | 360 | 1920;
  readonly language: "id" | "en";
  readonly theme?: "light" | "dark";
  /** Signed in with it already; the sign-in page when absent. */
  readonly key?: string;
}

export interface Visitor {
  readonly page: Page;
  /** What went wrong unseen: errors of the page, what its policy refused, requests to other origins, the key in an address. */
  readonly problems: readonly string[];
  /** Goes to a page of the console, such as `/sessions`. */
  readonly goTo: (address: string) => Promise<void>;
  /** What axe finds on the page as it is now. */
  readonly violations: () => Promise<readonly string[]>;
  readonly leave: () => Promise<void>;
}

const axe = readFileSync(createRequire(import.meta.filename).resolve("axe-core/axe.min.js"), "utf8");

export async function openBrowser(): Promise<Browser> {
  const found = await findChromium();
  return await chromium.launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    args: [...browserFlags([], process.getuid?.() === 0)],
  });
}

/** @param origins that the page may ask, beside its own: the bucket's */
export async function visit(
  browser: Browser,
  url: string,
  { width, language, theme = "light", key }: VisitOptions,
  origins: readonly string[] = [],
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 800 },
    hasTouch: width < 600,
    colorScheme: theme,
    locale: language === "id" ? "id-ID" : "en-GB",
    timezoneId: "Asia/Jakarta",
  });
  const problems: string[] = [];
  await noteProblems(context, problems, [new URL(url).origin, ...origins], key);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => problems.push(`error of the page: ${error.message}`));
  if (key !== undefined) {
    await context.addInitScript(`sessionStorage.setItem("whatsapp-broadcast.key", ${JSON.stringify(key)})`);
  }
  await page.goto(url);
  return {
    page,
    problems,
    goTo: async (address) => {
      await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
    },
    violations: async () => await violationsOn(page),
    leave: async () => {
      await context.close();
    },
  };
}

async function noteProblems(
  context: BrowserContext,
  problems: string[],
  origins: readonly string[],
  key: string | undefined,
): Promise<void> {
  await context.exposeFunction("noteProblem", (problem: string) => problems.push(problem));
  await context.addInitScript(`document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    noteProblem("its policy refused " + effectiveDirective + " " + blockedURI));`);
  context.on("request", (request) => {
    const address = request.url();
    const { origin, protocol } = new URL(address);
    if (/^https?:$/.test(protocol) && !origins.includes(origin)) problems.push(`asked another origin: ${address}`);
    if (key !== undefined && decodeURIComponent(address).includes(key)) problems.push("the key stands in an address");
  });
  context.on("console", (message) => {
    if (key !== undefined && message.text().includes(key)) problems.push("the key stands in the browser's log");
  });
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[] }[];
  }[];
}

async function violationsOn(page: Page): Promise<readonly string[]> {
  // What fades in is half as dark as it will be.
  await page.evaluate(`Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(`axe.run()`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
