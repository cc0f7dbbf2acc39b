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
  /** A key that may stand in no address and no log, where the visitor signs in with it by another way. */
  readonly secret?: string;
}

export interface Visitor {
  readonly page: Page;
  /**
   * What went wrong unseen: errors and dialogs of the page, what its policy refused, requests to other origins, the key in an
   * address or a log.
   */
  readonly problems: readonly string[];
  /** Goes to a page of the console, such as `/sessions`. */
  readonly goTo: (address: string) => Promise<void>;
  /** Until nothing on the page fades in or out. */
  readonly stillness: () => Promise<void>;
  /** What axe finds on the page as it is then. */
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

export async function visit(
  browser: Browser,
  url: string,
  { width, language, theme = "light", key, secret = key }: VisitOptions,
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 800 },
    hasTouch: width < 600,
    colorScheme: theme,
    locale: language === "id" ? "id-ID" : "en-GB",
    timezoneId: "Asia/Jakarta",
  });
  const problems: string[] = [];
  await noteProblems(context, problems, [new URL(url).origin, await bucketOf(url)], secret);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
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
    stillness: async () => {
      await stillness(page);
    },
    violations: async () => await violationsOn(page),
    leave: async () => {
      await context.close();
    },
  };
}

/** The one origin that the page may ask beside its own: the bucket with the files. */
async function bucketOf(url: string): Promise<string> {
  const policy = (await fetch(url)).headers.get("content-security-policy") ?? "";
  const [, origins = ""] = /connect-src 'self' ([^;]*)/.exec(policy) ?? [];
  if (/^https?:\/\/[\w.:-]+$/.test(origins)) return origins;
  throw new Error(`the page's policy names no bucket, or more than that: ${policy}`);
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
  context.on("weberror", (error) => {
    problems.push(`error of the page: ${error.error().message}`);
  });
  context.on("dialog", (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("page", (page) => {
    page.on("framenavigated", (frame) => {
      if (key !== undefined && frame.url().includes(key)) problems.push("the key stands in the page's address");
    });
  });
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly unknown[] }[];
  }[];
}

/** What fades in is half as dark as it will be, and a dialog is in the page two frames before it begins to: unseen, and unmoved. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const isFaint = (one) => one.checkVisibility() && getComputedStyle(one).opacity !== "1";
    while ([...document.querySelectorAll('[style*="transition-property"]')].some(isFaint)) {
      await new Promise(requestAnimationFrame);
    }
  })()`);
  await page.evaluate(`Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => undefined)))`);
}

async function violationsOn(page: Page): Promise<readonly string[]> {
  await stillness(page);
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(`axe.run()`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
