import * as z from "zod";
import { country, oneNumber } from "./contact-fields.ts";
import { dataOf, page, pageOf, search, success, time } from "./fields.ts";
import { routesOf } from "./define-route.ts";

const route = routesOf({ resource: "opt-outs" });

const base = "/api/whatsapp/opt-outs" as const;

const optOut = z
  .object({
    number: z
      .string()
      .meta({ description: "WhatsApp's other name for the account (its LID) where the number is not known" }),
    optedOutAt: time,
    source: z.enum(["reply", "api"]).meta({ description: "by a keyword that was replied, or by hand" }),
    sessionId: z.string().optional().meta({ description: "the session that was written to" }),
  })
  .meta({ id: "OptOut" });

const numberInPath = z.strictObject({
  number: oneNumber.meta({ description: "a phone number as people write it, or what the list names" }),
});

export const listOptOuts = route({
  operationId: "listOptOuts",
  method: "GET",
  path: base,
  summary: "List opt-outs",
  description: "The numbers that get no broadcast of the tenant, from any session.",
  scope: "read",
  query: z.strictObject({ ...page, search }),
  answers: { 200: { description: "a page of them", body: pageOf(optOut) } },
});

export const addOptOut = route({
  operationId: "addOptOut",
  method: "POST",
  path: base,
  summary: "Add an opt-out",
  description:
    "The number gets no broadcast from any session of the tenant from now on. People also opt out by a reply such as STOP.",
  scope: "write",
  body: z.strictObject({ number: oneNumber, defaultCountry: country.optional() }),
  idempotent: true,
  answers: {
    200: { description: "it opted out before", body: dataOf(optOut) },
    201: { description: "it is left out now", body: dataOf(optOut) },
  },
});

export const removeOptOut = route({
  operationId: "removeOptOut",
  method: "DELETE",
  path: `${base}/{number}`,
  summary: "Delete an opt-out",
  description: "The number may be written to again. Only for a key that is not limited to sessions.",
  scope: "write",
  params: numberInPath,
  answers: { 200: { description: "it may be written to again", body: z.object({ success }) } },
  missing: "opt-out",
  refusals: { 403: "the key lacks the scope, or is limited to some sessions: an opt-out holds for the whole tenant" },
});
