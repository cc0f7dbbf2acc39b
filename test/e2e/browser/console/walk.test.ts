import { randomBytes } from "node:crypto";
import type { Browser } from "playwright-core";
import * as files from "../../../support/files.ts";
import { startStack, type Stack } from "../../../support/stack.ts";
import { Client } from "../../client.ts";
import { Shopkeeper } from "./shopkeeper.ts";
import { openBrowser, visit } from "./visitor.ts";
import { filled } from "./words.ts";

/** A shop's first broadcast, from the link to the report, as its owner does it on a phone and on a desktop. */

jest.setTimeout(240_000);

const apiKey = randomBytes(18).toString("base64url");
let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  stack = await startStack({ apiKey, terminal: true });
  const json = { acceptMs: 0, deliverMs: 0, readMs: null };
  await new Client(stack.url, apiKey).send("PUT", "/_simulator/behaviour", { json });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.end();
});

/** Numbers as two persons wrote them, one twice, one that is none; blank lines, and letters as old Excels write them. */
const messy = (block: number): Buffer =>
  Buffer.from(
    [
      "no hp;Pembeli;Kota;Catatan kasir",
      `0812-34${block}0-001;Ayu;Bandung;lama`,
      `+62 812 34${block}0 002;José Núñez;Solo;`,
      "",
      `62812 34${block}0003;"Sari; Toko";Malang;`,
      `081234${block}0001;Ayu lagi;Bandung;ganda`,
      "bukan nomor;Budi;Medan;",
      ";;;",
      ...Array.from({ length: 9 }, (_, row) => `081234${block}1${100 + row};Bu ${row};Kota ${row};`),
      "",
    ].join("\r\n"),
    "latin1",
  );

const walks = [
  {
    language: "id",
    width: 390,
    shop: { label: "Toko Maju", number: "628111000222" },
    block: 50,
    // In by the address at the terminal: it is good for once.
    isByAddress: true,
  },
  {
    language: "en",
    width: 1280,
    shop: { label: "Corner shop", number: "628111000333" },
    block: 60,
    isByAddress: false,
  },
] as const;

test.each(walks)("in $language at $width px", async ({ language, width, shop, block, isByAddress }) => {
  const way = isByAddress ? (stack.signInAddress ?? "") : stack.url;
  const visitor = await visit(browser, way, {
    width,
    language,
    ...(isByAddress ? { secret: apiKey } : { key: apiKey }),
  });
  const { page } = visitor;
  const owner = new Shopkeeper(page, language);
  const { campaign, common, compose, files: file, imports, message, phone, report } = owner.words;
  await owner.heading(common.nav.home).waitFor();
  expect(page.url()).toBe(isByAddress ? `${stack.url}/#/` : `${stack.url}/`);

  await owner.linkNumber(shop);

  await owner.makeList(`Pelanggan ${block}`);
  await owner.chooseFile({ name: "pelanggan toko.csv", buffer: messy(block) });
  await owner.mapColumn("Pembeli", "name");
  await owner.mapColumn("Catatan kasir", "leftOut");
  await page.getByRole("table").getByText("José Núñez").waitFor();
  const counts = page.getByRole("status").filter({ hasText: imports.check.ready_other });
  await counts
    .filter({ hasText: `1${imports.check.bad}` })
    .filter({ hasText: `1${imports.check.twice}` })
    .waitFor();
  await owner.button(filled(imports.start.go_other, { total: 12 })).click();
  await page.getByText(filled(imports.progress.done_other, { total: 12 })).waitFor();

  await page.getByRole("link", { name: imports.progress.compose, exact: true }).click();
  await page.getByText(filled(compose.contacts_other, { written: 12 }), { exact: true }).waitFor();
  await owner.field(message.text).pressSequentially("Halo ");
  await owner.button(filled(message.insertVariable, { name: message.name })).click();
  await page.keyboard.type(", promo di ");
  await owner.button(filled(message.insertVariable, { name: "Kota" })).click();
  const preview = page.getByRole("region", { name: message.phone, exact: true });
  await preview.getByText("Halo Ayu, promo di Bandung").waitFor();
  await owner.button(message.contactAfter).click();
  await preview.getByText("Halo José Núñez, promo di Solo").waitFor();
  const picture = { name: "brosur.png", mimeType: "image/png", buffer: files.png };
  await page.getByRole("group", { name: file.withMessage }).locator("input[type=file]").setInputFiles(picture);
  await owner.button(filled(file.takeOut, { name: "brosur.png" })).waitFor();
  const name = `Promo ${block}`;
  await owner.field(compose.name).fill(name);
  await owner.button(compose.more).click();
  await owner.field(compose.minGap).fill("1");
  await owner.field(compose.maxGap).fill("1");
  await owner.button(compose.checkNow).click();
  const willSend = `${compose.willSend} ${filled(compose.of_other, { written: 12 })}`;
  await page.getByText(willSend, { exact: true }).waitFor();
  await page.getByText(filled(compose.newChats_other, { written: 12 }), { exact: true }).waitFor();
  expect(await visitor.violations()).toEqual([]);
  await owner.send(12);

  await owner.heading(name).waitFor();
  const progress = page.getByRole("region", { name: campaign.progress });
  const ofAll = filled(campaign.ofAll, { total: 12 });
  await progress.filter({ hasText: new RegExp(`[1-9]\\d*\\s*${ofAll}`) }).waitFor();
  await owner.button(campaign.pause).click();
  await page.getByText(common.campaignState.paused, { exact: true }).waitFor();
  await owner.button(campaign.resume).click();
  await page.getByText(common.campaignState.completed, { exact: true }).first().waitFor({ timeout: 60_000 });
  await progress.filter({ hasText: `12${ofAll}` }).waitFor();

  const ayu = `+62 812 34${block} 0001`;
  const asked = await owner.openPhone(ayu);
  await page.getByText(filled(phone.of, { name: shop.label }), { exact: true }).waitFor({ state: "attached" });
  await asked.getByText("Halo Ayu, promo di Bandung").waitFor();
  await asked.getByRole("img", { name: phone.picture }).waitFor();
  await owner.button(phone.read, asked).click();
  await asked.getByText(phone.state.read, { exact: true }).waitFor();
  await owner.field(phone.write, asked).fill("Masih ada?");
  await owner.button(phone.send, asked).click();
  await asked.getByText("Masih ada?").waitFor();
  const tired = await owner.openPhone(`+62 812 34${block} 0002`);
  await owner.button(phone.stop, tired).click();
  await tired.getByText("STOP", { exact: true }).waitFor();

  await owner.go("optOuts");
  await page.getByRole("row", { name: `+62 812 34${block} 0002` }).waitFor();
  await owner.go("campaigns");
  await page.getByRole("link", { name }).first().click();
  await page.getByRole("link", { name: campaign.report, exact: true }).click();
  await owner.heading(filled(report.of, { name })).waitFor();
  const replied = page.getByRole("table", { name: report.engaged });
  await replied.getByRole("row", { name: "Ayu" }).waitFor();
  await replied.getByRole("row", { name: "José Núñez" }).waitFor();
  expect(visitor.problems).toEqual([]);
  await visitor.leave();
});
