import * as z from "zod";
import { pictureMediaTypes, qrFormats } from "./qr-formats.ts";
import { oneNumber } from "./contact-fields.ts";
import { dataOf, ofSession, page, pageOf, success } from "./fields.ts";
import { routesOf } from "./define-route.ts";
import {
  session,
  sessionId,
  sessionLimit,
  settings,
  someSettings,
  status,
  userIdHeader,
  userIdRequired,
} from "./session-fields.ts";

const route = routesOf({ resource: "sessions" });

export const getQrCode = route({
  operationId: "getQrCode",
  method: "GET",
  path: "/qrcode",
  alsoAt: ["/api/whatsapp/qrcode"],
  summary: "Get the QR code to scan",
  description:
    "Starts the session if it does not run, makes it if it does not exist, and answers a fresh QR code: scan it in WhatsApp under Linked devices. Waits up to 20 seconds for a code, then answers 202: ask again. A code is good for some 20 seconds. With `?format=` or `Accept: image/png` the code comes as a picture.",
  scope: "write",
  session: "user-id",
  headers: userIdHeader,
  query: z.strictObject({
    format: z.enum(qrFormats).optional().meta({
      description:
        "text is for a terminal of 80 columns: black on white by colour codes, over the terminal's own colours",
    }),
  }),
  answers: {
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
  },
  missing: "session",
  refusals: { ...userIdRequired, ...sessionLimit },
});

export const getStatus = route({
  operationId: "getStatus",
  method: "GET",
  path: "/status",
  alsoAt: ["/api/whatsapp/status"],
  summary: "Get the state of a session",
  description:
    "Whether messages can be sent now, and by which number. A session that was never started answers `state: stopped`; nothing is created.",
  scope: "read",
  session: "user-id",
  hidesUnseen: true,
  headers: userIdHeader,
  answers: { 200: { description: "its state", body: status } },
  refusals: { ...userIdRequired },
});

export const listClients = route({
  operationId: "listClients",
  method: "GET",
  path: "/clients",
  alsoAt: ["/api/whatsapp/clients"],
  summary: "List sessions in short",
  description: "The sessions that the key may see, and whether each is ready. It takes no `user-id`.",
  scope: "read",
  answers: {
    200: {
      description: "the sessions",
      body: z.object({ success, clients: z.array(z.object({ userId: z.string(), isReady: z.boolean() })) }),
    },
  },
});

export const listSessions = route({
  operationId: "listSessions",
  method: "GET",
  path: "/api/whatsapp/sessions",
  summary: "List sessions",
  description: "The sessions (linked WhatsApp accounts) that the key may see, with state and settings.",
  scope: "read",
  query: z.strictObject(page),
  answers: { 200: { description: "the sessions", body: pageOf(session) } },
});

export const createSession = route({
  operationId: "createSession",
  method: "POST",
  path: "/api/whatsapp/sessions",
  summary: "Create a session",
  description:
    "Makes a session with its settings, without starting it; `GET /qrcode` starts it and answers the code to scan. `GET /qrcode` also makes a session that does not exist, so this is only needed for settings.",
  scope: "write",
  session: "body",
  body: z.strictObject({ sessionId, ...someSettings }),
  idempotent: true,
  answers: { 201: { description: "the session", body: dataOf(session) } },
  missing: "session",
  refusals: {
    409: "it exists, its former self is being deleted (Retry-After), or the tenant has as many sessions as it may",
  },
});

export const getSession = route({
  operationId: "getSession",
  method: "GET",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "Get a session",
  description: "State, number and settings of one session, and how people took what it sent in the last seven days.",
  scope: "read",
  session: "path",
  params: ofSession,
  answers: { 200: { description: "the session", body: dataOf(session) } },
  missing: "session",
});

export const changeSession = route({
  operationId: "changeSession",
  method: "PATCH",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "Change the settings of a session",
  description:
    "What is named changes, `null` takes a setting away, and what is not named stays. Running campaigns go on by the new pacing, quiet hours and daily cap.",
  scope: "write",
  session: "path",
  params: ofSession,
  body: z.strictObject(
    Object.fromEntries(Object.entries(settings).map(([name, schema]) => [name, schema.nullable().optional()])) as {
      [Name in keyof typeof settings]: z.ZodOptional<z.ZodNullable<(typeof settings)[Name]>>;
    },
  ),
  answers: { 200: { description: "the session", body: dataOf(session) } },
  missing: "session",
});

export const restartSession = route({
  operationId: "restartSession",
  method: "POST",
  path: "/api/whatsapp/sessions/{sessionId}/restart",
  summary: "Restart a session",
  description:
    "Opens the session's connection anew, or starts one that does not run. The link stays; no new scan is needed.",
  scope: "write",
  session: "path",
  params: ofSession,
  answers: { 202: { description: "it is on its way", body: dataOf(session) } },
  missing: "session",
});

export const requestPairingCode = route({
  operationId: "requestPairingCode",
  method: "POST",
  path: "/api/whatsapp/sessions/{sessionId}/pairing-code",
  summary: "Get a code to type on the phone",
  description:
    "Links the phone of that number without a scan: type the code in WhatsApp under Linked devices, Link with phone number. Starts the session if it does not run. Waits up to 20 seconds, then answers 202: ask again.",
  scope: "write",
  session: "path",
  params: ofSession,
  body: z.strictObject({ number: oneNumber }),
  answers: {
    200: {
      description: "the code",
      body: z.object({ success, message: z.string(), data: z.object({ code: z.string(), number: z.string() }) }),
    },
    202: { description: "no code yet, ask again", body: z.object({ success, message: z.string() }) },
  },
  missing: "session",
  refusals: {
    409: "the session is linked already, the number is linked to another session, which a code could unlink (NUMBER_LINKED), or a later request asked for another number's code (PAIRING_OVERTAKEN)",
  },
});

export const logout = route({
  operationId: "logout",
  method: "POST",
  path: "/logout",
  alsoAt: ["/api/whatsapp/logout"],
  summary: "Log a session out",
  description:
    "Unlinks the account on WhatsApp and deletes its stored profile. Running campaigns are paused; lists, campaigns and reports stay. A session that is logged out already answers 200 again.",
  scope: "write",
  session: "user-id",
  headers: userIdHeader,
  answers: { 200: { description: "unlinked", body: z.object({ success, message: z.string() }) } },
  missing: "session",
});

export const deleteSession = route({
  operationId: "deleteSession",
  method: "DELETE",
  path: "/api/whatsapp/sessions/{sessionId}",
  summary: "Delete a session",
  description:
    "Unlinks the account and deletes everything of the session: lists, contacts, campaigns, reports, files. It goes on in the background; the id is free again later. `confirm` has to be the session's id once more.",
  scope: "write",
  session: "path",
  params: ofSession,
  query: z.strictObject({ confirm: z.string().min(1).meta({ description: "the session's id once more" }) }),
  answers: {
    202: {
      description: "no request finds it any more; its id is free again later (Retry-After)",
      body: z.object({ success, message: z.string() }),
    },
  },
  missing: "session",
  refusals: { 409: "a campaign of it runs" },
});
