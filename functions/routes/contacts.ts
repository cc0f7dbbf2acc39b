import * as z from "zod";
import { recipientReasons, recipientStates } from "../../core/campaign/recipient.ts";
import { contactStatuses } from "../../core/contact/contact.ts";
import { contactFields, country, oneNumber, writtenContact, writtenName, writtenNumber } from "./contact-fields.ts";
import { routesOf } from "./define-route.ts";
import {
  dataOf,
  largeExport,
  maxContactsPerRequest,
  missingVariables,
  ofList,
  page,
  pageOf,
  sameAccountAs,
  search,
  time,
} from "./fields.ts";

const route = routesOf({ resource: "contacts", session: "path" });

const base = "/api/whatsapp/{sessionId}/broadcast/lists/{listId}/contacts" as const;
const ofContact = ofList.extend({ number: oneNumber });

const contactFieldsOfAnswer = {
  number: z.string(),
  name: z.string().optional(),
  fields: z.record(z.string(), z.string()),
  status: z.enum(contactStatuses),
  addedAt: time,
  updatedAt: time,
};

const contact = z.object(contactFieldsOfAnswer).meta({ id: "Contact" });

export const listContacts = route({
  operationId: "listContacts",
  method: "GET",
  path: base,
  summary: "List contacts",
  description: "The contacts of a list in the order of their numbers; `search` finds a part of name, number or field.",
  scope: "read",
  params: ofList,
  query: z.strictObject({ ...page, search, status: z.enum(contactStatuses).optional() }),
  answers: { 200: { description: "a page of contacts", body: pageOf(contact) } },
  missing: "list",
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

export const addContacts = route({
  operationId: "addContacts",
  method: "POST",
  path: base,
  summary: "Add contacts",
  description:
    "Adds one contact, or up to 1,000 in `contacts`; one that is there is changed. A bad entry of a batch stands in `invalid` and does not hold up the good ones; a bad single contact is refused with 422.",
  scope: "write",
  params: ofList,
  entries: "/contacts",
  body: z.union([manyContacts, writtenContact.extend({ defaultCountry: country.optional() })]),
  idempotent: true,
  answers: {
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
  },
  missing: "list",
});

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

export const getContact = route({
  operationId: "getContact",
  method: "GET",
  path: `${base}/{number}`,
  summary: "Get a contact",
  description: "One contact, with the latest campaigns that wrote to it and what became of each.",
  scope: "read",
  params: ofContact,
  answers: { 200: { description: "the contact", body: dataOf(contactWithHistory) } },
  missing: "contact",
});

export const updateContact = route({
  operationId: "updateContact",
  method: "PUT",
  path: `${base}/{number}`,
  summary: "Change a contact",
  description:
    "Changes name or fields; `fields` replaces all of them. The number can't be changed: delete the contact and add another.",
  scope: "write",
  params: ofContact,
  body: z
    .strictObject({
      name: writtenName.nullable().optional().meta({ description: "null takes it away" }),
      fields: contactFields.optional().meta({ description: "replaces all of the contact's fields" }),
    })
    .refine(({ name, fields }) => name !== undefined || fields !== undefined, { error: "a name, fields, or both" })
    .meta({ minProperties: 1 }),
  answers: { 200: { description: "the contact as it is now", body: dataOf(contact) } },
  missing: "contact",
});

export const deleteContact = route({
  operationId: "deleteContact",
  method: "DELETE",
  path: `${base}/{number}`,
  summary: "Delete a contact",
  description:
    "Takes one contact out of the list. A running campaign skips the number from now on, unless another of its lists has it.",
  scope: "write",
  params: ofContact,
  answers: { 200: { description: "gone", body: dataOf(z.object({ number: z.string(), deleted: z.literal(1) })) } },
  missing: "contact",
});

const removed = dataOf(
  z.object({ deleted: z.int(), notFound: z.array(z.string()).meta({ description: "those that were not there" }) }),
);

const isForced = {
  description:
    "true: although a campaign that is not over needs the list; whom it did not reach yet ends as `skipped` there, with `left_list`",
};

export const deleteContacts = route({
  operationId: "deleteContacts",
  method: "DELETE",
  path: base,
  summary: "Delete contacts",
  description:
    'Deletes up to 1,000 named contacts (in the body, or `?numbers=a,b`), or with `{"all": true}` every contact of the list. 202 means that some are left: repeat the same call.',
  scope: "write",
  params: ofList,
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
  answers: {
    200: { description: "how many went, and which were not there", body: removed },
    202: { description: "how many went so far, of too many for one request; the same call goes on", body: removed },
  },
  missing: "list",
  refusals: {
    409: "LIST_IN_USE: with `all`, while a campaign that is not over needs the list (`usedBy`; `force` empties it all the same)",
  },
});

export const exportContacts = route({
  operationId: "exportContacts",
  method: "GET",
  path: "/api/whatsapp/{sessionId}/broadcast/export/contacts/{listId}",
  summary: "Export a contact list",
  description:
    "A CSV file that gives the same list when it is imported again. Cells that a spreadsheet would run as a formula are made harmless.",
  scope: "read",
  params: ofList,
  query: z.strictObject({
    bom: z.enum(["true", "false"]).optional().meta({ description: "true puts a byte order mark first, for Excel" }),
  }),
  answers: {
    200: { description: "up to 4 MB", mediaType: "text/csv" },
    ...largeExport,
  },
  missing: "list",
});
