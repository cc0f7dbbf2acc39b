import * as z from "zod";
import { country, oneNumber } from "./contact-fields.ts";
import {
  badFields,
  badQuery,
  dataOf,
  failure,
  keyFailures,
  notFound,
  page,
  pageOf,
  search,
  stillInProgress,
  success,
  time,
} from "./fields.ts";
import { defineRoute } from "./route.ts";

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

export const listOptOuts = defineRoute({
  operationId: "listOptOuts",
  method: "GET",
  path: base,
  summary: "Who asked to be left alone, for the whole tenant",
  resource: "opt-outs",
  scope: "read",
  query: z.strictObject({ ...page, search }),
  responses: { 200: { description: "a page of them", body: pageOf(optOut) }, ...badQuery, ...keyFailures },
});

export const addOptOut = defineRoute({
  operationId: "addOptOut",
  method: "POST",
  path: base,
  summary: "Leave a number out of every broadcast from now on",
  resource: "opt-outs",
  scope: "write",
  body: z.strictObject({ number: oneNumber, defaultCountry: country.optional() }),
  idempotent: true,
  responses: {
    200: { description: "it opted out before", body: dataOf(optOut) },
    201: { description: "it is left out now", body: dataOf(optOut) },
    ...badFields,
    ...stillInProgress,
    ...keyFailures,
  },
});

export const removeOptOut = defineRoute({
  operationId: "removeOptOut",
  method: "DELETE",
  path: `${base}/{number}`,
  summary: "A number may be written to again",
  resource: "opt-outs",
  scope: "write",
  params: numberInPath,
  responses: {
    200: { description: "it may be written to again", body: z.object({ success }) },
    ...badFields,
    ...notFound("opt-out"),
    ...keyFailures,
    403: failure("the key lacks the scope, or is limited to some sessions: an opt-out holds for the whole tenant"),
  },
});
