import type { Page, Response } from "playwright-core";
import type { Api } from "../../local/demo/api.ts";
import { openBrowser, visit } from "../e2e/browser/console/visitor.ts";
import type { Figure } from "./figure.ts";
import { importNumbers, linkSession, pause, withStack } from "./local-stack.ts";

/**
 * The console in a real browser, on a list of 100,000 contacts and on a campaign with as many recipients: what a person waits
 * for the next page, whether anything jumps, and whether a request asks for more than a page.
 */

const rows = 100_000;
const turns = 20;
const boundMs = 500;
/** Of one answer, before it is packed. */
const mostBytes = 128 * 1024;
const mostRows = 100;
const sessionId = "bench";
const base = `/api/whatsapp/${sessionId}/broadcast`;

export async function measureConsole(): Promise<readonly Figure[]> {
  const browser = await openBrowser();
  try {
    return await withStack(async (api, { url, key }) => {
      await linkSession(api, sessionId, "628999000111");
      const listId = await importNumbers(api, base, "hundred thousand", rows);
      const campaignId = await stoppedCampaign(api, listId);
      const visitor = await visit(browser, url, { width: 1280, language: "en", key });
      const asked = new Asked(visitor.page);
      await visitor.page.addInitScript(watchShifts);
      const ofList = await turnPages(visitor.page, `${url}/#/s/${sessionId}/lists/${listId}`);
      const recipients = `${url}/#/s/${sessionId}/campaigns/${campaignId}/recipients?status=notReached`;
      const ofCampaign = await turnPages(visitor.page, recipients);
      await visitor.leave();
      return [
        ...figuresOf(`a list of ${rows.toLocaleString("en")} contacts`, ofList),
        ...figuresOf(`a campaign of ${rows.toLocaleString("en")} recipients`, ofCampaign),
        await asked.figure(),
      ];
    });
  } finally {
    await browser.close();
  }
}

/** Stopped when it has reached one of its recipients at most: all others stand on the console as not reached. */
async function stoppedCampaign(api: Api, listId: string): Promise<string> {
  const hour = 60 * 60 * 1_000;
  const pacing = { minGapMs: hour, maxGapMs: hour, perDay: rows };
  const { data } = await api.send<{ readonly data: { readonly campaignId: string } }>("POST", `${base}/send`, {
    listId,
    message: "Halo {{ name }}",
    pacing,
  });
  const path = `${base}/campaigns/${data.campaignId}`;
  await api.send("POST", `${path}/stop`, {});
  for (;;) {
    const { data: campaign } = await api.get<{
      readonly data: { readonly status: string; readonly counts: { readonly notReached: number } };
    }>(path);
    if (campaign.status === "stopped" && campaign.counts.notReached >= rows - 1) return data.campaignId;
    await pause(100);
  }
}

interface Turned {
  /** From the press to the frame that shows other rows. */
  readonly tookMs: readonly number[];
  readonly shiftAtLoad: number;
  readonly shiftWhileTurning: number;
}

async function turnPages(page: Page, address: string): Promise<Turned> {
  await page.goto(address);
  await page.reload();
  const next = page.getByRole("navigation", { name: "Pages of the table" }).getByRole("button", { name: "Next page" });
  await next.waitFor({ timeout: 60_000 });
  await page.waitForLoadState("networkidle");
  const shiftAtLoad = await page.evaluate<number>("shifted()");
  const tookMs: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    await page.evaluate(watchTurn);
    await next.click();
    tookMs.push(await page.evaluate<number>("turned"));
  }
  return { tookMs, shiftAtLoad, shiftWhileTurning: (await page.evaluate<number>("shifted()")) - shiftAtLoad };
}

/** Every shift counts, also one right after a press, which a browser forgives. */
const watchShifts = `{
  let sum = 0;
  const add = (entries) => { for (const { value } of entries) sum += value; };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  globalThis.shifted = () => { add(observer.takeRecords()); return sum; };
}`;

/** `turned` becomes the time from the next press to the second frame with another first row: by then it was painted. */
const watchTurn = `{
  const first = () => document.querySelector("tbody tr")?.textContent;
  const before = first();
  globalThis.turned = new Promise((resolve) => {
    addEventListener("pointerdown", ({ timeStamp }) => {
      const look = () => {
        const now = first();
        if (now === undefined || now === before) requestAnimationFrame(look);
        else requestAnimationFrame(() => resolve(performance.now() - timeStamp));
      };
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
  void 0;
}`;

function figuresOf(of: string, { tookMs, shiftAtLoad, shiftWhileTurning }: Turned): readonly Figure[] {
  const sorted = [...tookMs].sort((a, b) => a - b);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
  const shift = shiftAtLoad + shiftWhileTurning;
  return [
    {
      name: `console, next page of ${of}, p95`,
      value: p95,
      unit: "ms",
      against: `from the press to its rows on the screen, ${turns} pages, in a browser on the same machine`,
      bound: `<= ${boundMs}`,
      kept: p95 <= boundMs,
      details: { "median, ms": sorted[Math.floor(sorted.length / 2)] ?? Number.NaN },
    },
    {
      name: `console, layout shift on ${of}`,
      value: shift,
      unit: "",
      against: `the first load and ${turns} pages, every shift counted`,
      bound: "0",
      kept: shift === 0,
      details: { "at the first load": shiftAtLoad, "while pages are turned": shiftWhileTurning },
    },
  ];
}

/** Every answer of the API that a page asked for. */
class Asked {
  readonly #answers: Promise<{ readonly limit: number; readonly bytes: number; readonly path: string }>[] = [];

  constructor(page: Page) {
    page.on("response", (response) => {
      if (new URL(response.url()).pathname.startsWith("/api/")) this.#answers.push(read(response));
    });
  }

  async figure(): Promise<Figure> {
    const answers = await Promise.all(this.#answers);
    const largest = answers.reduce((most, one) => (one.bytes > most.bytes ? one : most), {
      bytes: 0,
      limit: 0,
      path: "",
    });
    const limit = Math.max(...answers.map((answer) => answer.limit));
    return {
      name: "console, largest answer on these pages",
      value: largest.bytes / 1024,
      unit: "KiB",
      against: `all ${answers.length} answers; none may ask for more than ${mostRows} rows`,
      bound: `<= ${mostBytes / 1024}`,
      kept: answers.length > 2 * turns && largest.bytes <= mostBytes && limit <= mostRows,
      details: { "asked for at": largest.path, "rows asked for at most": limit },
    };
  }
}

async function read(
  response: Response,
): Promise<{ readonly limit: number; readonly bytes: number; readonly path: string }> {
  const { pathname, searchParams } = new URL(response.url());
  // An answer that has not changed has no body.
  const body = response.status() === 304 ? Buffer.alloc(0) : await response.body().catch(() => Buffer.alloc(0));
  return { path: pathname, limit: Number(searchParams.get("limit") ?? "0"), bytes: body.length };
}
