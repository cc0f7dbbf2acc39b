import * as z from "zod";
import { contactStatuses } from "../../core/contact/contact.ts";
import { recipientReasons, recipientStates } from "../../core/campaign/recipient.ts";
import { contactFields, country, oneNumber, writtenName, writtenNumber } from "./contact-fields.ts";
import {
  badFields,
  badQuery,
  dataOf,
  failure,
  keyFailures,
  largeExport,
  maxContactsPerRequest,
  missingVariables,
  sameAccountAs,
  notFound,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

const base = "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts" as const;
const ofContact = z.strictObject({ sessionId: z.string(), listId: z.string(), number: oneNumber });

export const contactFieldsOfAnswer = {
  number: z.string(),
  name: z.string().optional(),
  fields: z.record(z.string(), z.string()),
  status: z.enum(contactStatuses),
  addedAt: time,
  updatedAt: time,
};

export const contact = z.object(contactFieldsOfAnswer).meta({ id: "Contact" });

const contactWithHistory = z
  .object({
    ...contactFieldsOfAnswer,
    history: z
      .array(
        z.object({
          campaignId: z.string(),
          campaignName: z.string().optional(),
          status: z.enum(recipientStates),
          reason: z.enum(recipientReasons).optional(),
          missing: missingVariables,
          sameAccountAs,
          claimedAt: time,
          sentAt: time.optional(),
          deliveredAt: time.optional(),
          readAt: time.optional(),
          repliedAt: time.optional(),
        }),
      )
      .meta({
        description:
          "the latest campaigns of this session that wrote to the number, or to another one of its WhatsApp account, or would have (`skipped`, `failed`), the latest first, 50 at most: of a person to whom more than ten campaigns wrote, those among the session's latest 200",
      }),
  })
  .meta({ id: "ContactWithHistory" });

export const getContact = defineRoute({
  operationId: "getContact",
  method: "GET",
  path: `${base}/{number}`,
  summary: "One contact, and the campaigns that reached it",
  resource: "contacts",
  scope: "read",
  session: "path",
  params: ofContact,
  responses: {
    200: { description: "the contact", body: dataOf(contactWithHistory) },
    ...badQuery,
    ...notFound("contact"),
    ...keyFailures,
  },
});

export const updateContact = defineRoute({
  operationId: "updateContact",
  method: "PUT",
  path: `${base}/{number}`,
  summary: "Change a contact's name or fields; its number stays",
  resource: "contacts",
  scope: "write",
  session: "path",
  params: ofContact,
  body: z
    .strictObject({
      name: writtenName.nullable().optional().meta({ description: "null takes it away" }),
      fields: contactFields.optional().meta({ description: "replaces all of the contact's fields" }),
    })
    .refine(({ name, fields }) => name !== undefined || fields !== undefined, { error: "a name, fields, or both" })
    .meta({ minProperties: 1 }),
  responses: {
    200: { description: "the contact as it is now", body: dataOf(contact) },
    ...badFields,
    ...notFound("contact"),
    ...keyFailures,
  },
});

export const deleteContact = defineRoute({
  operationId: "deleteContact",
  method: "DELETE",
  path: `${base}/{number}`,
  summary: "Delete one contact",
  resource: "contacts",
  scope: "write",
  session: "path",
  params: ofContact,
  responses: {
    200: { description: "gone", body: dataOf(z.object({ number: z.string(), deleted: z.literal(1) })) },
    ...badFields,
    ...notFound("contact"),
    ...keyFailures,
  },
});

const removed = dataOf(
  z.object({ deleted: z.int(), notFound: z.array(z.string()).meta({ description: "those that were not there" }) }),
);

const isForced = {
  description:
    "true: although a campaign that is not over needs the list; whom it did not reach yet ends as `skipped` there, with `left_list`",
};

export const deleteContacts = defineRoute({
  operationId: "deleteContacts",
  method: "DELETE",
  path: base,
  summary: "Delete the contacts that are named, or all of them",
  resource: "contacts",
  scope: "write",
  session: "path",
  params: z.strictObject({ sessionId: z.string(), listId: z.string() }),
  query: z.strictObject({
    numbers: z.string().min(1).optional().meta({ description: "numbers, separated by commas, in place of a body" }),
  }),
  body: z
    .union([
      z.strictObject({
        numbers: z.array(writtenNumber).min(1).max(maxContactsPerRequest),
        defaultCountry: country.optional(),
      }),
      z.strictObject({ all: z.literal(true), force: z.boolean().optional().meta(isForced) }),
    ])
    .optional(),
  responses: {
    200: { description: "how many went, and which were not there", body: removed },
    409: failure(
      "LIST_IN_USE: with `all`, while a campaign that is not over needs the list (`usedBy`; `force` empties it all the same)",
    ),
    202: { description: "how many went so far, of too many for one request; the same call goes on", body: removed },
    ...badFields,
    ...notFound("list"),
    ...keyFailures,
  },
});

export const exportContacts = defineRoute({
  operationId: "exportContacts",
  method: "GET",
  path: "/api/whatsapp/{sessionId}/broadcast/export/contacts/{listId}",
  summary: "A list as CSV, in the columns that an import reads",
  resource: "contacts",
  scope: "read",
  session: "path",
  params: z.strictObject({ sessionId: z.string(), listId: z.string() }),
  query: z.strictObject({
    bom: z.enum(["true", "false"]).optional().meta({ description: "true puts a byte order mark first, for Excel" }),
  }),
  responses: {
    200: { description: "up to 4 MB", mediaType: "text/csv" },
    ...largeExport,
    ...badQuery,
    ...notFound("list"),
    ...keyFailures,
  },
});
