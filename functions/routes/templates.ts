import * as z from "zod";
import { maxTemplateNameLength } from "../../core/content/message-template.ts";
import { contentFields, mediaOfMessage, notBoth } from "./content.ts";
import { contactFields, country, oneNumber, writtenName } from "./contact-fields.ts";
import {
  dataOf,
  inMessage,
  isSendableText,
  maxTemplateLength,
  ofSession,
  page,
  pageOf,
  search,
  sendableText,
  success,
  text,
  time,
} from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "templates", session: "path" });

const ofBroadcast = "/api/whatsapp/{sessionId}/broadcast" as const;
const base = `${ofBroadcast}/templates` as const;
const ofTemplate = ofSession.extend({ templateId: z.string() });

const name = text(maxTemplateNameLength);
const body = z.string().min(1).max(maxTemplateLength).refine(isSendableText, sendableText).meta(inMessage);

const template = z
  .object({
    templateId: z.string(),
    name: z.string(),
    body: z.string(),
    variables: z.array(z.string()).meta({
      description: "those that the body uses, in order of appearance",
      examples: [["name"]],
    }),
    media: z.object({ filename: z.string() }).optional(),
    version: z.int(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Template" });

export const listTemplates = route({
  operationId: "listTemplates",
  method: "GET",
  path: base,
  summary: "List templates",
  description: "The session's templates, the newest first.",
  scope: "read",
  params: ofSession,
  query: z.strictObject({ ...page, search }),
  answers: { 200: { description: "a page of templates", body: pageOf(template) } },
  missing: "session",
});

export const createTemplate = route({
  operationId: "createTemplate",
  method: "POST",
  path: base,
  summary: "Create a template",
  description:
    "Keeps a message to send it again. Its variables are read from the body and listed. A body that can't be read is refused with line and column.",
  scope: "write",
  params: ofSession,
  body: z.strictObject({ name, body, media: mediaOfMessage.optional() }),
  idempotent: true,
  answers: { 201: { description: "the template", body: dataOf(template) } },
  missing: "session or file",
  refusals: { 409: "the file can't be sent, or the first request with this Idempotency-Key is still in progress" },
});

export const getTemplate = route({
  operationId: "getTemplate",
  method: "GET",
  path: `${base}/{templateId}`,
  summary: "Get a template",
  description: "One template with its variables.",
  scope: "read",
  params: ofTemplate,
  answers: { 200: { description: "the template", body: dataOf(template) } },
  missing: "template",
});

export const updateTemplate = route({
  operationId: "updateTemplate",
  method: "PUT",
  path: `${base}/{templateId}`,
  summary: "Change a template",
  description:
    "What is not named stays; `media: null` takes the file out. Campaigns go on with the version that they were launched with.",
  scope: "write",
  params: ofTemplate,
  body: z
    .strictObject({ name: name.optional(), body: body.optional(), media: mediaOfMessage.nullable().optional() })
    .refine((changes) => Object.values(changes).some((change) => change !== undefined), {
      error: "at least one of name, body and media",
    })
    .meta({ minProperties: 1 }),
  answers: { 200: { description: "the template as it is now", body: dataOf(template) } },
  missing: "template or file",
  refusals: { 409: "the file can't be sent, or the template changed meanwhile" },
});

export const deleteTemplate = route({
  operationId: "deleteTemplate",
  method: "DELETE",
  path: `${base}/{templateId}`,
  summary: "Delete a template",
  description: "Campaigns that were launched with it go on.",
  scope: "write",
  params: ofTemplate,
  answers: {
    200: { description: "it is gone", body: dataOf(z.object({ templateId: z.string(), deleted: z.literal(true) })) },
  },
  missing: "template",
});

/** What a text looks like takes up to 0.2 s a contact. */
const maxPreviews = 50;
const previewOptions = {
  contacts: z
    .array(
      z.strictObject({
        number: oneNumber,
        name: writtenName.optional(),
        fields: contactFields.optional(),
      }),
    )
    .min(1)
    .max(maxPreviews)
    .optional(),
  listId: z.string().min(1).max(64).optional().meta({
    description: "in place of `contacts`: the first contacts of this list, in the order in which it is listed",
  }),
  limit: z
    .int()
    .min(1)
    .max(maxPreviews)
    .optional()
    .meta({ description: "how many contacts of the list; 10 when not given", examples: [10] }),
  defaultCountry: country.optional(),
  variables: contentFields.variables,
};

interface Previewed {
  readonly contacts?: unknown;
  readonly listId?: string | undefined;
  readonly limit?: number | undefined;
}
/** For `.refine(...)`: contacts, or a list and perhaps how many of it. */
const contactsOrList = [
  ({ contacts, listId }: Previewed) => (contacts === undefined) !== (listId === undefined),
  { error: "either contacts or listId", path: ["contacts"] },
] as const satisfies readonly [unknown, { readonly error: string; readonly path: string[] }];
const limitOfList = [
  ({ contacts, limit }: Previewed) => contacts === undefined || limit === undefined,
  { error: "a limit only with listId", path: ["limit"] },
] as const satisfies readonly [unknown, { readonly error: string; readonly path: string[] }];
/** The same for the OpenAPI document. */
const eitherContactsOrList = {
  oneOf: [{ required: ["contacts"] }, { required: ["listId"] }],
  ...notBoth("contacts", "limit"),
};

const previews = z.object({
  success,
  data: z.array(
    z.object({
      number: z.string(),
      name: z.string().optional(),
      ok: z.boolean().meta({ description: "whether this contact would get a message" }),
      message: z
        .string()
        .optional()
        .meta({ description: "as it would arrive", examples: ["Hi Budi Santoso of Bandung!"] }),
      missing: z.array(z.string()).meta({ description: "variables that the contact lacks and the text needs" }),
      problem: z.string().optional(),
    }),
  ),
});

export const previewMessage = route({
  operationId: "previewMessage",
  method: "POST",
  path: `${ofBroadcast}/preview`,
  summary: "Preview a message",
  description:
    "What a text looks like for each of up to 50 contacts, or for the first ones of a list, and which variables each lacks. Nothing is sent. Of an empty list there is nothing to show.",
  scope: "read",
  audited: false,
  params: ofSession,
  body: z
    .strictObject({ ...previewOptions, message: body })
    .refine(...contactsOrList)
    .refine(...limitOfList)
    .meta(eitherContactsOrList),
  answers: { 200: { description: "a message for each contact", body: previews } },
  missing: "session or list",
});

export const previewTemplate = route({
  operationId: "previewTemplate",
  method: "POST",
  path: `${base}/{templateId}/preview`,
  summary: "Preview a template",
  description:
    "What a template looks like for each of up to 50 contacts, or for the first ones of a list, and which variables each lacks. Nothing is sent. Of an empty list there is nothing to show.",
  scope: "read",
  audited: false,
  params: ofTemplate,
  body: z
    .strictObject(previewOptions)
    .refine(...contactsOrList)
    .refine(...limitOfList)
    .meta(eitherContactsOrList),
  answers: { 200: { description: "a message for each contact", body: previews } },
  missing: "template or list",
});
