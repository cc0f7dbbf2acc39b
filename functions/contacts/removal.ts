import { invalidField } from "../../core/errors.ts";
import type { ContactList } from "../../core/contact/list.ts";
import { countryFor, parsePhone } from "../../core/contact/phone.ts";
import { CountTally } from "../../core/contact/list-counts.ts";
import { assertNotNeeded } from "../../core/campaign/campaigns-using.ts";
import { getListAndSessionOf, unlessListGone } from "../edge/access.ts";
import { implement } from "./implement.ts";
import type { Services } from "../edge/services.ts";
import { writeDownLeaving } from "../imports/leaving.ts";
import * as routes from "../routes/contacts.ts";
import { maxContactsPerRequest } from "../routes/fields.ts";

/** Several contacts of a list go, or all of them. */

const writesAtOnce = 20;
const contactsAtOnce = 500;
/** An HTTP API waits 30 s at most; what is left then goes at the same call again. */
const removeForMs = 15_000;

export const deleteContacts = implement(routes.deleteContacts)(async (request, services) => {
  const { session: ref, params, query, body, now } = request;
  const { list, session } = await getListAndSessionOf(services, ref, params);
  const inQuery = query.numbers?.split(",").flatMap((number) => (number.trim() === "" ? [] : [number.trim()]));
  const inBody = body !== undefined && "numbers" in body ? body : undefined;
  const asked = [inQuery, inBody?.numbers].filter((one) => one !== undefined);
  const everybody = body !== undefined && "all" in body;
  if (asked.length + (everybody ? 1 : 0) !== 1 || asked[0]?.length === 0) {
    throw invalidField("", body ?? query.numbers, "either {numbers: [...]}, or ?numbers=a,b, or {all: true}");
  }
  if (everybody) {
    if (body.force !== true) await assertNotNeeded(services, list, now);
    const { deleted, isDone } = await unlessListGone(services, list, removeAll(services, list));
    const data = { deleted, notFound: [] };
    if (isDone) return { status: 200, body: { data } };
    return { status: 202, body: { data }, headers: { "retry-after": "1" } };
  }
  const numbers = asked[0] ?? [];
  if (numbers.length > maxContactsPerRequest) {
    throw invalidField("/query/numbers", numbers, `at most ${maxContactsPerRequest} numbers`);
  }
  const country = countryFor(session, inBody?.defaultCountry);
  const data = await unlessListGone(services, list, removeNumbers(services, list, numbers, country, now));
  return { status: 200, body: { data } };
});

type Removing = Pick<Services, "contacts" | "contactWriter" | "formerContacts" | "lists" | "clock">;

async function removeNumbers(
  services: Removing,
  list: ContactList,
  written: readonly string[],
  defaultCountry: string | undefined,
  now: number,
) {
  const { contacts, contactWriter, lists } = services;
  const { tenantId, listId } = list;
  // The same number twice, or written in two ways, goes once and is not missing.
  const read = written.map((one) => {
    const phone = parsePhone(one, defaultCountry, "international");
    return [phone.ok ? phone.number : one, phone.ok] as const;
  });
  const asked = [...new Map(read)];
  const notFound: string[] = [];
  const tally = new CountTally();
  for (let start = 0; start < asked.length; start += writesAtOnce) {
    const some = asked.slice(start, start + writesAtOnce);
    if (list.usedBy !== undefined) {
      const numbers = some.flatMap(([one, isNumber]) => (isNumber ? [one] : []));
      const there = await contacts.findMany(tenantId, listId, numbers);
      await writeDownLeaving(services, list, there.values(), now);
    }
    const remove = async ([one, isNumber]: readonly [string, boolean]) =>
      isNumber ? await contactWriter.remove(tenantId, listId, one) : undefined;
    const gone = await Promise.all(some.map(remove));
    for (const [index, [one]] of some.entries()) {
      const contact = gone[index];
      if (contact === undefined) notFound.push(one);
      else tally.change(contact, undefined);
    }
  }
  await lists.addToCounts(list, tally.counts);
  return { deleted: asked.length - notFound.length, notFound };
}

async function removeAll(services: Removing, list: ContactList) {
  const { contacts, contactWriter, lists, clock } = services;
  const { tenantId, listId } = list;
  const until = clock.now() + removeForMs;
  let deleted = 0;
  let isDone = false;
  const tally = new CountTally();
  while (!isDone && clock.now() < until) {
    const { items, next } = await contacts.page(tenantId, listId, { limit: contactsAtOnce });
    // A campaign may need it since a moment ago.
    await writeDownLeaving(services, (await lists.find(list)) ?? list, items, clock.now());
    await contactWriter.removeMany(
      tenantId,
      listId,
      items.map(({ number }) => number),
    );
    deleted += items.length;
    for (const contact of items) tally.change(contact, undefined);
    isDone = next === undefined;
  }
  if (isDone) await lists.setCounts(list, await contacts.count(list.tenantId, list.listId));
  else await lists.addToCounts(list, tally.counts);
  return { deleted, isDone };
}
