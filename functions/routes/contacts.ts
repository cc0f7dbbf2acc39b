import * as z from "zod";
import { contactStatuses } from "../../core/contact/contact.ts";
import { country, writtenContact } from "./contact-fields.ts";
import {
  badFields,
  badQuery,
  dataOf,
  keyFailures,
  maxContactsPerRequest,
  notFound,
  page,
  pageOf,
  search,
  stillInProgress,
} from "./fields.ts";
import { contact } from "./contact.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast/lists/{listId}" as const;
const ofList = z.strictObject({ sessionId: z.string(), listId: z.string() });

export const listContacts = defineRoute({
  operationId: "listContacts",
  method: "GET",
  path: `${base}/contacts`,
  summary: "The contacts of a list, by number",
  resource: "contacts",
  scope: "read",
  session: "path",
  params: ofList,
  query: z.strictObject({ ...page, search, status: z.enum(contactStatuses).optional() }),
  responses: {
    200: { description: "a page of contacts", body: pageOf(contact) },
    ...badQuery,
    ...notFound("list"),
    ...keyFailures,
  },
});

const manyContacts = z.strictObject({
  contacts: z
    .array(
      z.union([
        writtenContact,
        z.unknown().meta({ description: "an entry that is no contact stands in `invalid`, and the others are kept" }),
      ]),
    )
    .min(1)
    .max(maxContactsPerRequest),
  defaultCountry: country.optional(),
});

export const addContacts = defineRoute({
  operationId: "addContacts",
  method: "POST",
  path: `${base}/contacts`,
  summary: "Add contacts, or change those that are there; the good ones are kept",
  resource: "contacts",
  scope: "write",
  session: "path",
  params: ofList,
  entries: "/contacts",
  body: z.union([manyContacts, writtenContact.extend({ defaultCountry: country.optional() })]),
  idempotent: true,
  responses: {
    200: {
      description: "what became of each",
      body: dataOf(
        z.object({
          added: z.int(),
          updated: z.int(),
          duplicates: z.int(),
          invalid: z
            .array(z.object({ index: z.int(), number: z.string(), reason: z.string() }))
            .meta({ description: "place in the request, the number as it came, and what was wanted" }),
        }),
      ),
    },
    ...badFields,
    ...notFound("list"),
    ...stillInProgress,
    ...keyFailures,
  },
});
