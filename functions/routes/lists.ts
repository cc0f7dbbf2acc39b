import * as z from "zod";
import {
  badFields,
  badRequest,
  dataOf,
  failure,
  keyFailures,
  listDescription,
  listName,
  notFound,
  page,
  pageOf,
  search,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast/lists" as const;

const list = z
  .object({
    listId: z.string(),
    name: z.string(),
    description: z.string().optional(),
    contactCount: z.int(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "List" });

export const listLists = defineRoute({
  operationId: "listLists",
  method: "GET",
  path: base,
  summary: "The session's contact lists",
  resource: "lists",
  scope: "read",
  params: z.strictObject({ sessionId: z.string() }),
  query: z.strictObject({ ...page, search }),
  responses: {
    200: { description: "a page of lists", body: pageOf(list) },
    ...badFields,
    ...notFound("session"),
    ...keyFailures,
  },
});

export const createList = defineRoute({
  operationId: "createList",
  method: "POST",
  path: base,
  summary: "Create a contact list",
  resource: "lists",
  scope: "write",
  params: z.strictObject({ sessionId: z.string() }),
  body: z.strictObject({ name: listName, description: listDescription.optional() }),
  idempotent: true,
  responses: {
    201: { description: "the list", body: dataOf(list) },
    ...badFields,
    ...notFound("session"),
    409: failure("the session has a list of that name"),
    ...keyFailures,
  },
});

export const getList = defineRoute({
  operationId: "getList",
  method: "GET",
  path: `${base}/{listId}`,
  summary: "One contact list",
  resource: "lists",
  scope: "read",
  params: z.strictObject({ sessionId: z.string(), listId: z.string() }),
  responses: {
    200: { description: "the list", body: dataOf(list) },
    ...badRequest,
    ...notFound("list"),
    ...keyFailures,
  },
});
