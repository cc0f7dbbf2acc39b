import type { Locator, Page } from "playwright-core";
import { filled, wordsIn, type Words } from "./words.ts";

/** What a shop's owner does at the console, by what stands on its buttons and beside its fields. */

interface Shop {
  readonly label: string;
  /** Of the phone that the shop is linked to. */
  readonly number: string;
}

export class Shopkeeper {
  readonly page: Page;
  readonly words: Words;

  constructor(page: Page, language: "id" | "en") {
    this.page = page;
    this.words = wordsIn(language);
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { level: 1, name, exact: true });
  }

  button(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole("button", { name, exact: true });
  }

  field(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole("textbox", { name, exact: true });
  }

  /** By the navigation, which on a phone is behind a button. */
  async go(to: keyof Words["common"]["nav"]): Promise<void> {
    const { nav } = this.words.common;
    const link = this.page
      .getByRole("navigation", { name: nav.pages })
      .getByRole("link", { name: nav[to], exact: true });
    const menu = this.button(nav.menu);
    if (await menu.isVisible()) await menu.click();
    await link.click();
  }

  /** Adds a number, whose code a phone of the simulated network scans. */
  async linkNumber({ label, number }: Shop): Promise<void> {
    const { sessions, common } = this.words;
    await this.go("sessions");
    await this.button(sessions.add).first().click();
    const dialog = this.page.getByRole("dialog", { name: sessions.add });
    await this.field(sessions.label, dialog).fill(label);
    await this.button(sessions.create, dialog).click();
    await this.heading(label).waitFor();
    await this.field(sessions.link.simulatedPhone).fill(number);
    await this.button(sessions.link.simulatedScan).click();
    await this.page.getByText(sessions.advice.ready).waitFor({ timeout: 60_000 });
    await this.page.getByText(common.sessionState.ready, { exact: true }).first().waitFor();
  }

  async makeList(name: string): Promise<void> {
    const { lists, common } = this.words;
    await this.go("lists");
    await this.button(lists.lists.new).first().click();
    const dialog = this.page.getByRole("dialog", { name: lists.lists.newTitle });
    await this.field(lists.lists.name, dialog).fill(name);
    await this.button(common.action.create, dialog).click();
    await this.heading(name).waitFor();
  }

  async addContact(number: string, name: string): Promise<void> {
    const { lists, common } = this.words;
    await this.button(lists.contacts.add).click();
    const dialog = this.page.getByRole("dialog", { name: lists.form.addTitle });
    await this.field(lists.contacts.number, dialog).fill(number);
    await this.field(lists.contacts.name, dialog).fill(name);
    await this.button(common.action.add, dialog).click();
    await this.page.getByRole("row", { name }).waitFor();
  }

  /** Opens the import of the list on show with a file, up to what was read of it. */
  async chooseFile(file: { readonly name: string; readonly buffer: Buffer }): Promise<void> {
    const { imports, lists } = this.words;
    await this.page.getByRole("link", { name: lists.contacts.import, exact: true }).click();
    await this.page.getByLabel(imports.drop.file, { exact: true }).setInputFiles({ ...file, mimeType: "text/csv" });
    await this.page.getByRole("heading", { name: imports.check.title, exact: true }).waitFor();
  }

  /** Says by hand what a column of the file is. */
  async mapColumn(column: string, use: "number" | "name" | "field" | "leftOut"): Promise<void> {
    const { columns } = this.words.imports;
    await this.page.getByRole("combobox", { name: filled(columns.useOf, { column }), exact: true }).click();
    await this.page.getByRole("option", { name: columns[use], exact: true }).click();
  }

  /** Sends what is written, to so many contacts, after a last look. */
  async send(contacts: number): Promise<void> {
    const { compose } = this.words;
    await this.button(compose.review).click();
    const dialog = this.page.getByRole("dialog", { name: compose.confirm });
    await this.button(filled(compose.send_other, { written: contacts }), dialog).click();
  }

  /** Opens the chat of one of the phones that got something. */
  async openPhone(number: string): Promise<Locator> {
    const { phone } = this.words;
    await this.go("phone");
    await this.page.getByRole("link", { name: number }).click();
    return this.page.getByRole("region", { name: filled(phone.chat, { number }) });
  }
}
