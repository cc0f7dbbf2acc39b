import type { Campaign } from "../../../core/campaign/campaign.ts";
import { NamedError } from "../../../core/errors.ts";
import type { ContactList } from "../../../core/contact/list.ts";
import type { SessionRef } from "../../../core/refs.ts";
import type { ApiRequest } from "../../edge/request.ts";
import type * as routes from "../../routes/campaigns.ts";
import { audienceTotal, untilRowsInHandAreIn } from "./audience-total.ts";
import type { Services } from "../../edge/services.ts";
import { assertNoneGoes, importsInto, type ListImports } from "./list-imports.ts";
import type { Warning } from "../../edge/warnings.ts";

/** The audience of a campaign, as far as it is known at once. */

export interface NamedLists {
  readonly listIds: readonly string[];
  readonly excludeListIds: readonly string[];
}

/** The lists that a request names, each once. @param otherwise where it names none */
export const namedLists = (
  { listIds, listId, excludeListIds }: WrittenLists,
  otherwise: NamedLists = { listIds: [], excludeListIds: [] },
): NamedLists => ({
  listIds: [...new Set(listIds ?? (listId === undefined ? otherwise.listIds : [listId]))],
  excludeListIds: [...new Set(excludeListIds ?? otherwise.excludeListIds)],
});

type WrittenLists = Pick<ApiRequest<typeof routes.changeCampaign>["body"], "listIds" | "listId" | "excludeListIds">;

export interface AudienceAsked {
  /** `now`: a list that an import is still filling is refused; `later`: the start will wait for it. */
  readonly sends: "now" | "later";
  /** Only the contacts that are there are meant, not those that an import is still to bring. */
  readonly allowPartial: boolean;
}

export interface Audience {
  readonly total: number;
  /** Those whose contacts are written to. */
  readonly lists: readonly ContactList[];
  /** Its start waits for imports that are still to fill these. */
  readonly waits: boolean;
  readonly imports: ListImports;
  /** Campaigns that are not over and use its lists. */
  readonly usedBy: readonly string[];
}

/**
 * Checks the lists and answers the upper bound of the audience and the imports into them. Costs the same for a list of any
 * size.
 *
 * @throws NamedError LIST_NOT_FOUND | IMPORT_RUNNING | AUDIENCE_EMPTY
 */
export async function audienceOf(
  { lists, contacts, imports, clock }: Pick<Services, "lists" | "contacts" | "imports" | "clock">,
  { tenantId, sessionId }: SessionRef,
  named: NamedLists,
  { sends, allowPartial }: AudienceAsked,
  now: number,
): Promise<Audience> {
  const find = async (field: "listIds" | "excludeListIds") =>
    await Promise.all(
      named[field].map(async (listId, index) => {
        const list = await lists.find({ tenantId, sessionId, listId });
        if (list !== undefined) return list;
        const details = [{ pointer: `/${field}/${index}`, came: `"${listId}"`, wanted: "a list of this session" }];
        throw new NamedError("LIST_NOT_FOUND", `no list ${listId}`, { details });
      }),
    );
  const [included] = await Promise.all([find("listIds"), find("excludeListIds")]);
  const into = await importsInto({ imports }, { tenantId, ...named }, now);
  if (sends === "now" && !allowPartial) assertNoneGoes(into, now);
  const excluded = new Set(named.excludeListIds);
  const left = included.filter(({ listId }) => !excluded.has(listId));
  const fills = ({ listId }: { readonly listId: string }) => left.some((list) => list.listId === listId);
  const waits = sends === "later" && !allowPartial && into.going.some(fills);
  if (!waits) assertSomeone(await areEmpty({ contacts }, left));
  if (sends === "now") await untilRowsInHandAreIn({ imports, clock }, into.going.filter(fills), now);
  const usedBy = [...new Set(included.flatMap((list) => list.usedBy ?? []))];
  const total = await audienceTotal({ contacts }, left, into.going, now);
  return { total, lists: left, waits, imports: into, usedBy };
}

/**
 * The audience at a later time, of those lists that are still there: its upper bound, and whether there is none.
 * @param into the imports into them
 */
export async function audienceNow(
  ports: Pick<Services, "lists" | "contacts">,
  campaign: Campaign,
  into: ListImports,
  now: number,
): Promise<{ readonly total: number; readonly isEmpty: boolean }> {
  const there = await listsNow(ports, campaign);
  return { total: await audienceTotal(ports, there, into.going, now), isEmpty: await areEmpty(ports, there) };
}

/**
 * A paused campaign that never ran has no audience yet: a resume is its send.
 * @throws NamedError IMPORT_RUNNING | AUDIENCE_EMPTY
 */
export async function firstStart(
  services: Pick<Services, "imports" | "lists" | "contacts">,
  campaign: Campaign,
  now: number,
): Promise<{ readonly at: number; readonly total?: number }> {
  if (campaign.status !== "paused" || campaign.launchedAt !== undefined) return { at: now };
  const imports = await importsInto(services, campaign, now);
  if (campaign.allowPartial !== true) assertNoneGoes(imports, now);
  const { total, isEmpty } = await audienceNow(services, campaign, imports, now);
  assertSomeone(isEmpty);
  return { at: Math.max(now, imports.endedAt), total };
}

/** The lists that it writes to, as far as they are there. */
export async function listsNow(
  { lists }: Pick<Services, "lists">,
  { tenantId, sessionId, listIds, excludeListIds }: Campaign,
): Promise<readonly ContactList[]> {
  const left = listIds.filter((listId) => !excludeListIds.includes(listId));
  const found = await Promise.all(left.map((listId) => lists.find({ tenantId, sessionId, listId })));
  return found.filter((list) => list !== undefined);
}

/** Whether none of them has a contact: by the contacts themselves, because a kept count may be off. */
async function areEmpty({ contacts }: Pick<Services, "contacts">, lists: readonly ContactList[]): Promise<boolean> {
  const first = await Promise.all(lists.map(({ tenantId, listId }) => contacts.page(tenantId, listId, { limit: 1 })));
  return first.every(({ items }) => items.length === 0);
}

/** @throws NamedError AUDIENCE_EMPTY */
function assertSomeone(isEmpty: boolean): void {
  if (!isEmpty) return;
  throw new NamedError("AUDIENCE_EMPTY", "no contact in the lists", {
    details: [{ pointer: "/listIds", came: "lists without a contact", wanted: "at least one contact" }],
  });
}

/** What these are still to bring is no part of it. Without allowPartial its start waits for them. */
export const partOfImports = ({ allowPartial }: Campaign, { going }: ListImports): Warning[] =>
  allowPartial === true ? going.map(({ importId }) => ({ code: "import_running", importId })) : [];
