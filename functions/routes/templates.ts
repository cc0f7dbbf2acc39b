import * as z from "zod";
import { maxTemplateNameLength } from "../../core/content/message-template.ts";
import { contentFields, mediaOfMessage } from "./content.ts";
import { contactFields, country, oneNumber } from "./contact-fields.ts";
import {
  badFields,
  badQuery,
  dataOf,
  failure,
  isSendableText,
  keyFailures,
  maxTemplateLength,
  notFound,
  page,
  pageOf,
  search,
  sendableText,
  success,
  text,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

const ofBroadcast = "/api/whatsapp/{sessionId}/broadcast" as const;
const base = `${ofBroadcast}/templates` as const;
const ofSession = z.strictObject({ sessionId: z.string() });
const ofTemplate = z.strictObject({ sessionId: z.string(), templateId: z.string() });

const name = text(maxTemplateNameLength);
const body = z.string().min(1).max(maxTemplateLength).refine(isSendableText, sendableText);

const template = z
  .object({
    templateId: z.string(),
    name: z.string(),
    body: z.string(),
    variables: z.array(z.string()).meta({ description: "those that the body uses, in order of appearance" }),
    media: z.object({ filename: z.string() }).optional(),
    version: z.int(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Template" });

export const listTemplates = defineRoute({
  operationId: "listTemplates",
  method: "GET",
  path: base,
  summary: "The session's templates, the newest first",
  resource: "templates",
  scope: "read",
  session: "path",
  params: ofSession,
  query: z.strictObject({ ...page, search }),
  responses: {
    200: { description: "a page of templates", body: pageOf(template) },
    ...badQuery,
    ...notFound("session"),
    ...keyFailures,
  },
});

export const createTemplate = defineRoute({
  operationId: "createTemplate",
  method: "POST",
  path: base,
  summary: "Keep a message to send it again; a body that can't be read is refused with line and column",
  resource: "templates",
  scope: "write",
  session: "path",
  params: ofSession,
  body: z.strictObject({ name, body, media: mediaOfMessage.optional() }),
  idempotent: true,
  responses: {
    201: { description: "the template", body: dataOf(template) },
    ...badFields,
    ...notFound("session or file"),
    409: failure("the file can't be sent, or the first request with this Idempotency-Key is still in progress"),
    ...keyFailures,
  },
});

export const getTemplate = defineRoute({
  operationId: "getTemplate",
  method: "GET",
  path: `${base}/{templateId}`,
  summary: "One template",
  resource: "templates",
  scope: "read",
  session: "path",
  params: ofTemplate,
  responses: {
    200: { description: "the template", body: dataOf(template) },
    ...badQuery,
    ...notFound("template"),
    ...keyFailures,
  },
});

export const updateTemplate = defineRoute({
  operationId: "updateTemplate",
  method: "PUT",
  path: `${base}/{templateId}`,
  summary: "Change a template; campaigns go on with the version that they were launched with",
  resource: "templates",
  scope: "write",
  session: "path",
  params: ofTemplate,
  body: z
    .strictObject({ name: name.optional(), body: body.optional(), media: mediaOfMessage.nullable().optional() })
    .refine((changes) => Object.values(changes).some((change) => change !== undefined), {
      error: "at least one of name, body and media",
    })
    .meta({ minProperties: 1 }),
  responses: {
    200: { description: "the template as it is now", body: dataOf(template) },
    ...badFields,
    ...notFound("template or file"),
    409: failure("the file can't be sent, or the template changed meanwhile"),
    ...keyFailures,
  },
});

export const deleteTemplate = defineRoute({
  operationId: "deleteTemplate",
  method: "DELETE",
  path: `${base}/{templateId}`,
  summary: "Delete a template; campaigns that were launched with it go on",
  resource: "templates",
  scope: "write",
  session: "path",
  params: ofTemplate,
  responses: {
    200: { description: "it is gone", body: dataOf(z.object({ templateId: z.string(), deleted: z.literal(true) })) },
    ...notFound("template"),
    ...badFields,
    ...keyFailures,
  },
});

/** What a text looks like takes up to 0.2 s a contact. */
const maxPreviews = 50;
const previewOptions = {
  contacts: z
    .array(
      z.strictObject({
        number: oneNumber,
        name: z.string().trim().max(1_000).optional(),
        fields: contactFields.optional(),
      }),
    )
    .min(1)
    .max(maxPreviews),
  defaultCountry: country.optional(),
  variables: contentFields.variables,
};

const previews = z.object({
  success,
  data: z.array(
    z.object({
      number: z.string(),
      name: z.string().optional(),
      ok: z.boolean().meta({ description: "whether this contact would get a message" }),
      message: z.string().optional().meta({ description: "as it would arrive" }),
      missing: z.array(z.string()).meta({ description: "variables that the contact lacks and the text needs" }),
      problem: z.string().optional(),
    }),
  ),
});

export const previewMessage = defineRoute({
  operationId: "previewMessage",
  method: "POST",
  path: `${ofBroadcast}/preview`,
  summary: "What a message looks like for each of these contacts; nothing is sent",
  resource: "templates",
  scope: "read",
  session: "path",
  audited: false,
  params: ofSession,
  body: z.strictObject({ ...previewOptions, message: body }),
  responses: {
    200: { description: "a message for each contact", body: previews },
    ...badFields,
    ...notFound("session"),
    ...keyFailures,
  },
});

export const previewTemplate = defineRoute({
  operationId: "previewTemplate",
  method: "POST",
  path: `${base}/{templateId}/preview`,
  summary: "What a template looks like for each of these contacts; nothing is sent",
  resource: "templates",
  scope: "read",
  session: "path",
  audited: false,
  params: ofTemplate,
  body: z.strictObject(previewOptions),
  responses: {
    200: { description: "a message for each contact", body: previews },
    ...badFields,
    ...notFound("template"),
    ...keyFailures,
  },
});
