import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { startStack, type Stack } from "../../../support/stack.ts";
import { Client } from "../../client.ts";
import { fill, names, type Made } from "./hostile-shop.ts";
import { openBrowser, visit } from "./visitor.ts";
import { wordsIn, type Words } from "./words.ts";

/** Every page of the console with something in it: what people wrote is text there, and axe finds no violation in either theme. */

jest.setTimeout(240_000);

const apiKey = randomBytes(18).toString("base64url");
let stack: Stack;
let browser: Browser;
let made: Made;
beforeAll(async () => {
  stack = await startStack({ apiKey, env: { WEBHOOK_ALLOW_LOOPBACK: "true" } });
  made = await fill(new Client(stack.url, apiKey), stack.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.end();
});

interface Seen {
  readonly at: string;
  /** What stands there, of what people wrote. */
  readonly texts: readonly string[];
}

const ofShop = "/s/shop";
/** Where each page is looked at. */
const visits: Readonly<Record<string, (made: Made, words: Words) => readonly Seen[]>> = {
  "/": (_, { sessions }) => [{ at: "/", texts: [names.paused, sessions.limits.quota] }],
  "/sessions": (_, { sessions }) => [{ at: "/sessions", texts: [names.session, sessions.limits.quota] }],
  "/sessions/:sessionId": (_, { sessions }) => [
    { at: "/sessions/shop", texts: [names.session, sessions.limits.timelockedHint] },
  ],
  "/sessions/:sessionId/settings": () => [{ at: "/sessions/shop/settings", texts: [names.session] }],
  "/phone/:number?": ({ number }) => [
    { at: "/phone", texts: [names.session] },
    { at: `/phone/${number}`, texts: [names.message, names.reply] },
  ],
  "/developers/:tab?": () => [
    { at: "/developers", texts: [names.key] },
    { at: "/developers/webhooks", texts: [names.webhook] },
    { at: "/developers/audit", texts: ["createList"] },
  ],
  "/developers/webhooks/:webhookId": ({ webhookId }) => [
    { at: `/developers/webhooks/${webhookId}`, texts: [names.webhook, "campaign.started"] },
  ],
  "/operations": () => [{ at: "/operations", texts: ["cabang"] }],
  "/opt-outs": () => [{ at: "/opt-outs", texts: ["+62 812 3700 002"] }],
  "/s/:sessionId/lists": () => [
    { at: `${ofShop}/lists`, texts: [names.list] },
    { at: `${ofShop}/lists?new=1`, texts: [names.list] },
  ],
  "/s/:sessionId/lists/:listId": ({ listId, number }) => [
    { at: `${ofShop}/lists/${listId}`, texts: [names.list, names.contact, names.field] },
    { at: `${ofShop}/lists/${listId}?contact=${number}`, texts: [names.campaign] },
  ],
  "/s/:sessionId/lists/:listId/import": ({ listId, importId }) => [
    { at: `${ofShop}/lists/${listId}/import`, texts: [names.list] },
    { at: `${ofShop}/lists/${listId}/import?import=${importId}`, texts: [names.list] },
  ],
  "/s/:sessionId/compose": ({ campaignId, templateId }) => [
    { at: `${ofShop}/compose?from=${campaignId}`, texts: [names.list, names.message, names.file, names.contact] },
    { at: `${ofShop}/compose?template=${templateId}`, texts: [names.message] },
  ],
  "/s/:sessionId/templates": () => [{ at: `${ofShop}/templates`, texts: [names.template] }],
  "/s/:sessionId/templates/:templateId": ({ templateId }) => [
    { at: `${ofShop}/templates/${templateId}`, texts: [names.message, names.file] },
  ],
  "/s/:sessionId/files": () => [{ at: `${ofShop}/files`, texts: [names.file] }],
  "/s/:sessionId/campaigns": () => [
    { at: `${ofShop}/campaigns`, texts: [names.campaign, names.paused] },
    { at: `${ofShop}/campaigns?view=calendar`, texts: [names.campaign] },
  ],
  "/s/:sessionId/campaigns/:campaignId": ({ campaignId }) => [
    { at: `${ofShop}/campaigns/${campaignId}`, texts: [names.campaign, names.message, names.file, names.list] },
  ],
  "/s/:sessionId/campaigns/:campaignId/recipients": ({ campaignId, number }) => [
    { at: `${ofShop}/campaigns/${campaignId}/recipients`, texts: [names.campaign, names.contact] },
    { at: `${ofShop}/campaigns/${campaignId}/recipients?open=${number}`, texts: ["+62 811 1000 444"] },
  ],
  "/s/:sessionId/campaigns/:campaignId/report": ({ campaignId }) => [
    { at: `${ofShop}/campaigns/${campaignId}/report`, texts: [names.campaign, names.contact] },
  ],
  "/s/:sessionId/statistics": () => [{ at: `${ofShop}/statistics`, texts: [names.campaign] }],
};

test("each page of the console is looked at", () => {
  const source = readFileSync(`${__dirname}/../../../../console/src/app/pages.ts`, "utf8");
  const paths = [...source.matchAll(/\bpath: "([^"]+)"/g)].map(([, path]) => path);
  expect(paths).toContain("/");
  expect(Object.keys(visits).sort()).toEqual(paths.sort());
});

// Each page at both widths, too: where one theme begins with the narrow one, the other begins with the wide one.
test.each([
  ["light", "id", 390, 1280],
  ["dark", "en", 1280, 390],
] as const)("in the %s theme they show what people wrote as text", async (theme, language, width, otherWidth) => {
  const visitor = await visit(browser, stack.url, { width, language, theme, key: apiKey });
  const { page } = visitor;
  const all = Object.values(visits).flatMap((look) => look(made, wordsIn(language)));
  const found: string[] = [];
  for (const [index, { at, texts }] of all.entries()) {
    await page.setViewportSize({ width: index % 2 === 0 ? width : otherWidth, height: 800 });
    await visitor.goTo(at);
    for (const text of texts) {
      await page
        .getByText(text)
        .filter({ visible: true })
        .first()
        .waitFor({ timeout: 15_000 })
        .catch(() => found.push(`${at} lacks ${text}`));
    }
    await isDrawn(page);
    for (const violation of await visitor.violations()) found.push(`${at}: ${violation}`);
    if ((await page.locator("[onerror]").count()) > 0) found.push(`${at}: what was written became a part of the page`);
  }
  expect(found).toEqual([]);
  expect(visitor.problems).toEqual([]);
  await visitor.leave();
});

/** Nothing of it is on its way any more. */
async function isDrawn(page: Page): Promise<void> {
  const waiting = page.locator(".mantine-Skeleton-root, .mantine-Loader-root, [role=status][aria-label]");
  await waiting.filter({ visible: true }).first().waitFor({ state: "detached" });
}
