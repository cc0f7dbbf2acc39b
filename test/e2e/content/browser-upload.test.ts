import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { launch } from "puppeteer-core";
import { browserFlags, findChromium } from "../../../worker/whatsapp/chromium.ts";
import * as files from "../../support/files.ts";
import { until } from "../../support/stack.ts";
import type { DataOf } from "../client.ts";
import * as person from "../steps.ts";
import { aShop } from "../shop.ts";

/** A file that a page in a real browser puts into the bucket: the permission comes from the API, the bytes never pass it. */

jest.setTimeout(120_000);

interface Permission {
  readonly filename: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
interface MediaView {
  readonly state: string;
  readonly sha256?: string;
}

const upload = `${person.broadcastOf("shop")}/upload`;

const { client } = aShop();
beforeAll(async () => {
  await client.post("/api/whatsapp/sessions", { sessionId: "shop" });
});

/** In the page, where only what the browser lets it do is done. */
const putFrom = `async ({ url, fields, base64 }) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  form.set("file", new Blob([bytes]), "foto.jpg");
  const answer = await fetch(url, { method: "POST", body: form });
  return { status: answer.status, text: await answer.text() };
}`;

test("a page of another origin uploads by the form's fields; one that breaks the policy is refused, and told so", async () => {
  const shop = createServer((_, response) => response.end("<!doctype html><title>Toko</title>"));
  shop.listen(0, "127.0.0.1");
  await once(shop, "listening");
  const found = await findChromium();
  const browser = await launch({
    executablePath: found.path,
    env: { ...process.env, ...found.env },
    args: [...browserFlags([], process.getuid?.() === 0)],
    headless: "shell",
    pipe: true,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
    const put = async (bytes: Uint8Array, permitted: Permission) => {
      const given = { ...permitted, base64: Buffer.from(bytes).toString("base64") };
      return (await page.evaluate(`(${putFrom})(${JSON.stringify(given)})`)) as { status: number; text: string };
    };
    const permission = async () => {
      const json = { filename: "foto.jpg", contentType: "image/jpeg", size: files.jpg.length };
      return (await client.post<DataOf<Permission>>(upload, json)).data;
    };
    const good = await permission();
    expect((await put(files.jpg, good)).status).toBe(204);
    const checked = await until(
      async () => (await client.get<DataOf<MediaView>>(`${upload}/${good.filename}`)).data,
      ({ state }) => state === "ready" || state === "rejected",
      "it is checked",
    );
    expect(checked).toMatchObject({
      state: "ready",
      sha256: createHash("sha256").update(files.jpg).digest("hex"),
    });
    const larger = await put(Buffer.concat([files.jpg, files.jpg]), await permission());
    expect([larger.status, larger.text]).toEqual([400, expect.stringContaining("EntityTooLarge")]);
  } finally {
    await browser.close();
    shop.close();
  }
});
