import * as stores from "../aws/stores.ts";
import { contactProblem, maxFields, type Contact } from "../core/contact.ts";
import { parsePhone } from "../core/phone.ts";
import { matchesNumber, matchesSearch } from "../core/search.ts";
import { one, remove, update } from "./contact.ts";
import { contactRefusal } from "./contact-refusal.ts";
import { removeMany } from "./contact-removal.ts";
import { contactView, statusesOf } from "./contact-status.ts";
import { getListAndSessionOf, getListOf } from "./edge/access.ts";
import { serve } from "./edge/http.ts";
import { searchPage } from "./edge/pages.ts";
import { implement } from "./edge/request.ts";
import { servicesWith } from "./edge/services.ts";
import { bulk, importErrors, imports, oneImport } from "./imports.ts";
import { exportList } from "./list-export.ts";
import { addContacts, listContacts } from "./routes/contacts.ts";
import { saveContacts, type WrittenRow } from "./save-contacts.ts";

const opened = servicesWith({
  sessions: stores.silentSessions,
  lists: stores.lists,
  contacts: stores.contacts,
  optOuts: stores.silentOptOuts,
  numberChecks: stores.numberChecks,
});

const all = implement(listContacts)(async ({ caller, params, query, after, seal, now }) => {
  const services = await opened();
  const list = await getListOf(services, caller, params);
  const { search, status } = query;
  const statuses = (of: readonly Contact[]) =>
    statusesOf(
      services,
      caller.tenantId,
      of.map(({ number }) => number),
      now,
    );
  const { items, next } = await searchPage(
    (page) => services.contacts.page(caller.tenantId, list.listId, page),
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
  const total = search === undefined && status === undefined ? { total: list.contactCount } : {};
  return {
    status: 200,
    body: {
      data: items.map((contact) => contactView(contact, statusOf(contact.number))),
      pagination: { limit: query.limit, nextCursor: seal(next), ...total },
    },
  };
});

const add = implement(addContacts)(async ({ caller, params, body, now }) => {
  const services = await opened();
  const { list, session } = await getListAndSessionOf(services, caller, params);
  const country = body.defaultCountry ?? session.defaultCountry;
  const written = "contacts" in body ? body.contacts : [body];
  const rows = new Map<string, WrittenRow>();
  const invalid: { index: number; number: string; reason: string }[] = [];
  let duplicates = 0;
  for (const [index, { number, name, fields = {} }] of written.entries()) {
    const phone = parsePhone(number, country);
    const row = {
      number: phone.ok ? phone.number : number,
      ...(name === undefined || name === "" ? {} : { name }),
      fields,
    };
    const wanted = phone.ok ? contactProblem(row) : phone.wanted;
    if (wanted !== undefined) invalid.push({ index, number, reason: `wanted ${wanted}` });
    else if (rows.has(row.number)) duplicates += 1;
    else rows.set(row.number, { index, written: number, row });
  }
  const [refused] = invalid;
  if (!("contacts" in body) && refused !== undefined)
    throw contactRefusal(body, refused.reason.replace(/^wanted /, ""));
  const { added, updated, overfull } = await saveContacts(services.contacts, list, [...rows.values()], now);
  for (const { index, written: number } of overfull) {
    invalid.push({ index, number, reason: `wanted at most ${maxFields} fields together with those that are there` });
  }
  await services.lists.addToCount(list, added);
  return { status: 200, body: { data: { added, updated, duplicates, invalid } } };
});

export const handler = serve([
  all,
  add,
  one,
  update,
  remove,
  removeMany,
  bulk,
  imports,
  oneImport,
  importErrors,
  exportList,
]);
