import * as z from "zod";
import { dataOf, listDescription, listName, ofList, ofSession, page, pageOf, search, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "lists", session: "path" });

const base = "/api/whatsapp/{sessionId}/broadcast/lists" as const;

const list = z
  .object({
    listId: z.string(),
    name: z.string(),
    description: z.string().optional(),
    contactCount: z.int(),
    lastUsed: z
      .object({ campaignId: z.string(), at: time })
      .optional()
      .meta({ description: "the campaign that was launched to it last; absent where none was" }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "List" });

export const listLists = route({
  operationId: "listLists",
  method: "GET",
  path: base,
  summary: "List contact lists",
  description: "The session's contact lists, each with how many contacts it has.",
  scope: "read",
  params: ofSession,
  query: z.strictObject({ ...page, search }),
  answers: { 200: { description: "a page of lists", body: pageOf(list) } },
  missing: "session",
});

export const createList = route({
  operationId: "createList",
  method: "POST",
  path: base,
  summary: "Create a contact list",
  description:
    "An empty list; add contacts one by one, up to 1,000 at once, or by a CSV file. Its name is unique within the session, in capitals or not.",
  scope: "write",
  params: ofSession,
  body: z.strictObject({ name: listName, description: listDescription.optional() }),
  idempotent: true,
  answers: { 201: { description: "the list", body: dataOf(list) } },
  missing: "session",
  refusals: { 409: "the session has a list of that name" },
});

export const getList = route({
  operationId: "getList",
  method: "GET",
  path: `${base}/{listId}`,
  summary: "Get a contact list",
  description: "One list, with how many contacts it has.",
  scope: "read",
  params: ofList,
  answers: { 200: { description: "the list", body: dataOf(list) } },
  missing: "list",
});

export const updateList = route({
  operationId: "updateList",
  method: "PUT",
  path: `${base}/{listId}`,
  summary: "Change a contact list",
  description: "Changes name or description; what is not named stays.",
  scope: "write",
  params: ofList,
  body: z
    .strictObject({
      name: listName.optional(),
      description: listDescription.nullable().optional().meta({ description: "null takes it away" }),
    })
    .refine(({ name, description }) => name !== undefined || description !== undefined, {
      error: "a name, a description, or both",
    })
    .meta({ minProperties: 1 }),
  answers: { 200: { description: "the list as it is now", body: dataOf(list) } },
  missing: "list",
  refusals: { 409: "the session has another list of that name" },
});

export const deleteList = route({
  operationId: "deleteList",
  method: "DELETE",
  path: `${base}/{listId}`,
  summary: "Delete a contact list",
  description:
    "Deletes the list with its contacts. Refused while a scheduled, running or paused campaign uses it. Reports of campaigns that are over stay.",
  scope: "write",
  params: ofList,
  query: z.strictObject({
    ifEmpty: z
      .enum(["true", "false"])
      .optional()
      .meta({ description: "true deletes the list only where it has no contact; else 409 LIST_NOT_EMPTY" }),
  }),
  answers: {
    200: {
      description: "gone; its contacts go in the background and never show again",
      body: dataOf(z.object({ listId: z.string(), deleted: z.literal(true) })),
    },
  },
  missing: "list",
  refusals: { 409: "a scheduled, running or paused campaign uses it, or with `ifEmpty` it has contacts" },
});
