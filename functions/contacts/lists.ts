import * as stores from "../../aws/open.ts";
import { defined } from "../../core/defined.ts";
import { NamedError } from "../../core/errors.ts";
import { idOf } from "../../core/ids.ts";
import type { ContactList } from "../../core/contact/list.ts";
import { matchesSearch } from "../../core/contact/search.ts";
import { ifRefused, refusedAs } from "../../core/refused.ts";
import { campaignsUsing, listInUse } from "../../core/campaign/campaigns-using.ts";
import { getListOf, getSessionOf, unlessListGone } from "../edge/access.ts";
import { serve } from "../edge/http.ts";
import { searchPage } from "../edge/pages.ts";
import { implementWith } from "../edge/request.ts";
import { isoTime } from "../edge/views.ts";
import * as routes from "../routes/lists.ts";

const implement = implementWith({
  sessions: stores.sessions,
  lists: stores.lists,
  listDeletions: stores.listDeletions,
  campaigns: stores.campaigns,
  jobs: stores.jobs,
});

const listLists = implement(routes.listLists)(async ({ session: ref, query, after, page }, services) => {
  await getSessionOf(services, ref);
  const { search } = query;
  const { items, next } = await searchPage(
    (part) => services.lists.page(ref, part),
    ({ listId }) => listId,
    search === undefined ? undefined : (list) => matchesSearch(search, [list.name, list.description]),
    { limit: query.limit, after },
  );
  return page(items.map(view), next);
});

const createList = implement(routes.createList)(
  async ({ session: ref, body, now, ulid }, services) => {
    await getSessionOf(services, ref);
    const list: ContactList = {
      ...ref,
      listId: idOf("list", ulid),
      name: body.name,
      ...defined({ description: body.description }),
      contactCount: 0,
      fieldCounts: {},
      createdAt: now,
      updatedAt: now,
    };
    await services.lists.create(list);
    return { status: 201, body: { data: view(list) } };
  },
  async ({ session: ref, ulid }, { lists }) => {
    const list = await lists.find({ ...ref, listId: idOf("list", ulid) });
    return list === undefined ? undefined : { status: 201, body: { data: view(list) } };
  },
);

const getList = implement(routes.getList)(async ({ session: ref, params }, services) => ({
  status: 200,
  body: { data: view(await getListOf(services, ref, params)) },
}));

const updateList = implement(routes.updateList)(async ({ session: ref, params, body, now }, services) => {
  const list = await getListOf(services, ref, params);
  const changes = {
    ...defined({ name: body.name }),
    ...(body.description === undefined ? {} : { description: body.description === "" ? null : body.description }),
  };
  const changed = await unlessListGone(services, list, services.lists.update(list, changes, now));
  return { status: 200, body: { data: view(changed) } };
});

const deleteList = implement(routes.deleteList)(async ({ session: ref, params, query, now }, services) => {
  const list = await getListOf(services, ref, params);
  const begin = () => services.listDeletions.begin(list, now, query.ifEmpty === "true");
  await ifRefused(begin(), async (refused) => {
    const current = await getListOf(services, ref, params);
    if (query.ifEmpty === "true" && current.contactCount > 0) throw listNotEmpty(current, refused);
    const takeOff = (campaignId: string) => services.lists.removeUse(list, campaignId);
    const using = await campaignsUsing(services, list, current.usedBy ?? [], takeOff, now);
    if (using.length > 0) throw listInUse(using, refused);
    const begun = unlessListGone(services, list, begin());
    await refusedAs(begun, (again) => listInUse([], again));
  });
  const { tenantId, sessionId, listId } = list;
  await services.jobs.enqueue({ kind: "delete_list", tenantId, sessionId, listId });
  return { status: 200, body: { data: { listId, deleted: true as const } } };
});

const listNotEmpty = ({ contactCount }: ContactList, cause: unknown) =>
  new NamedError("LIST_NOT_EMPTY", `${contactCount} contacts are in the list`, {
    facts: { count: contactCount },
    details: [
      {
        pointer: "/query/ifEmpty",
        came: `a list with ${contactCount} contacts`,
        wanted: "a list without contacts; without ifEmpty the list goes with its contacts",
      },
    ],
    cause,
  });

const view = (list: ContactList) => ({
  listId: list.listId,
  name: list.name,
  ...defined({ description: list.description }),
  contactCount: list.contactCount,
  ...defined({ lastUsed: list.lastUse && { ...list.lastUse, at: isoTime(list.lastUse.at) } }),
  createdAt: isoTime(list.createdAt),
  updatedAt: isoTime(list.updatedAt),
});

export const handler = serve([listLists, createList, getList, updateList, deleteList]);
