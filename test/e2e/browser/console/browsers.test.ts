import { randomBytes } from "node:crypto";
import { startStack } from "../../../support/stack.ts";
import { Shopkeeper } from "./shopkeeper.ts";
import { openBrowser, visit } from "./visitor.ts";

/** The console over WhatsApp's page in a browser: the page that sends is a real one, only its servers are simulated. */

jest.setTimeout(240_000);

test("a number is linked by its code, and a broadcast arrives", async () => {
  const apiKey = randomBytes(18).toString("base64url");
  const stack = await startStack({ apiKey, engine: "browser-simulator" });
  const browser = await openBrowser();
  try {
    const visitor = await visit(browser, stack.url, { width: 1280, language: "en", key: apiKey });
    const { page } = visitor;
    const owner = new Shopkeeper(page, "en");
    const { campaign, common, compose, message, phone } = owner.words;
    await owner.linkNumber({ label: "Corner shop", number: "628111000555" });
    await owner.makeList("Customers");
    await owner.addContact("0812 3800 0001", "Ayu");
    await owner.go("compose");
    await page.getByRole("combobox", { name: compose.lists }).click();
    await page.getByRole("option", { name: "Customers" }).click();
    await owner.field(message.text).fill("Halo {{ name }}");
    await owner.button(compose.review).click();
    const dialog = page.getByRole("dialog", { name: compose.confirm });
    await owner.button("Send to 1 contact", dialog).click();
    await page.getByText(common.campaignState.completed, { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole("region", { name: campaign.progress }).waitFor();
    const chat = await owner.openPhone("+62 812 3800 0001");
    await chat.getByText("Halo Ayu").waitFor();
    await chat.getByText(phone.state.delivered, { exact: true }).waitFor();
    expect(visitor.problems).toEqual([]);
  } finally {
    await browser.close();
    await stack.end();
  }
});
