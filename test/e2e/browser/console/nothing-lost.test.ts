import { randomBytes } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { startStack, type Stack } from "../../../support/stack.ts";
import { Client, type PageOf } from "../../client.ts";
import * as person from "../../steps.ts";
import { Shopkeeper } from "./shopkeeper.ts";
import { openBrowser, visit, type Visitor } from "./visitor.ts";
import { filled } from "./words.ts";

/** What a person typed and has survives what goes wrong, and a slip of the finger. */

jest.setTimeout(180_000);

const apiKey = randomBytes(18).toString("base64url");
const base = person.broadcastOf("shop");
const list = "Pelanggan";
let stack: Stack;
let browser: Browser;
let client: Client;
let visitor: Visitor;
let page: Page;
let owner: Shopkeeper;
beforeAll(async () => {
  stack = await startStack({ apiKey });
  client = new Client(stack.url, apiKey);
  await client.send("PUT", "/_simulator/behaviour", { json: { acceptMs: 0, deliverMs: 0, readMs: null } });
  await client.post("/api/whatsapp/sessions", { sessionId: "shop", label: "Corner shop" });
  await person.link(client, "shop", "628111000666");
  await person.aList(client, "shop", list, person.numbersOf(9, 3));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stack.end();
});
beforeEach(async () => {
  visitor = await visit(browser, stack.url, { width: 1280, language: "en", key: apiKey });
  page = visitor.page;
  owner = new Shopkeeper(page, "en");
  await owner.heading(owner.words.common.nav.home).waitFor();
});
afterEach(async () => {
  await visitor.leave();
});

test("a broadcast that was written survives a reload and a send that fails, and is then sent once", async () => {
  const { common, compose, message } = owner.words;
  const text = "Promo *besar* untuk {{ name }}";
  const isThere = async (): Promise<void> => {
    await page
      .getByRole("region", { name: message.phone, exact: true })
      .getByText("Promo besar untuk Nama 0")
      .waitFor();
    expect(await owner.field(message.text).inputValue()).toBe(text);
    expect(await owner.field(compose.name).inputValue()).toBe("Akhir tahun");
  };
  await owner.go("compose");
  await page.getByRole("combobox", { name: compose.lists }).click();
  await page.getByRole("option", { name: list }).click();
  await owner.field(message.text).fill(text);
  await owner.field(compose.name).fill("Akhir tahun");
  await page.reload();
  await isThere();

  // It arrives, but the answer is lost on the way back.
  const sending = `**${base}/send`;
  await page.route(sending, async (route) => {
    // The check of the audience asks there, too.
    const request = route.request();
    if (`${request.url()} ${request.postData() ?? ""}`.includes("dryRun")) {
      await route.continue();
      return;
    }
    await route.fetch();
    await route.abort();
  });
  await owner.send(3);
  const dialog = page.getByRole("dialog", { name: compose.confirm });
  await dialog.getByRole("alert").getByText(common.failed.network).waitFor();
  await dialog.getByText(compose.sameKey).waitFor();
  await page.reload();
  await isThere();
  await page.unroute(sending);
  await owner.send(3);
  await owner.heading("Akhir tahun").waitFor();
  const { data } = await client.get<PageOf<{ readonly name: string }>>(`${base}/campaigns`);
  expect(data.map(({ name }) => name)).toEqual(["Akhir tahun"]);
  await owner.go("compose");
  await owner.field(message.text).waitFor();
  expect(await owner.field(message.text).inputValue()).toBe("");
});

test("what the API refuses stands beside its field, with all that was typed", async () => {
  const { lists, common } = owner.words;
  await owner.go("lists");
  await owner.button(lists.lists.new).first().click();
  const dialog = page.getByRole("dialog", { name: lists.lists.newTitle });
  await owner.field(lists.lists.name, dialog).fill(list);
  await owner.field(lists.lists.description, dialog).fill("Dari kasir");
  await owner.button(common.action.create, dialog).click();
  await dialog.getByText(/already/i).waitFor();
  const kept = [owner.field(lists.lists.name, dialog), owner.field(lists.lists.description, dialog)];
  expect(await Promise.all(kept.map((field) => field.inputValue()))).toEqual([list, "Dari kasir"]);
});

test("a lost connection is said on each page, and gone when it is there again", async () => {
  const { common } = owner.words;
  const banner = page.getByRole("status").filter({ hasText: common.lost });
  const row = page.getByRole("link", { name: list, exact: true });
  await owner.go("lists");
  await row.waitFor();
  await owner.go("sessions");
  await owner.heading(common.nav.sessions).waitFor();
  await page.context().setOffline(true);
  await banner.waitFor();
  await owner.go("lists");
  await page.getByRole("alert").waitFor();
  expect(await banner.count()).toBe(1);
  await page.context().setOffline(false);
  await banner.waitFor({ state: "detached" });
  await row.waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("a dialog is looked at when it is wholly there, however late its frames come", async () => {
  const { lists } = owner.words;
  await owner.go("lists");
  await page.evaluate(
    `{ const draw = requestAnimationFrame; requestAnimationFrame = (frame) => setTimeout(draw, 100, frame); }`,
  );
  await owner.button(lists.lists.new).first().click();
  const dialog = page.getByRole("dialog", { name: lists.lists.newTitle });
  await owner.field(lists.lists.name, dialog).waitFor();
  await visitor.stillness();
  expect(await page.evaluate(`getComputedStyle(document.querySelector("[role=dialog]")).opacity`)).toBe("1");
});

test("what a contact lacks is told before anything is sent, and a word for it is typed where it is told", async () => {
  const { common, compose, message } = owner.words;
  const [known, ...others] = person.numbersOf(7, 3);
  const listId = await person.aList(client, "shop", "Langganan", others);
  await client.post(`${base}/lists/${listId}/contacts`, { number: known, fields: { kota: "Bandung" } });
  await visitor.goTo(`/s/shop/compose?list=${listId}`);
  await owner.field(message.text).fill("Halo, apa kabar {{ kota }}?");
  await owner.button(compose.review).click();
  const dialog = page.getByRole("dialog", { name: compose.confirm });
  await dialog.getByText(compose.missingHint).waitFor();
  const lacking = owner.field(filled(compose.missingOf_other, { written: 2, variable: "kota" }), dialog);
  await lacking.pressSequentially("Anda");
  expect(await lacking.inputValue()).toBe("Anda");
  expect(await visitor.violations()).toEqual([]);
  await owner.button(compose.checkAgain, dialog).click();
  await owner.button(filled(compose.send_other, { written: 3 }), dialog).waitFor();
  expect(await dialog.getByText(compose.missingHint).count()).toBe(0);
  await owner.button(common.action.cancel, dialog).click();
});

test("what goes is named before it goes", async () => {
  const { campaign, common, lists, sessions } = owner.words;
  const listId = await person.aList(client, "shop", "Grosir", person.numbersOf(8, 3));
  const sent = { listId, message: "x", gapMs: 60_000, name: "Promo grosir" };
  const { campaignId } = await person.launch(client, "shop", sent);
  const asks = async (button: string, dialogName: string, sentence: string | RegExp): Promise<void> => {
    await owner.button(button).click();
    const dialog = page.getByRole("dialog", { name: dialogName });
    await dialog.getByText(sentence).waitFor();
    expect(await visitor.violations()).toEqual([]);
    await owner.button(common.action.cancel, dialog).click();
    await dialog.waitFor({ state: "detached" });
  };
  const left = /“Promo grosir” is stopped for good. [23] contacts get no message by it./;
  await visitor.goTo(`/s/shop/campaigns/${campaignId}`);
  await asks(campaign.stop, campaign.stopTitle, left);
  await owner.go("lists");
  const question = filled(lists.lists.deleteQuestion_other, { name: "Grosir", total: 3 });
  await asks(filled(lists.lists.deleteOf, { name: "Grosir" }), lists.lists.deleteTitle, question);
  await visitor.goTo("/sessions/shop");
  const title = filled(sessions.deleteTitle, { name: "Corner shop" });
  await asks(sessions.delete, title, sessions.deleteQuestion);
  expect(await person.campaignOf(client, "shop", campaignId)).toMatchObject({ status: "running" });
});

test("settings that are saved leave what others set meanwhile, and a number without a timezone is offered the device's", async () => {
  const { common, sessions } = owner.words;
  const settings = "/api/whatsapp/sessions/shop";
  await visitor.goTo("/sessions/shop");
  await page.getByText(sessions.form.timezoneUnset).waitFor();
  await page.getByRole("link", { name: sessions.settings }).first().click();
  await owner.button(filled(sessions.form.timezoneTake, { zone: "WIB" })).click();
  await owner.field(sessions.form.perDay).fill("500");
  await client.send("PATCH", settings, { json: { dailyCap: 40, pacing: { minGapMs: 9_000 } } });
  await page.reload();
  await page.getByRole("combobox", { name: sessions.form.timezone }).waitFor();
  await client.send("PATCH", settings, { json: { dailyCap: 50, pacing: { minGapMs: 8_000 } } });
  await owner.button(common.action.save).click();
  await owner.heading("Corner shop").waitFor();
  expect(await client.get(settings)).toMatchObject({
    data: { timezone: "Asia/Jakarta", dailyCap: 50, pacing: { minGapMs: 8_000, perDay: 500 } },
  });
});

test("a contact that is saved keeps what others set meanwhile, and what was typed and left stands over nothing", async () => {
  const { common, lists } = owner.words;
  const [number = ""] = person.numbersOf(6, 1);
  const listId = await person.aList(client, "shop", "Kota", [number]);
  const at = `${base}/lists/${listId}/contacts/${number}`;
  const set = (fields: object) => client.send("PUT", at, { json: { fields } });
  const dialog = page.getByRole("dialog", { name: lists.form.changeTitle });
  const isShown = async (name: string, value: string): Promise<void> => {
    const field = owner.field(name, dialog);
    await field.waitFor();
    expect(await field.inputValue()).toBe(value);
  };
  await set({ kota: "Bandung", kelas: "A" });
  await visitor.goTo(`/s/shop/lists/${listId}`);
  await visitor.goTo(`/s/shop/lists/${listId}?contact=${number}`);
  await owner.field("kota", dialog).fill("Bogor");
  await page.goBack();
  await dialog.waitFor({ state: "detached" });
  await page.goForward();
  await isShown("kota", "Bandung");

  await owner.field("kota", dialog).fill("Jakarta");
  await set({ kota: "Bandung", kelas: "B", kasir: "Sari" });
  await page.reload();
  await isShown("kota", "Jakarta");
  await owner.button(common.action.save, dialog).click();
  await dialog.waitFor({ state: "detached" });
  expect(await client.get(at)).toMatchObject({ data: { fields: { kota: "Jakarta", kelas: "B", kasir: "Sari" } } });
});

test("a template that was saved meanwhile is not overwritten, also after a reload", async () => {
  const { common, message, templates } = owner.words;
  const path = `${base}/templates`;
  const made = await client.post<{ readonly data: { readonly templateId: string } }>(path, {
    name: "Sapa",
    body: "Halo",
  });
  const at = `${path}/${made.data.templateId}`;
  await visitor.goTo(`/s/shop/templates/${made.data.templateId}`);
  await owner.field(message.text).fill("Halo semua");
  await client.send("PUT", at, { json: { body: "Hai" } });
  await page.reload();
  await owner.field(message.text).waitFor();
  expect(await owner.field(message.text).inputValue()).toBe("Halo semua");
  await owner.button(common.action.save).click();
  await page.getByRole("alert").getByText(templates.meanwhile).waitFor();
  expect(await client.get(at)).toMatchObject({ data: { body: "Hai" } });
});
