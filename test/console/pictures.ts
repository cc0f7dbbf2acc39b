import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { commandLine } from "../../command-line.ts";
import { builtConsole } from "../../console-files.ts";
import { withStack } from "../bench/local-stack.ts";
import { openBrowser, visit } from "../e2e/browser/console/visitor.ts";
import { broadcast, makeSession, makeShop, message, shopId, until } from "./a-shop.ts";

// Entry point of `npm run pictures`: the pictures of README, taken of the running product.

commandLine(
  `npm run pictures
Takes the pictures that README shows, of a shop on a stack of its own, light and dark, into docs/pictures. Takes no options.`,
  {},
);

const folder = join("docs", "pictures");
const mostBytes = 120_000;

process.env["POWERTOOLS_LOG_LEVEL"] ??= "ERROR";
await builtConsole((sentence) => {
  console.log(sentence);
});
await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  await withStack(async (api, { url, key }) => {
    const { listId } = await makeShop(api);
    await makeSession(api, "toko-anggrek", "Toko Anggrek", "628111000222");
    const running = await broadcast(api, { name: "Promo akhir pekan", listId, gapMs: 1_000 });
    await until(api, running, ({ progress }) => progress > 0.35);
    for (const theme of ["light", "dark"] as const) {
      const take = (name: string, address: string, ready: (page: Page) => Promise<void>) =>
        picture(browser, { url, key, theme, name, address, ready });
      await take("overview", "/", async (page) => {
        await page.getByRole("link", { name: "Promo akhir pekan" }).waitFor();
      });
      await take("campaign", `/s/${shopId}/campaigns/${running}`, async (page) => {
        await page.getByRole("heading", { name: "Promo akhir pekan" }).waitFor();
      });
      await take("compose", `/s/${shopId}/compose?list=${listId}`, async (page) => {
        await page.getByRole("textbox", { name: "Message" }).fill(message);
        // On the phone beside it stands what the first contact gets.
        await page.getByText("Halo Ayu Wijaya", { exact: false }).waitFor();
      });
    }
  });
} finally {
  await browser.close();
}

interface Picture {
  readonly url: string;
  readonly key: string;
  readonly theme: "light" | "dark";
  readonly name: string;
  readonly address: string;
  readonly ready: (page: Page) => Promise<void>;
}

async function picture(from: Browser, { url, key, theme, name, address, ready }: Picture): Promise<void> {
  const visitor = await visit(from, url, { width: 1280, language: "en", theme, key });
  const { page } = visitor;
  await visitor.goTo(address);
  await ready(page);
  await page.waitForLoadState("networkidle");
  const path = join(folder, `${name}-${theme}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  await visitor.leave();
  const { size } = await stat(path);
  if (size > mostBytes) throw new Error(`${path} has ${size} bytes, wanted at most ${mostBytes}`);
  console.log(`${path}  ${(size / 1_000).toFixed(0)} KB`);
}
