import { idOf } from "../core/ids.ts";
import type { ContactList } from "../core/list.ts";
import { matchesSearch } from "../core/search.ts";
import { getListOf, getSessionOf } from "./edge/access.ts";
import { serve } from "./edge/http.ts";
import { searchPage } from "./edge/pages.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess } from "./edge/services.ts";
import { isoTime } from "./edge/views.ts";
import { createList, getList, listLists } from "./routes/lists.ts";

const all = implement(listLists)(async ({ caller, params, query, after, seal }) => {
  const services = await servicesOfProcess();
  const { sessionId } = await getSessionOf(services, caller, params.sessionId);
  const { search } = query;
  const { items, next } = await searchPage(
    (page) => services.lists.page({ tenantId: caller.tenantId, sessionId }, page),
    ({ listId }) => listId,
    search === undefined ? undefined : (list) => matchesSearch(search, [list.name, list.description]),
    { limit: query.limit, after },
  );
  return {
    status: 200,
    body: { data: items.map(view), pagination: { limit: query.limit, nextCursor: seal(next) } },
  };
});

const create = implement(createList)(async ({ caller, params, body, now, ulid }) => {
  const services = await servicesOfProcess();
  const { sessionId } = await getSessionOf(services, caller, params.sessionId);
  const list: ContactList = {
    tenantId: caller.tenantId,
    sessionId,
    listId: idOf("list", ulid),
    name: body.name,
    ...(body.description === undefined ? {} : { description: body.description }),
    contactCount: 0,
    createdAt: now,
    updatedAt: now,
  };
  await services.lists.create(list);
  return { status: 201, body: { data: view(list) } };
});

const one = implement(getList)(async ({ caller, params }) => ({
  status: 200,
  body: { data: view(await getListOf(await servicesOfProcess(), caller, params)) },
}));

const view = (list: ContactList) => ({
  listId: list.listId,
  name: list.name,
  ...(list.description === undefined ? {} : { description: list.description }),
  contactCount: list.contactCount,
  createdAt: isoTime(list.createdAt),
  updatedAt: isoTime(list.updatedAt),
});

export const handler = serve([all, create, one], servicesOfProcess);
