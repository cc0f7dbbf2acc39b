import { processingTime } from "../../../aws/processing-time.ts";
import type { CampaignBody } from "../../../core/campaign/campaign.ts";
import { firstCharacters } from "../../../core/characters.ts";
import { defined } from "../../../core/defined.ts";
import { NamedError } from "../../../core/errors.ts";
import { lackingVariables, nearestFirst, type Lacking } from "../../../core/campaign/plan/lacking-variables.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import { CountTally, type ContactCounts } from "../../../core/contact/list-counts.ts";
import { RenderTime } from "../../../core/content/render-time.ts";
import { isTemplateProblem, parseTemplate, type ParsedTemplate } from "../../../core/content/template.ts";
import type { Services } from "../../edge/services.ts";

/** A broadcast's variables beside what its contacts have, known before the first message. */

/** Read of all lists together, where their counts do not say enough. */
const contactsToBeSure = 1_000;

/**
 * The variables that some of the contacts lack, by the counts that the lists keep: it costs the same for a list of any size. Of a
 * list without counts, and where by the counts no contact has a variable, the first contacts are read.
 *
 * @param pointer the field that the text came in; absent: nothing is refused
 * @throws NamedError UNKNOWN_VARIABLE for what no contact has
 */
export async function lackedVariables(
  { contacts }: Pick<Services, "contacts">,
  { text, variables }: Pick<CampaignBody, "text" | "variables">,
  lists: readonly ContactList[],
  pointer: string | undefined,
): Promise<readonly Lacking[]> {
  const template = parseTemplate(text);
  if (isTemplateProblem(template) || template.variables.length === 0) return [];
  const time = new RenderTime(processingTime);
  const share = Math.ceil(contactsToBeSure / Math.max(1, lists.length));
  const readFirst = async ({ tenantId, listId }: ContactList): Promise<ContactCounts> => {
    const tally = new CountTally();
    let after: string | undefined;
    do {
      const limit = share - tally.counts.contacts;
      const page = await contacts.page(tenantId, listId, { limit, ...defined({ after }) });
      for (const contact of page.items) tally.change(undefined, contact);
      after = page.next;
    } while (after !== undefined && tally.counts.contacts < share);
    return tally.counts;
  };
  const kept = await Promise.all(lists.map(async (list) => keptCounts(list) ?? (await readFirst(list))));
  let counts = sumOf(kept);
  let lacked = lackingVariables(template, variables, counts, time);
  const isSure = lacked.every(({ have }) => have > 0) || lists.every((list) => keptCounts(list) === undefined);
  if (!isSure) {
    const seen = await Promise.all(lists.map(readFirst));
    counts = sumOf(kept.map((one, index) => atLeast(one, seen[index] ?? noCounts)));
    lacked = lackingVariables(template, variables, counts, time);
  }
  const unknown = lacked.filter(({ have }) => have === 0).map(({ variable }) => variable);
  if (pointer === undefined || unknown.length === 0) return lacked;
  throw unknownVariables(template, unknown, counts, pointer);
}

const noCounts: ContactCounts = { contacts: 0, fields: {} };

const keptCounts = ({ contactCount, fieldCounts }: ContactList): ContactCounts | undefined =>
  fieldCounts === undefined ? undefined : { contacts: contactCount, fields: fieldCounts };

const namesIn = (some: readonly ContactCounts[]): string[] => [
  ...new Set(some.flatMap(({ fields }) => Object.keys(fields))),
];

function merged(some: readonly ContactCounts[], merge: (counts: readonly number[]) => number): ContactCounts {
  const own = ({ fields }: ContactCounts, name: string) => (Object.hasOwn(fields, name) ? (fields[name] ?? 0) : 0);
  return {
    contacts: merge(some.map(({ contacts }) => contacts)),
    fields: Object.fromEntries(namesIn(some).map((name) => [name, merge(some.map((one) => own(one, name)))])),
  };
}

/** A count that went below nothing is off. */
const sumOf = (some: readonly ContactCounts[]): ContactCounts =>
  merged(some, (counts) => counts.reduce((sum, count) => sum + Math.max(0, count), 0));

/** Kept counts may be off; what was read is there. */
const atLeast = (kept: ContactCounts, seen: ContactCounts): ContactCounts =>
  merged([kept, seen], (counts) => Math.max(...counts));

const mostNamed = 20;
const mostSaid = 5;

function unknownVariables(
  template: ParsedTemplate,
  unknown: readonly string[],
  { fields }: ContactCounts,
  pointer: string,
): NamedError {
  const names = [...new Set([...Object.keys(fields).filter((name) => (fields[name] ?? 0) > 0), "number"])];
  const told = unknown.map((variable) => {
    const known = nearestFirst(variable, names).slice(0, mostNamed);
    return { variable: firstCharacters(variable, 80), ...template.placeOf(variable), known };
  });
  const [first = { variable: "", line: 1, column: 1, known: [] }] = told;
  return new NamedError("UNKNOWN_VARIABLE", `no contact has ${first.variable}`, {
    facts: { ...first, known: first.known.slice(0, mostSaid).join(", ") },
    members: { ...first, unknown: told.map(({ variable }) => variable) },
    details: told.map(({ variable, line, column, known }) => ({
      pointer,
      came: `${variable} at line ${line}, column ${column}, which no contact of the lists has`,
      wanted: `one of ${known.slice(0, mostSaid).join(", ")}; or a default, as {{ ${variable} | default: "..." }}`,
    })),
  });
}
