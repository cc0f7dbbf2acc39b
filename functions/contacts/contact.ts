import { changeContact, contactProblem, type Contact, type ContactChanges } from "../../core/contact/contact.ts";
import { contactRefusal } from "../../core/contact/contact-refusal.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import { countsBetween } from "../../core/contact/list-counts.ts";
import type { ListRef } from "../../core/refs.ts";
import { countryFor } from "../../core/contact/phone.ts";
import { wasWritten } from "../../core/refused.ts";
import type { Session } from "../../core/session/session.ts";
import { historyOf } from "./history.ts";
import { contactView, statusesOf } from "./status.ts";
import { getListAndSessionOf, unlessListGone } from "../edge/access.ts";
import { implement } from "./implement.ts";
import type { Services } from "../edge/services.ts";
import { numberIn } from "../edge/written-number.ts";
import { writeDownLeaving } from "../imports/leaving.ts";
import * as routes from "../routes/contacts.ts";

/** One contact of a list. */

/** Digits of our own answers are international, and so are they here. */
const numberInPath = (written: string, session: Session) => numberIn(written, "/path/number", countryFor(session));

const notThere = (number: string, cause?: unknown) =>
  new NamedError("CONTACT_NOT_FOUND", `no contact ${number}`, { cause });

/** @throws NamedError CONTACT_NOT_FOUND */
async function getContactOf(
  { contacts }: Pick<Services, "contacts">,
  { tenantId, listId }: ListRef,
  number: string,
): Promise<Contact> {
  const contact = await contacts.find(tenantId, listId, number);
  if (contact === undefined) throw notThere(number);
  return contact;
}

export const getContact = implement(routes.getContact)(async ({ session: ref, params, now }, services) => {
  const { list, session } = await getListAndSessionOf(services, ref, params);
  const contact = await getContactOf(services, list, numberInPath(params.number, session));
  const [statusOf, history] = await Promise.all([
    statusesOf(services, list.tenantId, [contact.number], now),
    historyOf(services, list, contact.number),
  ]);
  return { status: 200, body: { data: { ...contactView(contact, statusOf(contact.number)), history } } };
});

export const updateContact = implement(routes.updateContact)(async ({ session: ref, params, body, now }, services) => {
  const { list, session } = await getListAndSessionOf(services, ref, params);
  const changes: ContactChanges = {
    ...(body.name === undefined ? {} : { name: body.name === "" ? null : body.name }),
    ...defined({ fields: body.fields }),
  };
  const written = { ...(changes.name == null ? {} : { name: changes.name }), fields: changes.fields ?? {} };
  const wanted = contactProblem(written);
  if (wanted !== undefined) throw contactRefusal({ number: params.number, ...written }, wanted);
  const { seen, changed: contact } = await change(services, list, numberInPath(params.number, session), changes, now);
  await unlessListGone(services, list, services.lists.addToCounts(list, countsBetween(seen, contact)));
  const statusOf = await statusesOf(services, list.tenantId, [contact.number], now);
  return { status: 200, body: { data: contactView(contact, statusOf(contact.number)) } };
});

/** @throws NamedError CONTACT_NOT_FOUND */
async function change(
  services: Pick<Services, "contacts" | "contactWriter">,
  list: ListRef,
  number: string,
  changes: ContactChanges,
  now: number,
): Promise<{ readonly seen: Contact; readonly changed: Contact }> {
  for (;;) {
    const seen = await getContactOf(services, list, number);
    const changed = changeContact(seen, changes, now);
    // Refused when the contact was written meanwhile: then the change is made to what was written.
    if (await wasWritten(services.contactWriter.save(changed, seen))) return { seen, changed };
  }
}

export const deleteContact = implement(routes.deleteContact)(async ({ session: ref, params, now }, services) => {
  const { list, session } = await getListAndSessionOf(services, ref, params);
  const number = numberInPath(params.number, session);
  const { tenantId, listId } = list;
  const there = list.usedBy === undefined ? undefined : await services.contacts.find(tenantId, listId, number);
  if (there !== undefined) await writeDownLeaving(services, list, [there], now);
  const contact = await services.contactWriter.remove(tenantId, listId, number);
  if (contact === undefined) throw notThere(number);
  await unlessListGone(services, list, services.lists.addToCounts(list, countsBetween(contact, undefined)));
  return { status: 200, body: { data: { number, deleted: 1 } } };
});
