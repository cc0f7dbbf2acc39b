import type { Contact } from "../../core/contact/contact.ts";
import { matchesNumber, matchesSearch } from "../../core/contact/search.ts";
import { addContacts } from "./add-contacts.ts";
import { getContact, deleteContact, updateContact } from "./contact.ts";
import { deleteContacts } from "./removal.ts";
import { contactView, statusesOf } from "./status.ts";
import { getListOf } from "../edge/access.ts";
import { serve } from "../edge/http.ts";
import { searchPage } from "../edge/pages.ts";
import { implement } from "./implement.ts";
import { importContacts, getImportErrors, listImports, getImport } from "../imports/imports.ts";
import { exportContacts } from "../exports/list-export.ts";
import * as routes from "../routes/contacts.ts";

const listContacts = implement(routes.listContacts)(async (request, services) => {
  const { caller, session: ref, params, query, after, page, now } = request;
  const list = await getListOf(services, ref, params);
  const { search, status } = query;
  const statuses = (of: readonly Contact[]) =>
    statusesOf(
      services,
      caller.tenantId,
      of.map(({ number }) => number),
      now,
    );
  const { items, next } = await searchPage(
    (part) => services.contacts.page(caller.tenantId, list.listId, part),
    ({ number }) => number,
    search === undefined
      ? undefined
      : ({ number, name, fields }) =>
          matchesSearch(search, [number, name, ...Object.values(fields)]) || matchesNumber(search, number),
    { limit: query.limit, after },
    status === undefined
      ? undefined
      : async (rows) => {
          const statusOf = await statuses(rows);
          return rows.filter(({ number }) => statusOf(number) === status);
        },
  );
  const statusOf = await statuses(items);
  const data = items.map((contact) => contactView(contact, statusOf(contact.number)));
  return page(data, next, search === undefined && status === undefined ? list.contactCount : undefined);
});

export const handler = serve([
  listContacts,
  addContacts,
  getContact,
  updateContact,
  deleteContact,
  deleteContacts,
  importContacts,
  listImports,
  getImport,
  getImportErrors,
  exportContacts,
]);
