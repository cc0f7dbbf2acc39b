import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { launch, type Browser } from "puppeteer-core";
import * as library from "../../../clients/typescript/src/index.ts";
import { browserFlags, findChromium } from "../../../worker/whatsapp/chromium.ts";
import { aShop } from "../../e2e/shop.ts";
import * as files from "../../support/files.ts";
import { until } from "../../support/stack.ts";
import { wholeFlow, type Outcome, type WebhookCall } from "./whole-flow.ts";

/** The client against the whole system: in Node, and in a page of another origin in a real browser. */

const { client, stack } = aShop({ env: { WEBHOOK_ALLOW_LOOPBACK: "true", CORS_ORIGINS: "*" }, arriveMs: 0 });

/** Takes in what webhooks call, and serves the page with its script. */
let server: Server;
let here: string;
let script = "";
const calls: (WebhookCall & { readonly path: string })[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url: path = "", method, headers } = request;
    if (method === "GET") {
      response.setHeader("content-type", path === "/flow.js" ? "text/javascript" : "text/html");
      response.end(path === "/flow.js" ? script : "<!doctype html><title>Toko</title>");
      return;
    }
    void text(request).then((body) => {
      calls.push({ path, headers, body });
      response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const scanOf = (sessionId: string, number: string) => async () => {
  await client.post(`/_simulator/sessions/${sessionId}/scan`, { number, name: sessionId });
};
const callsTo = (path: string) => async (campaignId: string) => {
  const [call] = await until(
    async () => calls.filter((call) => call.path === path && call.body.includes(campaignId)),
    (found) => found.length > 0,
    `the webhook at ${path} is called`,
  );
  if (call === undefined) throw new Error(`no call at ${path}`);
  return call;
};

const expectWhole = (outcome: Outcome) => {
  expect(outcome).toMatchObject({
    linkSteps: ["scan", "connected"],
    uploaded: { state: "ready", size: files.jpg.length },
    webhook: { type: "campaign.completed", sent: 2, forged: "refused" },
    refusal: { code: "LIST_NAME_TAKEN", status: 409, isApiError: true },
  });
  expect(outcome.lists.toSorted()).toEqual(["Customers", "Staff"]);
  expect(outcome.numbers.toSorted()).toEqual(["6281234567890", "6281311112222"]);
  expect(outcome.uploaded.progress).toEqual(outcome.uploaded.progress.toSorted((one, other) => one - other));
  expect(outcome.uploaded.progress.at(-1)).toBe(1);
  expect(outcome.statuses.at(-1)).toBe("completed");
  expect(outcome.report.split("\r\n")[0]).toContain("number,name,status");
  expect(outcome.report).toContain("6281311112222");
};

const given = (sessionId: string) => ({
  baseUrl: stack().url,
  apiKey: stack().apiKey,
  sessionId,
  webhookUrl: `${here}/${sessionId}`,
  filename: "foto.jpg",
});

test("in Node a session is linked, a file imported, a picture uploaded, a broadcast sent, its report read and its webhook verified", async () => {
  const scan = scanOf("node", "628111000111");
  const flow = { ...given("node"), scan, callOf: callsTo("/node"), picture: files.jpg };
  expectWhole(await wholeFlow(library, flow));
});

describe("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    const root = process.cwd();
    const contents = `export * as library from "./clients/typescript/src/index.ts";
      export { wholeFlow } from "./test/clients/typescript/whole-flow.ts";`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: "esm",
      platform: "browser",
      write: false,
    });
    script = outputFiles[0]?.text ?? "";
    const chromium = await findChromium();
    browser = await launch({
      executablePath: chromium.path,
      env: { ...process.env, ...chromium.env },
      args: [...browserFlags([], process.getuid?.() === 0)],
      headless: "shell",
      pipe: true,
    });
  });
  afterAll(() => browser.close());

  test("a page of another origin does the same", async () => {
    const page = await browser.newPage();
    await page.goto(`${here}/`);
    await page.exposeFunction("scan", scanOf("page", "628111000222"));
    await page.exposeFunction("callOf", callsTo("/page"));
    const bytes = JSON.stringify([...files.jpg]);
    const outcome = await page.evaluate(`(async () => {
      const { library, wholeFlow } = await import("/flow.js");
      const picture = new File([new Uint8Array(${bytes})], "foto.jpg", { type: "image/jpeg" });
      return await wholeFlow(library, { ...${JSON.stringify(given("page"))}, scan, callOf, picture });
    })()`);
    expectWhole(outcome as Outcome);
  });
});
