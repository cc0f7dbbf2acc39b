import * as z from "zod";
import { pictureMediaTypes, qrFormats } from "./qr-formats.ts";
import { oneNumber } from "./contact-fields.ts";
import { badFields, badQuery, dataOf, failure, keyFailures, notFound, page, pageOf, success } from "./fields.ts";
import { defineRoute } from "./route.ts";
import {
  session,
  sessionId,
  sessionInPath,
  sessionLimit,
  settings,
  someSettings,
  status,
  userIdHeader,
  userIdRequired,
} from "./session-fields.ts";

export const getQrCode = defineRoute({
  operationId: "getQrCode",
  method: "GET",
  path: "/qrcode",
  alsoAt: ["/api/whatsapp/qrcode"],
  summary: "The QR code to scan; starts the session if it is not running",
  resource: "sessions",
  scope: "write",
  session: "user-id",
  headers: userIdHeader,
  query: z.strictObject({
    format: z.enum(qrFormats).optional().meta({
      description:
        "text is for a terminal of 80 columns: black on white by colour codes, over the terminal's own colours",
    }),
  }),
  responses: {
    200: {
      pictures: Object.values(pictureMediaTypes),
      description: "a fresh code, or the session is linked already",
      body: z.object({
        success,
        message: z.string(),
        qrCode: z.string().optional(),
        connected: z.literal(true).optional(),
      }),
    },
    202: {
      description: "no code yet, or the session is being logged out; ask again (Retry-After)",
      body: z.object({ success, message: z.string() }),
    },
    ...badQuery,
    ...userIdRequired,
    ...notFound("session"),
    ...sessionLimit,
    ...keyFailures,
  },
});

export const getStatus = defineRoute({
  operationId: "getStatus",
  method: "GET",
  path: "/status",
  alsoAt: ["/api/whatsapp/status"],
  summary: "Whether the session is connected",
  resource: "sessions",
  scope: "read",
  session: "user-id",
  hidesUnseen: true,
  headers: userIdHeader,
  responses: { 200: { description: "its state", body: status }, ...userIdRequired, ...keyFailures },
});

export const listClients = defineRoute({
  operationId: "listClients",
  method: "GET",
  path: "/clients",
  alsoAt: ["/api/whatsapp/clients"],
  summary: "Every session of the tenant and whether it is ready",
  resource: "sessions",
  scope: "read",
  responses: {
    200: {
      description: "the sessions",
      body: z.object({ success, clients: z.array(z.object({ userId: z.string(), isReady: z.boolean() })) }),
    },
    ...keyFailures,
  },
});

export const listSessions = defineRoute({
  operationId: "listSessions",
  method: "GET",
  path: "/api/whatsapp/sessions",
  summary: "The tenant's sessions",
  resource: "sessions",
  scope: "read",
  query: z.strictObject(page),
  responses: { 200: { description: "the sessions", body: pageOf(session) }, ...badQuery, ...keyFailures },
});

export const createSession = defineRoute({
  operationId: "createSession",
  method: "POST",
  path: "/api/whatsapp/sessions",
  summary: "Create a session; it is started by GET /qrcode",
  resource: "sessions",
  scope: "write",
  session: "body",
  body: z.strictObject({ sessionId, ...someSettings }),
  idempotent: true,
  responses: {
    201: { description: "the session", body: dataOf(session) },
    ...badFields,
    ...notFound("session"),
    409: failure(
      "it exists, its former self is being deleted (Retry-After), or the tenant has as many sessions as it may",
    ),
    ...keyFailures,
  },
});

export const getSession = defineRoute({
  operationId: "getSession",
  method: "GET",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "One session",
  resource: "sessions",
  scope: "read",
  session: "path",
  params: sessionInPath,
  responses: {
    200: { description: "the session", body: dataOf(session) },
    ...badQuery,
    ...notFound("session"),
    ...keyFailures,
  },
});

export const changeSession = defineRoute({
  operationId: "changeSession",
  method: "PATCH",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "Change what is set of a session; null takes a setting away",
  resource: "sessions",
  scope: "write",
  session: "path",
  params: sessionInPath,
  body: z.strictObject(
    Object.fromEntries(Object.entries(settings).map(([name, schema]) => [name, schema.nullable().optional()])) as {
      [Name in keyof typeof settings]: z.ZodOptional<z.ZodNullable<(typeof settings)[Name]>>;
    },
  ),
  responses: {
    200: { description: "the session", body: dataOf(session) },
    ...badFields,
    ...notFound("session"),
    ...keyFailures,
  },
});

export const restartSession = defineRoute({
  operationId: "restartSession",
  method: "POST",
  path: "/api/whatsapp/sessions/{sessionId}/restart",
  summary: "Open the session's connection anew; starts one that does not run",
  resource: "sessions",
  scope: "write",
  session: "path",
  params: sessionInPath,
  responses: {
    202: { description: "it is on its way", body: dataOf(session) },
    ...notFound("session"),
    ...badFields,
    ...keyFailures,
  },
});

export const requestPairingCode = defineRoute({
  operationId: "requestPairingCode",
  method: "POST",
  path: "/api/whatsapp/sessions/{sessionId}/pairing-code",
  summary: "A code to type on the phone instead of scanning a QR code; starts the session if it is not running",
  resource: "sessions",
  scope: "write",
  session: "path",
  params: sessionInPath,
  body: z.strictObject({ number: oneNumber }),
  responses: {
    200: {
      description: "the code",
      body: z.object({ success, message: z.string(), data: z.object({ code: z.string(), number: z.string() }) }),
    },
    202: { description: "no code yet, ask again", body: z.object({ success, message: z.string() }) },
    ...badFields,
    ...notFound("session"),
    409: failure(
      "the session is linked already, the number is linked to another session, which a code could unlink (NUMBER_LINKED), or a later request asked for another number's code (PAIRING_OVERTAKEN)",
    ),
    ...keyFailures,
  },
});

export const logout = defineRoute({
  operationId: "logout",
  method: "POST",
  path: "/logout",
  alsoAt: ["/api/whatsapp/logout"],
  summary: "Unlink the session on WhatsApp and delete its stored profile; its lists, campaigns and reports stay",
  resource: "sessions",
  scope: "write",
  session: "user-id",
  headers: userIdHeader,
  responses: {
    200: { description: "unlinked", body: z.object({ success, message: z.string() }) },
    ...userIdRequired,
    ...notFound("session"),
    ...badFields,
    ...keyFailures,
  },
});

export const deleteSession = defineRoute({
  operationId: "deleteSession",
  method: "DELETE",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "Log the session out and delete everything of it, in the background",
  resource: "sessions",
  scope: "write",
  session: "path",
  params: sessionInPath,
  query: z.strictObject({ confirm: z.string().min(1).meta({ description: "the session's id once more" }) }),
  responses: {
    202: {
      description: "no request finds it any more; its id is free again later (Retry-After)",
      body: z.object({ success, message: z.string() }),
    },
    ...badFields,
    ...notFound("session"),
    409: failure("a campaign of it runs"),
    ...keyFailures,
  },
});
