import type { Contact } from "../../core/contact/contact.ts";
import { csvLine } from "../../core/import/csv-export.ts";
import { parsePhone } from "../../core/contact/phone.ts";
import type { ContactReader } from "../../core/contact/contact-ports.ts";
import { everyPage, type Page } from "../../core/pages.ts";
import type { ExportListJob } from "../../core/jobs.ts";
import type { Services } from "../edge/services.ts";
import { ExportTooLong, writeExport, type ExportedCsv } from "./export-answer.ts";

/** A list as CSV, in the columns that an import reads: number, name, and every field that any contact has. */

const contactsAtOnce = 1_000;
/** Characters of contacts kept from the first reading, so that a small list is read once. */
const keptCharacters = 8 * 1024 * 1024;

/** Digits alone where an import reads them as this very number; with a `+` where it would refuse them. */
const numberCell = (number: string, defaultCountry: string | undefined): string => {
  const read = parsePhone(number, defaultCountry);
  return read.ok && read.number === number ? number : `+${number}`;
};

/**
 * Lines in number order, a page of contacts at a time. Reads the list twice when it is large: what columns there are is
 * known at its end.
 */
export const listExport = (
  { contacts }: { readonly contacts: Pick<ContactReader, "page"> },
  { tenantId, listId, defaultCountry }: Pick<ExportListJob, "tenantId" | "listId" | "defaultCountry">,
  bom: boolean,
): ExportedCsv => ({
  tenantId,
  name: listId,
  bom,
  lines: async function* (mayGoOn = () => true) {
    const pages = () =>
      everyPage(contactsAtOnce, (query) => {
        if (!mayGoOn()) throw new ExportTooLong("the list is too large to be read in this time");
        return contacts.page(tenantId, listId, query);
      });
    const names = new Set<string>();
    const kept: Page<Contact>[] = [];
    let characters = 0;
    for await (const page of pages()) {
      for (const { fields } of page.items) {
        for (const [name, value] of Object.entries(fields)) {
          if (value !== "") names.add(name);
          characters += name.length + value.length;
        }
        characters += 100;
      }
      if (characters <= keptCharacters) kept.push(page);
      else kept.length = 0;
    }
    const columns = [...names].sort();
    const line = ({ number, name, fields }: Contact) =>
      csvLine([numberCell(number, defaultCountry), name, ...columns.map((column) => fields[column])]);
    yield csvLine(["number", "name", ...columns]);
    for await (const page of characters <= keptCharacters ? kept : pages()) yield page.items.map(line).join("");
  },
});

/** By the job, for a file that is too large for one request. What is gone by now needs none. */
export async function writeListExport(
  services: Pick<Services, "lists" | "contacts" | "files">,
  job: ExportListJob,
): Promise<void> {
  if ((await services.lists.find(job)) === undefined) return;
  await writeExport(services, listExport(services, job, job.bom));
}
