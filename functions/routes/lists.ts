import * as z from "zod";
import {
  badFields,
  badQuery,
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
  session: "path",
  params: z.strictObject({ sessionId: z.string() }),
  query: z.strictObject({ ...page, search }),
  responses: {
    200: { description: "a page of lists", body: pageOf(list) },
    ...badQuery,
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
  session: "path",
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
  session: "path",
  params: z.strictObject({ sessionId: z.string(), listId: z.string() }),
  responses: {
    200: { description: "the list", body: dataOf(list) },
    ...badQuery,
    ...notFound("list"),
    ...keyFailures,
  },
});

export const updateList = defineRoute({
  operationId: "updateList",
  method: "PUT",
  path: `${base}/{listId}`,
  summary: "Rename a contact list, or change its description",
  resource: "lists",
  scope: "write",
  session: "path",
  params: z.strictObject({ sessionId: z.string(), listId: z.string() }),
  body: z
    .strictObject({
      name: listName.optional(),
      description: listDescription.nullable().optional().meta({ description: "null takes it away" }),
    })
    .refine(({ name, description }) => name !== undefined || description !== undefined, {
      error: "a name, a description, or both",
    })
    .meta({ minProperties: 1 }),
  responses: {
    200: { description: "the list as it is now", body: dataOf(list) },
    ...badFields,
    ...notFound("list"),
    409: failure("the session has another list of that name"),
    ...keyFailures,
  },
});

export const deleteList = defineRoute({
  operationId: "deleteList",
  method: "DELETE",
  path: `${base}/{listId}`,
  summary: "Delete a contact list with its contacts",
  resource: "lists",
  scope: "write",
  session: "path",
  params: z.strictObject({ sessionId: z.string(), listId: z.string() }),
  responses: {
    200: {
      description: "gone; its contacts go in the background and never show again",
      body: dataOf(z.object({ listId: z.string(), deleted: z.literal(true) })),
    },
    ...notFound("list"),
    409: failure("a scheduled, running or paused campaign uses it"),
    ...badFields,
    ...keyFailures,
  },
});
