import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { launch, type Page } from "puppeteer-core";
import { commandLine, numberOf } from "../../command-line.ts";
import { builtConsole } from "../../console-files.ts";
import { browserFlags, findChromium } from "../../worker/whatsapp/chromium.ts";
import { withStack } from "../bench/local-stack.ts";
import { median, printTable, type Figure } from "../bench/figure.ts";
import { makeShop, shopId } from "./a-shop.ts";

// Entry point of `npm run lighthouse`: what Lighthouse says of the console, page by page.

const version = "13.5.0";
const folder = join(".data", "judges", "lighthouse");
const categories = ["performance", "accessibility", "best-practices"] as const;

const line = commandLine(
  `npm run lighthouse -- [--runs 5]
Audits the sign-in, the campaign and the contacts page of a shop on a stack of its own, with Lighthouse's desktop preset:
medians as a table, and with all that was found as .data/lighthouse.json. Exit code 1 when one is below 95. Run it with
nothing beside it: a busy machine loses points. Lighthouse ${version} is installed into ${folder} at the first run.
  --runs N   audits of each page (default 5)`,
  { runs: { type: "string", default: "5" } },
);
const runs = numberOf(line, "runs", line.values.runs, { min: 1, max: 100 });
const bound = 95;

/** As much of Lighthouse as is used here; it is no dependency of this project, so its types are not at hand. */
interface Lighthouse {
  readonly default: (url: string, flags: object, config: unknown, page: Page) => Promise<{ readonly lhr: Result }>;
  readonly desktopConfig: unknown;
}

interface Result {
  readonly categories: Readonly<
    Record<
      string,
      { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }
    >
  >;
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly displayValue?: string }>
  >;
  readonly runtimeError?: { readonly message: string };
}

async function installed(): Promise<Lighthouse> {
  const found = join(folder, "node_modules", "lighthouse");
  if (!existsSync(join(found, "package.json"))) {
    console.log(`installing Lighthouse ${version} into ${folder} ...`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), `${JSON.stringify({ private: true })}\n`);
    const options = ["--save-exact", "--ignore-scripts", "--no-audit", "--no-fund"];
    await promisify(execFile)("npm", ["install", ...options, `lighthouse@${version}`], { cwd: folder });
  }
  return (await import(pathToFileURL(join(found, "core", "index.js")).href)) as Lighthouse;
}

/** In a browser of its own, which knows nothing from before. The key stands where the page keeps it, and in no address. */
async function audit({ default: lighthouse, desktopConfig }: Lighthouse, url: string, key?: string): Promise<Result> {
  const found = await findChromium({ chromePath: process.env["CHROME_PATH"] });
  const browser = await launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    args: [...browserFlags([], process.getuid?.() === 0)],
    headless: found.isShell ? "shell" : true,
  });
  try {
    const page = await browser.newPage();
    if (key !== undefined) {
      const keep = `sessionStorage.setItem("whatsapp-broadcast.key", ${JSON.stringify(key)})`;
      // Where Lighthouse rests between pages there is no storage.
      await page.evaluateOnNewDocument(`if (location.protocol.startsWith("http")) ${keep}`);
    }
    const { lhr } = await lighthouse(url, { onlyCategories: categories, logLevel: "error" }, desktopConfig, page);
    if (lhr.runtimeError !== undefined)
      throw new Error(`Lighthouse could not audit ${url}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    await browser.close();
  }
}

const scoreOf = (result: Result, category: string): number =>
  Math.round((result.categories[category]?.score ?? 0) * 100);

/** Audits of a category that cost points, worst first. */
function lost(result: Result, category: string): readonly string[] {
  const weighed = (result.categories[category]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  return weighed.flatMap(({ id }) => {
    const { title, score, displayValue = "" } = result.audits[id] ?? { title: id, score: 1 };
    return score === null || score >= 0.95 ? [] : [`${title} ${displayValue}`.trim()];
  });
}

process.env["POWERTOOLS_LOG_LEVEL"] ??= "ERROR";
const lighthouse = await installed();
await builtConsole((sentence) => {
  console.log(sentence);
});
const pages: { readonly name: string; readonly results: readonly Result[] }[] = [];
await withStack(async (api, { url, key: given }) => {
  const { listId, finished } = await makeShop(api);
  for (const { name, address, key } of [
    { name: "sign-in", address: "/", key: undefined },
    { name: "campaign", address: `/#/s/${shopId}/campaigns/${finished}`, key: given },
    { name: "contacts", address: `/#/s/${shopId}/lists/${listId}`, key: given },
  ]) {
    const results: Result[] = [];
    while (results.length < runs) results.push(await audit(lighthouse, url + address, key));
    pages.push({ name, results });
  }
});
const figures = pages.flatMap(({ name, results }) =>
  categories.map((category): Figure => {
    const scores = results.map((result) => scoreOf(result, category));
    const value = median(scores);
    const why = [...new Set(results.flatMap((result) => lost(result, category)))];
    return {
      name: `${name}: ${category.replace("-", " ")}`,
      value,
      unit: "of 100",
      against: `Lighthouse ${version}, desktop, median of ${runs} (${scores.join(", ")})`,
      bound: `>= ${bound}`,
      kept: value >= bound,
      details: Object.fromEntries(why.map((reason, index) => [`lost by ${index + 1}`, reason])),
    };
  }),
);
await mkdir(".data", { recursive: true });
await writeFile(".data/lighthouse.json", `${JSON.stringify({ figures, pages }, null, 2)}\n`);
printTable(figures);
const missed = figures.filter(({ kept }) => !kept).length;
console.log(`\n${figures.length - missed} passed, ${missed} failed (.data/lighthouse.json)`);
process.exit(missed === 0 ? 0 : 1);
