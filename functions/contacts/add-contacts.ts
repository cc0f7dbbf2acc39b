import { shortened } from "../../core/characters.ts";
import { contactProblem, maxFields, type ContactRow } from "../../core/contact/contact.ts";
import { NamedError } from "../../core/errors.ts";
import { countryFor, parsePhone } from "../../core/contact/phone.ts";
import { contactRefusal } from "../../core/contact/contact-refusal.ts";
import { getListAndSessionOf, unlessListGone } from "../edge/access.ts";
import type { ApiRequest } from "../edge/request.ts";
import { implement } from "./implement.ts";
import type { Services } from "../edge/services.ts";
import { check } from "../edge/validate.ts";
import { writtenContact, type WrittenContact } from "../routes/contact-fields.ts";
import * as routes from "../routes/contacts.ts";
import { saveContacts, type WrittenRow } from "./save-contacts.ts";

/** One contact, or a batch of which the good ones are kept and the bad ones listed. */

async function save(
  services: Pick<Services, "sessions" | "lists" | "contacts" | "contactWriter" | "clock">,
  { session: ref, params, body, now, ulid, detail }: ApiRequest<typeof routes.addContacts>,
) {
  const { list, session } = await getListAndSessionOf(services, ref, params);
  const country = countryFor(session, body.defaultCountry);
  const isBatch = "contacts" in body;
  const rows = new Map<string, WrittenRow>();
  const invalid: { index: number; number: string; reason: string }[] = [];
  let duplicates = 0;
  for (const [index, entry] of (isBatch ? body.contacts : [body]).entries()) {
    const read = isBatch ? entryOf(entry, country, detail) : rowOf(body, country);
    if (!read.ok) invalid.push({ index, number: read.number, reason: read.reason });
    else if (rows.has(read.row.number)) duplicates += 1;
    else rows.set(read.row.number, { index, written: read.written, row: read.row });
  }
  const [refused] = invalid;
  if (!isBatch && refused !== undefined) throw contactRefusal(body, refused.reason.replace(/^wanted /, ""));
  const { added, updated, difference, overfull } = await saveContacts(
    { ...services, random: Math.random },
    list,
    [...rows.values()],
    { now, ulid },
  );
  for (const { index, written: number } of overfull) {
    const reason = detail(`wanted at most ${maxFields} fields together with those that are there`);
    invalid.push({ index, number, reason });
  }
  return { list, difference, data: { added, updated, duplicates, invalid } };
}

export const addContacts = implement(routes.addContacts)(
  async (request, services) => {
    const { list, difference, data } = await save(services, request);
    await unlessListGone(services, list, services.lists.addToCounts(list, difference));
    return { status: 200, body: { data } };
  },
  // Contacts that the earlier try saved count as they did then; whether the list's counts had them can't be known.
  async (request, services) => {
    const { list, data } = await save(services, request);
    const counts = await services.contacts.count(list.tenantId, list.listId);
    await unlessListGone(services, list, services.lists.setCounts(list, counts));
    return { status: 200, body: { data } };
  },
);

type ReadEntry =
  | { readonly ok: true; readonly written: string; readonly row: ContactRow }
  | { readonly ok: false; readonly number: string; readonly reason: string };

type Detail = ApiRequest["detail"];

/** An entry of a batch may be anything at all. Why it is no contact is said in the caller's language. */
function entryOf(entry: unknown, country: string | undefined, detail: Detail): ReadEntry {
  try {
    const read = rowOf(check(writtenContact, entry, ""), country);
    return read.ok ? read : { ...read, reason: detail(read.reason) };
  } catch (error) {
    if (!(error instanceof NamedError)) throw error;
    const reasons = error.details.map(({ pointer, came, wanted }) =>
      pointer === ""
        ? detail("wanted {wanted}, came {came}", { wanted, came })
        : detail("wanted {wanted} as {field}, came {came}", { wanted, came, field: pointer.slice(1) }),
    );
    return { ok: false, number: numberAsCame(entry), reason: reasons.join("; ") };
  }
}

function rowOf({ number: written, name, fields = {} }: WrittenContact, country: string | undefined): ReadEntry {
  const phone = parsePhone(written, country);
  if (!phone.ok) return { ok: false, number: asTold(written), reason: `wanted ${phone.wanted}` };
  const row = { number: phone.number, ...(name === undefined || name === "" ? {} : { name }), fields };
  const wanted = contactProblem(row);
  return wanted === undefined
    ? { ok: true, written, row }
    : { ok: false, number: asTold(written), reason: `wanted ${wanted}` };
}

/** What stands where a number should, as a text; empty where there is nothing. */
function numberAsCame(entry: unknown): string {
  const number: unknown = typeof entry === "object" && entry !== null && "number" in entry ? entry.number : undefined;
  if (number === undefined) return "";
  return asTold(typeof number === "string" ? number : JSON.stringify(number));
}

const mostTold = 200;
const asTold = (text: string): string => shortened(text, mostTold).toWellFormed();
